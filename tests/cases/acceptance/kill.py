#!/usr/bin/python3
"""kill.py - done when, 7: kill -9 at 50 random moments of a run: no half file, no doubled mail, and the next run finishes the work.

The exports are shortened, so that much of the run is publishing and sending. Every edition that is found after a kill must be, file by file,
the one that an undisturbed run makes.
"""
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from independent import AS_OF, SEIRE, Tap, make_example, run, scratch   # noqa: E402

try:
    from aiosmtpd.controller import Controller
except ImportError:
    Controller = None

SEED, MOMENTS, LINES_MAX = 20261102, 50, 2500


class Inbox:
    def __init__(self):
        self.count = {}     # by recipient

    async def handle_DATA(self, server, session, envelope):
        for recipient in envelope.rcpt_tos:
            self.count[recipient] = self.count.get(recipient, 0) + 1
        return "250 2.0.0 Ok: queued"


def shorten(inbox):
    for path in inbox.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = lines[:1] + [line for line in lines[1:LINES_MAX] if line.count(b'"') % 2 == 0]
        path.write_bytes(b"".join(kept))


def point_at(workspace, port):
    path = workspace / "seire.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("  transport: drop\n  directory: outgoing\n",
                           "  transport: smtp\n  host: 127.0.0.1\n  port: %d\n  security: none\n" % port)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def editions(workspace):
    """{edition directory: {file: hash}} under published/."""
    found = {}
    for path in sorted((workspace / "published").rglob("*")):
        if path.is_file():
            place = str(path.parent.relative_to(workspace / "published"))
            found.setdefault(place, {})[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()) and path.name.isdigit():
            found[str(path.relative_to(workspace / "published"))] = {}
    return found


def mails(workspace):
    ledger = sqlite3.connect("file:%s?mode=ro" % (workspace / ".seire/ledger.db"), uri=True)
    rows = dict(ledger.execute("SELECT address, state FROM mail").fetchall())
    integrity = ledger.execute("PRAGMA integrity_check").fetchone()[0]
    ledger.close()
    return rows, integrity


def copy_template(template, workspace):
    """Exports are never written to: they may be links."""
    shutil.copytree(template, workspace, ignore=shutil.ignore_patterns("inbox"))
    shutil.copytree(template / "inbox", workspace / "inbox", copy_function=os.link)


def disturb(template, workspace, moment):
    copy_template(template, workspace)
    process = subprocess.Popen([SEIRE, "run", str(workspace), "--as-of", AS_OF], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(moment)
    was_running = process.poll() is None
    os.kill(process.pid, signal.SIGKILL) if was_running else None
    process.wait()
    return was_running


def judge(workspace, reference, inbox, problems):
    """What is wrong after the kill and after the run that follows it."""
    half = editions(workspace)
    if any(files != reference.get(place) for place, files in half.items()):
        problems.append("a half edition: %s" % half)
    done = run("run", workspace, "--as-of", AS_OF)
    if done.returncode not in (0, 1):
        problems.append("the next run: exit %d\n%s" % (done.returncode, done.stderr[-600:]))
    if editions(workspace) != reference:
        problems.append("the next run makes something else: %s" % sorted(editions(workspace)))
    leftovers = [str(p) for p in (workspace / ".seire").rglob("*") if p.is_file() and ("staging" in str(p) or p.name.endswith(".part"))]
    if leftovers:
        problems.append("left behind: %s" % leftovers)
    told, integrity = mails(workspace)
    if integrity != "ok" or len(told) != 3:
        problems.append("ledger: %s, mails %s" % (integrity, told))
    for address, state in told.items():
        times = inbox.count.get(address, 0)
        if times > 1:
            problems.append("%s got %d messages" % (address, times))
        elif state == "accepted" and times != 1 or state not in ("accepted", "unknown"):
            problems.append("%s: %s, but it got %d" % (address, state, times))
        elif state == "unknown" and "held" not in done.stderr:
            problems.append("%s: unknown and not named" % address)


def main():
    tap = Tap()
    if Controller is None:
        tap.skip("kill -9 at random moments", "python3-aiosmtpd is not installed")
        tap.finish()
    chance = random.Random(SEED)
    with scratch() as directory:
        template = make_example(directory, "template", "kuuaruanne")
        shorten(template / "inbox")
        inbox = Inbox()
        controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
        controller.start()
        point_at(template, controller.port)
        calm = Path(directory) / "calm"
        copy_template(template, calm)
        begun = time.monotonic()
        done = run("run", calm, "--as-of", AS_OF)
        seconds = time.monotonic() - begun
        reference = editions(calm)
        tap.ok(done.returncode in (0, 1) and len(reference) == 1 and sorted(inbox.count.values()) == [1, 1, 1],
               "an undisturbed run makes one edition and three mails in %.1f s" % seconds, "exit %d\n%s" % (done.returncode, done.stderr))
        killed = bad = held = 0
        for number in range(MOMENTS):
            moment, problems = chance.uniform(0, seconds), []
            inbox.count.clear()
            workspace = Path(directory) / ("kill%d" % number)
            is_killed = disturb(template, workspace, moment)
            killed += is_killed
            seconds = seconds if is_killed else moment      # it was over by then: the first run was a slow one
            judge(workspace, reference, inbox, problems)
            held += "unknown" in mails(workspace)[0].values()
            if problems:
                bad += 1
                tap.ok(False, "killed after %.3f s (seed %d, number %d)" % (moment, SEED, number), "\n".join(problems))
            shutil.rmtree(workspace)
        controller.stop()
        tap.ok(bad == 0, "%d kills at %d moments: no half file, no doubled mail, the next run finishes (%d left a mail unknown and named)"
               % (killed, MOMENTS, held))
        tap.ok(killed >= MOMENTS * 0.6, "most moments fall within the run", killed)
    tap.finish()


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


main()
