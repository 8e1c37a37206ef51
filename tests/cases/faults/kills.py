#!/usr/bin/python3
"""kills.py - kill -9 between any two system calls of a run, of one of its children, of a delivery: no half file, no mail sent twice, no mail
lost without a word, the ledger is whole, and the next run finishes.

`make faults` tries every call; here a spread sample.
"""
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (AS_OF, Injector, MailServer, Reference, copy_workspace, judge_mails, judge_next_run, make_workspace,  # noqa: E402
                    point_at, scratch, seire, spread, tell, try_all)
from independent import Tap     # noqa: E402

CALLS = ("open,openat,read,pread64,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate,"
         "fcntl,fork,clone,clone3,wait4,chmod,getdents64,socket,connect,sendto,recvfrom,poll,ppoll,shutdown")
SAMPLE = 25


def kill_runs(tap, injector, template, reference, directory):
    count = injector.count(CALLS, copy_workspace(template, directory, "count"))

    def attempt(point):
        fault, number = point
        workspace = copy_workspace(template, directory, "%s-%d" % point)
        done, injected = injector.run(CALLS, number, fault, "run", workspace, "--as-of", AS_OF)
        problems = reference.list_half_work(workspace)
        if not injected and number <= injector.surely(CALLS):
            problems.append("nothing was killed")
        if fault == "kill-run" and injected and done.returncode != 137:
            problems.append("killed, but exit %d" % done.returncode)
        problems += judge_next_run(reference, workspace)
        shutil.rmtree(workspace)
        return problems
    for fault, name in (("kill-run", "a run is killed"), ("kill", "a run or the child that writes for it is killed")):
        points = [(fault, number) for number in spread(count, SAMPLE)]
        tell(tap, try_all(points, attempt), len(points), name + " at a system call")


def kill_deliveries(tap, injector, template, directory):
    """To a server that keeps what it was given: it is asked how often each message came."""
    waiting = copy_workspace(template, directory, "waiting")
    seire("run", waiting, "--as-of", AS_OF, "--no-send")

    def prepare(name, server):
        workspace = copy_workspace(waiting, directory, name)
        point_at(workspace, server.port)
        return workspace

    with MailServer() as server:
        count = injector.count(CALLS, prepare("count", server), "deliver", Path(directory) / "count")

    def attempt(number):
        with MailServer() as server:
            workspace = prepare("deliver%d" % number, server)
            _, injected = injector.run(CALLS, number, "kill-run", "deliver", workspace)
            server.wait_until_idle()
            problems = [] if injected or number > injector.surely(CALLS) else ["nothing was killed"]
            problems += judge_mails(workspace, server)
            shutil.rmtree(workspace)
        return problems
    points = spread(count, SAMPLE)
    tell(tap, try_all(points, attempt), len(points), "a delivery to a mail server is killed at a system call")


def main():
    tap = Tap()
    with scratch() as directory:
        injector = Injector(directory)
        if not injector.is_allowed():
            tap.skip("kill -9 at system calls", "this system does not let a program look at the calls of another (seccomp notification)")
            tap.finish()
        template = make_workspace(directory)
        reference = Reference(template, directory)
        kill_runs(tap, injector, template, reference, directory)
        kill_deliveries(tap, injector, template, directory)
    tap.finish()


main()
