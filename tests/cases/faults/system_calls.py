#!/usr/bin/python3
"""system_calls.py - every system call of a run fails once, with each error it may give: no crash, no half work, no "done" when it is not,
the old edition stays, the error has words, and the next run finishes.

`make faults` tries every call; here a spread sample.
"""
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (AS_OF, EVERYTHING, Injector, Reference, copy_workspace, judge, make_workspace, scratch, seire, spread,  # noqa: E402
                    tell, try_all)
from independent import Tap     # noqa: E402

FAULTS = [      # calls that mean the same on different machines are one wish
    ("open,openat", "EIO EACCES EMFILE EINTR"), ("read", "EIO EINTR"), ("pread64", "EIO EINTR"), ("write", "EIO ENOSPC EINTR"),
    ("pwrite64", "EIO ENOSPC EINTR"), ("fsync,fdatasync", "EIO ENOSPC EINTR"), ("rename,renameat,renameat2", "EIO ENOSPC EACCES"),
    ("unlink,unlinkat,rmdir", "EIO EACCES"), ("mkdir,mkdirat", "EIO ENOSPC EACCES"), ("stat,fstat,lstat,newfstatat", "EIO EACCES"),
    ("close", "EIO EINTR"), ("lseek", "EIO"), ("ftruncate", "EIO"), ("getdents64", "EIO"), ("fcntl", "EIO EINTR"),
    ("chmod,fchmod,fchmodat,fchown", "EIO EACCES"), ("fork,vfork,clone,clone3", "EAGAIN ENOMEM"), ("pipe,pipe2", "EMFILE"),
    ("dup2,dup3", "EINTR"), ("poll,ppoll", "EINTR ENOMEM"), ("wait4", "EINTR"), ("mmap", "ENOMEM"), ("brk", "ENOMEM"),
]
SAMPLE = 3      # moments of each call and error


def main():
    tap = Tap()
    with scratch() as directory:
        injector = Injector(directory)
        if not injector.is_allowed():
            tap.skip("system calls fail", "this system does not let a program look at the calls of another (seccomp notification)")
            tap.finish()
        template = make_workspace(directory)
        reference = Reference(template, directory)

        def attempt(point):
            calls, error, number = point
            workspace = copy_workspace(template, directory, "-".join(map(str, point)).replace(",", "-"))
            done, injected = injector.run(calls, number, error, "run", workspace, "--as-of", AS_OF)
            problems = judge(reference, workspace, done)
            if not injected and number <= injector.surely(calls):
                problems.append("nothing was injected")
            shutil.rmtree(workspace)
            return problems
        total = 0
        for calls, errors in FAULTS:
            count = injector.count(calls, copy_workspace(template, directory, "count-" + calls.replace(",", "-")))
            for error in errors.split():
                points = [(calls, error, number) for number in spread(count, SAMPLE)]
                bad = try_all(points, attempt)
                total += len(points)
                if bad or EVERYTHING:
                    tell(tap, bad, len(points), "%s gives %s" % (calls, error))
        tap.ok(total > 100, "%d calls failed, a run was whole or said why" % total)
    tap.finish()


main()
