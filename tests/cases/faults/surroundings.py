#!/usr/bin/python3
"""surroundings.py - what the system around a run may do to it: outputs that are closed or full, languages and time zones of strange kinds, a
directory that is gone, files that cannot be written. Nothing is lost or half done, and what cannot be done is said."""
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import AS_OF, Reference, build_tool, copy_workspace, fingerprint, make_workspace, open_when_read, scratch, seire     # noqa: E402
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


def check_clock(tap, template, reference, directory):
    library = build_tool(directory, "clock", "-shared", "-fPIC")
    environment = dict(os.environ, LD_PRELOAD=str(library), TZ="UTC")
    workspace = copy_workspace(template, directory, "late")
    done = seire("run", workspace, "--as-of", AS_OF, env=dict(environment, SEIRE_CLOCK="1793700000", SEIRE_CLOCK_STEP="-86400"))
    differences = reference.list_differences(workspace)
    tap.ok(done.returncode == 0 and not differences, "a clock that runs backwards, a day at each look, changes nothing",
           "exit %d: %s %s" % (done.returncode, differences, done.stderr))
    shutil.rmtree(workspace)
    workspace = copy_workspace(template, directory, "late")
    done = seire("run", workspace, env=dict(environment, SEIRE_CLOCK="86400"))
    tap.ok(done.returncode == 75 and "the clock says 1970-01-02T00:00:00Z, but run 1 began at 20" in done.stderr
           and fingerprint(workspace / "published") == reference.before, "a clock that was set back long behind the last run stops the next one",
           "exit %d: %s" % (done.returncode, done.stderr))
    done = seire("run", workspace, "--as-of", AS_OF, env=dict(environment, SEIRE_CLOCK="86400"))
    tap.ok(done.returncode == 0 and not reference.list_differences(workspace), "with --as-of the clock does not matter", done.stderr)
    done = seire("run", workspace, "--as-of", "2026-10-02")
    tap.ok(done.returncode == 0 and "nothing to do" in done.stderr and not reference.list_differences(workspace),
           "a run for an earlier day changes nothing that is published", "exit %d: %s" % (done.returncode, done.stderr))
    shutil.rmtree(workspace)


def check_gone_directory(tap, template, reference, directory):
    """The working directory was removed under the program."""
    workspace = copy_workspace(template, directory, "elsewhere")
    for name, arguments, wanted in (("a run of a workspace that has a full path is done", [str(workspace), "--as-of", AS_OF], 0),
                                    ("a run of the directory that is gone says so", ["--as-of", AS_OF], None)):
        gone = Path(directory) / "gone"
        gone.mkdir()
        done = subprocess.run(["/bin/sh", "-c", 'cd "$0" && rmdir "$0" && exec "$@"', str(gone), SEIRE, "run", *arguments],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        good = done.returncode == 0 and not reference.list_differences(workspace) if wanted == 0 else \
            done.returncode in (66, 73) and "error: " in done.stderr and "No such file or directory" in done.stderr
        tap.ok(good, name, "exit %d: %s" % (done.returncode, done.stderr))
    shutil.rmtree(workspace)


def check_without_rights(tap, template, reference, directory):
    """As a user who may not write where the run must. Root may write everywhere, so root becomes nobody."""
    nobody = 65534 if os.geteuid() == 0 else None
    if nobody and subprocess.run([SEIRE, "--version"], user=nobody, group=nobody, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        tap.skip("places that cannot be written", "another user cannot reach the program here")
        return
    os.chmod(directory, 0o755)
    for place, status in (("published", (0, 77)), ("published/kuu", (77,)), (".seire", (0, 77)), (".seire/ledger.db", (77, 74)), ("outgoing", (75,)),
                          ("inbox/juhtumid.csv", (77, 65)), ("keys/person.key", (77,))):
        workspace = copy_workspace(template, directory, "rights")
        for path in [workspace, *workspace.rglob("*")]:
            if nobody:
                os.chown(path, nobody, nobody)
        before = (workspace / place).stat().st_mode
        owner = 0 if nobody and place in (".seire", ".seire/ledger.db", "keys/person.key") else None
        (workspace / place).chmod(0o555 if (workspace / place).is_dir() else 0 if place.startswith(("inbox", "keys")) else 0o444)
        if owner is not None:
            os.chown(workspace / place, owner, owner)
        done = seire("run", workspace, "--as-of", AS_OF, **({"user": nobody, "group": nobody} if nobody else {}))
        problems = reference.list_half_work(workspace)
        if done.returncode not in status or done.returncode and not ("Permission denied" in done.stderr or "Operation not permitted" in done.stderr
                                                                     or "readonly" in done.stderr or "read" in done.stderr):
            problems.append("exit %d: %s" % (done.returncode, done.stderr[-300:]))
        if nobody:
            os.chown(workspace / place, nobody, nobody)
        (workspace / place).chmod(before)
        done = seire("run", workspace, "--as-of", AS_OF, **({"user": nobody, "group": nobody} if nobody else {}))
        if done.returncode != 0 or reference.list_differences(workspace):
            problems.append("and then exit %d: %s" % (done.returncode, done.stderr[-300:]))
        tap.ok(not problems, "`%s` that cannot be written or read is an error, and the run is made up for" % place, "\n".join(problems))
        shutil.rmtree(workspace)


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        reference = Reference(template, directory)
        for check in (check_closed_outputs, check_broken_pipes, check_languages, check_crash, check_clock, check_gone_directory,
                      check_without_rights):
            check(tap, template, reference, directory)
    tap.finish()


main()
