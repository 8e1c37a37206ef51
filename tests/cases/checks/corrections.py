#!/usr/bin/python3
"""corrections.py - exports that correct earlier ones, from `check` to `explain`: which rows stand, and that every figure names their lines only."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402

FILES = {
    "seire.yaml": "organisation: Amet\naudiences: {sise: {threshold: 2}}\n",
    "datasets/bills.yaml": """
datasets:
  bills:
    files: inbox/*.csv
    key: [provider, bill]
    redelivery: {period: month, by: day}
    columns: {provider: code, bill: text, day: date, sum: decimal(2)}
""",
    "indicators/spend.yaml": """
indicators:
  B01: {name: {et: Kulu, en: Spend}, dataset: bills, counts: document, value: sum(sum), period: day, by: [provider], unit: euro}
""",
    "reports/month.yaml": """
reports:
  month: {title: {et: Kulud, en: Spend}, audience: sise, sections: [{title: {et: Kulud, en: Spend}, indicators: [B01]}]}
""",
    "inbox/2026-01.csv": "provider,bill,day,sum\nA,1,2026-01-05,10.00\nA,2,2026-01-06,20.00\nB,1,2026-01-07,40.00\nB,2,2026-01-08,80.00\nA,2,2026-01-09,21.00\n",
    "inbox/2026-02.csv": "provider,bill,day,sum\nA,3,2026-02-05,100.00\nA,1,2026-02-28,10.50\n",     # bill 1 of A was dated wrongly
    "inbox/2026-03-again-2026-02.csv": "provider,bill,day,sum\nA,3,2026-02-05,300.00\nB,9,2026-02-06,7.00\nA,4,2026-03-01,1.00\n",
}


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = Path(directory) / "W"
        for name, text in FILES.items():
            path = workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = run("check", "W", "--as-of", "2026-04-01", cwd=directory)
        for line in ["W/inbox/2026-01.csv: 5 records = 4 kept + 1 superseded + 0 set aside",
                     "W/inbox/2026-02.csv: 2 records = 0 kept + 2 superseded + 0 set aside",
                     "W/inbox/2026-03-again-2026-02.csv: 3 records = 3 kept + 0 superseded + 0 set aside",
                     "W/inbox/2026-01.csv:3: caution: the key of line 6 again, and that row counts; expected a key once in a file [key.duplicate]",
                     "W/inbox/2026-02.csv: note: the 2 rows of 2026-02 are replaced by 2 of inbox/2026-03-again-2026-02.csv [period.redelivered]"]:
            tap.ok(line in done.stderr.splitlines(), line, done.stderr)
        answer = run("query", "sum(sum), count(*) as n", "--from", "bills", "--workspace", "W", "--by", "month(day) as kuu", "--format", "csv", cwd=directory)
        tap.ok(answer.stdout.splitlines() == ["kuu,sum(sum),n", "1,151.00,4", "2,307.00,2", "3,1.00,1"], "the rows that stand are summed", answer.stdout)
        ran = run("run", "W", "--as-of", "2026-04-01", "--no-send", cwd=directory)
        tap.ok(ran.returncode in (0, 1), "the report is made", ran.stderr)
        for figure, wanted, never in [("B01:2026-01", "lines 2, 4-6", "2-6"), ("B01:2026-02", "2026-03-again-2026-02.csv", "inbox/2026-02.csv:")]:
            told = run("explain", figure, "--workspace", "W", cwd=directory)
            tap.ok(wanted in told.stdout and never not in told.stdout, figure + " names lines that stand", told.stdout + told.stderr)
    tap.finish()


main()
