#!/usr/bin/python3
"""comparisons.py - the period before, the same period last year, rolling months and what changed: every figure of every grain is Python's, different
answers counted anew over the days of each; `explain` names those days; what was small in another year is protected there, too; mistakes are told.
"""
import random
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from attack import Span         # noqa: E402
from independent import AS_OF, Tap, edition, read_figures, run, scratch, span    # noqa: E402
from register import make_register, write_register                              # noqa: E402
from small import FILES, make_small                                             # noqa: E402

SEED = 20261104
GRAINS = ["day", "week", "month", "quarter", "half", "year", "ytd"]
DATASETS = """\
datasets:
  letters:
    files: inbox/letters.csv
    columns:
      number:  {type: text, required: true}
      came:    {type: date, required: true}
      closed:  {type: date}
      service: {type: code, list: services}
      writer:  {type: text}
"""
INDICATORS = """\
indicators:
  N:
    name: {et: Kirjad, en: Letters}
    counts: document
    dataset: letters
    value: count(*)
    period: came
    by: [service]
  W:
    name: {et: Kirjutajad, en: Writers}
    counts: document
    dataset: letters
    value: count(distinct writer)
    period: came
    by: [service]
  S:
    name: {et: Vastamata, en: Not answered}
    counts: document
    dataset: letters
    value: count(*)
    where: came <= period_end and (closed is null or closed > period_end)
    at: period_end
    by: [service]
  CHANGE:  {name: {et: Muutus, en: Change}, value: N - last_year(N), by: [service], unit: number, digits: 0}
  BEFORE:  {name: {et: Eelmine, en: Before}, value: previous(N), by: [service], unit: count}
  YEAR:    {name: {et: 12 kuud, en: 12 months}, value: "rolling(W, 12)", by: [service], unit: count}
  TODATE:  {name: {et: Aasta algusest, en: To date}, value: ytd(N) - last_year(ytd(N)), unit: number, digits: 0}
  GREW:    {name: {et: Kasv, en: Growth}, value: "ratio(N - previous(N), previous(N))", unit: share}
  PER:     {name: {et: Kirjutaja kohta, en: Per writer}, value: "last_year(ratio(N, W))", unit: number}
  STOCK:   {name: {et: Seisu muutus, en: Change of stock}, value: S - last_year(S), unit: number, digits: 0}
"""
SHOWN = ["CHANGE", "BEFORE", "YEAR", "TODATE", "GREW", "PER", "STOCK"]
REPORT = FILES["reports/kuu.yaml"].replace("    due:", "    grains: [%s]\n    due:" % ", ".join(GRAINS)).replace("[A01, A02, A03]", "[%s]" % ", ".join(SHOWN))
FIRST = date(2023, 3, 6)        # of the data; the window begins in November 2024


def make_letters():
    return make_register(SEED, FIRST, (0, 0, 1, 2, 3), 150, 60)


def write_export(letters):
    return write_register(letters, "writer")


def make(directory, name, changes=None):
    return make_small(Path(directory) / name, {"datasets/papers.yaml": None, "datasets/letters.yaml": DATASETS, "indicators/papers.yaml": INDICATORS,
                                               "targets/2026.yaml": None, "inbox/papers.csv": None, "reports/kuu.yaml": REPORT, **(changes or {})})


# --- days, by the names of periods ---

def name_before(grain, period):
    if grain == "year":
        return str(int(period) - 1)
    first = span(grain, period)[0]
    day = first - timedelta(1)
    return {"day": day.isoformat(), "week": day.strftime("%G-W%V"), "month": day.strftime("%Y-%m"),
            "quarter": "%d-Q%d" % (day.year, (day.month + 2) // 3), "half": "%d-H%d" % (day.year, (day.month + 5) // 6)}[grain]


def name_last_year(grain, period):
    name = "%04d%s" % (int(period[:4]) - 1, period[4:])
    try:
        span(grain, name)
    except ValueError:
        return None         # a 29 February
    if grain == "week" and span(grain, name)[0].isocalendar()[0] != int(name[:4]):
        return None         # a week 53
    return name


class Own:
    """What Python counts."""

    def __init__(self, letters, service):
        self.letters = [m for m in letters if service in (None, m[2])]

    def between(self, days):
        return [m for m in self.letters if days[0] <= m[0] < days[1]]

    def stock(self, days):
        end = days[1] - timedelta(1)
        return sum(m[0] <= end and (m[1] is None or m[1] > end) for m in self.letters)

    def get(self, indicator, grain, period):
        days = span(grain, period)
        year_ago = name_last_year(grain, period)
        ago = span(grain, year_ago) if year_ago else None
        n = len(self.between(days))
        if indicator == "YEAR":
            return len({m[3] for m in self.between((days[1].replace(year=days[1].year - 1), days[1]))})
        if indicator in ("BEFORE", "GREW"):
            before = len(self.between(span(grain, name_before(grain, period))))
            return before if indicator == "BEFORE" else None if before == 0 else (n - before) / before
        if ago is None:
            return None
        if indicator == "CHANGE":
            return n - len(self.between(ago))
        if indicator == "STOCK":
            return self.stock(days) - self.stock(ago)
        if indicator == "TODATE":
            return len(self.to_date(days)) - len(self.to_date(ago))
        writers = len({m[3] for m in self.between(ago)})
        return len(self.between(ago)) / writers if writers else None

    def to_date(self, days):
        return self.between((date((days[1] - timedelta(1)).year, 1, 1), days[1]))


def check_figures(tap, rows, letters):
    own = {service: Own(letters, service) for service in (None, "OA", "KT")}
    for grain in GRAINS:
        told = [r for r in rows if r["grain"] == grain]
        problems = []
        for row in told:
            if grain == "day" and row["period"][8:] == "29" and row["period"][5:7] == "02" and row["indicator"] == "YEAR":
                continue
            mine = own[row["keys"].get("service")].get(row["indicator"], grain, row["period"])
            same = row["value"] == "" if mine is None else row["value"] != "" and abs(float(row["value"]) - mine) < 1e-9
            if not same:
                problems.append("%s %s %s: %s (%s), ours %s" % (row["indicator"], row["period"], row["keys"], row["value"], row["state"], mine))
        seen = {r["indicator"] for r in told if r["value"] != ""}
        wanted = {"CHANGE", "TODATE", "PER"} if grain == "ytd" else set(SHOWN)
        tap.ok(not problems and seen == wanted, "%s: %d figures are ours" % (grain, len(told)), "%d differ, seen %s\n%s" % (len(problems), seen, "\n".join(problems[:10])))


def check_explain(tap, workspace, rows):
    for figure, indicator, days in (("CHANGE:2026-Q2", "CHANGE", ("(2026-04-01 to 2026-06-30)", "(2025-04-01 to 2025-06-30)")),
                                    ("YEAR:2026-10", "YEAR", ("(2025-11-01 to 2026-10-31)",)), ("BEFORE:2026-W43", "BEFORE", ("(2026-10-12 to 2026-10-18)",)),
                                    ("STOCK:2026-10", "STOCK", ("(at the end of 2026-10-31)", "(at the end of 2025-10-31)"))):
        period = figure.split(":")[1]
        grain = "week" if "W" in period else "quarter" if "Q" in period else "month"
        row = next(r for r in rows if (r["indicator"], r["grain"], r["period"], r["keys"]) == (indicator, grain, period, {}))
        done = run("explain", figure, "--workspace", workspace)
        tap.ok(done.returncode == 0 and "value      %s, n" % row["value"] in done.stdout and all(d in done.stdout for d in days),
               "%s is explained by the days it looks at" % figure, done.stdout + done.stderr)


def check_protection(tap, directory):
    """Twenty cases of each service in every month, but two of KT in May 2024, before the window: only the comparison looks there."""
    letters = []
    for month in range(0, 34):
        day = date(2024 + month // 12, month % 12 + 1, 15)
        for service in ("OA", "KT"):
            few = service == "KT" and (day.year, day.month) == (2024, 5)
            letters += [(day, None, service, "w1")] * (2 if few else 20 if service == "OA" else 9)
    cases = INDICATORS.replace("counts: document", "counts: case")
    hidden = {}
    for name, value, window in (("plain", "N", 12), ("last", "last_year(N)", 12), ("change", "N - last_year(N)", 12), ("rolling", "rolling(N, 12)", 12),
                                ("short", "N - last_year(N)", 4), ("same", "N - previous(N)", 12)):
        rules = cases.replace("value: N - last_year(N), by", "value: \"%s\", by" % value)
        report = FILES["reports/kuu.yaml"].replace("    due:", "    grains: [month]\n    window: %d\n    due:" % window).replace("[A01, A02, A03]", "[CHANGE]")
        workspace = make(directory, "protected-" + name, {"indicators/papers.yaml": rules, "reports/kuu.yaml": report, "inbox/letters.csv": write_export(letters),
                                                          "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: 5")})
        done = run("run", workspace, "--as-of", "2026-01-05", "--report", "kuu")
        rows = [r for f in (workspace / "published").rglob("figures.csv") for r in read_figures(f)[0]]
        shown = {r["keys"].get("service") for r in rows if r["value"] != ""}
        hidden[name] = None if done.returncode not in (0, 1) or not rows else "KT" not in shown
    # The window of 12 months ends in December 2025; last year's May is in it. That of 4 months begins in September.
    tap.ok(hidden == {"plain": False, "last": True, "change": True, "rolling": True, "short": False, "same": False},
           "a small cell is protected where a comparison looks at it, and a change is no cell", hidden)


# --- an attacker who reads the comparisons, too ---

MONTHS = ["%d-%02d" % (2024 + m // 12, m % 12 + 1) for m in range(24)]
PLACES = {"A": 30, "B": 17, "C": 14, "D": 11, "E": 10}
ATTACKED = """\
indicators:
  N: {name: N, counts: case, dataset: letters, value: count(*), period: came, by: [writer]}
  CHANGE: {name: C, value: N - last_year(N), by: [writer], unit: number, digits: 0}
  BEFORE: {name: B, value: previous(N), by: [writer], unit: count}
  ROLL: {name: R, value: "rolling(N, 6)", by: [writer], unit: count}
"""


def shifted(grain, period, months):
    """The months of a period so many months earlier."""
    first, last = span(grain, period)
    at = MONTHS.index("%d-%02d" % (first.year, first.month)) - months
    size = (last.year - first.year) * 12 + last.month - first.month
    return MONTHS[max(at, 0):max(at + size, 0)]


def equation(row):
    grain, period = row["grain"], row["period"]
    places = row["keys"].get("writer", "+".join(PLACES)).split("+")
    size = 3 if grain == "quarter" else 1
    now, factors = shifted(grain, period, 0), []
    if row["indicator"] == "N":
        factors = [(now, 1)]
    elif row["indicator"] == "CHANGE":
        factors = [(now, 1), (shifted(grain, period, 12), -1)]
    elif row["indicator"] == "BEFORE":
        factors = [(shifted(grain, period, size), 1)]
    else:
        last = MONTHS.index(now[-1])
        factors = [(MONTHS[max(last - 5, 0):last + 1], 1)]
    return {(m, p): f for months, f in factors for m in months for p in places}


def check_attack(tap, directory):
    """No small cell of any month, inside of the window or before it, lies in the span of what is published."""
    shown = set()
    for seed in range(8):
        chance = random.Random(seed)
        true = {(m, p): mean + chance.randint(-mean // 3, mean // 3) for m in MONTHS for p, mean in PLACES.items()}
        for m in MONTHS if seed % 4 == 0 else MONTHS[:18]:      # mostly small only before the window, where nobody else looks
            for p in ("D", "E"):
                if chance.random() < 0.15:
                    true[m, p] = chance.randint(0, 4)
        letters = [(date(int(m[:4]), int(m[5:]), 15), None, "OA", p) for (m, p), n in true.items() for _ in range(n)]
        report = FILES["reports/kuu.yaml"].replace("    due:", "    grains: [month, quarter]\n    window: 6\n    due:") \
            .replace("[A01, A02, A03]", "[%s]" % ("N, CHANGE", "N, ROLL", "BEFORE", "CHANGE, BEFORE, ROLL, N")[seed % 4])
        workspace = make(directory, "attacked%d" % seed, {"indicators/papers.yaml": ATTACKED, "reports/kuu.yaml": report, "inbox/letters.csv": write_export(letters),
                                                          "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: 5")})
        done = run("run", workspace, "--as-of", "2026-01-05", "--report", "kuu")
        rows = [r for f in (workspace / "published").rglob("figures.csv") for r in read_figures(f)[0] if r["state"] == "ok"]
        space, wrong = Span(), []
        for row in rows:
            cells = equation(row)
            if float(row["value"]) != sum(true.get(c, 0) * f for c, f in cells.items()):
                wrong.append("%s %s %s" % (row["indicator"], row["period"], row["keys"]))
            space.add(cells)
            shown.add((row["indicator"], row["keys"].get("writer")))
        broken = ["%s %s = %d" % (m, p, n) for (m, p), n in true.items() if 0 < n < 5 and space.has([(m, p)])]
        tap.ok(done.returncode in (0, 1) and rows and not wrong and not broken, "attack %d: no small cell is told by %d figures" % (seed, len(rows)),
               "%s\n%s\n%s" % (wrong[:3], broken[:5], done.stderr))
    tap.ok({("CHANGE", "A"), ("ROLL", "A"), ("BEFORE", "A")} <= shown and any("+" in (p or "") for _, p in shown), "places are shown, small ones in one row", shown)


def check_financial_year(tap, directory, letters):
    """From April: the year to date of March is the whole of the year that ends with it."""
    workspace = make(directory, "financial", {"seire.yaml": FILES["seire.yaml"] + "financial_year: 4\n", "inbox/letters.csv": write_export(letters),
                                              "indicators/papers.yaml": INDICATORS.replace("value: ytd(N) - last_year(ytd(N))", "value: \"ratio(ytd(N), full_year(N))\"")})
    done = run("run", workspace, "--as-of", AS_OF)
    rows, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
    own, wrong = Own(letters, None), []
    for row in (r for r in rows if r["indicator"] == "TODATE" and r["grain"] in ("month", "quarter", "year")):
        last = span(row["grain"], row["period"])[1]
        end = last - timedelta(1)
        first = date(end.year if end.month >= 4 else end.year - 1, 4, 1)
        mine = len(own.between((first, last))), len(own.between((first, first.replace(year=first.year + 1))))
        if (row["numerator"], row["denominator"]) != (str(mine[0]), str(mine[1])):
            wrong.append((row["period"], row["numerator"], row["denominator"], mine))
    tap.ok(done.returncode == 0 and not wrong, "a financial year from April: ytd and full_year begin with it", wrong[:5] or done.stderr)


def check_mistakes(tap, directory, letters):
    for value, told in (("rolling(N)", "rolling(X, months)"), ("rolling(N, 0)", "how many months, 1 to 120"), ("rolling(N, 121)", "how many months, 1 to 120"),
                        ("rolling(N, 1.5)", "how many months, 1 to 120"), ("rolling(S, 12)", "'S' is counted at the end of a period"),
                        ("rolling(CHANGE, 12)", "'CHANGE' is a formula"), ("previous()", "previous(X)"), ("last_year(N, 2)", "last_year(X)"),
                        ("last_year(BEFOR)", "did you mean 'BEFORE'")):
        rules = INDICATORS.replace("value: previous(N)", "value: \"%s\"" % value)
        workspace = make(directory, "mistake-%d" % abs(hash(value)), {"indicators/papers.yaml": rules, "inbox/letters.csv": write_export(letters[:5])})
        done = run("check", workspace, "--as-of", AS_OF)
        both = done.stdout + done.stderr
        tap.ok(done.returncode == 78 and told in both and "indicators/papers.yaml:" in both, "%s is told: %s" % (value, told), both)


def main():
    tap = Tap()
    letters = make_letters()
    with scratch() as directory:
        workspace = make(directory, "w", {"inbox/letters.csv": write_export(letters)})
        done = run("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 0, "a report of comparisons is made", "exit %d\n%s" % (done.returncode, done.stderr))
        rows, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
        check_figures(tap, rows, letters)
        check_explain(tap, workspace, rows)
        check_protection(tap, directory)
        check_attack(tap, directory)
        check_financial_year(tap, directory, letters)
        check_mistakes(tap, directory, letters)
    tap.finish()


main()
