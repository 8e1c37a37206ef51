#!/usr/bin/python3
"""drift.py - columns that are new, gone, renamed, moved or of another type: what is told by which policy, against the rules and the last run."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402

RULES = """
datasets:
  bills:
    files: inbox/*.csv
    drift: {POLICY}
    columns:
      id:     {from: [arve_nr, number], type: text}
      day:    {from: kuupaev, type: date, optional: true}
      county: {from: maakond, type: text, optional: true}
      sum:    {from: summa, type: decimal(2), bad: missing}
      note:   drop
"""
FILES = {
    "seire.yaml": "organisation: Amet\naudiences: {sise: {threshold: 2}}\n",
    "indicators/spend.yaml": """
indicators:
  B01: {name: {et: Kulu, en: Spend}, dataset: bills, counts: document, value: sum(sum), period: day, unit: euro}
""",
    "reports/month.yaml": """
reports:
  month: {title: {et: Kulud, en: Spend}, audience: sise, sections: [{title: {et: Kulud, en: Spend}, indicators: [B01]}]}
""",
}
GOOD = "arve_nr,kuupaev,maakond,summa,note\n1,2026-01-05,A,1.00,\n"
IS_RULES, IS_LAST = "expected the columns of the rules", "expected the columns that the last run read"
CASES = [   # policy, header and a row, exit, what is told; nothing else of drift may be
    ("", GOOD, 0, []),
    ("", "NUMBER,Kuupaev,maakond,summa,note\n1,2026-01-05,A,1.00,\n", 0, []),    # an alias and other letters are no drift
    ("", "arve_nr,kuupaev,maakond,summa,note,vald\n1,2026-01-05,A,1.00,,V\n", 0, [":1:36: note: column 'vald' is new; " + IS_RULES]),
    ("", "arve_nr,kuupaev,summa,note\n1,2026-01-05,1.00,\n", 1, [":1: caution: column 'maakond' is there no more; " + IS_RULES]),
    ("", "arve_nr,kuupaev,maakonnad,summa,note\n1,2026-01-05,A,1.00,\n", 1,
     [":1:17: caution: column 'maakond' is there no more, and new is 'maakonnad'; " + IS_RULES + "; when it is the same column, add the new name to its `from` [drift.renamed]"]),
    ("", "arve_nr,kuupaev,county_2026,summa,note\n1,2026-01-05,A,1.00,\n", 1, [":1:17: caution: column 'maakond' is there no more, and new is 'county_2026'"]),
    ("", "summa,arve_nr,kuupaev,maakond,note\n1.00,1,2026-01-05,A,\n", 0, []),
    ("reordered: note", "summa,arve_nr,kuupaev,maakond,note\n1.00,1,2026-01-05,A,\n", 0, [":1:1: note: column 'summa' now stands before 'maakond'; " + IS_RULES]),
    ("added: ignore", "arve_nr,kuupaev,maakond,summa,note,vald\n1,2026-01-05,A,1.00,,V\n", 0, []),
    ("added: error", "arve_nr,kuupaev,maakond,summa,note,vald\n1,2026-01-05,A,1.00,,V\n", 65, [":1:36: error: column 'vald' is new"]),
    ("added: warn, removed: error", "arve_nr,kuupaev,summa,note,linn,vald\n1,2026-01-05,1.00,,L,V\n", 65,
     [":1: error: column 'maakond' is there no more", ":1:28: caution: column 'linn' is new", ":1:33: caution: column 'vald' is new"]),
    ("", "arve_nr,kuupaev,maakond,summa,note\n" + "1,2026-01-05,A,EUR 5,\n" * 11 + "1,2026-01-05,A,5,\n" * 10, 1,
     ["caution: 11 of 21 values of column 'sum' cannot be read as its type; expected the type of the rules"]),
    ("", "arve_nr,kuupaev,maakond,summa,note\n" + "1,2026-01-05,A,EUR 5,\n" * 10 + "1,2026-01-05,A,5,\n" * 10, 0, []),
    # a column that is needed and gone ends the run, and every one of them is named
    ("", "number,day,county,note\n1,2026-01-05,A,\n", 65, [":1: error: column 'summa' is there no more; " + IS_RULES, ":1:8: note: column 'day' is new",
     ":1:12: note: column 'county' is new", ":1: caution: column 'kuupaev' is there no more", ":1: caution: column 'maakond' is there no more"]),
    ("", "nr,kuupaev,maakond,summad,note\n1,2026-01-05,A,1.00,\n", 65,
     [":1:1: error: column 'arve_nr' is there no more, and new is 'nr'; " + IS_RULES + "; when it is the same column, add the new name to its `from` [drift.renamed]",
      ":1:20: error: column 'summa' is there no more, and new is 'summad'"]),
    # what the rules cannot mean
    ("aded: warn", GOOD, 78, []),
    ("added: stop", GOOD, 78, []),
]


def make(directory, policy, files):
    workspace = Path(directory) / "W"
    for name, text in {**FILES, "datasets/bills.yaml": RULES.replace("POLICY", policy), **files}.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return workspace


def get_told(done):
    return [line for line in done.stderr.splitlines() if "[drift." in line]


def is_told(done, wanted):
    told = get_told(done)
    return len(told) == len(wanted) and all(any(text in line for line in told) for text in wanted)


def test_last_run(tap, directory):
    workspace = make(directory, "against: last_run", {"inbox/1.csv": GOOD.replace("arve_nr", "number")})
    first = run("run", "W", "--as-of", "2026-02-02", "--no-send", cwd=directory)
    tap.ok(first.returncode == 0 and not get_told(first), "the first run has nothing to compare with", first.stderr)
    (workspace / "inbox/2.csv").write_text("arve_nr,kuupaev,summa,note,vald\n1,2026-01-05,1.00,,V\n")
    wanted = ["W/inbox/2.csv:1:1: caution: column 'number' is there no more, and new is 'arve_nr'; " + IS_LAST, "2.csv:1: caution: column 'maakond' is there no more",
              "2.csv:1:28: note: column 'vald' is new"]
    checked = run("check", "W", "--as-of", "2026-03-02", cwd=directory)
    tap.ok(checked.returncode == 1 and is_told(checked, wanted), "a check compares with the last run", checked.stderr)
    second = run("run", "W", "--as-of", "2026-03-02", "--no-send", "--verbose", cwd=directory)
    tap.ok(second.returncode == 1 and is_told(second, wanted), "and so does a run", second.stderr)
    third = run("run", "W", "--as-of", "2026-04-01", "--no-send", "--verbose", cwd=directory)
    tap.ok(third.returncode == 0 and not get_told(third), "what has been told once is what the next run compares with", third.stderr)


def test_types_of_last_run(tap, directory):
    """Kinds of values against the last run: also of a column that the rules read as text, drop, or do not know."""
    rows = "arve_nr,kuupaev,maakond,summa,note,vald\n" + "".join("%d,2026-01-05,%d,1.00,%d,V\n" % (i, i % 15, i) for i in range(12))
    workspace = make(directory, "against: last_run", {"inbox/1.csv": rows})
    first = run("run", "W", "--as-of", "2026-02-02", "--no-send", cwd=directory)
    again = run("check", "W", "--as-of", "2026-02-03", cwd=directory)
    tap.ok(first.returncode == again.returncode == 0 and not get_told(first) + get_told(again), "the same kinds of values are no drift", first.stderr + again.stderr)
    (workspace / "inbox/2.csv").write_text(rows.replace(",V\n", ",7\n").replace("2026-01-05,", "2026-01-05,Harju ").replace("Harju 0", "Harju"))
    wanted = ["W/inbox/2.csv:1:17: caution: column 'maakond' holds texts now, and held numbers; expected values as the last run read them",
              "W/inbox/2.csv:1:36: caution: column 'vald' holds numbers now, and held texts"]
    told = run("check", "W", "--as-of", "2026-03-02", cwd=directory)
    tap.ok(told.returncode == 1 and is_told(told, wanted), "values of another kind than in the last run are told", told.stderr)
    path = workspace / "datasets/bills.yaml"
    path.write_text(path.read_text().replace("against: last_run", "against: last_run, retyped: error"))
    told = run("run", "W", "--as-of", "2026-03-02", "--no-send", cwd=directory)
    tap.ok(told.returncode == 65 and is_told(told, [w.replace("caution", "error") for w in wanted]), "as an error they end the run", told.stderr)
    path.write_text(path.read_text().replace("retyped: error", "retyped: ignore"))
    told = run("run", "W", "--as-of", "2026-03-02", "--no-send", "--verbose", cwd=directory)
    tap.ok(told.returncode == 0 and not get_told(told), "ignored they are not told, and are what the next run compares with", told.stderr)
    path.write_text(path.read_text().replace("retyped: ignore", "retyped: warn"))
    told = run("check", "W", "--as-of", "2026-04-02", cwd=directory)
    tap.ok(told.returncode == 0 and not get_told(told), "which has nothing new to tell then", told.stderr)


def test_missing_in_all_files(tap, directory):
    """Without a policy too; in every file that lacks a column, also where a key makes seire look ahead."""
    for key in ("", "    key: id\n"):
        workspace = make(directory, "", {"inbox/1.csv": GOOD, "inbox/2.csv": GOOD.replace("summa", "raha").replace("arve_nr", "ID"), "inbox/3.csv": GOOD.replace(",summa", "").replace("1.00,", "")})
        path = workspace / "datasets/bills.yaml"
        path.write_text(path.read_text().replace("    drift: {}\n", key))
        for command in (("check",), ("run", "--no-send")):
            done = run(command[0], "W", *command[1:], "--as-of", "2026-02-02", cwd=directory)
            tap.ok(done.returncode == 65 and is_told(done, ["W/inbox/2.csv:1:1: error: column 'arve_nr' is there no more, and new is 'ID'",
                                                            "W/inbox/2.csv:1:20: error: column 'summa' is there no more, and new is 'raha'",
                                                            "W/inbox/3.csv:1: error: column 'summa' is there no more"])
                   and "column 'id' from 'arve_nr' or 'number' is missing" in done.stderr,
                   "%s%s names what is missing in every file" % (command[0], " with a key" if key else ""), done.stderr)


DATED = """
datasets:
  bills:
    files: inbox/*.csv
    drift: {by: day}
    columns:
      id:     {from: arve_nr, type: text}
      day:    {from: kuupaev, type: date}
      sum:    {from: [{name: summa, valid_to: 2025-12-31}, {name: bruto, valid_from: 2026-01-01}], type: decimal(2)}
      net:    {from: {name: summa, valid_from: 2026-01-01}, type: decimal(2), optional: true}
"""


def test_names_with_days(tap, directory):
    """A name that means one column until some day and another one after it; a name of another time is told."""
    workspace = make(directory, "", {"datasets/bills.yaml": DATED, "inbox/a.csv": "arve_nr,kuupaev,summa\n1,2025-12-30,1.00\n2,2025-12-31,2.00\n",
                                     "inbox/b.csv": "arve_nr,kuupaev,summa,bruto\n3,2026-01-01,4.00,8.00\n4,x,16.00,32.00\n"})
    path = workspace / "datasets/bills.yaml"
    path.write_text(DATED.replace("type: date}", "type: date, bad: missing}"))
    answer = run("query", "sum(sum), sum(net)", "--from", "bills", "--workspace", "W", "--by", "day is not null and year(day) = 2025 as old", "--format", "csv", cwd=directory)
    tap.ok(answer.stdout.splitlines() == ["old,sum(sum),sum(net)", "false,40.00,20.00", "true,3.00,"], "one name is one column until a day and another after it",
           answer.stdout + answer.stderr)
    told = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
    tap.ok(told.returncode == 0 and not get_told(told), "names at their time are no drift", told.stderr)
    (workspace / "inbox/c.csv").write_text("arve_nr,kuupaev,bruto\n5,2025-11-30,1.00\n")
    wanted = ["W/inbox/c.csv:1:17: caution: column 'bruto' is a name in use from 2026-01-01 on, and the last day in the file is 2025-11-30; "
              "expected 'summa', which is in use on 2025-11-30; look what the export means by it now; "]
    told = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
    tap.ok(told.returncode == 1 and is_told(told, wanted), "a name before its time is told", told.stderr)
    (workspace / "inbox/c.csv").write_text("arve_nr,kuupaev,summa\n5,2026-01-30,1.00\n")
    told = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
    tap.ok(told.returncode == 65 and "column 'sum' from 'bruto' is missing" in told.stderr and is_told(told, ["c.csv:1: error: column 'bruto' is there no more"]),
           "a name that is another column by now is not taken for the old one", told.stderr)
    path.write_text("\n".join(line for line in DATED.splitlines() if "net:" not in line))
    wanted = ["W/inbox/c.csv:1:17: caution: column 'summa' is a name in use until 2025-12-31, and the last day in the file is 2026-01-30; expected 'bruto'"]
    (workspace / "inbox/b.csv").unlink()
    told = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
    tap.ok(told.returncode == 1 and is_told(told, wanted), "a name after its time is told, and read", told.stderr)
    path.write_text(path.read_text().replace("{by: day}", "{by: day, renamed: error}"))
    told = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
    tap.ok(told.returncode == 65 and is_told(told, [w.replace("caution", "error") for w in wanted]), "or ends the run", told.stderr)


def main():
    tap = Tap()
    for policy, text, status, wanted in CASES:
        with scratch() as directory:
            make(directory, policy, {"inbox/a.csv": text})
            done = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
            tap.ok(done.returncode == status and is_told(done, wanted), "{%s} %s: exit %d" % (policy, text.splitlines()[0], status),
                   "exit %d\n%s" % (done.returncode, done.stderr))
    with scratch() as directory:
        test_last_run(tap, directory)
    with scratch() as directory:
        test_types_of_last_run(tap, directory)
    with scratch() as directory:
        test_missing_in_all_files(tap, directory)
    with scratch() as directory:
        test_names_with_days(tap, directory)
    tap.finish()


main()
