#!/usr/bin/python3
"""calendars.py - a calendar of the house's own: working days and deadlines of its data sets follow it, one by one as Python counts them, and so does the
day on which a report is due; a bare file at the prompt keeps the Estonian days; a mistake in the file is told at its line and column.
"""
import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, edition, is_workday, run, scratch    # noqa: E402
from small import FILES, make_small                                     # noqa: E402

SINGLE = {date(2026, 11, 2): False, date(2026, 11, 7): True, date(2026, 12, 24): True, date(2026, 6, 23): True, date(2025, 12, 31): True}
CALENDAR = "date,name,day,valid_from,valid_to\n" + "".join("%s,päev,%s,,\n" % (d, "work" if works else "off") for d, works in SINGLE.items()) \
    + "12-31,aasta lõpp,off,2025-01-01,2026-12-30\n03-14,\"maja, päev\",,,\n"
DATASET = """\
datasets:
  steps:
    files: inbox/steps.csv
    columns: {n: integer, a: date, b: date, k: integer}
"""


def works(day, has_public=True):
    if day in SINGLE:
        return SINGLE[day]
    if (day.month, day.day) == (3, 14) or (day.month, day.day) == (12, 31) and date(2025, 1, 1) <= day <= date(2026, 12, 30):
        return False
    return is_workday(day) if has_public else day.isoweekday() <= 5


def count(a, b, test):
    if b < a:
        return -count(b, a, test)
    return sum(test(a + timedelta(i)) for i in range(1, (b - a).days + 1))


def nth(a, k, test):
    while k > 0 or not test(a):
        a += timedelta(1)
        k -= test(a)
    return a


def check_counts(tap, workspace, name, test, source="steps"):
    chance = random.Random(20261105)
    rows = []
    for _ in range(2000):
        a = date(2024, 6, 1) + timedelta(chance.randrange(1100))
        rows.append((a, a + timedelta(chance.randrange(-40, 90)), chance.randrange(0, 40)))
    path = workspace / "inbox/steps.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("n,a,b,k\n" + "".join("%d,%s,%s,%d\n" % (n, a, b, k) for n, (a, b, k) in enumerate(rows)))
    done = run("query", "min(workdays(a, b)) as w, max(deadline_workdays(a, k)) as d", "--from", source if source == "steps" else path, "--by", "n", "--format", "csv",
               "--workspace", workspace, "--as-of", AS_OF)
    told = list(csv.DictReader(done.stdout.splitlines()))
    wrong = []
    for r in told:
        a, b, k = rows[int(r["n"])]
        if (int(r["w"]), r["d"]) != (count(a, b, test), str(nth(a, k, test))):
            wrong.append((rows[int(r["n"])], r))
    tap.ok(len(told) == len(rows) and not wrong, name, wrong[:3] or done.stderr)


def main():
    tap = Tap()
    with scratch() as directory:
        def make(name, calendar, text=CALENDAR):
            house = FILES["seire.yaml"] + ("calendar: %s\n" % calendar if calendar else "")
            return make_small(Path(directory) / name, {"seire.yaml": house, "calendars/maja.csv": text, "datasets/steps.yaml": DATASET})
        both = make("both", "[estonia, maja]")
        check_counts(tap, both, "the days of the house stand over the public holidays", works)
        check_counts(tap, make("own", "maja"), "without estonia they stand alone", lambda d: works(d, False))
        check_counts(tap, make("none", None), "a calendar that seire.yaml does not name changes nothing", is_workday)
        check_counts(tap, both, "nor is a bare file of the house", is_workday, "file")

        # October is due on working day 1: 2 November, which the house has off.
        (both / "inbox/steps.csv").write_text("n,a,b,k\n1,2026-10-01,2026-10-02,1\n")
        early = run("run", both, "--as-of", "2026-11-02")
        made = edition(both, "kuu", "2026-10")
        late = run("run", both, "--as-of", "2026-11-03")
        tap.ok(made is None and edition(both, "kuu", "2026-10") is not None, "a report is due on the first working day of the house", early.stderr + late.stderr)

        broken = make("broken", "[estonia, maja]", CALENDAR + "2026-13-01,,,,\n")
        done = run("check", broken, "--as-of", AS_OF)
        tap.ok(done.returncode == 78 and "calendars/maja.csv:9:1: error: '2026-13-01' for 'date'" in done.stdout + done.stderr, "a day that does not exist is told at its place",
               done.stdout + done.stderr)
    tap.finish()


main()
