#!/usr/bin/python3
"""check.py - every export of ../shared/data, read with rules: all records accounted for, all control totals of its SOURCES.md met."""
import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import SHARED, Tap, edition, read_csv, run, scratch     # noqa: E402

HERE = Path(__file__).resolve().parent
AS_OF = "2025-01-02"

# name: kept, superseded, set aside by reason, blank lines
FILES = {
    "ar-linea137-llamados-202407.csv": (4146, 0, {}, 0),
    "ar-linea144-2020.csv": (29706, 0, {}, 0),
    "ar-linea144-2021.csv": (25301, 0, {}, 0),
    "ar-linea144-2022.csv": (24558, 0, {}, 0),
    "ee-apteegid-20200101-utf8.csv": (498, 0, {}, 4),
    "ee-ppa-avalik_1-2022.csv": (10169, 0, {}, 0),
    "ee-ska-star-parameeter.csv": (3536, 0, {}, 0),
    "openapc-debrecen-2023.csv": (584, 0, {}, 0),
    "openapc-frankfurt-2022-invoices.csv": (378, 0, {}, 0),
    "openapc-goettingen-2020.csv": (395, 0, {}, 0),
    "uk-leeds-spend-2010-12.csv": (10303, 0, {"row.ragged": 1}, 2),
    "uk-leeds-spend-2012-04.csv": (10177, 0, {}, 0),
    "uk-oxford-spend-2014q4.csv": (3978, 0, {}, 0),
}

COUNTIES = {"0037": 8720, "0079": 471, "0045": 259, "0068": 143, "0060": 106, "0074": 77, "0081": 72, "0071": 57, "0064": 52,
            "0084": 51, "0052": 44, "0056": 42, "0050": 33, "0087": 31, "0039": 11}

# Data sets that read a file of another one in another way.
AGAIN = ("pharmacies", "calls_unmended")

# Findings of `seire check` that account for what is odd in a file: the file, the code, their number, what it says.
TOLD = [
    ("ar-linea137-llamados-202407.csv", "row.mended", 136, "the rows that stand in quotes as a whole are named"),
    ("ar-linea137-llamados-202407.csv", "row.ragged", 136, "without `mend` the same rows are set aside"),
    ("uk-leeds-spend-2010-12.csv", "row.ragged", 1, "the short row is named"),
    ("uk-leeds-spend-2012-04.csv", "row.extra_empty", 2912, "the rows with an empty thirteenth field are named, and kept"),
    ("ee-ska-star-parameeter.csv", "value.spreadsheet", 1, "the value that is no number is named"),
    ("ee-apteegid-20200101-utf8.csv", "row.empty", 8, "the rows without a value are named, by each data set that reads them"),
]

# The pharmacies of January once more and those of February, as one series of which the last row of a pharmacy stands.
SERIES = {"ee-apteegid-20200101-utf8.csv": "utf-8", "ee-apteegid-20200215-8bit.csv": "windows-1257"}

# What it says, the data set, --by, --where, the measures, and the rows of the answer.
TOTALS = [
    ("Línea 144: contacts, physical violence, no age, women, by year", "helpline", "year(day)", None,
     "count(*), sum(physical), sum(age is null), sum(gender = 'woman')",
     [("2020", "29706", "20024", "5720", "29007"), ("2021", "25301", "16953", "4757", "24670"),
      ("2022", "24558", "15690", "4981", "23622")]),
    ("Línea 137: well-formed rows, first and last day, ages, repeats of a case", "calls_unmended", None, None,
     "count(*), min(day), max(day), count(age), sum(age is null), count(*) - count(distinct id)",
     [("4010", "2024-01-01", "2024-07-31", "1623", "2387", "487")]),
    ("Línea 137: all rows, and the kinds of violence that only wrapped rows name", "calls", "violence like '%,%' as several", None,
     "count(*), count(age), sum(age is null), sum(violence = 'Física, sexual y psicológica')",
     [("false", "4010", "1623", "2387", "0"), ("true", "136", "100", "36", "60")]),
    ("Línea 137: all rows, first and last day, ages, cases", "calls", None, None,
     "count(*), min(day), max(day), count(age), sum(age is null), count(distinct id)",
     [("4146", "2024-01-01", "2024-07-31", "1723", "2423", "3631")]),
    ("Leeds: payments, net amount, credits, by file", "payments", "year(paid)", None,
     "count(*), sum(amount), sum(amount < 0)",
     [("2010", "10303", "77179009.24", "126"), ("2012", "10177", "73182739.90", "119")]),
    ("Leeds: a column whose name ends in a blank is read", "payments", "year(paid)", None, "count(supplier)", [("2010", "10303"), ("2012", "10177")]),
    ("Oxford: lines, amount, redacted", "invoices", None, None, "count(*), sum(amount), sum(supplier like '%edacted%')",
     [("3978", "15676053.92", "104")]),
    ("Debrecen and Göttingen: articles, amount", "fees", "institution", None, "count(*), sum(amount)",
     [("University of Debrecen", "584", "1278750.73935359"), ("Universität Göttingen", "395", "673421.98370000")]),
    ("Frankfurt: articles, amount, with one decimal point and one point between thousands among the commas", "fees_frankfurt", None,
     None, "count(*), sum(amount)", [("378", "869726.6061")]),
    ("Police: events, first and last day, no time, no damage, repeated ids", "events", None, None,
     "count(*), min(day), max(day), sum(time is null), sum(damage is null), count(*) - count(distinct id)",
     [("10169", "2021-01-01", "2022-12-07", "595", "1320", "55")]),
    ("Police: events by county", "events", "county", None, "count(*)", sorted((c, str(n)) for c, n in COUNTIES.items())),
    ("Norms: values, numbers, by unit", "allowances", "unit", None, "count(*)",
     [("EUR", "1923"), ("EUR m2 kohta", "1598"), ("m2", "3"), ("", "12")]),
    ("Norms: all but one amount are numbers", "allowances", None, None, "count(*), count(amount)", [("3536", "3535")]),
    ("Norms: the old codes of counties and their names are the same counties", "allowances", None, "county <> county_name",
     "count(*)", [("0",)]),
    ("Pharmacies: those that meet the conditions, and the others", "pharmacies_january", "meets", None, "count(*)",
     [("false", "317"), ("true", "181")]),
    ("Pharmacies by county", "pharmacies_january", "county", "county in ('0037', '0045', '0060', '0068', '0079')", "count(*)",
     [("0037", "184"), ("0045", "50"), ("0060", "30"), ("0068", "37"), ("0079", "69")]),
]


def make(directory):
    """This workspace with the two data sets of helpline-and-spend, as deep as here: its files are ../../../../shared."""
    workspace = Path(directory) / "repository/tests/cases/data"
    for source in (HERE.parent / "helpline-and-spend", HERE):
        parts = ("datasets", "lists") if source != HERE else ("datasets", "lists", "indicators", "reports")
        for part in parts:
            shutil.copytree(source / part, workspace / part, dirs_exist_ok=True)
    shutil.copy(HERE / "seire.yaml", workspace)
    os.symlink(SHARED, Path(directory) / "shared")
    return workspace


def query(workspace, measures, dataset, by=None, where=None):
    options = (["--by", by] if by else []) + (["--where", where] if where else [])
    done = run("query", measures, "--from", dataset, "--workspace", workspace, "--as-of", AS_OF, "--format", "csv", *options)
    if done.returncode not in (0, 1):   # 1: of some exports many records are set aside
        return "exit %d\n%s" % (done.returncode, done.stderr)
    return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))][1:]


def check_account(tap, workspace):
    """What the console tells, what the edition tells, and what was written beside, record by record."""
    done = run("run", workspace, "--as-of", AS_OF)
    made = edition(workspace, "intake", "2024")
    if not tap.ok(done.returncode in (0, 1) and made is not None, "a run reads every export and makes its edition",
                  "exit %d\n%s" % (done.returncode, done.stderr)):
        return
    rows = read_csv(made / "intake.csv")
    intake = {os.path.basename(r["file"]): r for r in rows if r["dataset"] not in AGAIN}
    tap.ok(sorted(intake) == sorted(FILES), "the edition names every file", sorted(intake))
    aside = read_aside(workspace)
    for name, (kept, superseded, reasons, blank) in FILES.items():
        records = kept + superseded + sum(reasons.values())
        told = [int(intake[name][c]) for c in ("records", "kept", "superseded", "set_aside", "blank")] if name in intake else None
        tap.ok(told == [records, kept, superseded, sum(reasons.values()), blank],
               "%s: %d records = %d kept + %d superseded + %d set aside, beside %d blank lines"
               % (name, records, kept, superseded, sum(reasons.values()), blank), told)
        tap.ok(aside.get(name, {}) == reasons, "%s: what is set aside is written with its reason" % name, aside.get(name))
    check_series(tap, workspace, [r for r in rows if r["dataset"] == "pharmacies"])


def check_series(tap, workspace, rows):
    """The two files of pharmacies, in two encodings, against a computation of our own."""
    files, latest = [], {}
    for number, (name, encoding) in enumerate(SERIES.items()):
        with open(SHARED / "data" / name, encoding=encoding, newline="") as file:
            files.append([r for r in list(csv.reader(file, delimiter=";"))[3:]])
        latest.update({r[0]: (number, r[6]) for r in files[-1] if any(r)})
    told = [[int(r[c]) for c in ("records", "kept", "superseded", "set_aside", "blank")] for r in rows]
    wanted = []
    for number, records in enumerate(files):
        kept = sum(1 for place, _ in latest.values() if place == number)
        filled = sum(1 for r in records if any(r))
        wanted.append([filled, kept, filled - kept, 0, len(records) - filled])
    tap.ok(told == wanted and wanted[0][2] > 400,
           "pharmacies: %d records of January = %d kept + %d superseded + %d set aside, beside %d empty rows" % tuple(wanted[0]), told)
    kinds = [kind for _, kind in latest.values()]
    told = query(workspace, "count(*)", "pharmacies", "kind")
    tap.ok(told == [(kind, str(kinds.count(kind))) for kind in ("Haruapteek", "Põhiapteek")],
           "pharmacies: letters arrive from both encodings", told)


def read_aside(workspace):
    """{file: {reason: rows}} of .seire/aside, but for the data sets that read a file once more."""
    found = {}
    for path in sorted((workspace / ".seire/aside").glob("*.csv")):
        if path.stem in AGAIN:
            continue
        for row in read_csv(path):
            reasons = found.setdefault(os.path.basename(row["file"]), {})
            reasons[row["rule"]] = reasons.get(row["rule"], 0) + 1
    return found


def check_told(tap, workspace):
    """Each oddity is told with its number: how many findings of a code a file has, from all data sets that read it."""
    done = run("check", workspace, "--as-of", AS_OF, "--format", "json")
    counts = {}
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        key = (os.path.basename(finding["path"] or ""), finding["code"])
        counts[key] = counts.get(key, 0) + finding["count"]
    for name, code, number, what in TOLD:
        tap.ok(counts.get((name, code)) == number, "%s: %s" % (name, what), "%s, exit %d\n%s" % (counts.get((name, code)), done.returncode, done.stderr))


def check_totals(tap, workspace):
    for name, dataset, by, where, measures, wanted in TOTALS:
        told = query(workspace, measures, dataset, by, where)
        tap.ok(told == wanted, name, told)


def read_header(name):
    """The names of the columns as `seire read` tells them: the first array."""
    lines = run("read", SHARED / "data" / name, "--format", "jsonl").stdout.splitlines()
    return next((json.loads(line) for line in lines if line.startswith("[")), None)


def check_headers(tap):
    headers = [read_header("ar-linea144-%d.csv" % year) for year in (2020, 2021, 2022)]
    tap.ok(headers[0] is not None and len(headers[0]) == 19 and headers[0] == headers[1] == headers[2],
           "Línea 144: 19 columns with the same names in each year, whatever stands in front of them", headers)
    names = [sorted(name.strip() for name in read_header("uk-leeds-spend-%s.csv" % month)) for month in ("2010-12", "2012-04")]
    tap.ok(names[0] != names[1] and len(set(names[0]) & set(names[1])) >= 8, "Leeds: the same report under other names", names)


def main():
    tap = Tap()
    if not (SHARED / "data").is_dir():
        tap.skip("the control totals of exports that others made", "../shared/data is not there")
        tap.finish()
    exports = {p.name for p in (SHARED / "data").glob("*.csv")}
    tap.ok(exports == set(FILES) | set(SERIES), "every export of ../shared/data is read here", exports ^ (set(FILES) | set(SERIES)))
    with scratch() as directory:
        workspace = make(directory)
        check_account(tap, workspace)
        check_told(tap, workspace)
        check_totals(tap, workspace)
        check_headers(tap)
    tap.finish()


main()
