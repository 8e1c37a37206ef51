#!/usr/bin/python3
"""stocks.py - what there is at the end of a period: every figure of every grain is Python's, counted anew for each end; nothing is added up
over time; `explain` leads to the rows that were open on that day; small stocks of cases are not shown; mistakes are told.
"""
import re
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, edition, quantile, read_figures, run, scratch, span, workdays    # noqa: E402
from register import make_register, write_register                                              # noqa: E402
from small import FILES, make_small                                                                 # noqa: E402

SEED = 20261103
GRAINS = ["week", "month", "quarter", "half", "year"]
DATASETS = """\
datasets:
  matters:
    files: inbox/matters.csv
    columns:
      number:  {type: text, required: true}
      came:    {type: date, required: true}
      closed:  {type: date}
      service: {type: code, list: services}
      owner:   {type: text}
"""
INDICATORS = """\
indicators:
  S01:
    name: {et: Lahtised asjad, en: Open matters}
    counts: document
    dataset: matters
    value: count(*)
    where: came <= period_end and (closed is null or closed > period_end)
    at: period_end
    by: [service, "case when period_end - came > 60 then 'old' else 'new' end as age"]
  S02:
    name: {et: Üle tähtaja, en: Overdue}
    counts: document
    dataset: matters
    value: share(workdays(came, period_end) > 30)
    where: came <= period_end and (closed is null or closed > period_end)
    at: period_end
    by: [service]
  S03:
    name: {et: Lahtise asja vanus, en: Age of an open matter}
    counts: document
    dataset: matters
    value: median(days(came, period_end))
    where: came <= period_end and (closed is null or closed > period_end)
    at: period_end
  S04:
    name: {et: Omanikke, en: Owners with open matters}
    counts: document
    dataset: matters
    value: count(distinct owner)
    where: came <= period_end and (closed is null or closed > period_end)
    at: period_end
  F01:
    name: {et: Tulnud asjad, en: Matters that came}
    counts: document
    dataset: matters
    value: count(*)
    period: came
    by: [service]
  R01:
    name: {et: Lahtisi ühe tulnu kohta, en: Open for one that came}
    value: ratio(S01, F01)
    by: [service]
"""
REPORT = FILES["reports/kuu.yaml"].replace("    due:", "    grains: [%s, ytd]\n    due:" % ", ".join(GRAINS)) \
    .replace("[A01, A02, A03]", "[S01, S02, S03, S04, F01, R01]")


def make_matters():
    return make_register(SEED, date(2025, 2, 10), (0, 0, 1, 2), 200, 40)     # from inside the window to behind it


def write_export(matters):
    return write_register(matters, "owner")


def make(directory, name, changes=None):
    return make_small(Path(directory) / name, {"datasets/papers.yaml": None, "datasets/matters.yaml": DATASETS, "indicators/papers.yaml": INDICATORS,
                                               "targets/2026.yaml": None, "inbox/papers.csv": None, "reports/kuu.yaml": REPORT, **(changes or {})})


def own(matters, indicator, grain, period, keys):
    """(n, value) as Python counts them, or None where nothing is known."""
    first, last = span(grain, period)
    end = last - timedelta(1)
    picked = [m for m in matters if keys.get("service") in (None, m[2])]
    stock = [m for m in picked if m[0] <= end and (m[1] is None or m[1] > end)]
    if "age" in keys:
        stock = [m for m in stock if ("old" if (end - m[0]).days > 60 else "new") == keys["age"]]
    came = sum(first <= m[0] < last for m in picked)
    if indicator == "F01":
        return came, float(came)
    if end < min(m[0] for m in matters):
        return None
    if indicator == "S01":
        return len(stock), float(len(stock))
    if indicator == "S04":
        return len({m[3] for m in stock}), float(len({m[3] for m in stock}))
    if indicator == "R01":
        return came, len(stock) / came if came else None
    if not stock:
        return 0, None
    if indicator == "S02":
        return len(stock), sum(workdays(m[0], end) > 30 for m in stock) / len(stock)
    return len(stock), quantile([(end - m[0]).days for m in stock], 0.5)


def check_figures(tap, rows, matters):
    for grain in GRAINS:
        told = [r for r in rows if r["grain"] == grain]
        problems = []
        for row in told:
            mine = own(matters, row["indicator"], grain, row["period"], row["keys"])
            if mine is None or mine[1] is None:
                same = row["value"] == "" and row["state"] in ("no_data", "zero_denominator")
            elif row["indicator"] == "F01" and mine[0] == 0:
                same = row["value"] in ("0", "")
            else:
                same = row["value"] != "" and abs(float(row["value"]) - mine[1]) < 1e-9 and int(row["n"]) == mine[0]
            if not same:
                problems.append("%s %s %s: %s n=%s (%s), ours %s" % (row["indicator"], row["period"], row["keys"], row["value"], row["n"], row["state"], mine))
        seen = {r["indicator"] for r in told if r["value"] != ""}
        tap.ok(not problems and seen == {"S01", "S02", "S03", "S04", "F01", "R01"}, "%s: %d figures are ours" % (grain, len(told)),
               "%d differ, seen %s\n%s" % (len(problems), seen, "\n".join(problems[:10])))
    stocks = {r["indicator"] for r in rows if r["grain"] == "ytd" and r["value"] != ""}
    tap.ok(stocks == {"F01"}, "only what happens on a day has a year to date", stocks)
    get = {(r["grain"], r["period"]): r["value"] for r in rows if r["indicator"] == "S01" and not r["keys"]}
    tap.ok(get["quarter", "2026-Q3"] == get["month", "2026-09"] and get["year", "2025"] == get["month", "2025-12"]
           and get["half", "2026-H1"] == get["quarter", "2026-Q2"] == get["month", "2026-06"],
           "the stock of a quarter, a half and a year is that of its last month", get)


def check_explain(tap, workspace, rows, matters):
    row = next(r for r in rows if (r["indicator"], r["grain"], r["period"], r["keys"]) == ("S01", "quarter", "2026-Q2", {"service": "OA"}))
    done = run("explain", "S01:2026-Q2:service=OA", "--workspace", workspace, "--verbose")
    lines = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", done.stdout.split("           lines")[-1]):
        lines |= set(range(int(first), int(last or first) + 1))
    end = date(2026, 6, 30)
    mine = {i + 2 for i, m in enumerate(matters) if m[2] == "OA" and m[0] <= end and (m[1] is None or m[1] > end)}
    tap.ok("value      %s, n = %s" % (row["value"], row["n"]) in done.stdout and "(at the end of 2026-06-30)" in done.stdout and lines == mine,
           "a stock is explained by the lines of what was open on its day", done.stdout + done.stderr)
    done = run("explain", "S01", "--workspace", workspace)
    tap.ok("Arvestatakse perioodi lõpu seisuga" in done.stdout and "Counted at the end of the period" in done.stdout, "so is the indicator, in both languages",
           done.stdout + done.stderr)


def check_running(tap, directory, matters):
    """A year that is not over is looked at on the day of the run, and only what was known then."""
    report = REPORT.replace("    grains:", "    period: year\n    grains:")
    workspace = make(directory, "running", {"reports/kuu.yaml": report, "inbox/matters.csv": write_export(matters)})
    done = run("run", workspace, "--as-of", "2026-01-05")
    rows, _ = read_figures(edition(workspace, "kuu", "2025") / "figures.csv")
    last = next(r for r in rows if (r["indicator"], r["grain"], r["keys"], r["period"]) == ("S01", "year", {}, "2025"))
    n, value = own(matters, "S01", "year", "2025", {})
    tap.ok(done.returncode == 0 and float(last["value"]) == value, "a yearly report shows the stock of 31 December", "%s %s %s" % (last, value, done.stderr))


def check_small(tap, directory):
    """Ten open cases of one service in every month, three of the other in one of them: neither that row nor the difference is shown."""
    matters = [(date(2025, 1, 2), None, "OA", "o%d" % i) for i in range(10)] + [(date(2026, 5, 4), date(2026, 7, 9), "KT", "o1")] * 3
    cases = INDICATORS.replace("counts: document", "counts: case").replace(', "case when period_end - came > 60 then \'old\' else \'new\' end as age"', "")
    report = REPORT.replace("[S01, S02, S03, S04, F01, R01]", "[S01]").replace(", ".join(GRAINS), "month, quarter")
    workspace = make(directory, "small", {"indicators/papers.yaml": cases, "reports/kuu.yaml": report, "inbox/matters.csv": write_export(matters),
                                          "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: 5")})
    done = run("run", workspace, "--as-of", AS_OF)
    rows, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
    stocks = [r for r in rows if r["indicator"] == "S01"]
    shown = {(r["period"], r["keys"].get("service")): r["value"] for r in stocks if r["state"] == "ok"}
    small = [r for r in stocks if r["n"] not in ("", "0") and int(r["n"]) < 5]
    tap.ok(done.returncode == 0 and shown.get(("2026-05", None)) == "13" and not small and not any(k[1] in ("OA", "KT") for k in shown),
           "a small stock is not shown, nor what it could be told from", "%s\n%s" % (small, shown))


def check_mistakes(tap, directory, matters):
    mistakes = [
        ("    at: period_end\n    by: [service]\n  S03", "    at: period_end\n    period: came\n    by: [service]\n  S03", "'period' and 'at'"),
        ("    at: period_end\n    by: [service]\n  S03", "    at: perioodend\n    by: [service]\n  S03", "period_end"),
        ("    period: came", "    where: came <= period_end\n    period: came", "'period_end' where nothing is counted at the end of a period"),
        ("    value: ratio(S01, F01)", "    value: ratio(ytd(S01), F01)", "'S01' is counted at the end of a period"),
        ("    value: ratio(S01, F01)", "    value: ratio(full_year(S01), F01)", "'S01' is counted at the end of a period"),
        ("    value: ratio(S01, F01)", "    value: ratio(S01, F01)\n    at: period_end", "'at' in indicator 'R01', which is a formula"),
        ("    value: count(*)\n    where: came <= period_end and (closed is null or closed > period_end)",
         "    value: count(*)\n    where: closed is null", "a stock that does not look at the end of the period"),
    ]
    for number, (old, new, told) in enumerate(mistakes):
        assert old in INDICATORS
        text = INDICATORS.replace(old, new, 1)
        if number in (0, 1, 6):
            text = text.replace('    by: [service, "case when period_end - came > 60 then \'old\' else \'new\' end as age"]\n', "")
        workspace = make(directory, "mistake%d" % number, {"indicators/papers.yaml": text, "inbox/matters.csv": write_export(matters[:5])})
        done = run("check", workspace, "--as-of", AS_OF)
        both = done.stdout + done.stderr
        tap.ok(done.returncode == 78 and told in both and "indicators/papers.yaml:" in both, "told: %s" % told, both)


def main():
    tap = Tap()
    matters = make_matters()
    with scratch() as directory:
        workspace = make(directory, "w", {"inbox/matters.csv": write_export(matters)})
        done = run("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 0, "a report of stocks is made", "exit %d\n%s" % (done.returncode, done.stderr))
        made = edition(workspace, "kuu", "2026-10")
        rows, _ = read_figures(made / "figures.csv")
        check_figures(tap, rows, matters)
        check_explain(tap, workspace, rows, matters)
        page = (made / "kuu-2026-10.et.html").read_text(encoding="utf-8")
        tap.ok("Arvestatakse perioodi lõpu seisuga" in page and page.count("aasta algusest") > 0, "the page says how it is counted")
        check_running(tap, directory, matters)
        check_small(tap, directory)
        check_mistakes(tap, directory, matters)
    tap.finish()


main()
