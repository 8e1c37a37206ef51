#!/usr/bin/python3
"""memory.py - every allocation of a run fails once, and alone or with all after it: the program never crashes, never says it is done when
something is missing or other than it should be, leaves the old edition alone, says that memory is short, and the next run finishes.

`make faults` tries every allocation; here a spread sample.
"""
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (AS_OF, Reference, build_tool, copy_workspace, judge, make_workspace, scratch, seire, spread,   # noqa: E402
                    tell, try_all)
from independent import Tap     # noqa: E402

SAMPLE = 60


def disturb(workspace, library, number, is_sticky, count_file=None):
    environment = dict(os.environ, LD_PRELOAD=str(library), SEIRE_FAIL_ALLOCATION=str(number))
    if is_sticky:
        environment["SEIRE_FAIL_STICKY"] = "1"
    if count_file:
        environment["SEIRE_ALLOCATION_COUNT"] = str(count_file)
    return seire("run", workspace, "--as-of", AS_OF, env=environment)


def main():
    tap = Tap()
    with scratch() as directory:
        library = build_tool(directory, "allocation", "-shared", "-fPIC")
        template = make_workspace(directory)
        reference = Reference(template, directory)
        count_file = Path(directory) / "count"
        calm = copy_workspace(template, directory, "calm")
        done = disturb(calm, library, 0, False, count_file)
        count = int(count_file.read_text())
        tap.ok(done.returncode == 0 and count > 10000 and not reference.list_differences(calm),
               "a run makes %d allocations" % count, "exit %d\n%s" % (done.returncode, done.stderr))

        def attempt(number, is_sticky):
            workspace = copy_workspace(template, directory, "%d-%s" % (number, is_sticky))
            done = disturb(workspace, library, number, is_sticky)
            problems = judge(reference, workspace, done, "[Mm]emory|MEMORY")
            if is_sticky and done.returncode == 0 and number < count // 2:
                problems.append("exit 0 without memory")
            shutil.rmtree(workspace)
            return problems
        points = spread(count, SAMPLE)
        tell(tap, try_all(points, lambda n: attempt(n, False)), len(points), "one allocation fails")
        tell(tap, try_all(points, lambda n: attempt(n, True)), len(points), "one allocation and all after it fail")
    tap.finish()


main()
