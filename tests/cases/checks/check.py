#!/usr/bin/python3
"""check.py - checks of every kind on a small workspace: each broken row is told once, at its line, and nothing else is."""
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402

HERE = Path(__file__).resolve().parent
ONE, TWO = "W/inbox/cases-01.csv", "W/inbox/cases-02.csv"
ROWS = [
    ONE + ":6: caution: 'K5'; expected the pattern J-\\d+ in column 'case_id' [check.pattern]",
    ONE + ":4: caution: '-0.01'; expected 0 to 5000 in column 'cost' [check.range]",
    ONE + ":6: caution: '5000.01'; expected 0 to 5000 in column 'cost' [check.range]",
    ONE + ":4: caution: '2025-12-31'; expected at least 2026-01-01 in column 'opened' [check.range]",
    ONE + ":5: caution: 'Chat'; expected one of phone, chat, visit in column 'channel' [check.member]",
    ONE + ":5: caution: 'P7', in 2 rows; expected a value of 'providers.code' in column 'provider' [check.reference]",
    ONE + ":5: note: a person, ... again, first at line 2; expected a value that no other row has in columns 'client', 'month' [check.duplicate]",
    ONE + ":4: note: '2025-12-01'; expected one of 2026-01-01, 2026-02-01 in column 'month' [check.member]",
    TWO + ":4: note: '2026-03-01'; expected one of 2026-01-01, 2026-02-01 in column 'month' [check.member]",
    TWO + ":3: caution: 'J-2' again, first at " + ONE + ":3; expected a value that no other row has in column 'case_id' [check.duplicate]",
    ONE + ":3: caution: no value; expected a value in column 'contact' [check.missing]",
    TWO + ":2: caution: no value; expected a value in column 'contact' [check.missing]",
    TWO + ":4: caution: no value; expected a value in column 'contact' [check.missing]",
]
SUMS = [    # what the summary says: failures of rows asked
    "check case_id.unique: 1 of 8 rows failed, over its tolerance",
    "check case_id.pattern: 1 of 8 rows failed, over its tolerance",
    "check opened.range: 1 of 8 rows failed, over its tolerance",
    "check provider.refers_to: 2 of 7 rows failed, over its tolerance",
    "check parent.refers_to: 0 of 2 rows failed",       # J-9 stands in the later file
    "check channel.in: 1 of 7 rows failed, over its tolerance",
    "check cost.range: 2 of 7 rows failed, over its tolerance",
    "check contact_there: 3 of 8 rows failed, over its tolerance",
    "check contact_after_opened: 0 of 5 rows failed",
    "check once_a_month: 1 of 5 rows failed, over its tolerance",
    "check not_in_march: 2 of 8 rows failed, over its tolerance",
    "check code.unique: 0 of 3 rows failed",
]
OVER = [
    "check 'contact_there' does not hold for 3 of 8 rows; expected at most 2 of the rows",
    "check 'cost.range' does not hold for 2 of 7 rows; expected that it holds for all rows",
]


def make(directory):
    workspace = Path(directory) / "W"
    shutil.copytree(HERE, workspace, ignore=shutil.ignore_patterns("check.py", "about.md"))
    key = Path(directory) / "person-key"
    key.write_text("0123456789abcdef0123456789abcdef\n")
    key.chmod(0o600)
    return workspace


def check(workspace):
    return run("check", "W", "--as-of", "2026-03-31", cwd=workspace.parent,
               env={**os.environ, "CREDENTIALS_DIRECTORY": str(workspace.parent)})


def change(workspace, old, new, name="datasets/registers.yaml"):
    path = workspace / name
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new))


def test_rows(tap, workspace):
    done = check(workspace)
    lines = done.stderr.splitlines()
    for row in ROWS:
        tap.ok(lines.count(row) == 1, "told once: " + row.split(": ", 1)[1], done.stderr)
    told = [line for line in lines if "[check." in line and "[check.tolerance]" not in line]
    tap.ok(sorted(told) == sorted(ROWS), "no other row is told", "\n".join(set(told) - set(ROWS)))
    for line in SUMS:
        tap.ok(line in lines, line, done.stderr)
    for line in OVER:
        tap.ok(line in done.stderr, line, done.stderr)
    tap.ok(done.returncode == 10, "an error over its tolerance: exit 10", done.returncode)
    tap.ok("37605030299" not in done.stderr, "no personal code is shown", done.stderr)


def test_severities(tap, workspace):
    for old, new in [(", unique: true, pattern: 'J-\\d+'", ""), (", min: 2026-01-01", ""), (", refers_to: providers.code", ""),
                     (", in: [phone, chat, visit]", ""), (", min: 0, max: 5000", "")]:
        change(workspace, old, new)
    tap.ok(check(workspace).returncode == 1, "warnings over their tolerance: exit 1")
    change(workspace, "tolerance: 2}", "tolerance: 3}")
    tap.ok(check(workspace).returncode == 0, "notes alone, and a warning within its tolerance: exit 0")
    change(workspace, "tolerance: 3}", "tolerance: 37%}")
    tap.ok(check(workspace).returncode == 1, "3 of 8 rows are more than 37 %")
    change(workspace, "tolerance: 37%}", "tolerance: 38%}")
    tap.ok(check(workspace).returncode == 0, "and less than 38 %")


def main():
    tap = Tap()
    with scratch() as directory:
        test_rows(tap, make(directory))
    with scratch() as directory:
        test_severities(tap, make(directory))
    tap.finish()


main()
