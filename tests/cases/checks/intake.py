#!/usr/bin/python3
"""intake.py - the quality of the data measured like anything else: the data set `intake` at the prompt, in a report, and over several runs."""
import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, run, scratch     # noqa: E402

FILES = {
    "seire.yaml": "organisation: Amet\naudiences: {sise: {threshold: 2}}\n",
    "datasets/bills.yaml": """
datasets:
  bills:
    files: inbox/bills-*.csv
    key: bill
    columns: {bill: {type: text, required: true}, day: {type: date, required: true, bad: missing}, sum: decimal(2), client: person}
  visits: {files: inbox/visits.csv, missing: [teadmata], columns: {day: date, place: code, ways: "codes('+')"}}
""",
    "indicators/quality.yaml": """
indicators:
  K01: {name: {et: Täidetus, en: Filled}, dataset: intake, counts: cell, value: "ratio(filled_cells, required_cells)", period: day, by: [dataset], unit: share}
  K02: {name: {et: Kõrvale jäetud, en: Set aside}, dataset: intake, counts: record, value: sum(set_aside), period: day, by: [file], unit: count}
""",
    "reports/month.yaml": """
reports:
  month: {title: {et: Andmed, en: Data}, audience: sise, sections: [{title: {et: Andmed, en: Data}, indicators: [K01, K02]}]}
""",
    "inbox/bills-1.csv": "bill,day,sum,client\n1,2026-01-05,1.00,\n2,,2.00,\n3,2026-01-07,x,\n4,2026-01-08,4.00\n2,2026-01-09,5.00,\n,2026-01-09,5.00,\n",
    "inbox/visits.csv": "day,place,ways\n2026-01-01, teadmata ,a+b\n2026-13-01,x,\n2026-01-02\n2026-01-03,,teadmata\n",
}
# Six records: bill 2 came twice in the file; the row without a bill, the bad sum and the short row are set aside. Of the rows
# that could be split and were not superseded (1, 3, 2 again, the one without a bill) eight cells are required and seven are filled.
BILLS = ["bills", "inbox/bills-1.csv", "2026-02-02", "6", "2", "1", "3", "8", "7", "0", "0"]
# Of three visits that could be split six cells are codes; in two of them the word for unknown stands, two are empty.
VISITS = ["visits", "inbox/visits.csv", "2026-02-02", "4", "2", "0", "2", "0", "0", "6", "2"]
COLUMNS = ["dataset", "file", "day"]
COUNTS = ["records", "kept", "superseded", "set_aside", "required_cells", "filled_cells", "coded_cells", "unknown_cells"]


def write(workspace, files):
    for name, text in files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def ask(directory, as_of):
    done = run("query", ", ".join("sum(%s) as %s" % (name, "n_" + name) for name in COUNTS), "--by", ", ".join(COLUMNS), "--from", "intake", "--workspace", "W",
               "--as-of", as_of, "--format", "csv", cwd=directory)
    return list(csv.reader(done.stdout.splitlines()))[1:], done


def read_figures(workspace, period):
    with open(edition(workspace, "month", period) / "figures.csv", encoding="utf-8", newline="") as file:
        return {(row["indicator"], row["period"], row.get("dataset", "*"), row.get("file", "*")): row for row in csv.DictReader(file) if row["grain"] == "month"}


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = Path(directory) / "W"
        write(workspace, FILES)
        rows, done = ask(directory, "2026-02-02")
        tap.ok(rows == [BILLS, VISITS], "the prompt answers, without a key for persons and before any run", done.stdout + done.stderr)
        write(workspace, {"datasets/bills.yaml": FILES["datasets/bills.yaml"].replace("person", "drop")})
        first = run("run", "W", "--as-of", "2026-03-02", "--no-send", cwd=directory)
        tap.ok(first.returncode in (0, 1), "a report of it is made", first.stderr)
        write(workspace, {"inbox/bills-2.csv": "bill,day,sum,client\n9,2026-02-01,1.00,\n1,2026-02-02,1.50,\n"})
        rows, done = ask(directory, "2026-04-01")
        tap.ok([row[1:3] for row in rows] == [["inbox/bills-1.csv", "2026-03-02"], ["inbox/bills-2.csv", "2026-04-01"], ["inbox/visits.csv", "2026-03-02"]],
               "a file has the day of the run that first saw it", done.stdout)
        second = run("run", "W", "--as-of", "2026-04-01", "--no-send", cwd=directory)
        figures = read_figures(workspace, "2026-03")
        cells = figures.get(("K01", "2026-03", "*", "*"), {})
        tap.ok(cells.get("numerator") == "5" and cells.get("denominator") == "6", "cells of rows that a later file replaced no longer count",
               second.stderr + "\n".join(map(str, figures.values())))
        told = run("explain", "K02:2026-03", "--workspace", "W", "--as-of", "2026-04-01", cwd=directory)
        tap.ok("value      5" in told.stdout and "data set intake: 3 rows, one for each file that was read\n           3 pass the filter, 2 counted" in told.stdout,
               "a figure of it is explained", told.stdout + told.stderr)
        write(workspace, {"datasets/more.yaml": "datasets:\n  intake: {files: x.csv, columns: {a: text}}\n"})
        refused = run("check", "W", cwd=directory)
        tap.ok(refused.returncode == 78 and "W/datasets/more.yaml:2:3: error: the name 'intake'" in refused.stderr, "its name is taken", refused.stderr)
    tap.finish()


main()
