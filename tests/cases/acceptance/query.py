#!/usr/bin/python3
"""query.py - done when, 8: a question straight on a CSV file, without any rules."""
import csv
import io
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import SHARED, Tap, read_csv, run, scratch    # noqa: E402

GENDER = "genero_persona_en_situacion_de_violencia"
SHARE = "share(tipo_de_violencia_fisica = 'Si')"


def main():
    tap = Tap()
    path = SHARED / "data/ar-linea144-2021.csv"
    if not path.exists():
        tap.skip("a question on Línea 144 of 2021", "../shared/data is not there")
        tap.finish()
    groups = defaultdict(list)
    for row in read_csv(path):
        groups[row[GENDER]].append(row["tipo_de_violencia_fisica"] == "Si")
    order = sorted(groups, key=lambda g: (g == "", g))      # by code point, missing last
    wanted = [[g, str(len(groups[g])), sum(groups[g]) / len(groups[g])] for g in order]
    with scratch() as nowhere:
        done = run("query", "count(*) as n, " + SHARE, "--from", path, "--by", GENDER, "--format", "csv", cwd=nowhere)
        tap.ok(done.returncode in (0, 1), "the question is answered", "exit %d\n%s" % (done.returncode, done.stderr))
        table = list(csv.reader(io.StringIO(done.stdout)))
        tap.ok(table and table[0] == [GENDER, "n", SHARE], "its columns have the user's words", table[:1])
        told = [[r[0], r[1], float(r[2])] for r in table[1:]]
        tap.ok(told == wanted, "its %d rows are Python's, in order, to the last digit" % len(wanted), "%s\n%s" % (told, wanted))
        tap.ok(all(r[2] == repr(w[2]) or float(r[2]) == w[2] and len(r[2]) <= len(repr(w[2])) for r, w in zip(table[1:], wanted)),
               "shares have the shortest digits that read back the same", table[1:])
        tap.ok("not released" in done.stderr, "it says on stderr that this is not released", done.stderr)
        tap.ok(not any(Path(nowhere).iterdir()), "nothing is left behind")
    tap.finish()


main()
