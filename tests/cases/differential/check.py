#!/usr/bin/python3
"""check.py - 500 random expressions over 10,000 random rows give what DuckDB gives, through `seire query`.

Each expression is folded in twenty groups of rows: how often it has a value, the smallest and the largest, the sum of numbers and truths, how many
different dates and texts. SEED=n asks other questions; the seed is printed. Without the npm package @duckdb/node-api the test is skipped.
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
from decimal import Decimal
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, Tap, run, scratch     # noqa: E402
from expressions import WORDS, Maker                        # noqa: E402

SEED = int(os.environ.get("SEED", "20261101"))
ROWS, COUNT, GROUPS, AT_ONCE, DEPTH = 10_000, int(os.environ.get("COUNT", "500")), 20, 25, 3
MODULES = ROOT / "build/npm/node_modules"
NAMES = ["g", "i1", "i2", "m1", "m2", "r1", "d1", "d2", "t1", "t2", "b1", "b2"]
TYPES = ["INTEGER", "INTEGER", "INTEGER", "DECIMAL(9,2)", "DECIMAL(9,3)", "DOUBLE", "DATE", "DATE", "VARCHAR", "VARCHAR", "BOOLEAN", "BOOLEAN"]
DATASET = """\
datasets:
  rows:
    files: rows.csv
    delimiter: ","
    columns:
      g: {type: integer}
      i1: {type: integer}
      i2: {type: integer}
      m1: {type: decimal(2)}
      m2: {type: decimal(3)}
      r1: {type: real}
      d1: {type: date}
      d2: {type: date}
      t1: {type: text}
      t2: {type: text}
      b1: {type: boolean}
      b2: {type: boolean}
"""


def make_rows(chance):
    def day():
        return str(date(2023, 1, 1) + timedelta(chance.randint(0, 1460)))

    makers = [lambda: chance.randint(-1000, 1000), lambda: chance.choice([0, 1, 2, 3, 10, 100]),
              lambda: "%.2f" % (chance.randint(-100000, 100000) / 100), lambda: "%.3f" % (chance.randint(-9999, 9999) / 1000),
              lambda: repr(chance.randint(-800, 800) / 8), day, day, lambda: chance.choice(WORDS), lambda: chance.choice(WORDS),
              lambda: chance.choice(["true", "false"]), lambda: chance.choice(["true", "false"])]
    return [[i % GROUPS] + ["" if chance.random() < 0.1 else make() for make in makers] for i in range(ROWS)]


def measures(piece, number):
    """(seire's, DuckDB's) of one expression; the same number of columns."""
    ours, theirs, name = piece.ours, piece.theirs, "x%d" % number
    if piece.kind == "boolean":
        theirs = "(case when %s then 1 when not (%s) then 0 end)" % (theirs, theirs)
        return ["count(%s)" % ours, "sum(%s)" % ours, "count(*) filter (where %s)" % ours], ["count(%s)" % theirs, "sum(%s)" % theirs,
                                                                                              "count(*) filter (where %s = 1)" % theirs], name
    words = ["count", "min", "max"] + (["count distinct"] if piece.kind in ("date", "text") else ["sum"])
    made = []
    for side in (ours, theirs):
        made.append(["count(distinct %s)" % side if word == "count distinct" else "%s(%s)" % (word, side) for word in words])
    return made[0], made[1], name


def is_same(a, b, kind):
    if a == "" or b is None:
        return a == "" and b is None
    if kind in ("real", "quotient"):
        return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(b)))
    if kind in ("date", "text"):
        return a == str(b)
    return Decimal(a) == Decimal(str(b))


def ask_seire(directory, batch, first):
    texts = []
    for i, piece in enumerate(batch):
        for k, measure in enumerate(measures(piece, first + i)[0]):
            texts.append("%s as x%d_%d" % (measure, first + i, k))
    (directory / "question.txt").write_text(",\n".join(texts), encoding="utf-8")
    done = run("query", "--file", "question.txt", "--from", "rows", "--workspace", "w", "--by", "g", "--format", "csv", "--as-of", AS_OF, cwd=directory)
    return done, {row["g"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def ask_duckdb(directory, pieces):
    columns = ", ".join("'%s': '%s'" % pair for pair in zip(NAMES, TYPES))
    setup = ["create table rows as select * from read_csv('%s', header = true, quote = '\"', nullstr = '', columns = {%s})"
             % (directory / "w/rows.csv", columns)]
    questions = []
    for i, piece in enumerate(pieces):
        texts = ["%s as x%d_%d" % (measure, i, k) for k, measure in enumerate(measures(piece, i)[1])]
        questions.append("select g, %s from rows group by g order by g" % ", ".join(
            "cast(%s as varchar)" % t.rpartition(" as ")[0] for t in texts))
    done = subprocess.run(["node", str(Path(__file__).with_name("duckdb.cjs"))], input=json.dumps({"setup": setup, "questions": questions}),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, env={**os.environ, "NODE_PATH": str(MODULES)})
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def compare(piece, number, ours, theirs):
    """What differs, or None."""
    if "error" in theirs:
        return "DuckDB: " + theirs["error"]
    for row in theirs["rows"]:
        own = ours.get(str(row[0]))
        if own is None:
            return "seire has no group %s" % row[0]
        for k, value in enumerate(row[1:]):
            if not is_same(own["x%d_%d" % (number, k)], value, measure_kind(piece, k)):
                return "group %s: %s is '%s', in DuckDB %s" % (row[0], measures(piece, number)[0][k], own["x%d_%d" % (number, k)], value)
    return None


def measure_kind(piece, index):
    is_value = piece.kind != "boolean" and index in (1, 2) or piece.kind in ("real", "quotient") and index == 3
    return piece.kind if is_value else "integer" if piece.kind in ("date", "text") else piece.kind


def main():
    tap = Tap()
    if not (MODULES / "@duckdb/node-api").is_dir():
        tap.skip("random expressions give what DuckDB gives", "the npm package @duckdb/node-api is not there")
        tap.finish()
    chance = random.Random(SEED)
    rows = make_rows(chance)
    maker = Maker(chance)
    pieces = [maker.any(chance.randint(1, DEPTH)) for _ in range(COUNT)]
    print("# seed %d" % SEED)
    with scratch() as name:
        directory = Path(name)
        (directory / "w/datasets").mkdir(parents=True)
        (directory / "w/datasets/rows.yaml").write_text(DATASET)
        (directory / "w/seire.yaml").write_text("organisation: House\n")
        with open(directory / "w/rows.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([NAMES] + rows)
        done, answers = ask_duckdb(directory, pieces)
        tap.ok(len(answers) == COUNT, "DuckDB answers %d questions" % COUNT, done.stderr[-2000:])
        for first in range(0, len(answers), AT_ONCE):
            batch = pieces[first:first + AT_ONCE]
            done, ours = ask_seire(directory, batch, first)
            problems = [] if len(ours) == GROUPS else ["exit %d: %s" % (done.returncode, done.stderr[-1500:])]
            for i, piece in enumerate(batch if not problems else []):
                problem = compare(piece, first + i, ours, answers[first + i])
                if problem:
                    problems.append("%s\n   %s" % (piece.ours, problem))
            tap.ok(not problems, "expressions %d to %d give what DuckDB gives in %d groups of %d rows" % (
                first + 1, first + len(batch), GROUPS, ROWS // GROUPS), "\n".join(problems))
    tap.finish()


main()
