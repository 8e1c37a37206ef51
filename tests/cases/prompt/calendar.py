#!/usr/bin/python3
"""calendar.py - every day from 1990 to 2060 through `query`: weeks agree with Python's calendar, days off with the law's list and with Gauss's rule for
Easter (seire has Butcher's), working days between any two days with a count one by one."""
import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)


def easter(year):
    """C. F. Gauss (1816, corrected 1817), for 1900 to 2099: M = 24, N = 5."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    day = date(year, 3, 22) + timedelta(d + e)
    if day == date(year, 4, 26) or (day == date(year, 4, 25) and d == 28 and e == 6 and year % 19 > 10):
        day -= timedelta(7)
    return day


def is_off(day):
    fixed = {(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (12, 25), (12, 26)}
    fixed |= {(8, 20)} if day.year >= 1998 else set()
    fixed |= {(12, 24)} if day.year >= 2005 else set()
    return day.isoweekday() > 5 or (day.month, day.day) in fixed or day == easter(day.year) - timedelta(2)


def ask(path, measures, by):
    done = run("query", measures, "--from", path, "--by", by, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines()))


def main():
    tap = Tap()
    days = [FIRST + timedelta(i) for i in range((LAST - FIRST).days + 1)]
    with scratch() as directory:
        path = Path(directory) / "days.csv"
        path.write_text("d\n" + "".join(d.isoformat() + "\n" for d in days))
        rows = ask(path, "min(week(d)) as w, min(weekday(d)) as wd, min(date_trunc('week', d)) as monday, min(quarter(d)) as q, min(workdays(d - 1, d)) as works", "d")
        tap.ok([r["d"] for r in rows] == [d.isoformat() for d in days], "%d days came back in order" % len(days))
        wrong = [r for r, d in zip(rows, days) if (int(r["w"]), int(r["wd"])) != d.isocalendar()[1:] or r["monday"] != (d - timedelta(d.weekday())).isoformat()
                 or int(r["q"]) != (d.month + 2) // 3]
        tap.ok(not wrong, "ISO weeks, weekdays, Mondays and quarters are Python's", wrong[:5])
        wrong = [r for r, d in zip(rows, days) if int(r["works"]) != (not is_off(d))]
        tap.ok(not wrong, "days off are those of the law, Good Friday by Gauss", wrong[:5])

        before = [0]        # working days before each day
        for d in days:
            before.append(before[-1] + (not is_off(d)))
        chance = random.Random(20261125)
        pairs = [(chance.randrange(len(days)), chance.randrange(len(days))) for _ in range(3000)]
        pairs += [(i, i + k) for i in range(0, len(days) - 20, 97) for k in (0, 1, 2, 10)]
        path = Path(directory) / "pairs.csv"
        path.write_text("n,a,b\n" + "".join("%d,%s,%s\n" % (n, days[a].isoformat(), days[b].isoformat()) for n, (a, b) in enumerate(pairs)))
        rows = ask(path, "min(workdays(a, b)) as w", "n")
        wrong = [(days[a], days[b], r["w"]) for r, (a, b) in zip(rows, pairs) if int(r["w"]) != before[b + 1] - before[a + 1]]
        tap.ok(len(rows) == len(pairs) and not wrong, "working days between %d pairs are those counted one by one" % len(pairs), wrong[:5])
    tap.finish()


main()
