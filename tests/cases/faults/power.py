#!/usr/bin/python3
"""power.py - the power fails after any file operation of a run: of what was not synced some is there, some not, some torn. No half edition can
be seen, the ledger opens, and the next run finishes.

`make faults` tries every moment in every mood of the disk; here a sample.
"""
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from disk_model import MOODS, Recording, record     # noqa: E402
from faults import (AS_OF, EVERYTHING, Reference, copy_workspace, judge_next_run, make_workspace, scratch, spread, tell,     # noqa: E402
                    try_all)
from independent import SEIRE, Tap      # noqa: E402

SAMPLE = 14


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_workspace(directory)
        reference = Reference(template, directory)
        workspace = copy_workspace(template, directory, "recorded")
        status = record([SEIRE, "run", workspace, "--as-of", AS_OF], Path(directory) / "trace")
        if status is None:
            tap.skip("the power fails", "strace is not allowed here")
            tap.finish()
        recording = Recording(workspace, template, Path(directory) / "trace")
        whole = Path(directory) / "whole"
        recording.write_state(len(recording.steps), None, whole)
        differences = reference.list_differences(whole) + reference.list_half_work(whole)
        tap.ok(status == 0 and not differences, "the model knows all that a run does (%d steps)" % len(recording.steps),
               "exit %s: %s" % (status, differences))
        shutil.rmtree(workspace)

        def attempt(point):
            moment, mood = point
            place = Path(directory) / ("state%d-%d" % point)
            recording.write_state(moment, mood, place)
            problems = reference.list_half_work(place) + judge_next_run(reference, place)
            shutil.rmtree(place)
            return problems
        for mood, name in enumerate(MOODS):
            points = [(moment, mood) for moment in spread(len(recording.steps), SAMPLE if not EVERYTHING else 0)]
            tell(tap, try_all(points, attempt), len(points), "the power fails: " + name)
    tap.finish()


main()
