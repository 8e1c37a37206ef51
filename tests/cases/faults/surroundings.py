#!/usr/bin/python3
"""surroundings.py - what the system around a run may do to it: outputs that are closed or full, languages and time zones of strange kinds, a
directory that is gone, files that cannot be written. Nothing is lost or half done, and what cannot be done is said."""
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import AS_OF, Reference, copy_workspace, make_workspace, scratch, seire     # noqa: E402
from independent import SEIRE, Tap    # noqa: E402

QUESTION = ["query", "count(*) as n", "--by", "teenus", "--from"]


def check_closed_outputs(tap, template, reference, directory):
    """Descriptors that are closed must never become those of a file that is written."""
    for closed in ("<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        workspace = copy_workspace(template, directory, "closed")
        done = subprocess.run(["/bin/sh", "-c", '"$0" run "$1" --as-of "$2" ' + closed, SEIRE, str(workspace), AS_OF],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        differences = reference.list_differences(workspace)
        if (workspace / ".seire/lock").stat().st_size > 0:
            differences.append("words in the lock: %r" % (workspace / ".seire/lock").read_text()[:100])
        tap.ok(done.returncode == 0 and not differences, "a run with `%s` makes the same edition" % closed,
               "exit %d: %s" % (done.returncode, differences))
        shutil.rmtree(workspace)
    export = template / "inbox/juhtumid.csv"
    for place, words in ((">&-", "standard output"), (">/dev/full", "standard output")):
        done = subprocess.run(["/bin/sh", "-c", '"$0" "$@" ' + place, SEIRE, *QUESTION, str(export)], stderr=subprocess.PIPE, text=True)
        tap.ok(done.returncode == 74 and words in done.stderr, "an answer that cannot be written (`%s`) is an error" % place,
               "exit %d\n%s" % (done.returncode, done.stderr))


def check_broken_pipes(tap, template, reference, directory):
    """Who reads has gone away: the program is not killed by that, and says so where anybody still listens."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([SEIRE, *QUESTION, str(template / "inbox/juhtumid.csv")], stdout=writing, stderr=subprocess.PIPE, text=True)
    tap.ok(done.returncode == 74 and "standard output" in done.stderr, "an answer into a closed pipe is an error and no silent death",
           "exit %d\n%s" % (done.returncode, done.stderr))
    workspace = copy_workspace(template, directory, "pipe")
    done = subprocess.run([SEIRE, "run", str(workspace), "--as-of", AS_OF, "--verbose"], stdout=writing, stderr=writing)
    os.close(writing)
    differences = reference.list_differences(workspace)
    tap.ok(done.returncode == 0 and not differences, "a run whose words nobody reads any more is done all the same",
           "exit %d: %s" % (done.returncode, differences))
    shutil.rmtree(workspace)


def check_languages(tap, template, reference, directory):
    settings = [{"LANG": "et_EE.UTF-8", "LC_ALL": "et_EE.UTF-8"}, {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "no_SUCH"},
                {"LANG": "\xff\xfe", "LC_ALL": "../../../etc"}, {"LC_ALL": ""}, {"TZ": ""}, {"TZ": ":/nowhere"}, {"TZ": "Pacific/Kiritimati"}]
    wrong = []
    for extra in settings:
        workspace = copy_workspace(template, directory, "language")
        environment = {key: value for key, value in os.environ.items() if not key.startswith("LC_") and key not in ("LANG", "TZ", "LANGUAGE")}
        done = seire("run", workspace, "--as-of", AS_OF, env=dict(environment, **extra))
        differences = reference.list_differences(workspace)
        if done.returncode != 0 or differences:
            wrong.append("%s: exit %d %s" % (extra, done.returncode, differences))
        shutil.rmtree(workspace)
    tap.ok(not wrong, "the same bytes in %d settings of language and time zone, unknown and empty ones too" % len(settings), "\n".join(wrong))


def open_when_read(path):
    """The writing end of a pipe with a name, once somebody waits at the other one."""
    for _ in range(600):
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nobody reads " + str(path))


def check_crash(tap, template, reference, directory):
    """A crash has a last word; the state it leaves is the one of a kill."""
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS):
        workspace = copy_workspace(template, directory, "crash")
        os.mkfifo(workspace / "inbox/juhtumid-2.csv")   # the run waits here
        process = subprocess.Popen([SEIRE, "run", str(workspace), "--as-of", AS_OF], stderr=subprocess.PIPE, text=True)
        writing = open_when_read(workspace / "inbox/juhtumid-2.csv")
        process.send_signal(number)
        _, words = process.communicate()
        os.close(writing)
        tap.ok(process.returncode == 70 and words.startswith("error: seire has crashed (signal %02d)" % number) and words.endswith("\n"),
               "%s ends with 70 and a sentence" % number.name, "exit %d\n%s" % (process.returncode, words))
        (workspace / "inbox/juhtumid-2.csv").unlink()
        done = seire("run", workspace, "--as-of", AS_OF)
        differences = reference.list_differences(workspace)
        tap.ok(done.returncode == 0 and not differences, "and the next run finishes", "exit %d: %s" % (done.returncode, differences))
        shutil.rmtree(workspace)


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        reference = Reference(template, directory)
        for check in (check_closed_outputs, check_broken_pipes, check_languages, check_crash):
            check(tap, template, reference, directory)
    tap.finish()


main()
