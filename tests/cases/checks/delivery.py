#!/usr/bin/python3
"""delivery.py - is what was delivered fresh, complete, and does it add up: each check holds, fails, and fails with its exit status."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402

FILES = {
    "seire.yaml": "organisation: Amet\naudiences: {sise: {threshold: 2}}\n",
    "lists/counties.csv": "code,valid_from,valid_to,et,en\nA,,,Aa,Aa\nB,,,Bee,Bee\nC,2026-03-01,,Tsee,Tsee\n",
    "datasets/bills.yaml": """
datasets:
  bills:
    files: inbox/*.csv
    columns: {day: date, county: {type: code, list: counties}, sum: decimal(2)}
    checks:
      - CHECK
""",
    "indicators/spend.yaml": """
indicators:
  B01: {name: {et: Kulu, en: Spend}, dataset: bills, counts: document, value: sum(sum), period: day, unit: euro}
""",
    "reports/month.yaml": """
reports:
  month: {title: {et: Kulud, en: Spend}, audience: sise, sections: [{title: {et: Kulud, en: Spend}, indicators: [B01]}]}
""",
    "ctl/all.csv": "file,measure,value\n*,other,1\n*,c,100.00\n",
    "ctl/each.csv": "value;measure;file\n70.05;c;a.csv\n29.96;c;inbox/b.csv\n",
    "ctl/lacks.csv": "file,measure,value\na.csv,c,70.05\n",
    "ctl/more.csv": "file,measure,value\na.csv,c,70.05\nb.csv,c,29.95\nc.csv,c,1\n",
    "ctl/bad.csv": "file,measure,value\n*,c,lots\n",
    "ctl/broken.csv": "file;measure;value\n*;c;100.00\na.csv;c\n",
    "ctl/quote.csv": "file;measure;value\n*;c;100.00\n\"a.csv;c;70.05\n",
    "ctl/other.csv": "file;measure;value\n*;c;100.00\n;;\na.csv;other\nfile;measure;value\n",
    "inbox/a.csv": "day,county,sum\n2026-01-05,A,10.00\n2026-01-06,B,20.05\n2026-02-07,A,\n,B,40.00\n",
    "inbox/b.csv": "day,county,sum\n2026-03-01,A,-0.05\n2026-03-31,C,30.00\n",
}
CASES = [   # the check, exit of `check` on 2026-04-07, what is told of it (empty: it holds)
    ("newest: day, within_days: 7", 0, ""),
    ("newest: day, within_days: 6", 11, "error: the latest date is 2026-03-31, 7 days before the run; expected one of 2026-04-01 or later [data.stale]"),
    ("newest: day, within_days: 6, severity: warn", 1, "caution: the latest date is 2026-03-31, 7 days before the run; expected one of 2026-04-01 or later"),
    ("newest: day + 1, within_days: 6", 0, ""),
    ("every: month, by: day", 0, ""),
    ("every: day, by: day, tolerance: 80", 10, "error: check 'c' does not hold for 81 of 86 periods; expected at most 80 of the periods"),
    ("every: quarter, by: day, column: county", 0, ""),
    ("every: month, by: day, column: county", 10, "caution: no rows in 2026-02 of 'B'; expected rows in every period [data.gap]"),
    ("every: month, by: day, column: county", 10, "error: check 'c' does not hold for 2 of 7 periods"),   # C is expected from March on
    ("every: month, by: day, column: county, tolerance: 2", 0, "no rows in 2026-03 of 'B'"),
    ("files: 2", 0, ""),
    ("files: 3", 10, "error: 2 files; expected 3 [data.files]"),
    ("total: sum(sum), equals: 100", 0, ""),
    ("total: sum(sum), equals: 100.01", 10, "error: a total of 100.00; expected 100.01 [data.total]"),
    ("total: sum(sum), equals: 100.01, within: 0.01", 0, ""),
    ("total: sum(sum), equals: 101, within: 0.9%", 10, "error: a total of 100.00; expected 101, give or take 0.9 % [data.total]"),
    ("total: sum(sum), equals: 101, within: 1%", 0, ""),
    ("total: count(*), equals: 6", 0, ""),
    ("total: count(*), equals: 7, message: {et: Ridu on vähe, en: Too few rows}", 10, "error: Too few rows: a total of 6; expected 7 [data.total]"),
    ("total: sum(sum), control: ctl/all.csv", 0, ""),
    ("total: sum(sum), control: ctl/each.csv", 10, "W/ctl/each.csv:3:1: error: a total of 29.95 in inbox/b.csv; expected 29.96 [data.total]"),
    ("total: sum(sum), control: ctl/each.csv, within: 0.01", 0, ""),
    ("total: sum(sum), control: ctl/lacks.csv", 10, "error: no control total of inbox/b.csv; expected one for each file, or one for all"),
    ("total: sum(sum), control: ctl/more.csv", 10, "W/ctl/more.csv:4:9: error: no file 'c.csv'; expected each file of the control file in the delivery"),
    ("total: sum(sum), control: ctl/none.csv", 65, "there is no control file 'W/ctl/none.csv', expected one beside the delivery"),
    ("total: sum(sum), control: ctl/bad.csv", 65, "W/ctl/bad.csv:2:5: the control total of 'c' cannot be read, expected a number"),
    ("total: sum(sum), control: ctl/broken.csv", 65, "W/ctl/broken.csv:3:1: a row of the control file cannot be read (row.ragged), expected file, measure and value; without it 'c' cannot be checked"),
    ("total: sum(sum), control: ctl/quote.csv", 65, "W/ctl/quote.csv:3:1: a row of the control file cannot be read (row.unterminated_quote), "),
    ("total: sum(sum), control: ctl/other.csv", 0, ""),     # the broken row is of another check
    ("total: sum(sum), last_run: true", 0, ""),         # nothing to compare with
    # what the rules cannot mean
    ("total: sum(sum)", 78, "check has 'total' and nothing to compare it with; expected one of `equals:`, `control:`, `last_run:`"),
    ("total: sum(sum), equals: 3, last_run: true", 78, "a total that is compared with several things"),
    ("newest: county, within_days: 6", 78, "'county' is a text; expected a date [rules.type]"),
    ("newest: day", 78, "check has 'newest' but no 'within_days'"),
    ("every: fortnight, by: day", 78, "'fortnight' for 'every'; expected one of day, week, month, quarter, half, year"),
    ("files: 2, column: day", 78, "'column' in a check with 'files'"),
    ("expect: sum > 0, within: 3", 78, "'within' without 'total'; expected `total:` beside it"),
    ("total: avg(sum), equals: 3", 78, "'avg(sum)'; expected sum(x) or count(*)"),
    ("total: sum(county), equals: 3", 78, "'county' is a text; expected a whole or decimal number"),
    ("files: 2, total: count(*), equals: 6", 78, "'total' beside 'files'; expected one thing in a check"),
]


def make(directory, check):
    workspace = Path(directory) / "W"
    for name, text in FILES.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("CHECK", "{id: c, %s}" % check))
    return workspace


def test_last_run(tap, directory):
    workspace = make(directory, "total: sum(sum), last_run: true, within: 10%")
    first = run("run", "W", "--as-of", "2026-04-06", "--no-send", cwd=directory)
    tap.ok(first.returncode == 0, "the first run has no total to compare with", first.stderr)
    for amount, status in [("39.99", 0), ("50.98", 0), ("25.00", 10), ("25.00", 10)]:    # 100, 109.99, 120.98; then twice too little
        (workspace / "inbox/b.csv").write_text("day,county,sum\n2026-03-01,A,-0.05\n2026-03-31,C,%s\n" % amount)
        done = run("run", "W", "--as-of", "2026-04-06", "--no-send", "--report", "month", "--verbose", cwd=directory)
        tap.ok(done.returncode == status, "%s more or less: exit %d" % (amount, status), "exit %d\n%s" % (done.returncode, done.stderr))
    tap.ok("a total of 95.00; expected 120.98 as in the last run, give or take 10 %" in done.stderr, "a total that was refused is not compared with", done.stderr)


def main():
    tap = Tap()
    with scratch() as directory:
        test_last_run(tap, directory)
    for check, status, told in CASES:
        with scratch() as directory:
            make(directory, check)
            done = run("check", "W", "--as-of", "2026-04-07", cwd=directory)
            line = [text for text in done.stderr.splitlines() if told and told in text]
            is_quiet = told or "W/datasets/bills.yaml" not in done.stderr
            tap.ok(done.returncode == status and is_quiet and bool(line) == bool(told), "{%s}: exit %d" % (check, status), "exit %d\n%s" % (done.returncode, done.stderr))
    with scratch() as directory:
        workspace = make(directory, "newest: day, within_days: 6")
        first = run("run", "W", "--as-of", "2026-04-06", "--no-send", cwd=directory)
        tap.ok(first.returncode == 0 and (workspace / "published/month/2026-03/1").is_dir(), "fresh data are published", first.stderr)
        (workspace / "inbox/b.csv").write_text("day,county,sum\n2026-03-30,A,1.00\n")
        second = run("run", "W", "--as-of", "2026-04-06", "--no-send", "--report", "month", cwd=directory)
        tap.ok(second.returncode == 11, "stale data stop the report with 11", "exit %d\n%s" % (second.returncode, second.stderr))
        tap.ok([path.name for path in (workspace / "published/month/2026-03").iterdir()] == ["1"], "and the old one stays", second.stderr)
    tap.finish()


main()
