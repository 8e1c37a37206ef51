#!/usr/bin/python3
"""check.py - exports in odd shapes, at the prompt and under rules: what is declared holds, what may be mended is mended and said, the rest
is set aside with a hint, and the account meets."""
import csv
import io
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402
from small import make_small    # noqa: E402

SHARED = ROOT.parent / "shared/data"
CALLS = SHARED / "ar-linea137-llamados-202407.csv"
HEADER = "number;came;service;cost\n"
ROWS = ["%d;%02d.10.2026;%s;%d,%02d\n" % (i, i % 28 + 1, ["OA", "KT"][i % 2], i * 7 % 90, i % 100) for i in range(1, 41)]


def papers(changes, export, extra=""):
    """The small workspace with another export and some more keys for its data set."""
    from small import FILES
    rules = FILES["datasets/papers.yaml"]
    rules = rules.replace('    delimiter: ";"\n', extra if "delimiter:" in extra else '    delimiter: ";"\n' + extra)
    return {"datasets/papers.yaml": rules, "inbox/papers.csv": export, **changes}


def account(done):
    """(records, kept, set aside) of `seire check`."""
    found = re.search(r"papers.csv: (\d+) records, (\d+) kept.*?(\d+) set aside", done.stderr) \
        or re.search(r"papers\.csv: (\d+) records.*?(\d+) kept.*?(\d+) set aside", done.stderr, re.S)
    return tuple(map(int, found.groups())) if found else None


def check(tap, directory, name, export, extra, wanted, words=()):
    workspace = make_small(Path(directory) / name.replace(" ", "-"), papers({}, export, extra))
    done = run("check", workspace)
    tap.ok(account(done) == wanted and all(w in done.stderr for w in words), name, done.stderr + "\nwanted %s %s" % (wanted, words))


def under_rules(tap, directory):
    wrapped = '"41;11.10.2026;OA;1,25"\n'
    tabs = "41\t11.10.2026\tOA\t1,25\n"
    body = "".join(ROWS)
    check(tap, directory, "a wrapped row is set aside when nothing may be mended", HEADER + body + wrapped, "", (41, 40, 1), ["[row.ragged]"])
    check(tap, directory, "a wrapped row is mended when that is allowed", HEADER + body + wrapped, "    mend: unwrap\n", (41, 41, 0),
          ["papers.csv:42", "the whole row was one quoted field", "[row.mended]"])
    check(tap, directory, "one allowed way is not another", HEADER + body + tabs, "    mend: [unwrap, quote]\n", (41, 40, 1), ["[row.ragged]"])
    check(tap, directory, "a row with tabs is mended when that is allowed", HEADER + body + tabs, "    mend: [delimiter]\n", (41, 41, 0), ["[row.mended]"])
    check(tap, directory, "a cell that was merged over two columns names both", "paper;;service;cost\nnumber;came;;\n" + body,
          "    header: 2\n", None, ["column 'number' is missing", "paper number, paper came, service, cost"])
    check(tap, directory, "the names of two header lines are joined", "number;came;service;cost\n;on;;eur\n" + body,
          "    header: 2\n", None, ["column 'came' is missing", "number, came on, service, cost eur"])
    check(tap, directory, "a footnote is no row", HEADER + body + "Source: the house\n", "    mend: all\n", (41, 40, 1), ["[row.ragged]"])
    padded = (HEADER + body).replace(";", ", ")     # the decimal comma has no blank behind it
    check(tap, directory, "a delimiter with its blank", padded, '    delimiter: ", "\n', (40, 40, 0))


def at_the_prompt(tap, directory):
    path = Path(directory) / "list.csv"
    path.write_text("Papers of the house\n\n" + HEADER + "".join(ROWS[:20]) + '"21;22.10.2026;OA;1,25"\n' + "".join(ROWS[21:]) + "\nSource: the house\n")
    done = run("query", "count(*) as n, sum(cost) as s", "--from", path, "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    total = sum(int(i * 7 % 90) * 100 + i % 100 for i in range(1, 41)) - (21 * 7 % 90 * 100 + 21) + 125
    tap.ok(rows == [["n", "s"], ["40", "%d.%02d" % (total // 100, total % 100)]], "a question finds the table between title and footnote", done.stdout + done.stderr)
    done = run("read", path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    tap.ok(lines[0]["header_line"] == 3 and lines[0]["delimiter"] == ";" and len(lines) == 42 and lines[22] == ["21", "22.10.2026", "OA", "1,25"],
           "read gives the header, the rows and where the header stands", done.stdout[:400])
    tap.ok("2 lines above the header" in done.stderr and "`skip:`" in done.stderr and "list.csv:45:1: caution: a line that is no part of the table" in done.stderr,
           "what was found, and how to pin it, is said", done.stderr)
    strict = run("read", path, "--delimiter", ";")
    lines = [json.loads(line) for line in strict.stdout.splitlines()]
    tap.ok(lines[1] == ["Papers of the house"] and len(lines) == 1 + 1 + 1 + 40 + 1 and ["21;22.10.2026;OA;1,25"] in lines and "row.mended" not in strict.stderr,
           "who names the delimiter gets what stands there", strict.stdout[:300])
    mended = run("read", path, "--skip", "2", "--mend", "unwrap")
    lines = [json.loads(line) for line in mended.stdout.splitlines()]
    tap.ok(["21", "22.10.2026", "OA", "1,25"] in lines and ["Source: the house"] in lines, "--mend allows one way and finds nothing else", mended.stdout[-300:])
    wrong = run("read", path, "--mend", "guess")
    tap.ok(wrong.returncode == 64 and "it is all, none, or some of" in wrong.stderr, "an unknown way is refused", wrong.stderr)


def real_calls(tap):
    if not CALLS.is_file():
        tap.skip("wrapped rows of real calls come back whole", "../shared is not there")
        return
    done = run("query", "count(*) as n", "--from", CALLS, "--format", "csv")
    wanted = len(list(csv.reader(io.StringIO(CALLS.read_text(encoding="utf-8-sig"), newline="")))) - 1
    tap.ok(done.stdout.split() == ["n", "4146"] and wanted == 4146, "136 wrapped rows of real calls are rows again", done.stdout + done.stderr[-500:])


def main():
    tap = Tap()
    with scratch() as directory:
        under_rules(tap, directory)
        at_the_prompt(tap, directory)
    real_calls(tap)
    tap.finish()


main()
