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


def count(a, b, stops, works):
    """Days in (a, b] on which the clock ran, looked at one by one."""
    if b < a:
        return -count(b, a, stops, works)
    days = [a + timedelta(i) for i in range(1, (b - a).days + 1)]
    return sum(not (works and is_off(d)) and not any(s < d and (t is None or d <= t) for s, t in stops) for d in days)


def deadline(start, n, stops, works):
    """The first day on which n days have counted, moved to a working day; None when the clock stands before."""
    day, left = start, n
    while left > 0:
        if any(t is None and day >= s for s, t in stops):
            return None
        day += timedelta(1)
        left -= not (works and is_off(day)) and not any(s < day and (t is None or day <= t) for s, t in stops)
    while is_off(day):
        day += timedelta(1)
    return day


def stopped(tap, directory, chance):
    """Counts and deadlines with the clock stopped up to two times; an end, or the whole of a stop, may be missing."""
    rows, lines = [], ["n,a,b,k,s,t,u,v"]
    for n in range(3000):
        a = date(2024, 1, 1) + timedelta(chance.randrange(1000))
        stops = []
        for _ in range(2):
            s = a + timedelta(chance.randrange(-10, 60))
            t = chance.choice((None, s + timedelta(chance.randrange(-3, 40)), s + timedelta(chance.randrange(0, 20))))
            stops.append((s, t) if chance.random() < 0.7 else (None, t))
        rows.append((a, a + timedelta(chance.randrange(-20, 90)), chance.randrange(0, 45), stops))
        lines.append(",".join([str(n), str(a), str(rows[-1][1]), str(rows[-1][2])] + [str(x or "") for stop in stops for x in stop]))
    path = directory / "stops.csv"
    path.write_text("\n".join(lines) + "\n")
    told = ask(path, "min(days(a, b, s, t, u, v)) as dd, min(workdays(a, b, s, t, u, v)) as ww, max(deadline(a, k, s, t, u, v)) as dl, "
                     "max(deadline_workdays(a, k, u, v, s, t)) as wl", "n")
    wrong = []
    for r in told:
        a, b, k, stops = rows[int(r["n"])]
        stops = [s for s in stops if s[0] is not None]
        mine = [str(x) if x is not None else "" for x in (count(a, b, stops, False), count(a, b, stops, True), deadline(a, k, stops, False), deadline(a, k, stops, True))]
        if [r["dd"], r["ww"], r["dl"], r["wl"]] != mine:
            wrong.append((rows[int(r["n"])], r, mine))
    open_ended = sum(r["dl"] == "" for r in told)
    tap.ok(len(told) == len(rows) and not wrong and 100 < open_ended < 2000, "days, working days and deadlines with a stopped clock are those counted one by one, %d without an end" % open_ended,
           wrong[:3])


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
        stopped(tap, Path(directory), chance)
    tap.finish()


main()
