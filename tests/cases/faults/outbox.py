#!/usr/bin/python3
"""outbox.py - a mail server that fails in every way we know: each mail ends in the state that says what happened, what may have been taken is
held and named, nothing is sent twice by itself, and nothing gets into a header that was not meant as one.

The failing server is ../shared/tools/smtp_sink.py. `make faults` also waits for the slow ones, kills in between, and tries every control
character in every field.
"""
import email
import email.policy
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (ADDRESSES, AS_OF, EVERYTHING, Injector, MailServer, copy_workspace, judge_mails, make_workspace,    # noqa: E402
                    point_at, read_mails, scratch, seire, spread, tell, try_all)
from independent import SHARED, Tap     # noqa: E402

SINK = SHARED / "tools/smtp_sink.py"
MODES = {       # of the sink: the state that is right for each mail
    "421": "deferred", "drop-banner": "deferred", "mail451": "deferred", "rcpt-450": "deferred", "data451": "deferred", "drop-354": "deferred",
    "dot451": "deferred", "dot-421": "deferred", "dot554": "failed", "size": "failed", "drop-after-dot": "unknown", "rst-after-dot": "unknown",
    "drop-before-quit": "accepted", "rcpt2-550": "accepted", "utf8": "accepted", "all-well": "accepted",
    "drop-mid": "unknown deferred"}     # as much as the line had room for was handed over: the whole message, or not
SLOW_MODES = {"no-banner": "deferred", "hang-after-dot": "unknown"}
STATUS = {"deferred": 75, "failed": 3, "unknown": 1, "accepted": 0}
CALLS = "write,pwrite64,fsync,fdatasync,sendto,recvfrom,poll,connect,socket,close"
FIELDS = [("seire.yaml", "from_name: Seire"), ("seire.yaml", "from: seire@example.ee"), ("seire.yaml", "contact: aruandlus@example.ee"),
          ("seire.yaml", "name: talituse juht"), ("seire.yaml", "address: juhataja@example.ee"), ("seire.yaml", "en: Example Board"),
          ("seire.yaml", "et: Näidisamet"), ("seire.yaml", "et: Tugitalitus"), ("reports/kuu.yaml", "et: Kuuaruanne"),
          ("indicators/all.yaml", "et: Kulu"), ("reports/kuu.yaml", "et: Abi")]


class Sink:
    def __init__(self, mode, directory):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = Path(directory) / ("%s-%d.log" % (mode, self.port))
        self.arguments = [sys.executable, str(SINK), mode, str(self.port), str(self.log)]

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the sink does not answer")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def list_wrong(workspace, done, wanted):
    """After a delivery to a failing server."""
    problems = []
    states = [state for state, _ in read_mails(workspace).values()]
    if len(states) != 2 or not set(states) <= set(wanted.split()):
        problems.append("the mails are %s" % states)
    if done.returncode not in {STATUS[state] for state in states}:
        problems.append("exit %d" % done.returncode)
    if done.stderr.count("mail kuu-2026-10/1 to ") != 2 + states.count("unknown"):     # those are named once more
        problems.append("not every mail is told of: %r" % done.stderr[-400:])
    return problems


def list_wrong_afterwards(workspace, states, server):
    """With a good server: what was deferred goes once, what failed stays, what is unknown waits for a person, and goes then."""
    done = seire("run", workspace, "--as-of", AS_OF)
    server.wait_until_idle()
    came = sorted(recipient for recipient, _ in server.messages)
    wanted = sorted(address for address, state in states.items() if state == "deferred")
    problems = [] if came == wanted else ["the next run sends to %s, wanted %s" % (came, wanted)]
    unknown = sorted(address for address, state in states.items() if state == "unknown")
    if done.stderr.count("held: mail") != len(unknown) or done.returncode != (1 if unknown else 0):
        problems.append("the next run: exit %d\n%s" % (done.returncode, done.stderr[-400:]))
    del server.messages[:]
    done = seire("deliver", workspace, "--resend-unknown")
    server.wait_until_idle()
    if sorted(recipient for recipient, _ in server.messages) != unknown:
        problems.append("sent again to %s, unknown were %s" % (server.messages, unknown))
    mails = read_mails(workspace)
    if any(mails[recipient][1] != body for recipient, body in server.messages):
        problems.append("sent again with other bytes")
    left = {address: state for address, (state, _) in mails.items() if state != "accepted"}
    if left != {address: state for address, state in states.items() if state == "failed"}:
        problems.append("at the end %s are left" % left)
    return problems


def check_modes(tap, waiting, directory):
    modes = dict(MODES, **(SLOW_MODES if EVERYTHING else {}))

    def attempt(mode):
        workspace = copy_workspace(waiting, directory, mode)
        with Sink(mode, directory) as sink:
            point_at(workspace, sink.port)
            done = seire("deliver", workspace, timeout=300)
        states = {address: state for address, (state, _) in read_mails(workspace).items()}
        problems = list_wrong(workspace, done, modes[mode])
        with MailServer() as server:
            point_at(workspace, server.port)
            problems += list_wrong_afterwards(workspace, states, server)
        shutil.rmtree(workspace)
        return problems
    tell(tap, try_all(list(modes), attempt), len(modes), "ways in which a mail server fails")


def check_kills(tap, waiting, directory):
    """A failing server and a kill: still nothing is lost or doubled. What the sink kept is not known, so a good server is asked afterwards."""
    injector = Injector(directory)
    if not injector.is_allowed():
        tap.skip("kills while the mail server fails", "this system does not let a program look at the calls of another")
        return
    with MailServer() as server:
        workspace = copy_workspace(waiting, directory, "count")
        point_at(workspace, server.port)
        count = injector.count(CALLS, workspace, "deliver", workspace)
    modes = [mode for mode in MODES if MODES[mode] != "failed"] if EVERYTHING else ["drop-after-dot"]

    def attempt(point):
        mode, number = point
        workspace = copy_workspace(waiting, directory, "%s-%d" % point)
        with Sink(mode, directory) as sink:
            point_at(workspace, sink.port)
            injector.run(CALLS, number, "kill-run", "deliver", workspace)
            accepted = {a for a, (state, _) in read_mails(workspace).items() if state == "accepted"}
        with MailServer() as server:
            point_at(workspace, server.port)
            server.messages += [(address, read_mails(workspace)[address][1]) for address in accepted]     # the sink has these
            problems = judge_mails(workspace, server)
        shutil.rmtree(workspace)
        return problems
    points = [(mode, 1 + number * count // (41 if EVERYTHING else 8)) for mode in modes for number in range(40 if EVERYTHING else 7)]
    tell(tap, try_all(points, attempt), len(points), "kills while the mail server fails")


def list_injected(workspace):
    """Headers of laid down mails that nobody meant."""
    problems = []
    for path in (workspace / "outgoing").glob("*.eml"):
        data = path.read_bytes()
        message = email.message_from_bytes(data, policy=email.policy.SMTP)
        head = data.split(b"\r\n\r\n")[0]
        if any(name.lower() in ("bcc", "x-evil") for name in message.keys()) or len(message.get_all("to")) != 1 or len(message["to"].addresses) != 1:
            problems.append("%s" % head.decode("utf-8", "replace"))
        if message["to"].addresses[0].addr_spec not in ADDRESSES or any(byte < 32 and byte not in b"\r\n\t" or byte > 126 for byte in data):
            problems.append("to %s, or bytes that are no text" % message["to"])
        if message.defects:
            problems.append("defects: %s" % message.defects)
    return problems


def check_injection(tap, template, directory):
    signs = [chr(i) for i in range(1, 32)] + ["\x7f", "\r\n", "\x85", "\u2028"]

    def attempt(point):
        number, sign = point
        workspace = copy_workspace(template, directory, "injection%d-%s" % (number, sign.encode().hex()))
        path, text = FIELDS[number]
        key, value = text.split(": ")
        evil = "".join("\\u%04x" % ord(c) for c in sign) + "Bcc: evil@example.ee"
        rules = (workspace / path).read_text(encoding="utf-8")
        assert text in rules
        (workspace / path).write_text(rules.replace(text, '%s: "%s%s"' % (key, value, evil), 1), encoding="utf-8")
        done = seire("run", workspace, "--as-of", AS_OF)
        problems = list_injected(workspace)
        if done.returncode == 78 and ("%s:" % path) not in done.stderr:
            problems.append("refused without a place: %s" % done.stderr[-300:])
        if done.returncode not in (0, 78):
            problems.append("exit %d: %s" % (done.returncode, done.stderr[-300:]))
        if done.returncode == 0 and len(list((workspace / "outgoing").glob("*.eml"))) != 4:
            problems.append("exit 0, but not every mail is there")
        shutil.rmtree(workspace)
        return problems
    points = [(number, sign) for number in range(len(FIELDS)) for sign in (signs if EVERYTHING else ["\n", "\r\n"])]
    tell(tap, try_all(points, attempt), len(points), "a control character in a field is refused with its place, or adds no header and no recipient")


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        waiting = copy_workspace(template, directory, "waiting")
        seire("run", waiting, "--as-of", AS_OF, "--no-send")
        if SINK.exists():
            check_modes(tap, waiting, directory)
            check_kills(tap, waiting, directory)
        else:
            tap.skip("ways in which a mail server fails", "../shared/tools is not there")
        check_injection(tap, template, directory)
    tap.finish()


main()
