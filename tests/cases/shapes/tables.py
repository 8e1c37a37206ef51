#!/usr/bin/python3
"""tables.py - several tables, titles and notes in the file of a data set: the declared table is found by its header, ends where it is said to end, and
what stands around it is counted and asks nobody to look."""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, run, scratch    # noqa: E402
from small import FILES, make_small                 # noqa: E402

HEADER = "number;came;service;cost\n"
ROWS = "".join("%d;%02d.10.2026;%s;%d,50\n" % (i, i % 28 + 1, ["OA", "KT"][i % 2], i) for i in range(1, 41))
TITLE = "Dokumendid 2026\n\n"
OTHER = "nr;isik;summa\n1;x;2\n2;y;3\n\n"
SAME_WIDTH = "\naasta;kuu;teenus;summa\n2026;01.10.2026;OA;1,00\n2025;02.10.2026;KT;2,00\n"
NOTES = "\nKokku;;;820,00\nAllikas: register\n"


def look(directory, name, export, extra=""):
    """Exit status, (records, kept, set aside), stderr."""
    rules = FILES["datasets/papers.yaml"].replace('    delimiter: ";"\n', '    delimiter: ";"\n' + extra)
    workspace = make_small(Path(directory) / name, {"datasets/papers.yaml": rules, "inbox/papers.csv": export})
    done = run("check", workspace, "--as-of", AS_OF)
    found = re.search(r"(\d+) records = (\d+) kept \+ 0 superseded \+ (\d+) set aside", done.stderr)
    return done.returncode, tuple(int(g) for g in found.groups()) if found else None, done.stderr


def main():
    tap = Tap()
    cases = [   # name, export, more keys, exit, account, where the header was found
        ("plain", HEADER + ROWS, "", 0, (40, 40, 0), None),
        ("title", TITLE + HEADER + ROWS, "", 0, (40, 40, 0), 3),
        ("other", OTHER + HEADER + ROWS, "", 0, (40, 40, 0), 5),
        ("sep", "sep=;\n" + TITLE + HEADER + ROWS, "", 0, (40, 40, 0), 4),
        ("bom", "\ufeff" + OTHER + HEADER + ROWS, "", 0, (40, 40, 0), 5),
        ("quoted", '"Dokumendid\nteisel real";;;\n' + HEADER + ROWS, "", 0, (40, 40, 0), 3),
        ("mended", TITLE + HEADER + ROWS + '"41;03.10.2026;OA;1,00"\n', "    mend: [unwrap]\n", 0, (41, 41, 0), 3),
        ("ends", HEADER + ROWS + SAME_WIDTH, "    ends: blank\n", 0, (43, 40, 3), None),
        ("between", OTHER + HEADER + ROWS + SAME_WIDTH, "    ends: blank\n", 0, (43, 40, 3), 5),
        ("notes", TITLE + HEADER + ROWS + NOTES, "    ends: blank\n", 0, (42, 40, 2), 3),
        ("empty-cells", HEADER + ROWS + ";;;\n" + SAME_WIDTH.lstrip(), "    ends: blank\n", 0, (43, 40, 3), None),
        ("blank-first", HEADER + "\n" + ROWS, "    ends: blank\n", 0, (40, 40, 0), None),
        ("to-the-end", HEADER + ROWS.replace("20;21.10", "\n20;21.10"), "    ends: file\n", 0, (40, 40, 0), None),
        ("skipped", TITLE + HEADER + ROWS, "    skip: 2\n", 0, (40, 40, 0), None),
    ]
    with scratch() as directory:
        for name, export, extra, status, account, line in cases:
            code, counted, said = look(directory, name, export, extra)
            where = re.search(r"papers\.csv:(\d+):1: note: the header of the data set", said)
            tap.ok((code, counted, int(where.group(1)) if where else None) == (status, account, line), "%s: %s records, %s kept, %s around them" % ((name,) + account),
                   "exit %d %s\n%s" % (code, counted, said))
        code, _, said = look(directory, "none", OTHER + HEADER.replace("came", "tuli") + ROWS)
        tap.ok(code == 65 and "papers.csv:1:" in said and "header.found" not in said, "without the columns anywhere the first line is spoken of", said)
        code, _, said = look(directory, "word", HEADER + ROWS, "    ends: total\n")
        tap.ok(code == 78 and "'total' for 'ends'; expected one of file, blank" in said, "a wrong word for the end is told", said)
        workspace = make_small(Path(directory) / "run", {"inbox/papers.csv": OTHER + HEADER + ROWS})
        done = run("run", workspace, "--as-of", AS_OF)
        told = run("explain", "A01:2026-10", "--workspace", workspace)
        tap.ok(done.returncode == 0 and "value      40, n = 40" in told.stdout and "lines 6-45" in told.stdout, "a run counts its rows, and explain names their lines in the file",
               done.stderr + told.stdout + told.stderr)
    tap.finish()


main()
