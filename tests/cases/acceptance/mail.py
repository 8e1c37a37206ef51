#!/usr/bin/python3
"""mail.py - done when, 6: a mail server on loopback receives one message a recipient, once, over two runs and a retry; with a server that
fails in different ways the outbox ends in the right state; Python's email finds both parts and the attachments intact."""
import email
import email.policy
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, SEIRE, SHARED, Tap, edition, make_example, run, scratch   # noqa: E402

try:
    from aiosmtpd.controller import Controller
except ImportError:
    Controller = None

ADDRESSES = {"juhataja@example.ee": "et", "teenused@example.ee": "et", "reporting@example.ee": "en"}
MODES = {       # of smtp_sink.py: the state each mail must end in
    "421": "deferred", "mail451": "deferred", "drop-354": "deferred", "dot451": "deferred", "dot554": "failed",
    "drop-after-dot": "unknown", "rst-after-dot": "unknown"}


class Inbox:
    """Keeps what a server was given."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.original_content)))
        return "250 2.0.0 Ok: queued as A%03d" % len(self.messages)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server that accepts everything, on a port, for the length of a `with`."""

    def __init__(self, port):
        self.inbox = Inbox()
        self.controller = Controller(self.inbox, hostname="127.0.0.1", port=port)

    def __enter__(self):
        self.controller.start()
        return self.inbox

    def __exit__(self, *_):
        self.controller.stop()


class Sink:
    """smtp_sink.py in one of its failing modes."""

    def __init__(self, mode, port, log):
        self.arguments = [sys.executable, str(SHARED / "tools/smtp_sink.py"), mode, str(port), str(log)]
        self.port, self.log = port, Path(log)

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("smtp_sink does not answer")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def point_at(workspace, port):
    """The same workspace with its mail going to a server instead of a folder."""
    path = workspace / "seire.yaml"
    text = path.read_text(encoding="utf-8")
    head, tail = text.split("mail:\n")
    tail = tail.replace("  transport: drop\n  directory: outgoing\n",
                        "  transport: smtp\n  host: 127.0.0.1\n  port: %d\n  security: none\n" % port)
    assert "smtp" in tail
    path.write_text(head + "mail:\n" + tail, encoding="utf-8")


def states(workspace):
    ledger = sqlite3.connect("file:%s?mode=ro" % (workspace / ".seire/ledger.db"), uri=True)
    rows = dict(ledger.execute("SELECT address, state FROM mail").fetchall())
    ledger.close()
    return rows


def stored(workspace):
    ledger = sqlite3.connect("file:%s?mode=ro" % (workspace / ".seire/ledger.db"), uri=True)
    rows = {a: (i, bytes(b)) for a, i, b in ledger.execute("SELECT address, message_id, bytes FROM mail").fetchall()}
    ledger.close()
    return rows


def percentages(text):
    return sorted(set(re.findall(r"\d+[.,]\d\s?%", text.replace("\u00a0", "").replace("\u202f", ""))))


def check_message(tap, sender, recipients, content, made):
    name = recipients[0]
    message = email.message_from_bytes(content, policy=email.policy.default)
    defects = [d for part in message.walk() for d in part.defects] + [d for v in message.values() for d in getattr(v, "defects", ())]
    tap.ok(not defects and sender == "seire@example.ee", "%s: an independent reader finds no defect" % name, defects)
    tap.ok(message["To"].addresses[0].addr_spec == name and message["From"].addresses[0].addr_spec == "seire@example.ee"
           and not message["Cc"] and not message["Bcc"], "%s: is the only one it is to" % name, message["To"])
    tap.ok(message["Message-ID"] and message["Date"] and message["Subject"], "%s: has subject, date and Message-ID" % name, message.items())
    lines = content.split(b"\r\n")
    tap.ok(b"\n" not in content.replace(b"\r\n", b"") and max(map(len, lines)) <= 998 and all(b < 128 for b in content),
           "%s: CRLF only, seven bits, lines within 998" % name, max(map(len, lines)))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    if tap.ok(plain is not None and html is not None, "%s: a plain and an HTML part" % name):
        stripped = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|head).*?</\1>", " ", html.get_content()))
        tap.ok(percentages(plain.get_content()) and percentages(plain.get_content()) == percentages(stripped),
               "%s: both parts have the same figures" % name, (percentages(plain.get_content()), percentages(stripped)))
        tap.ok(len(html.get_content().encode()) < 90 * 1024, "%s: the HTML part stays under 90 KiB" % name)
        figure = "87,1" if ADDRESSES[name] == "et" else "87.1"
        tap.ok(figure in plain.get_content(), "%s: says that %s %% of first contacts were on time" % (name, figure), plain.get_content())
    wanted = {"kuuaruanne-2026-10.%s.%s" % (ADDRESSES[name], kind) for kind in ("html", "xlsx")}
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    tap.ok(set(attached) == wanted, "%s: page and workbook in the right language are attached" % name, sorted(map(str, attached)))
    intact = all((made / n).read_bytes() == (c.encode() if isinstance(c, str) else c) for n, c in attached.items() if (made / n).exists())
    tap.ok(intact, "%s: the attachments are the published files, byte for byte" % name)


def check_good_server(tap, base, directory):
    workspace, port = Path(directory) / "good", free_port()
    shutil.copytree(base, workspace)
    point_at(workspace, port)
    with Server(port) as inbox:
        for command in (["run", workspace, "--as-of", AS_OF], ["run", workspace, "--as-of", AS_OF], ["deliver", workspace]):
            done = run(*command)
            tap.ok(done.returncode in (0, 1), "%s ends well" % command[0], "exit %d\n%s" % (done.returncode, done.stderr))
    received = sorted(r for _, recipients, _ in inbox.messages for r in recipients)
    tap.ok(received == sorted(ADDRESSES) and all(len(m[1]) == 1 for m in inbox.messages),
           "over two runs and a retry each recipient got one message, once", received)
    tap.ok(set(states(workspace).values()) == {"accepted"}, "the outbox says accepted", states(workspace))
    tap.ok(len({email.message_from_bytes(m[2])["Message-ID"] for m in inbox.messages}) == 3, "three Message-IDs")
    made = edition(workspace, "kuuaruanne", "2026-10")
    for sender, recipients, content in inbox.messages:
        check_message(tap, sender, recipients, content, made)
        tap.ok(content == stored(workspace)[recipients[0]][1], "%s: what arrived is what the ledger keeps" % recipients[0])


def check_mode(tap, base, directory, mode, wanted):
    workspace, port = Path(directory) / mode, free_port()
    shutil.copytree(base, workspace)
    point_at(workspace, port)
    with Sink(mode, port, Path(directory) / (mode + ".log")):
        done = run("deliver", workspace)
    tap.ok(set(states(workspace).values()) == {wanted}, "%s: the mails are %s (exit %d)" % (mode, wanted, done.returncode),
           "%s\n%s" % (states(workspace), done.stderr))
    tap.ok(done.returncode != 0, "%s: the exit status says that it is not done" % mode)
    with Server(port) as inbox:
        again = run("run", workspace, "--as-of", AS_OF)
        received = sorted(m[1][0] for m in inbox.messages)
        if wanted == "deferred":
            tap.ok(received == sorted(ADDRESSES), "%s: the next run delivers them, once" % mode, "%s\n%s" % (received, again.stderr))
        elif wanted == "failed":
            tap.ok(received == [] and set(states(workspace).values()) == {"failed"}, "%s: nobody tries again by himself" % mode, received)
        else:
            tap.ok(received == [] and "held" in again.stderr, "%s: they are held, and named at the next run" % mode,
                   "%s\n%s" % (received, again.stderr))
            before = stored(workspace)
            run("deliver", workspace, "--resend-unknown")
            same = all(before[m[1][0]][1] == m[2] for m in inbox.messages)
            tap.ok(sorted(m[1][0] for m in inbox.messages) == sorted(ADDRESSES) and same, "%s: sent again when told so, the same bytes" % mode)


def check_kill_before_the_reply(tap, base, directory):
    """The server has the whole message and is silent: a kill then leaves it unknown."""
    workspace, port, log = Path(directory) / "silent", free_port(), Path(directory) / "silent.log"
    shutil.copytree(base, workspace)
    point_at(workspace, port)
    with Sink("hang-after-dot", port, log):
        process = subprocess.Popen([SEIRE, "deliver", str(workspace)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if "DOT" in log.read_text():
                break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with Server(port) as inbox:
        done = run("run", workspace, "--as-of", AS_OF)
    unknown = [a for a, s in states(workspace).items() if s == "unknown"]
    received = sorted(m[1][0] for m in inbox.messages)
    tap.ok(len(unknown) == 1 and unknown[0] not in received and len(received) == 2,
           "a kill between the 354 and the reply leaves that mail unknown and held, the others go", "%s %s" % (unknown, received))
    tap.ok("held" in done.stderr, "and the next run names it", done.stderr)


def check_injection(tap, base, directory):
    for number, (old, new) in enumerate([
            ("address: juhataja@example.ee", 'address: "juhataja@example.ee\\r\\nBcc: evil@example.org"'),
            ("from_name: Seire", 'from_name: "Seire\\r\\nBcc: evil@example.org"'),
            ("name: {et: talituse juht, en: head of unit}", 'name: "juht\\nX-Evil: 1"')]):
        workspace, port = Path(directory) / ("injection%d" % number), free_port()
        shutil.copytree(base, workspace, ignore=shutil.ignore_patterns("published", ".seire", "outgoing"))
        point_at(workspace, port)
        rules = workspace / "seire.yaml"
        text = rules.read_text(encoding="utf-8")
        assert old in text
        rules.write_text(text.replace(old, new), encoding="utf-8")
        with Server(port) as inbox:
            done = run("run", workspace, "--as-of", AS_OF)
        dirty = [m for m in inbox.messages if any("evil" in r for r in m[1]) or re.search(rb"(?im)^(Bcc|X-Evil):", m[2].split(b"\r\n\r\n")[0])]
        tap.ok(not dirty and (done.returncode != 0 or number == 2), "a line end in `%s` adds no header and no recipient (exit %d)"
               % (old.split(":")[0], done.returncode), done.stderr)


def main():
    tap = Tap()
    if Controller is None:
        tap.skip("mails on loopback", "python3-aiosmtpd is not installed")
        tap.finish()
    with scratch() as directory:
        base = make_example(directory, "base", "kuuaruanne")
        done = run("run", base, "--as-of", AS_OF, "--no-send")
        tap.ok(done.returncode in (0, 1) and set(states(base).values()) == {"queued"}, "--no-send leaves three mails waiting", done.stderr)
        check_good_server(tap, base, directory)
        if (SHARED / "tools/smtp_sink.py").exists():
            for mode, wanted in MODES.items():
                check_mode(tap, base, directory, mode, wanted)
            check_kill_before_the_reply(tap, base, directory)
        else:
            tap.skip("the outbox with a server that fails", "../shared/tools is not there")
        check_injection(tap, base, directory)
    tap.finish()


main()
