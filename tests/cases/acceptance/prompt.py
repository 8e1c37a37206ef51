#!/usr/bin/python3
"""prompt.py - the contract of `query` and `read` in the design, against Python on the same files: names, groupings, order, missing values, exact
and shortest numbers, formats, where the question and the rows may come from; the dialect line and the cleaned table of `read`."""
import csv
import io
import json
import math
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, make_example, run, scratch     # noqa: E402

SMALL = """ Teenus ;maakond;Summa;kp;nr;õigus
OA;Harju;10,50;01.10.2026;0045;x
KT;Tartu;20,00;02.10.2026;0046;
OA;;1,25;03.11.2026;0047;y
;Harju;;15.12.2025;0048;x
ÄÖ;Harju;-3,00;31.12.2025;0049;
"""

ANSWERS = [     # arguments behind --from small.csv, format, the whole of stdout
    (["count(*) as n, sum(Summa)", "--by", "Teenus"], "csv", "Teenus,n,sum(Summa)\nKT,1,20.00\nOA,2,11.75\nÄÖ,1,-3.00\n,1,\n"),
    (["  count( * ) ,  avg(Summa)  "], "csv", "count( * ),avg(Summa)\n5,7.1875\n"),
    (["sum(Summa) / 3 as x"], "csv", "x\n9.583333333333334\n"),
    (["count(*)", "--by", "nr"], "csv", "nr,count(*)\n0045,1\n0046,1\n0047,1\n0048,1\n0049,1\n"),
    (["count(distinct ÕIGUS), count(õigus)"], "csv", "count(distinct ÕIGUS),count(õigus)\n2,3\n"),
    (["max(kp) as viimane, min(teenus)"], "json", '[\n{"viimane":"2026-11-03","min(teenus)":"KT"}\n]\n'),
    (["count(*) as n, sum(summa), avg(summa)", "--where", "Summa > 100"], "json", '[\n{"n":0,"sum(summa)":null,"avg(summa)":null}\n]\n'),
    (["count(*)", "--where", "Summa > 100", "--by", "teenus"], "csv", "teenus,count(*)\n"),
    (["count(*)", "--where", "Summa > 100", "--by", "teenus"], "json", "[\n]\n"),
    (["count(*) as n", "--by", "Summa > 5 as suur"], "json", '[\n{"suur":false,"n":2},\n{"suur":true,"n":2},\n{"suur":null,"n":1}\n]\n'),
    (["count(*) as n", "--by", "case when summa > 5 then 'a,b' else 'c\"d' end as x"], "csv", 'x,n\n"a,b",2\n"c""d",3\n'),
    (["count(*) as n", "--by", "teenus, date_trunc('month', kp) as kuu", "--by", "teenus, year(kp) as aasta"], "csv",
     "grouping,teenus,kuu,aasta,n\n1,KT,2026-10-01,,1\n1,OA,2026-10-01,,1\n1,OA,2026-11-01,,1\n1,ÄÖ,2025-12-01,,1\n1,,2025-12-01,,1\n"
     "2,KT,,2026,1\n2,OA,,2026,2\n2,ÄÖ,,2025,1\n2,,,2025,1\n"),
    (["count(*) as n", "--by", "maakond", "--by", "õigus"], "json",
     '[\n{"grouping":1,"maakond":"Harju","õigus":null,"n":3},\n{"grouping":1,"maakond":"Tartu","õigus":null,"n":1},\n'
     '{"grouping":1,"maakond":null,"õigus":null,"n":1},\n{"grouping":2,"maakond":null,"õigus":"x","n":2},\n'
     '{"grouping":2,"maakond":null,"õigus":"y","n":1},\n{"grouping":2,"maakond":null,"õigus":null,"n":2}\n]\n'),
    (["count(*) as n", "--by", "teenus"], "table", "teenus  n\nKT      1\nOA      2\nÄÖ      1\n        1\n"),
]

TWICE = [["count(*), count(*)"], ["count(*) as n, sum(Summa) as n"], ["count(*) as teenus", "--by", "teenus"], ["count(*)", "--by", "teenus, teenus"],
         ["count(*) as grouping", "--by", "teenus", "--by", "maakond"]]


def check_answers(tap, directory):
    (directory / "small.csv").write_text(SMALL, encoding="utf-8")
    for arguments, form, wanted in ANSWERS:
        done = run("query", *arguments, "--from", "small.csv", "--format", form, cwd=directory)
        tap.ok(done.returncode == 0 and done.stdout == wanted, "%s as %s" % (" ".join(arguments), form), "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
    for arguments in TWICE:
        done = run("query", *arguments, "--from", "small.csv", cwd=directory)
        tap.ok(done.returncode == 64 and "two columns of the answer are named" in done.stderr and done.stdout == "",
               "two equal names are refused: %s" % " ".join(arguments), "exit %d\n%s" % (done.returncode, done.stderr))
    wanted = "Teenus,n\nKT,1\nOA,2\nÄÖ,1\n,1\n"
    (directory / "question.sql").write_text("-- a comment\ncount(*) as n\n", encoding="utf-8")
    rest = ["--by", "Teenus", "--format", "csv"]
    ways = {
        "from a file": (["--file", "question.sql", "--from", "small.csv"], None), "from standard input": (["--file", "-", "--from", "small.csv"], "count(*) as n"),
        "with the rows from a pipe": (["count(*) as n", "--from", "-"], SMALL),
    }
    for name, (arguments, typed) in ways.items():
        done = run("query", *arguments, *rest, cwd=directory, input=typed)
        tap.ok(done.returncode == 0 and done.stdout == wanted, "a question %s" % name, "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
    with open(directory / "small.csv") as rows:
        done = run("query", "count(*) as n", "--from", "-", *rest, cwd=directory, stdin=rows)
        tap.ok(done.returncode == 0 and done.stdout == wanted, "rows from a redirected file", "exit %d\n%s" % (done.returncode, done.stderr))
    done = run("query", "--file", "-", "--from", "-", cwd=directory, input="count(*)")
    tap.ok(done.returncode == 64, "question and rows cannot both be standard input", "exit %d\n%s" % (done.returncode, done.stderr))
    done = run("query", "count(*) as n", "--from", "small.csv", "-o", "answer.csv", *rest, cwd=directory)
    tap.ok(done.returncode == 0 and done.stdout == "" and (directory / "answer.csv").read_text(encoding="utf-8") == wanted, "-o writes the answer into a file",
           "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
    tap.ok("not released" in done.stderr, "it is said that nothing is released", done.stderr)


def check_dates(tap, directory):
    """A date order is taken only if the values allow exactly one; --date says which."""
    cases = [("01/02/2026\n03/04/2026\n", [], "01/02/2026"), ("01/02/2026\n23/04/2026\n", [], "2026-02-01"), ("01/02/2026\n03/24/2026\n", [], "2026-01-02"),
             ("01/02/2026\n03/04/2026\n", ["--date", "mm/dd/yyyy"], "2026-01-02"), ("01/02/2026\n03/04/2026\n", ["--date", "dd/mm/yyyy"], "2026-02-01")]
    for number, (values, options, wanted) in enumerate(cases):
        (directory / "dates.csv").write_text("d\n" + values)
        done = run("query", "min(d) as d", "--from", "dates.csv", "--format", "csv", *options, cwd=directory)
        tap.ok(done.returncode == 0 and done.stdout == "d\n%s\n" % wanted, "dates %d: %s %s" % (number, values.split()[1], " ".join(options)),
               "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))


def read_contacts(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file, delimiter=";")]


def check_against_python(tap, workspace):
    """Every contact of the example by language and shift: counts, shares, quantiles, means and deviations."""
    path = workspace / "inbox/kontaktid.csv"
    header, *records = read_contacts(path)
    rows = [dict(zip(header, r)) for r in records if len(r) == len(header)]
    groups = defaultdict(list)
    for row in rows:
        groups[row["keel"], row["valve"]].append(row)
    measures = ("count(*) as n, count(ooteaeg_s) as w, share(vastatud = 'jah') as v, sum(kestus_min) as s, avg(kestus_min) as a, median(kestus_min) as m, "
                "quantile(kestus_min, 0.9) as q, stddev(kestus_min) as d, count(distinct juhtumi_nr) as j, min(kp) as f")
    done = run("query", measures, "--from", path, "--by", "keel, valve", "--format", "json", "--where", "kanal in ('telefon', 'vestlus')")
    told = json.loads(done.stdout) if done.returncode == 0 else []

    def quantile(values, q):
        values = sorted(values)
        place = (len(values) - 1) * q
        low = math.floor(place)
        return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (place - low)

    problems = []
    keys = sorted(groups, key=lambda k: tuple((v == "", v) for v in k))
    wanted = []
    for key in keys:
        own = [r for r in groups[key] if r["kanal"] in ("telefon", "vestlus")]
        minutes = [int(r["kestus_min"]) for r in own if r["kestus_min"] != ""]
        answered = [r["vastatud"] == "jah" for r in own if r["vastatud"] != ""]
        if not own:
            continue
        mean = sum(minutes) / len(minutes) if minutes else None
        wanted.append({"keel": key[0] or None, "valve": key[1] or None, "n": len(own), "w": sum(r["ooteaeg_s"] != "" for r in own),
                       "v": sum(answered) / len(answered) if answered else None, "s": sum(minutes) if minutes else None, "a": mean,
                       "m": quantile(minutes, .5) if minutes else None, "q": quantile(minutes, .9) if minutes else None,
                       "d": math.sqrt(sum((x - mean) ** 2 for x in minutes) / (len(minutes) - 1)) if len(minutes) > 1 else None,
                       "j": len({r["juhtumi_nr"] for r in own} - {""})})
    for one, own in zip(told, wanted):
        for name, value in own.items():
            same = one[name] == value or (isinstance(value, float) and one[name] is not None and math.isclose(one[name], value, rel_tol=1e-12))
            if not same:
                problems.append("%s %s: %s is %s, ours %s" % (own["keel"], own["valve"], name, one[name], value))
    tap.ok(len(told) == len(wanted) > 4 and not problems, "%d groups of contacts are Python's" % len(wanted),
           "exit %d, %d groups, ours %d\n%s\n%s" % (done.returncode, len(told), len(wanted), "\n".join(problems[:8]), done.stderr[-400:]))
    tap.ok([list(o) for o in told] == [list(w) + ["f"] for w in wanted], "keys stand in the order of the columns")

    header, *records = list(csv.reader(io.StringIO((workspace / "inbox/kuludokumendid.csv").read_bytes().decode("cp1257"), newline=""), delimiter=";"))
    sums = defaultdict(Decimal)
    column, kind = header.index("km"), header.index("teenus")
    for record in records:
        sums[record[kind]] += Decimal(record[column].replace(",", ".") or 0)
    done = run("query", "sum(km) as s", "--from", workspace / "inbox/kuludokumendid.csv", "--by", "teenus", "--format", "csv")
    table = {r["teenus"]: Decimal(r["s"] or 0) for r in csv.DictReader(io.StringIO(done.stdout))}
    tap.ok(table == dict(sums) and all("." in r.split(",")[1] for r in done.stdout.split()[1:]), "sums of cents are exact, in Windows-1257 that nobody declared",
           "exit %d\n%s" % (done.returncode, done.stderr[-400:]))


READINGS = [    # bytes, options, header_line, records
    (b"a,b\n1,2\n", [], 1, [["a", "b"], ["1", "2"]]),
    (b"sep=;\na;b\n1;2\n", [], 2, [["a", "b"], ["1", "2"]]),
    (b"\n\n\na,b\n1,2\n", [], 4, [["a", "b"], ["1", "2"]]),
    (b"# by hand\n# twice\na,b\n1,2\n", ["--comment", "#"], 3, [["a", "b"], ["1", "2"]]),
    (b"Title\nof 2026\n\na,b\n1,2\n", ["--skip", "2"], 4, [["a", "b"], ["1", "2"]]),
    (b"Title\nof 2026\na,b\n1,2\n", ["--header", "3"], 3, [["a", "b"], ["1", "2"]]),
    (b'"a\nwide",b\n1,2\n', [], 1, [["a\nwide", "b"], ["1", "2"]]),
    (b"1,2\n", ["--header", "none"], None, [["1", "2"]]),
    (b"\xef\xbb\xbfa,b\r\n1,\"x \"\"y\"\"\"\r\n", [], 1, [["a", "b"], ["1", 'x "y"']]),
    (b"a;b\n 1 ;\xf5\n", ["--encoding", "Windows-1257", "--trim"], 1, [["a", "b"], ["1", "õ"]]),
    (b'a,b\n "x, y" , " z "\n', ["--delimiter", ",", "--trim"], 1, [["a", "b"], ["x, y", " z "]]),
]
TOLD = [    # bytes, options, exit status, what stderr says line by line, notes of what was found left out
    (b"a,b\n1\n2,3,4\n\n5,6,,\n", ["--delimiter", ","], 0,
     ["in.csv:2:1: caution: 1 field; expected 2, as in the header; look for a line end inside a field, or a delimiter that is missing [row.ragged]",
      "in.csv:3:1: caution: 3 fields; expected 2, as in the header; quote a field that holds the delimiter [row.ragged]",
      "in.csv:5:5: note: 4 fields, and those too many are empty; expected 2, as in the header [row.extra_empty]",
      "in.csv: 3 records = 3 kept + 0 superseded + 0 set aside; 19 bytes, 5 lines, 1 without any value"]),
    (b"1,2\n3\n\0,4\n5,\"\n", ["--delimiter", ",", "--header", "none"], 65,
     ["in.csv:2:1: caution: 1 field; expected 2, as in the first row; look for a line end inside a field, or a delimiter that is missing [row.ragged]",
      "in.csv:3:1: caution: a NUL byte; expected text; export the file again; UTF-16 without a byte order mark needs `encoding: UTF-16LE` [row.nul]",
      "in.csv:4:3: caution: a quoted field is opened here and never closed; expected a closing quote before the end of the file; close the quote, or declare "
      "that quotes mean nothing: `quote: none` [row.unterminated_quote]",
      "in.csv:5:1: note: the file ends here inside the quoted field [row.unterminated_quote]",
      "in.csv: 4 records = 2 kept + 0 superseded + 2 set aside (row.nul 1, row.unterminated_quote 1); 14 bytes, 4 lines, 0 without any value"]),
]


def check_read(tap, directory):
    for data, options, line, records in READINGS:
        (directory / "in.csv").write_bytes(data)
        done = run("read", "in.csv", *options, cwd=directory)
        first, *rest = [json.loads(text) for text in done.stdout.splitlines()] or [{}]
        tap.ok(done.returncode == 0 and first.get("header_line") == line and rest == records and {"file", "encoding", "delimiter", "quote"} < set(first),
               "read %s %s: the header is in line %s" % (data[:12], " ".join(options), line), "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
        done = run("read", "in.csv", *options, "--format", "csv", cwd=directory)
        tap.ok(list(csv.reader(io.StringIO(done.stdout, newline=""))) == records, "and --format csv gives the same table", done.stdout)
    (directory / "in.csv").write_bytes(b"")
    done = run("read", "in.csv", cwd=directory)
    tap.ok(done.returncode == 65 and "[file.empty]" in done.stderr and json.loads(done.stdout)["header_line"] is None, "an empty file is said to be empty",
           "exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
    for data, options, status, wanted in TOLD:
        (directory / "in.csv").write_bytes(data)
        done = run("read", "in.csv", *options, cwd=directory)
        told = [line for line in done.stderr.splitlines() if "[dialect." not in line]
        tap.ok(done.returncode == status and told == wanted, "read %s tells what is odd, and accounts for all of it" % data[:12], "exit %d\n%s" % (done.returncode, done.stderr))
    (directory / "in.csv").write_bytes(b'a,b\n1,x\n2, x \n3," x"\n')
    done = run("query", "count(*) as n", "--by", "b", "--from", "in.csv", "--delimiter", ",", "--trim", "--format", "csv", cwd=directory)
    tap.ok(done.stdout.splitlines() == ["b,n", " x,1", "x,2"], "--trim takes away the blanks around values, not those inside quotes", done.stdout + done.stderr)
    done = run("read", "-", cwd=directory, input="a,b\n1,2\n")
    tap.ok(done.returncode == 0 and done.stdout.splitlines()[1:] == ['["a","b"]', '["1","2"]'], "read takes a pipe", done.stdout)


def main():
    tap = Tap()
    with scratch() as name:
        directory = Path(name)
        check_answers(tap, directory)
        check_dates(tap, directory)
        check_read(tap, directory)
        check_against_python(tap, make_example(directory))
    tap.finish()


main()
