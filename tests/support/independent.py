"""What the independent checks share: TAP, running ./seire in a copy of a workspace, and statistics of our own.

Nothing here is taken from seire's code: formulas come from the sources named, with the standard library only.
"""
import csv
import functools
import math
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEIRE = str(Path(os.environ.get("SEIRE", ROOT / "seire")).resolve())
SHARED = ROOT.parent / "shared"
AS_OF = "2026-11-02"


# --- TAP ---

class Tap:
    """ok / not ok lines; `finish` prints the plan and gives the exit status."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, condition, name, why=""):
        self.count += 1
        if condition:
            print("ok %d - %s" % (self.count, name), flush=True)
            return True
        self.failed += 1
        print("not ok %d - %s" % (self.count, name))
        lines = str(why).splitlines()
        for line in lines if len(lines) <= 16 else lines[:6] + ["…"] + lines[-9:]:
            print("# " + line)
        sys.stdout.flush()
        return False

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why), flush=True)

    def finish(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)


# --- workspaces ---

def make_example(directory, name="ohvriabi", report=None):
    """A copy of the example with its exports made: the path of the workspace. `report`: the only one that it keeps."""
    workspace = Path(directory) / name
    shutil.copytree(ROOT / "examples/ohvriabi", workspace,
                    ignore=shutil.ignore_patterns("inbox", "keys", "published", "outgoing", ".seire"))
    for path in (workspace / "reports").glob("*.yaml"):
        if report not in (None, path.stem):
            path.unlink()
    generator = Path(directory) / "generate"
    if not generator.exists():
        subprocess.run(["gcc", "-std=c17", "-D_POSIX_C_SOURCE=200809L", "-O2", "-o", str(generator),
                        *map(str, sorted((ROOT / "examples/ohvriabi/generate").glob("*.c")))], check=True)
    subprocess.run([str(generator), str(workspace)], check=True)
    return workspace


def run(*arguments, **options):
    """./seire ARGUMENTS; a CompletedProcess with text."""
    options.setdefault("timeout", 300)
    return subprocess.run([SEIRE, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def scratch():
    return tempfile.TemporaryDirectory(prefix="seire-check-")


def edition(workspace, report, period):
    """The directory of the newest edition, or None."""
    numbers = sorted((int(p.name), p) for p in (Path(workspace) / "published" / report / period).glob("*") if p.name.isdigit())
    return numbers[-1][1] if numbers else None


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


FIXED = ["indicator", "period", "grain"]
MEASURED = ["n", "numerator", "denominator", "value", "lower", "upper", "target", "verdict", "state", "version"]


def read_figures(path):
    """Rows of figures.csv and the names of its breakdown columns. Each row gets `keys`: {name: value} without the totals `*`."""
    rows = read_csv(path)
    names = [c for c in rows[0] if c not in FIXED + MEASURED] if rows else []
    for row in rows:
        row["keys"] = {name: row[name] for name in names if row[name] != "*"}
    return rows, names


# --- days ---

def easter(year):
    """Gregorian Easter after Gauss, with Lichtenberg's correction."""
    a, k = year % 19, year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    d = (19 * a + m) % 30
    og = 21 + d - (d + a // 11) // 29
    oe = 7 - (og - (7 - (year + year // 4 + s) % 7)) % 7
    return date(year, 3, 1) + timedelta(og + oe - 1)


def is_workday(day):
    if day.weekday() >= 5 or day == easter(day.year) - timedelta(2):
        return False
    return (day.month, day.day) not in {(1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26)}


_number_of_workday = {}


def workdays(a, b):
    """Working days in (a, b]; negative when b is before a. None when a day is missing."""
    if a is None or b is None:
        return None
    if not _number_of_workday:
        day, number = date(2010, 1, 1), 0
        while day < date(2035, 1, 1):
            number += is_workday(day)
            _number_of_workday[day] = number
            day += timedelta(1)
    return _number_of_workday[b] - _number_of_workday[a]


def on_workday(day):
    """The day itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(1)
    return day


def nth_workday(day, n):
    while n > 0:
        day += timedelta(1)
        n -= is_workday(day)
    return day


def span(grain, period):
    """First day and first day after of a period as figures.csv writes it."""
    if grain == "year":
        return date(int(period), 1, 1), date(int(period) + 1, 1, 1)
    if grain == "quarter":
        year, quarter = int(period[:4]), int(period[6:])
        return date(year, quarter * 3 - 2, 1), date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    if grain == "half":
        year, half = int(period[:4]), int(period[6:])
        return date(year, half * 6 - 5, 1), date(year + half // 2, half * 6 % 12 + 1, 1)
    if grain == "week":
        first = date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
        return first, first + timedelta(7)
    if grain == "day":
        return date.fromisoformat(period), date.fromisoformat(period) + timedelta(1)
    year, month = int(period[:4]), int(period[5:7])
    last = date(year + month // 12, month % 12 + 1, 1)
    return (date(year, 1, 1) if grain == "ytd" else date(year, month, 1)), last


# --- statistics ---

Z = 1.959963984540054       # the 97.5 % point of the normal distribution


def wilson(x, n):
    """Wilson (1927)."""
    p, z2 = x / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half) if x > 0 else 0.0, min(1.0, middle + half) if x < n else 1.0


def poisson(x):
    """Exact below 10 events (Garwood 1936), Byar's approximation from 10 on (Breslow and Day 1987, p. 69)."""
    if x >= 10:
        lower = x * (1 - 1 / (9.0 * x) - Z / (3 * math.sqrt(x))) ** 3
        upper = (x + 1) * (1 - 1 / (9.0 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3
        return lower, upper

    def at_most(k, mean):
        return sum(math.exp(-mean) * mean ** i / math.factorial(i) for i in range(int(k) + 1))
    lower = 0.0 if x == 0 else bisect(lambda m: at_most(x - 1, m) - 0.975, 0.0, 40.0)
    return lower, bisect(lambda m: at_most(x, m) - 0.025, 0.0, 60.0)


def bisect(f, low, high):
    """A root of a falling function."""
    for _ in range(100):
        middle = (low + high) / 2
        if f(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@functools.lru_cache(None)
def t_quantile(df):
    """The 97.5 % point of Student's t, df whole: bisection on its distribution, a finite sum (Abramowitz and Stegun 26.7.3,
    26.7.4); beyond 2000 the expansion 26.7.5, whose error is below 1e-13 there."""
    if df > 2000:
        z, v = Z, float(df)
        return (z + (z ** 3 + z) / (4 * v) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2)
                + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3))

    def central(t):     # P(-t < T < t)
        theta, c2 = math.atan(t / math.sqrt(df)), df / (df + t * t)
        term = total = 1.0
        if df == 1:
            return 2 * theta / math.pi
        if df % 2:
            for i in range(2, df - 1, 2):
                term *= c2 * i / (i + 1)
                total += term
            return 2 / math.pi * (theta + math.sin(theta) * math.cos(theta) * total)
        for i in range(1, df - 2, 2):
            term *= c2 * i / (i + 1)
            total += term
        return math.sin(theta) * total
    return bisect(lambda t: 0.95 - central(t), 0.0, 20.0)


def quantile(values, q):
    """Type 7 of Hyndman and Fan (1996)."""
    values = sorted(values)
    place = (len(values) - 1) * q
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def is_close(a, b, tolerance=1e-9):
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))
