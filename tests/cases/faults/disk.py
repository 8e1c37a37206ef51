#!/usr/bin/python3
"""disk.py - the disk is full at every size it may have, or a file may not grow further: a clear error, the old edition as it was, nothing half, and
once there is room the next run finishes.

A full disk is a small file system in memory, which only root may make; a limit to the size of files is there for everybody. `make faults` goes
through every size in small steps.
"""
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (ADDRESSES, AS_OF, EVERYTHING, FINISHED, Reference, copy_workspace, judge, judge_next_run, make_workspace,   # noqa: E402
                    read_ledger, scratch, seire, tell)
from independent import Tap     # noqa: E402

KIB = 1024
ROOM = 4000         # KiB; enough for the edition, its messages and the ledger's journal
FULL = r"No space left|disk|full|File too large|space"


class SmallDisk:
    """A file system of some KiB in memory. One workspace at a time."""

    def __init__(self, place, size_kib):
        self.place, self.size = Path(place), size_kib

    def mount(self, *options):
        return subprocess.run(["mount", *options, str(self.place)], stderr=subprocess.DEVNULL).returncode == 0

    def __enter__(self):
        self.place.mkdir()
        if not self.mount("-t", "tmpfs", "-o", "size=%dk,mode=700" % self.size, "none"):
            self.place.rmdir()
            raise PermissionError("mount")
        return self

    def grow(self):
        assert self.mount("-o", "remount,size=64m")

    def __exit__(self, *_):
        subprocess.run(["umount", str(self.place)], check=True)
        self.place.rmdir()


def can_mount(directory):
    try:
        with SmallDisk(Path(directory) / "probe", 64):
            return True
    except (PermissionError, FileNotFoundError):
        return False


def get_sizes(least, most, count):
    return sorted({least + (most - least) * i // (count - 1) for i in range(count)})


def measure(directory):
    """KiB in whole pages."""
    return sum((path.lstat().st_size + 4095) // 4096 * 4 + 4 for path in Path(directory).rglob("*")) + 8


def check_workspace_disk(tap, template, reference, directory):
    least = measure(template)
    bad, finished = [], 0
    sizes = get_sizes(least, least + ROOM, 401 if EVERYTHING else 7)
    for size in sizes:
        with SmallDisk(Path(directory) / "small", size) as disk:
            workspace = disk.place / "workspace"
            try:
                shutil.copytree(template, workspace)
            except (shutil.Error, OSError):
                continue
            done = seire("run", workspace, "--as-of", AS_OF)
            finished += done.returncode == 0
            problems = reference.list_half_work(workspace)
            if done.returncode not in FINISHED and not any(word in done.stderr for word in ("No space left", "disk", "space")):
                problems.append("exit %d without a clear word: %s" % (done.returncode, done.stderr[-300:]))
            disk.grow()
            problems += judge_next_run(reference, workspace)
        if problems:
            bad.append((size, problems))
    tap.ok(0 < finished < len(sizes), "of %d sizes of a disk %d are large enough" % (len(sizes), finished))
    tell(tap, bad, len(sizes), "a disk of some KiB that gets full during a run")


def check_outgoing_disk(tap, template, reference, directory):
    """Mails are laid down on another disk, which is full."""
    bad, states = [], set()
    sizes = get_sizes(4, 200, 50 if EVERYTHING else 5)
    for size in sizes:
        workspace = copy_workspace(template, directory, "outgoing")
        shutil.rmtree(workspace / "outgoing")
        with SmallDisk(workspace / "outgoing", size) as disk:
            done = seire("run", workspace, "--as-of", AS_OF)
            states |= {state for state, _ in read_ledger(workspace)[2].values()}
            problems = [] if done.returncode in (0, 3, 75) else ["exit %d: %s" % (done.returncode, done.stderr[-300:])]
            problems += reference.list_half_work(workspace)
            disk.grow()
            done = seire("run", workspace, "--as-of", AS_OF)
            mails = read_ledger(workspace)[2]
            laid = [path for path in (workspace / "outgoing").iterdir() if path.name in reference.outgoing]
            if done.returncode != 0 or {state for state, _ in mails.values()} != {"accepted"} or len(laid) != 2:
                problems.append("with room: exit %d, %s, %s" % (done.returncode, mails, laid))
        if problems:
            bad.append((size, problems))
        shutil.rmtree(workspace)
    tap.ok(states == {"accepted", "deferred"}, "some mails find room, some wait", states)
    tell(tap, bad, len(sizes), "a disk for laid down mails that is full")


def check_file_limit(tap, template, reference, directory, is_signal_ignored):
    """`ulimit -f`: by default a signal kills who writes beyond it."""
    bad, finished = [], 0
    sizes = get_sizes(0, ROOM, 401 if EVERYTHING else 7)
    for size in sizes:
        workspace = copy_workspace(template, directory, "limit")

        def limit():
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN if is_signal_ignored else signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size * KIB, size * KIB))
        done = seire("run", workspace, "--as-of", AS_OF, preexec_fn=limit)
        finished += done.returncode == 0
        problems = judge(reference, workspace, done, FULL)
        if problems:
            bad.append((size, problems))
        shutil.rmtree(workspace)
    tap.ok(0 < finished < len(sizes), "of %d limits %d are large enough" % (len(sizes), finished))
    tell(tap, bad, len(sizes), "a limit of some KiB to the size of files, its signal %s" % ("ignored" if is_signal_ignored else "as usual"))


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        reference = Reference(template, directory)
        assert len(ADDRESSES) == 2
        check_file_limit(tap, template, reference, directory, False)
        check_file_limit(tap, template, reference, directory, True)
        if os.geteuid() == 0 and can_mount(directory):
            check_workspace_disk(tap, template, reference, directory)
            check_outgoing_disk(tap, template, reference, directory)
        else:
            tap.skip("a full disk", "only root may mount a small one here")
    tap.finish()


main()
