#!/usr/bin/python3
"""check.py [--table] - every file of ../shared/torture through `seire read`, against what its source says must come out.

A case is right, or it stands in exceptions.json with its reason: `policy` where docs/rules.md (How a file is read) answers otherwise,
`option` where it needs an option that we do not want, `source` where the expectation does not fit the file it belongs to. What is neither right nor
listed fails, and so does what is listed and right. Blank records are dropped on both sides. With --table (`make torture`) a table by source.
"""
import ast
import json
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import SEIRE, SHARED, Tap, scratch     # noqa: E402

HERE = Path(__file__).resolve().parent
TORTURE = SHARED / "torture"
DONE, USAGE, BAD_DATA = 0, 64, 65
KINDS = ("policy", "option", "source")


def seire(*words):
    done = subprocess.run([SEIRE, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


# --- what a source calls its options, in our words ---

def go_options(dialect):
    options = [word for theirs, ours in (("comma", "--delimiter"), ("comment", "--comment")) if theirs in dialect for word in (ours, dialect[theirs])]
    return options + (["--trim"] if dialect.get("trim") else [])


def fastcsv_options(dialect):
    return ["--comment", "#"] if dialect.get("commentMode") == "SKIP" else []


def libcsv_options(dialect):
    """libcsv takes blanks around fields away, and its texts are bytes."""
    return ["--encoding", "ISO-8859-1", "--trim", "--delimiter", dialect["delim"], "--quote", dialect["quote"]] if dialect else []


def rust_options(dialect):
    options = []
    for call, value in re.findall(r"\.(\w+)\((?:Some\()?(b'[^']+'|false)", dialect.get("rust_builder", "")):
        if (call, value) == ("quoting", "false"):
            options += ["--quote", "none"]
        elif call in ("delimiter", "quote", "escape", "comment"):
            options += ["--" + call, ast.literal_eval(value).decode()]      # one byte is written alike in both languages
    return options


OPTIONS = {"go": go_options, "fastcsv-spec": fastcsv_options, "libcsv": libcsv_options, "rust-csv": rust_options}


class Case:
    def __init__(self, line):
        self.line = line
        self.id = line["id"]
        self.path = TORTURE / line["file"]
        self.source = line["file"].split("/")[1]
        self.dialect = line.get("dialect") or {}
        self.kind = line.get("expect_kind")
        self.expected = json.loads((TORTURE / line["expect"]).read_text(encoding="utf-8")) if line.get("expect") else None

    def get_options(self):
        options = OPTIONS.get(self.source, lambda dialect: [])(self.dialect)
        return options + ([] if "--delimiter" in options else ["--delimiter", ","])

    def read(self, *more):
        code, out, said = seire("read", self.path, "--format", "jsonl", *self.get_options(), *more)
        return code, [json.loads(line) for line in out.splitlines()[1:]], said


# --- whether a case is right, and what is wrong ---

def drop_blank(rows):
    return [row for row in rows or [] if row not in ([], [""])]


def tell(code, found, wanted):
    return "exit %d, %.200s instead of %.200s" % (code, found, wanted)


def find_places(said, path):
    return {(int(line), int(column)) for line, column in re.findall(re.escape(str(path)) + r":(\d+):(\d+): ", said)}


def judge_rows(case):
    code, rows, said = case.read("--header", "none")
    rows, wanted = drop_blank(rows), drop_blank(case.expected["rows"])
    if case.expected.get("error_also_accepted") and code == BAD_DATA:
        return find_places(said, case.path) != set(), "exit 65 and no place"
    return code == DONE and rows == wanted, tell(code, rows, wanted)


def judge_objects(case):
    code, rows, _ = case.read()
    objects = [dict(zip(rows[0], row)) for row in drop_blank(rows[1:])] if rows else []
    wanted = case.expected["objects"]
    return code == DONE and objects == wanted, tell(code, objects, wanted)


TWO_COLUMNS = """datasets:
  two:
    files: inbox/two.csv
    delimiter: ","
    header: none
    columns: {first: {type: text}, second: {type: text}}
"""


def find_places_through_dataset(case):
    """What `check` says of the file, of which the rules say that it has two columns."""
    with scratch() as directory:
        workspace = Path(directory)
        path = workspace / "inbox/two.csv"
        for folder in ("datasets", "inbox"):
            (workspace / folder).mkdir()
        (workspace / "seire.yaml").write_text("organisation: {et: Proov, en: Trial}\n", encoding="utf-8")
        (workspace / "datasets/two.yaml").write_text(TWO_COLUMNS, encoding="utf-8")
        path.write_bytes(case.path.read_bytes())
        _, out, said = seire("check", workspace)
        return find_places(out + said, path)


def judge_error(case):
    errors = case.expected["errors"]
    wanted = {(error["line"], error["col"]) for error in errors if "col" in error}
    if case.dialect.get("fpr", 0) > 0:
        found = find_places_through_dataset(case)
        return wanted <= found, "%s instead of %s" % (sorted(found), sorted(wanted))
    code, _, said = case.read("--header", "none")
    found = find_places(said, case.path)
    if any("delimiter" in error.get("msg", "") for error in errors):
        return code == USAGE, "exit %d instead of %d" % (code, USAGE)
    if wanted:
        return wanted <= found, "%s instead of %s" % (sorted(found), sorted(wanted))
    return found != set(), "no place named"


def judge_encoding(case):
    """Declared, every letter is as Python reads it. Not declared, nothing is guessed in silence."""
    name = case.expected["encoding"]
    wanted = [line for line in re.split("\r\n|\r|\n", case.path.read_bytes().decode(name)) if line != ""]
    words = ("read", case.path, "--header", "none", "--delimiter", "\x1f", "--quote", "none")
    code, out, said = seire(*words, "--encoding", name)
    if code != DONE or [json.loads(line)[0] for line in out.splitlines()[1:]] != wanted:
        return False, "declared as %s: exit %d, %s" % (name, code, said[-200:])
    code, out, said = seire(*words)
    found = json.loads(out.splitlines()[0])["encoding"]
    return "[encoding.guess]" in said or found.lower() == name.lower(), "not declared: %s in silence" % found


def judge_quiet(case):
    """Nothing is expected: whatever it is, it is read, or refused with its place."""
    code, _, said = seire("read", case.path)
    return code in (DONE, BAD_DATA) and (code == DONE or str(case.path) in said), "exit %d: %s" % (code, said[-200:])


JUDGES = {"rows": judge_rows, "objects": judge_objects, "error": judge_error, "other": judge_encoding, None: judge_quiet}


def judge(case):
    right, problem = JUDGES[case.kind](case)
    return right, "" if right else problem


# --- all of them ---

def read_exceptions():
    """{id: (kind, reason)}"""
    groups = json.loads((HERE / "exceptions.json").read_text(encoding="utf-8"))
    names = [name for group in groups for name in group["cases"]]
    assert len(names) == len(set(names)) and all(group["kind"] in KINDS and group["reason"] for group in groups)
    return {name: (group["kind"], group["reason"]) for group in groups for name in group["cases"]}


def print_table(cases, verdicts, exceptions):
    """True when nothing is wrong."""
    columns = ("right", "unasked") + KINDS + ("wrong",)
    print("%-16s %6s" % ("source", "files") + "".join("%9s" % column for column in columns))
    counts = {source: Counter() for source in sorted({case.source for case in cases})}
    for case in cases:
        right = verdicts[case.id][0]
        what = "wrong" if right == (case.id in exceptions) else "unasked" if case.kind is None else "right" if right else exceptions[case.id][0]
        counts[case.source][what] += 1
    counts["all"] = sum(counts.values(), Counter())
    for source, count in counts.items():
        print("%-16s %6d" % (source, sum(count.values())) + "".join("%9d" % count[column] for column in columns))
    print("\nright: as its source says; unasked: the source expects nothing, and the file is read or refused with its place")
    for kind, reason in sorted(set(exceptions.values()), key=lambda e: (KINDS.index(e[0]), e[1])):
        names = [name for name, known in exceptions.items() if known == (kind, reason)]
        print("\n%s: %s\n  %s" % (kind, reason, "\n  ".join(names)))
    for case in cases:
        right, problem = verdicts[case.id]
        if right == (case.id in exceptions):
            print("WRONG %s: %s" % (case.id, "listed, and right" if right else problem))
    return counts["all"]["wrong"] == 0


def check_kind(tap, name, cases, verdicts, exceptions):
    wrong = ["%s: %s" % (case.id, verdicts[case.id][1]) for case in cases if not verdicts[case.id][0] and case.id not in exceptions]
    tap.ok(cases and not wrong, name % len(cases), "\n".join(wrong))


def check_errors(tap, cases, verdicts):
    """No exception is made for errors, and there are as many of each kind as there were."""
    counts = Counter()
    for case in cases:
        wants_place = any("col" in error for error in case.expected["errors"])
        is_refused = any("delimiter" in error.get("msg", "") for error in case.expected["errors"])
        counts["place" if wants_place else "usage" if is_refused else "any"] += verdicts[case.id][0]
    tap.ok(counts == {"place": 12, "usage": 8, "any": 2},
           "of 22 errors 12 stand at the line and byte column of their source, 8 are exit 64, 2 have a place", counts)


def main():
    tap = Tap()
    if not TORTURE.is_dir():
        tap.skip("files that nobody here wrote come out as their sources say", "../shared/torture is not there")
        tap.finish()
    with open(TORTURE / "manifest.jsonl", encoding="utf-8") as file:
        cases = [Case(json.loads(line)) for line in file]
    exceptions = read_exceptions()
    with ThreadPoolExecutor(2) as pool:
        verdicts = dict(zip([case.id for case in cases], pool.map(judge, cases)))
    if "--table" in sys.argv:
        sys.exit(0 if print_table(cases, verdicts, exceptions) else 1)
    for kind, name in (("rows", "rows: each of %d cases is right or listed"), ("objects", "objects: each of %d cases is right or listed"),
                       ("error", "errors: each of %d cases is right or listed"), ("other", "encodings: each of %d files is read"),
                       (None, "each of %d files without an expectation is read or refused with its place")):
        check_kind(tap, name, [case for case in cases if case.kind == kind], verdicts, exceptions)
    check_errors(tap, [case for case in cases if case.kind == "error"], verdicts)
    stale = [name for name in exceptions if name not in verdicts or verdicts[name][0]]
    tap.ok(not stale, "each of %d cases that are listed is not right" % len(exceptions), "\n".join(stale))
    tap.finish()


main()
