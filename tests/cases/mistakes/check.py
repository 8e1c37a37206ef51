#!/usr/bin/python3
"""check.py - every mistake of rows.py, seeded into the workspace `good`, is told at its path:line:column (bytes, from 1), with its word, what was
found, what was expected and how to mend it, and with the sign under its place; the same with `--format json`; and many at once in one pass.
"""
import json
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
from independent import AS_OF, Tap, run, scratch    # noqa: E402
from rows import ROWS, WHOLE, Row                          # noqa: E402

SIGN = "‸"
SEVERITIES = {"error", "caution", "note"}


def read_good():
    return {str(path.relative_to(HERE / "good")): path.read_text(encoding="utf-8")
            for path in sorted((HERE / "good").rglob("*")) if path.is_file()}


def seed(files, row):
    """The file with the change and still with its sign; None when what the row changes does not stand there once."""
    text = files[row.file]
    if text.count(row.old) != 1:
        return None
    return {**files, row.file: text.replace(row.old, row.new)}


def find_places(files):
    """The files without signs, and where the signs stood: (file, line, column) with the column in bytes from 1, in the order of the text."""
    clean, places = {}, []
    for name, text in files.items():
        pieces = text.split(SIGN)
        for i in range(1, len(pieces)):
            before = "".join(pieces[:i])
            places.append((name, before.count("\n") + 1, len(before.rpartition("\n")[2].encode()) + 1))
        clean[name] = "".join(pieces)
    return clean, places


def write(directory, files):
    for name, content in files.items():
        if content is None:
            continue
        path = Path(directory) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def tell_of(directory):
    """What `check` tells of the rules in the directory w: [(place, severity, code, found, expected, hint)] from its text and from its JSON, and
    what is wrong with its excerpts."""
    told, wrong = [], []
    done = run("check", "w", "--as-of", AS_OF, cwd=directory)
    lines = done.stderr.splitlines()
    for i, line in enumerate(lines):
        found = re.fullmatch(r"w/(\S+?\.(?:yaml|csv|yml)):(?:(\d+):(\d+):)? (\w+): (.*) \[(rules\.\w+)\]", line)
        if found is None:
            continue
        name, number, column, severity, message, code = found.groups()
        place = (name, int(number or 0), int(column or 0))
        parts = re.fullmatch(r"(.*?)(?:; expected (.*?))?(?:; ((?:(?!; ).)*))?", message) if "; expected" in message else None
        told.append((place, severity, code, message))
        if name.endswith(".yaml") and place[1]:
            problem = problem_with_excerpt(directory, place, lines[i + 1:i + 3])
            if problem:
                wrong.append("%s: %s" % (line, problem))
    machine = run("check", "w", "--as-of", AS_OF, "--format", "json", cwd=directory)
    objects = [json.loads(line) for line in machine.stdout.splitlines()]
    objects = [o for o in objects if o["code"].startswith("rules.")]
    return told, objects, wrong, done


def problem_with_excerpt(directory, place, lines):
    """The line of the file stands below the message, and the sign below the character of the place."""
    name, number, column = place
    content = (Path(directory) / "w" / name).read_bytes().removeprefix(b"\xef\xbb\xbf")
    source = re.split(rb"\r\n|\n|\r", content)[number - 1]
    has_excerpt = len(lines) == 2 and re.match(r" *%d \| " % number, lines[0])
    if re.search(rb"\w@\w", source):      # an address may tell who somebody is
        return "a line with an address is shown" if has_excerpt else None
    try:
        source.decode()
    except UnicodeDecodeError:
        return "a line that is not UTF-8 is shown" if has_excerpt else None
    if not has_excerpt:
        return "no excerpt: %s" % lines
    source = re.sub(rb"[\x00-\x1f]", b" ", source)
    try:
        before = source[:column - 1].decode()
    except UnicodeDecodeError:
        return "the column is within a character"
    shown, sign = lines[0].partition(" | ")[2], lines[1].partition(" | ")[2]
    if sign.strip() != "^":
        return "no sign: %s" % lines
    at = sign.index("^")
    behind = source[column - 1:].decode()
    if shown[at:at + 20] != behind[:20][:len(shown) - at] or not before.endswith(shown[:at]):
        return "the sign does not stand under its place: %s" % lines
    return None


def problem_with(row, place, told, objects):
    """What is wrong with how one mistake was told, or None."""
    here = [t for t in told if t[0] == place and t[2] == row.code]
    if len(here) != 1:
        return "%d messages at %s with %s" % (len(here), place, row.code)
    same = [o for o in objects if (o["path"], o["line"], o["column"]) == ("w/" + place[0], *place[1:]) and o["code"] == row.code]
    if len(same) != 1:
        return "%d JSON objects at %s with %s" % (len(same), place, row.code)
    for part, wanted in (("found", row.found), ("expected", row.expected), ("hint", row.hint)):
        if wanted not in (same[0][part] or ""):
            return "'%s' is not in %s '%s'" % (wanted, part, same[0][part])
        if (same[0][part] or "") not in here[0][3]:
            return "the text has not the %s of the JSON: %s" % (part, here[0][3])
    return None


def try_alone(tap, directory, good):
    for row in ROWS:
        files = seed(good, row)
        if files is None:
            tap.ok(False, row.name, "what it changes does not stand once in " + row.file)
            continue
        files, places = find_places(files)
        shutil.rmtree(directory / "w", ignore_errors=True)
        write(directory / "w", files)
        told, objects, wrong, done = tell_of(directory)
        place = places[0] if places else told[0][0] if told else None
        problem = problem_with(row, place, told, objects) if place else "nothing is told"
        if problem is None and len(told) != 1:
            problem = "other messages beside it"
        if problem is None and wrong:
            problem = wrong[0]
        tap.ok(problem is None, row.name, "%s\n%s" % (problem, done.stderr))


def try_whole(tap, directory, good):
    for name, change, place, code, found, expected, hint in WHOLE:
        row = Row(name, place[0], "", "", code, found, expected, hint)
        shutil.rmtree(directory / "w", ignore_errors=True)
        write(directory / "w", {**good, **change(good)})
        told, objects, wrong, done = tell_of(directory)
        problem = problem_with(row, place, told, objects)
        if problem is None and len(told) != 1:
            problem = "other messages beside it"
        if problem is None and wrong:
            problem = wrong[0]
        tap.ok(problem is None, name, "%s\n%s" % (problem, done.stderr[:3000]))


def lines_of(good, row):
    """The lines that a row changes. A mistake in an expression hides what else is wrong with it, so two on a line are not put together."""
    first = good[row.file][:good[row.file].index(row.old)].count("\n")
    return set(range(first, first + row.old.rstrip("\n").count("\n") + 1))


def make_batches(good):
    """As few workspaces as possible with all the mistakes that can stand beside each other: [(files with signs, rows)]."""
    batches = []
    for row in ROWS:
        if row.alone or SIGN not in row.new:
            continue
        for batch in batches:
            files = seed(batch[0], row)
            touches = any(other.file == row.file and lines_of(good, row) & lines_of(good, other) for other in batch[1])
            if files is not None and not touches:
                batch[0] = files
                batch[1].append(row)
                break
        else:
            batches.append([seed(good, row), [row]])
    return batches


def try_together(tap, directory, good):
    """The n-th row of a batch has the sign with its number while the places are found."""
    for number, (_, rows) in enumerate(make_batches(good), 1):
        files, places = dict(good), {}
        for i, row in enumerate(rows):
            files[row.file] = files[row.file].replace(row.old, row.new.replace(SIGN, "%s%d;" % (SIGN, i)))
        clean = {}
        for name, text in files.items():
            pieces = re.split(SIGN + r"(\d+);", text)
            for k in range(1, len(pieces), 2):
                before = "".join(pieces[:k:2])
                places[int(pieces[k])] = (name, before.count("\n") + 1, len(before.rpartition("\n")[2].encode()) + 1)
            clean[name] = "".join(pieces[::2])
        shutil.rmtree(directory / "w", ignore_errors=True)
        write(directory / "w", clean)
        told, objects, wrong, done = tell_of(directory)
        problems = ["%s: %s" % (row.name, problem) for i, row in enumerate(rows) if (problem := problem_with(row, places[i], told, objects))]
        problems += wrong
        if len(told) != len(rows):
            known = set(places.values())
            problems += ["%d messages of %d mistakes: %s" % (len(told), len(rows), [t for t in told if t[0] not in known])]
        tap.ok(not problems, "%d mistakes at once, the %d. time, are all told in one pass" % (len(rows), number), "\n".join(problems))


def main():
    tap = Tap()
    good = read_good()
    with scratch() as name:
        directory = Path(name)
        write(directory / "w", good)
        done = run("check", "w", "--as-of", AS_OF, cwd=directory)
        tap.ok(done.returncode == 0 and ": error: " not in done.stderr and ": caution: " not in done.stderr,
               "without the mistakes the rules are good", done.stderr)
        try_alone(tap, directory, good)
        try_whole(tap, directory, good)
        try_together(tap, directory, good)
    tap.finish()


main()
