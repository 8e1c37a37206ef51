#!/usr/bin/python3
"""memory.py - every allocation of a run, a question and a delivery fails once, alone or with all after it: the program never crashes, never says it
is done when something is missing or other than it should be, leaves the old edition alone, says that memory is short, and the next run finishes.

`make faults` tries every allocation; here a spread sample.
"""
import os
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from faults import (AS_OF, MailServer, Reference, build_tool, copy_workspace, judge, judge_mails, make_workspace,    # noqa: E402
                    point_at, scratch, seire, spread, tell, try_all)
from independent import Tap     # noqa: E402

SAMPLE, SAMPLE_OF_QUESTIONS = 60, 8
WORDS = "[Mm]emory|MEMORY"


class Shortage:
    """Commands with allocations that fail."""

    def __init__(self, directory):
        self.preload = build_tool(directory, "allocation", "-shared", "-fPIC")
        self.count_file = Path(directory) / "count"

    def run(self, number, is_sticky, *arguments):
        environment = dict(os.environ, LD_PRELOAD=str(self.preload), SEIRE_FAIL_ALLOCATION=str(number))
        if is_sticky:
            environment["SEIRE_FAIL_STICKY"] = "1"
        return seire(*arguments, env=environment)

    def count(self, *arguments):
        """(an undisturbed command, how many allocations it makes)."""
        done = seire(*arguments, env=dict(os.environ, LD_PRELOAD=str(self.preload), SEIRE_FAIL_ALLOCATION="0",
                                          SEIRE_ALLOCATION_COUNT=str(self.count_file)))
        return done, int(self.count_file.read_text())


def fail_runs(tap, shortage, template, reference, directory):
    calm = copy_workspace(template, directory, "calm")
    done, count = shortage.count("run", calm, "--as-of", AS_OF)
    tap.ok(done.returncode == 0 and count > 10000 and not reference.list_differences(calm),
           "a run makes %d allocations" % count, "exit %d\n%s" % (done.returncode, done.stderr))

    def attempt(number, is_sticky):
        workspace = copy_workspace(template, directory, "%d-%s" % (number, is_sticky))
        done = shortage.run(number, is_sticky, "run", workspace, "--as-of", AS_OF)
        problems = judge(reference, workspace, done, WORDS)
        if is_sticky and done.returncode == 0 and number < count // 2:
            problems.append("exit 0 without memory")
        shutil.rmtree(workspace)
        return problems
    points = spread(count, SAMPLE)
    tell(tap, try_all(points, lambda n: attempt(n, False)), len(points), "one allocation of a run fails")
    tell(tap, try_all(points, lambda n: attempt(n, True)), len(points), "one allocation of a run and all after it fail")


def fail_questions(tap, shortage, calm):
    """Whoever asks gets the whole answer or an error."""
    questions = [
        ("query", "count(*) as n, sum(kulu) as s, median(kulu) as m", "--by", "teenus", "--from", calm / "inbox/juhtumid.csv"),
        ("query", "count(distinct client) as n, share(wait_days <= 2) as p", "--by", "service, month(opened) as kuu", "--from", "cases",
         "--workspace", calm, "--format", "json", "--as-of", AS_OF),
        ("explain", "T01:2026-10:service=A", "--workspace", calm, "--as-of", AS_OF), ("check", calm, "--as-of", AS_OF), ("history", calm),
        ("read", calm / "inbox/juhtumid.csv", "--format", "csv")]
    bad, tried = [], 0
    for question in questions:
        whole, count = shortage.count(*question)

        def attempt(point):
            done = shortage.run(*point, *question)
            if done.returncode < 0 or done.returncode >= 126:
                return ["%s died: %d" % (question[0], done.returncode)]
            if done.returncode == whole.returncode and done.stdout != whole.stdout:
                return ["%s answers something else" % question[0]]
            if done.returncode != whole.returncode and not re.search(WORDS, done.stderr):
                return ["%s: exit %d: %s" % (question[0], done.returncode, done.stderr[-300:])]
            return []
        points = [(number, is_sticky) for number in spread(count, SAMPLE_OF_QUESTIONS) for is_sticky in (False, True)]
        bad += try_all(points, attempt)
        tried += len(points)
    tell(tap, bad, tried, "an allocation of a question fails")


def fail_deliveries(tap, shortage, template, directory):
    waiting = copy_workspace(template, directory, "waiting")
    seire("run", waiting, "--as-of", AS_OF, "--no-send")
    with MailServer() as server:
        workspace = copy_workspace(waiting, directory, "counted")
        point_at(workspace, server.port)
        _, count = shortage.count("deliver", workspace)

    def attempt(point):
        workspace = copy_workspace(waiting, directory, "deliver%d-%s" % point)
        with MailServer() as server:
            point_at(workspace, server.port)
            done = shortage.run(*point, "deliver", workspace)
            server.wait_until_idle()
            problems = judge_mails(workspace, server)
        if done.returncode < 0 or done.returncode >= 126 or done.returncode != 0 and not re.search(WORDS, done.stderr):
            problems.append("exit %d: %s" % (done.returncode, done.stderr[-300:]))
        shutil.rmtree(workspace)
        return problems
    points = [(number, is_sticky) for number in spread(count, SAMPLE_OF_QUESTIONS) for is_sticky in (False, True)]
    tell(tap, try_all(points, attempt), len(points), "an allocation of a delivery fails")


def main():
    tap = Tap()
    with scratch() as directory:
        shortage = Shortage(directory)
        template = make_workspace(directory)
        reference = Reference(template, directory)
        fail_runs(tap, shortage, template, reference, directory)
        fail_questions(tap, shortage, Path(directory) / "calm")
        fail_deliveries(tap, shortage, template, directory)
    tap.finish()


main()
