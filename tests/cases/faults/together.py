#!/usr/bin/python3
"""together.py - many runs and deliveries of one workspace at the same moment: one works, the others say 75 or that there is nothing to do; no
edition and no mail comes twice. The lock of a holder that is gone does not hold."""
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (AS_OF, EVERYTHING, MailServer, Reference, copy_workspace, list_doubts, make_workspace, open_when_read,    # noqa: E402
                    point_at, read_ledger, scratch, seire, tell, try_all)
from independent import SEIRE, Tap    # noqa: E402

STARTERS, ROUNDS = (50, 100) if EVERYTHING else (20, 2)


def start(*arguments):
    return subprocess.Popen([SEIRE, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def start_all(workspace, number):
    """Every fourth only delivers."""
    processes = [start("deliver", workspace) if i % 4 == 3 else start("run", workspace, "--as-of", AS_OF) for i in range(STARTERS)]
    ended = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    problems = []
    for words, status in ended:
        is_done = status == 0 and ("published " in words or "nothing to do" in words or "seire: mails:" in words)
        if not is_done and not (status == 75 and "is at work" in words and "process 0" not in words):
            problems.append("exit %d: %s" % (status, words[-300:]))
    if sum("published " in words for words, _ in ended) > 1:
        problems.append("two say that they published")
    return problems


def check_starters(tap, template, reference, directory):
    def attempt(number):
        workspace = copy_workspace(template, directory, "together%d" % number)
        with MailServer() as server:
            point_at(workspace, server.port)
            problems = start_all(workspace, number)
            done = seire("run", workspace, "--as-of", AS_OF)    # all may have met one that only delivered
            server.wait_until_idle()
            problems += list_doubts(workspace, server, done.stderr)
            integrity, editions, mails = read_ledger(workspace)
            if integrity != "ok" or editions != reference.editions or len(mails) != 2 or done.returncode != 0:
                problems.append("%s, editions %s, mails %s, exit %d" % (integrity, editions, mails, done.returncode))
        shutil.rmtree(workspace)
        return problems
    bad = [(number, problems) for number in range(ROUNDS) for problems in [attempt(number)] if problems]
    tell(tap, bad, ROUNDS, "%d starters at once" % STARTERS)


def check_holders(tap, template, reference, directory):
    workspace = copy_workspace(template, directory, "holder")
    os.mkfifo(workspace / "inbox/juhtumid-2.csv")       # the run waits here, with the lock
    process = start("run", workspace, "--as-of", AS_OF)
    writing = open_when_read(workspace / "inbox/juhtumid-2.csv")
    done = seire("run", workspace, "--as-of", AS_OF)
    tap.ok(done.returncode == 75 and "process %d" % process.pid in done.stderr, "who is refused is told by which process", done.stderr)
    process.send_signal(signal.SIGSTOP)
    done = seire("deliver", workspace)
    tap.ok(done.returncode == 75 and "process %d" % process.pid in done.stderr, "a holder that sleeps still holds", done.stderr)
    process.kill()
    process.wait()
    os.close(writing)
    (workspace / "inbox/juhtumid-2.csv").unlink()
    done = seire("run", workspace, "--as-of", AS_OF)
    tap.ok(done.returncode == 0 and not reference.list_differences(workspace), "a holder that is gone holds no more",
           "exit %d %s %s" % (done.returncode, done.stderr, reference.list_differences(workspace)))
    shutil.rmtree(workspace)
    for name, make in (("a lock of another program's words", lambda path: path.write_text("pid 1 host elsewhere\n")),
                       ("no lock file", lambda path: path.unlink())):
        workspace = copy_workspace(template, directory, "stale")
        make(workspace / ".seire/lock")
        done = seire("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 0 and not reference.list_differences(workspace), name + " is no hindrance", done.stderr)
        shutil.rmtree(workspace)
    for name, make in (("a link in place of the lock is not followed", lambda path: path.symlink_to("/etc/passwd")),
                       ("a directory in place of the lock", lambda path: path.mkdir())):
        workspace = copy_workspace(template, directory, "strange")
        (workspace / ".seire/lock").unlink()
        make(workspace / ".seire/lock")
        done = seire("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode in (73, 74) and ".seire/lock: the lock cannot be opened: " in done.stderr, name,
               "exit %d: %s" % (done.returncode, done.stderr))
        shutil.rmtree(workspace)


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        reference = Reference(template, directory)
        check_starters(tap, template, reference, directory)
        check_holders(tap, template, reference, directory)
    tap.finish()


main()
