#!/usr/bin/python3
"""corrections.py - exports that correct earlier ones, from `check` to `explain`: which rows stand, and that every figure names their lines only."""
import random
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


BARE = {
    "seire.yaml": "organisation: Amet\n",
    "lists/services.csv": "code,et,en,aliases\nOA,Põhiteenus,Basic,ohvriabi\nKT,Kriisitelefon,Crisis line,\n",
}


def make(directory, files):
    workspace = Path(directory) / "W"
    for name, text in files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return workspace


def ask(directory):
    """The numbers v of the rows that stand, and what was told."""
    done = run("query", "count(*)", "--from", "rows", "--workspace", "W", "--by", "v", "--format", "csv", cwd=directory)
    return [int(line.split(",")[0]) for line in done.stdout.splitlines()[1:]], done


def test_keys_as_they_are_read(tap):
    """Two ways to write one value are one key; two texts are two."""
    columns = {"date": "{type: date, formats: [yyyy-mm-dd, d.m.yyyy]}", "integer": "integer", "decimal(2)": "decimal(2)", "code": "{type: code, list: services}",
               "text": "text", "person": "person", "boolean": "boolean", "dropped": "{type: text, missing: ['-']}"}
    cases = [("date", ["2026-01-05", "5.1.2026"], [2]), ("integer", ["7", "07"], [2]), ("decimal(2)", ["1.5", "1.50"], [2]), ("code", ["ohvriabi", "oa"], [2]),
             ("text", ["J-1", "j-1"], [1, 2]), ("text", ["J-1", " J-1 "], [2]), ("text", ["1", "01"], [1, 2]), ("person", ["37605030299", "37605030299"], [2]),
             ("boolean", ["jah", "1"], [2]), ("dropped", ["-", "-"], [1, 2]), ("dropped", ["", ""], [1, 2]), ("code", ["XX", "XX"], [])]
    for kind, values, wanted in cases:
        for files in (1, 2):
            with scratch() as directory:
                workspace = make(directory, {**BARE, "datasets/rows.yaml": "datasets:\n  rows:\n    files: inbox/*.csv\n    delimiter: ';'\n    key: k\n"
                                             "    columns: {k: %s, v: integer}\n" % columns[kind]})
                (workspace / "person.key").write_text("0123456789abcdef")
                (workspace / "person.key").chmod(0o600)
                (workspace / "seire.yaml").write_text(BARE["seire.yaml"] + "person_key: person.key\n")
                (workspace / "inbox").mkdir()
                for i, value in enumerate(values):
                    path = workspace / "inbox" / ("%d.csv" % (i if files == 2 else 0))
                    path.write_text((path.read_text() if path.exists() else "k;v\n") + "%s;%d\n" % (value, i + 1))
                stand, done = ask(directory)
                twice = done.stderr.count("[key.duplicate]")
                tap.ok(stand == wanted and twice == (files == 1 and len(wanted) == 1), "%s: %s in %d file%s: %s" % (kind, values if kind != "person" else "a person twice", files,
                       "s" if files > 1 else "", wanted), "%s %s" % (stand, done.stderr))


def test_a_row_set_aside_replaces_too(tap):
    with scratch() as directory:
        make(directory, {**BARE, "datasets/rows.yaml": "datasets:\n  rows:\n    files: inbox/*.csv\n    delimiter: ','\n    key: k\n    columns: {k: text, v: integer}\n",
                         "inbox/1.csv": "k,v\na,1\nb,2\n", "inbox/2.csv": "k,v\na,3 or so\n"})
        done = run("check", "W", cwd=directory)
        tap.ok("inbox/1.csv: 2 records = 1 kept + 1 superseded + 0 set aside" in done.stderr and "inbox/2.csv: 1 records = 0 kept + 0 superseded + 1 set aside" in done.stderr,
               "a later row replaces an earlier one even when it is set aside", done.stderr)


def stand_by_the_book(files, keep, has_key, has_period):
    """The rules read literally: rows of a period that a later file has no longer stand; of those left with one key the last, or the first."""
    last = {row[1]: i for i, rows in enumerate(files) for row in rows if row[1]}
    left = [row for i, rows in enumerate(files) for row in rows if not has_period or not row[1] or last[row[1]] == i]
    chosen = {}
    for row in left:
        if not has_key or not row[0]:
            chosen[("row", row[2])] = row[2]
        elif keep == "last" or row[0] not in chosen:
            chosen[row[0]] = row[2]
    return sorted(chosen.values())


def test_at_random(tap):
    seed = random.randrange(10 ** 6)
    generator = random.Random(seed)
    wrong = []
    for _ in range(60):
        keep, has_key, has_period = generator.choice(["last", "first"]), generator.random() < 0.8, generator.random() < 0.7
        number = iter(range(1, 1000))
        files = [[(generator.choice(["", "a", "b", "c", "d"]), generator.choice(["", "2026-01", "2026-02", "2026-03"]), next(number))
                  for _ in range(generator.randrange(1, 7))] for _ in range(generator.randrange(1, 5))]
        with scratch() as directory:
            rules = "datasets:\n  rows:\n    files: inbox/*.csv\n    delimiter: ','\n    columns: {k: text, day: date, v: integer}\n"
            rules += "    key: k\n    keep: %s\n" % keep if has_key else ""
            rules += "    redelivery: {period: month, by: day}\n" if has_period else ""
            make(directory, {**BARE, "datasets/rows.yaml": rules, **{
                "inbox/%d.csv" % i: "k,day,v\n" + "".join("%s,%s,%d\n" % (k, day + "-%02d" % (v % 28 + 1) if day else "", v) for k, day, v in rows) for i, rows in enumerate(files)}})
            stand, done = ask(directory)
            wanted = stand_by_the_book(files, keep, has_key, has_period)
            if stand != wanted:
                wrong.append("%s\n%s\n%s, wanted %s\n%s" % (rules, files, stand, wanted, done.stderr))
    tap.ok(not wrong, "60 series at random stand as the rules say, read literally (seed %d)" % seed, "\n".join(wrong[:2]))


def test_mistakes_of_a_file_stay_mistakes(tap):
    """Twice in one file is told also when a later file replaces both, and when that file delivers the period again."""
    for extra in ("", "    redelivery: {period: month, by: day}\n"):
        with scratch() as directory:
            make(directory, {**BARE, "datasets/rows.yaml": "datasets:\n  rows:\n    files: inbox/*.csv\n    delimiter: ','\n    key: k\n" + extra +
                             "    columns: {k: text, day: date, v: integer}\n", "inbox/1.csv": "k,day,v\na,2026-01-01,1\nb,2026-01-01,2\na,2026-01-02,3\na,2026-01-02,4\n",
                             "inbox/2.csv": "k,day,v\na,2026-01-03,5\n"})
            done = run("check", "W", cwd=directory)
            lines = [line for line in done.stderr.splitlines() if "[key.duplicate]" in line]
            tap.ok(len(lines) == 2 and "inbox/1.csv:4: caution: the key of line 2 again" in lines[0] and "inbox/1.csv:5: caution: the key of line 4 again" in lines[1],
                   "twice in a file is told whatever later files say%s" % (" (redelivery)" if extra else ""), done.stderr)


def main():
    tap = Tap()
    test_keys_as_they_are_read(tap)
    test_mistakes_of_a_file_stay_mistakes(tap)
    test_a_row_set_aside_replaces_too(tap)
    test_at_random(tap)
    with scratch() as directory:
        workspace = Path(directory) / "W"
        for name, text in FILES.items():
            path = workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = run("check", "W", "--as-of", "2026-04-01", cwd=directory)
        for line in ["W/inbox/2026-01.csv: 5 records = 4 kept + 1 superseded + 0 set aside; 127 bytes, 6 lines, 0 without any value",
                     "W/inbox/2026-02.csv: 2 records = 0 kept + 2 superseded + 0 set aside; 65 bytes, 3 lines, 0 without any value",
                     "W/inbox/2026-03-again-2026-02.csv: 3 records = 3 kept + 0 superseded + 0 set aside; 84 bytes, 4 lines, 0 without any value",
                     "W/inbox/2026-01.csv:6: caution: the key of line 3 again; expected a key once in a file; the last of them stands [key.duplicate]",
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
