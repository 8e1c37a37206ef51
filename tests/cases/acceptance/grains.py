#!/usr/bin/python3
"""grains.py - day, week, month, quarter, half, year and year to date from one pass: every figure of every grain is Python's; a report of persons by
day hides what is small, and by week also what weeks and months together give away; the page stays valid and `explain` names a year to date.
"""
import random
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, edition, read_figures, run, scratch, span   # noqa: E402
from small import FILES, make_small                                             # noqa: E402

SEED = 20261102
FIRST, LAST = date(2024, 11, 1), date(2026, 11, 1)      # the window of 24 months
REPORT = FILES["reports/kuu.yaml"].replace("    due:", "    grains: [day, week, month, quarter, half, year, ytd]\n    due:")


def make_papers():
    chance = random.Random(SEED)
    papers = []
    day = date(2024, 3, 1)
    while day < date(2026, 12, 1):      # before the window and behind it too
        for _ in range(chance.choice((0, 0, 1, 2, 3))):
            papers.append((day, chance.choice(("OA", "OA", "KT")), Decimal(chance.randrange(0, 90000)) / 100))
        day += timedelta(1)
    chance.shuffle(papers)
    return papers


def write_export(papers):
    lines = ["number;came;service;cost"]
    lines += ["%d;%s;%s;%s" % (i, d.strftime("%d.%m.%Y"), s, str(c).replace(".", ",")) for i, (d, s, c) in enumerate(papers)]
    return "\n".join(lines) + "\n"


def list_periods():
    """Every period of every grain that lies in the window whole; a year to date stands at each month."""
    days = [FIRST + timedelta(i) for i in range((LAST - FIRST).days)]
    periods = {"day": [d.isoformat() for d in days], "month": [], "quarter": [], "year": ["2025"]}
    periods["month"] = sorted({d.strftime("%Y-%m") for d in days})
    periods["ytd"] = periods["month"]
    periods["week"] = sorted({d.strftime("%G-W%V") for d in days if d.isoweekday() == 1 and d + timedelta(7) <= LAST})
    periods["half"] = ["2025-H1", "2025-H2", "2026-H1"]
    periods["quarter"] = ["2025-Q%d" % q for q in (1, 2, 3, 4)] + ["2026-Q%d" % q for q in (1, 2, 3)]
    return periods


def check_figures(tap, rows, papers):
    by_day = defaultdict(list)
    for paper in papers:
        by_day[paper[0]].append(paper)

    def own(indicator, grain, period, service):
        day, last = span(grain, period)
        count, total = 0, Decimal(0)
        while day < last:
            for _, kind, cost in by_day[day]:
                if service in (None, kind):
                    count, total = count + 1, total + cost
            day += timedelta(1)
        if indicator == "A01":
            return str(count), str(count)
        if count == 0:
            return "0", ""
        return str(count), str(total.quantize(Decimal("0.01"))) if indicator == "A02" else repr(float(total / count))

    told = {(r["indicator"], r["grain"], r["period"], r["keys"].get("service")): r for r in rows}
    for grain, periods in list_periods().items():
        problems = []
        for indicator in ("A01", "A02", "A03"):
            for service in (None, "OA", "KT"):
                mine = sorted(k[2] for k in told if (k[0], k[1], k[3]) == (indicator, grain, service))
                if mine != periods:
                    problems.append("%s %s: other periods: %s" % (indicator, service, sorted(set(mine) ^ set(periods))[:5]))
                    continue
                for period in periods:
                    row, (n, value) = told[indicator, grain, period, service], own(indicator, grain, period, service)
                    same = row["value"] == value or indicator == "A03" and value != "" and row["value"] != "" and float(row["value"]) == float(value)
                    if row["n"] != n or not same:
                        problems.append("%s %s %s: n %s value %s, ours %s %s" % (indicator, period, service, row["n"], row["value"], n, value))
        tap.ok(not problems, "%s: all figures of %d periods are ours" % (grain, len(periods)), "%d differ\n%s" % (len(problems), "\n".join(problems[:10])))


def main():
    tap = Tap()
    papers = make_papers()
    with scratch() as directory:
        workspace = make_small(Path(directory) / "w", {"reports/kuu.yaml": REPORT, "inbox/papers.csv": write_export(papers)})
        done = run("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 0, "a report of all grains is made", "exit %d\n%s" % (done.returncode, done.stderr))
        made = edition(workspace, "kuu", "2026-10")
        rows, _ = read_figures(made / "figures.csv")
        check_figures(tap, rows, papers)
        page = (made / "kuu-2026-10.en.html").read_text(encoding="utf-8")
        tap.ok("year to date" in page and "day" in page, "the page has tables by day and to date")
        ids = [word.split('"')[0] for word in page.split(' id="')[1:]]
        tap.ok(ids and len(ids) == len(set(ids)), "no id stands twice in it", [i for i in set(ids) if ids.count(i) > 1])
        row = next(r for r in rows if (r["indicator"], r["grain"], r["period"], r["keys"]) == ("A02", "ytd", "2026-10", {"service": "OA"}))
        done = run("explain", "A02:2026-10-ytd:service=OA", "--workspace", workspace)
        tap.ok("value      %s, n = %s" % (row["value"], row["n"]) in done.stdout and "(2026-01-01 to 2026-10-31)" in done.stdout
               and "kuu 2026-10 edition 1: %s (ok)" % row["value"] in done.stdout, "a year to date is explained by its own name", done.stdout + done.stderr)
        row = next(r for r in rows if (r["indicator"], r["grain"], r["keys"]) == ("A01", "day", {}) and r["value"] == "3")
        done = run("explain", "A01:%s" % row["period"], "--workspace", workspace)
        tap.ok("value      3, n = 3" in done.stdout and "(%s to %s)" % (row["period"], row["period"]) in done.stdout, "so is a day", done.stdout + done.stderr)

        cases = FILES["indicators/papers.yaml"].replace("counts: document", "counts: case")
        workspace = make_small(Path(directory) / "cases", {"reports/kuu.yaml": REPORT, "indicators/papers.yaml": cases, "inbox/papers.csv": write_export(papers),
                                                           "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: 5")})
        done = run("run", workspace, "--as-of", AS_OF)
        rows, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
        small = [r for r in rows if r["indicator"] == "A01" and r["n"] not in ("", "0") and int(r["n"]) < 5]
        tap.ok(done.returncode == 0 and rows and not small, "no day with fewer than five cases is shown", small[:3] or done.stderr)
        shown = {r["grain"] for r in rows if r["indicator"] == "A01" and r["state"] == "ok"}
        tap.ok({"month", "quarter", "half", "year", "ytd"} <= shown and "day" not in shown, "its months are, its days are hidden", shown)
        weeks_beside_months(tap, Path(directory))
        weekly(tap, Path(directory), papers)
    tap.finish()


def weeks_beside_months(tap, directory):
    """Ten cases in every week, but two of them at the end of a month whose week ends in the next one: either alone is safe, both together tell."""
    days = [FIRST + timedelta(i) for i in range((LAST - FIRST).days)]
    split = [date(2026, 6, 29) + timedelta(i) for i in range(7)]     # two days of June, five of July
    papers = [(d, "OA", Decimal(1)) for d in days if d not in split for _ in range(6)]
    papers += [(split[0], "OA", Decimal(1))] * 2 + [(split[4], "OA", Decimal(1))] * 8
    cases = FILES["indicators/papers.yaml"].replace("counts: document", "counts: case")
    for grains, hidden in (("[week, month]", {"week"}), ("[week, ytd]", {"week"}), ("[week]", set()), ("[month]", set()), ("[week, year]", set())):
        for indicators, name in ((cases, "cases"), (FILES["indicators/papers.yaml"], "documents")):
            workspace = make_small(directory / ("w-%s-%s" % (grains.strip("[]").replace(", ", "-"), name)), {
                "reports/kuu.yaml": REPORT[:REPORT.index("    grains:")] + "    period: %s\n    grains: %s\n" % (grains[1:].split(",")[0].strip("]"), grains) + REPORT[REPORT.index("    due:"):],
                "indicators/papers.yaml": indicators, "inbox/papers.csv": write_export(papers), "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: 5")})
            done = run("run", workspace, "--as-of", AS_OF)
            rows = [r for f in (workspace / "published").rglob("figures.csv") for r in read_figures(f)[0] if r["indicator"] == "A01" and not r["keys"]]
            told = {r["grain"] for r in rows if r["state"] == "hidden"}
            wanted = hidden if name == "cases" else set()
            tap.ok(done.returncode == 0 and rows and told == wanted, "%s of %s: hidden is %s" % (grains, name, ", ".join(wanted) or "nothing"), "%s\n%s" % (told, done.stderr))


def weekly(tap, directory, papers):
    """A report every week: its edition, its sentences, its words."""
    report = REPORT[:REPORT.index("    grains:")] + "    period: week\n" + REPORT[REPORT.index("    due:"):]
    workspace = make_small(directory / "weekly", {"reports/kuu.yaml": report, "inbox/papers.csv": write_export(papers)})
    done = run("run", workspace, "--as-of", "2026-11-04")
    made = edition(workspace, "kuu", "2026-W44")
    page = (made / "kuu-2026-W44.et.html").read_text(encoding="utf-8")
    english = (made / "kuu-2026-W44.en.html").read_text(encoding="utf-8")
    tap.ok(done.returncode == 0 and "2026. aasta 44. nädal" in page and "week 44 of 2026" in english, "a weekly report has its edition", done.stderr)
    tap.ok("eelmisel nädalal" in page and "mullu samal nädalal" in page and "same week last year" in english, "it is compared with the week before and a year ago",
           page[:3000])
    row = next(r for r in read_figures(made / "figures.csv")[0] if (r["indicator"], r["grain"], r["period"], r["keys"]) == ("A01", "week", "2026-W44", {}))
    told = run("explain", "A01:2026-W44", "--workspace", workspace)
    tap.ok("value      %s, n = %s" % (row["value"], row["n"]) in told.stdout and "(2026-10-26 to 2026-11-01)" in told.stdout, "and explained", told.stdout + told.stderr)


main()
