#!/usr/bin/python3
"""bad_rules.py - rules with a mistake of every kind at once: each is told at its path:line:column, with what was found, what was expected and
how to mend it, all of them in one pass of `check` and of `run`, exit 78; nothing is computed meanwhile.

A mark [[n]] stands in front of the place of mistake n and is not written to the file.
"""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, run, scratch    # noqa: E402
from small import FILES, make_small                 # noqa: E402

BROKEN = {
    "datasets/papers.yaml": FILES["datasets/papers.yaml"]
    .replace("list: services", "list: [[1]]servises").replace("decimal(2)", "[[2]]decimla(2)")
    .replace("expect: cost >= 0", "expect: number > '2' and [[3]]caem > '2026-01-01'")
    .replace("    checks:", "    derive:\n      year_came: [[4]]year(came, 2)\n      first: days(came, second)\n      second: days(came, [[5]]first)\n    checks:"),
    "indicators/papers.yaml": """\
indicators:
  A01:
    name: {et: Dokumendid, en: Documents}
    counts: document
    dataset: papers
    [[6]]valeu: count(*)
    value: [[7]]cuont(*)
    period: [[8]]caem
    by: [[[9]]number2]
  A02:
    name: {et: Kulu, en: Cost}
    counts: euro
    dataset: papers
    value: count([[10]]
    period: came
    unit: [[11]][euro]
  A03:
    name: {et: Ühikukulu, en: Unit cost}
    value: ratio([[12]]A22, A01)
    better: [[13]]hihger
  A04:
    name: {et: Ring, en: Circle}
    value: ratio(A05, A01)
  A05:
    name: {et: Ring, en: Circle}
    value: ratio([[14]]A04, A01)
  [[15]]A03:
    name: {et: Teine, en: Second}
    value: ratio(A01, A01)
""",
    "indicators/z_more.yaml": """\
indicators:
  [[16]]A01:
    name: {et: Teine, en: Second}
    counts: document
    dataset: papers
    value: count(*)
    period: came
  A06:
    name: {et: Puudub, en: Lacking}
    counts: document
    [[17]]counts: document
    dataset: [[18]]paeprs
    value: count(*)
    period: came
  A07:
    name: {et: Vale liik, en: Wrong kind}
    counts: document
    dataset: papers
    value: avg([[19]]number)
    where: came > [[20]]5
    period: [[21]]number
""",
    "targets/2026.yaml": """\
targets:
  A01: [{from: [[22]]2026-13-01, min: 2, approved_by: head, approved_on: 2025-12-15}]
  [[23]]A99: [{from: 2026-01-01, min: 2, approved_by: head, approved_on: 2025-12-15}]
""",
    "reports/kuu.yaml": FILES["reports/kuu.yaml"].replace("audience: sise", "audience: [[24]]sies")
    .replace("A02, A03]", "A02, [[25]]A033]").replace("[head]", "[[[26]]haed]"),
    "lists/services.csv": "code,et,en\nOA,Põhiteenus,Basic service\n[[27]]OA,Kriisitelefon,Crisis line\n",
    "seire.yaml": FILES["seire.yaml"].replace("threshold: 2", "threshold: [[28]]two"),
}

MISTAKES = {    # mark: code, what was found, what was expected, in the hint (the nearest name where there is one)
    1: ("rules.missing_list", "servises", "services", "did you mean 'services'"),
    2: ("rules.bad_value", "decimla(2)", "decimal(2)", "did you mean 'decimal(2)'"),
    3: ("rules.unknown_name", "caem", "a column of data set 'papers'", "did you mean 'came'"),
    4: ("rules.arguments", "year()", "year(d)", ""),
    5: ("rules.cycle", "first -> second -> first", "do not need each other", ""),
    6: ("rules.unknown_key", "valeu", "value", "did you mean 'value'"),
    7: ("rules.unknown_function", "cuont", "", "did you mean 'count'"),
    8: ("rules.unknown_name", "caem", "a column of data set 'papers'", "did you mean 'came'"),
    9: ("rules.unknown_name", "number2", "a column of data set 'papers'", "did you mean 'number'"),
    10: ("rules.syntax", "end", "", ""),
    11: ("rules.wrong_type", "list", "euro", ""),
    12: ("rules.unknown_indicator", "A22", "indicator", "did you mean 'A02'"),
    13: ("rules.bad_value", "hihger", "higher", "did you mean 'higher'"),
    14: ("rules.cycle", "A04 -> A05 -> A04", "do not need each other", ""),
    15: ("rules.duplicate_key", "A03", "once", ""),
    16: ("rules.duplicate_id", "A01", "once", ""),
    17: ("rules.duplicate_key", "counts", "once", ""),
    18: ("rules.unknown_reference", "paeprs", "papers", "did you mean 'papers'"),
    19: ("rules.type", "number", "number", ""),
    20: ("rules.type", "5", "a date", "date '2026-10-31'"),
    21: ("rules.type", "number", "a date", ""),
    22: ("rules.bad_value", "2026-13-01", "2026-01-31", ""),
    23: ("rules.unknown_reference", "A99", "A01", ""),
    24: ("rules.unknown_reference", "sies", "sise", "did you mean 'sise'"),
    25: ("rules.unknown_reference", "A033", "A03", "did you mean 'A03'"),
    26: ("rules.unknown_reference", "haed", "head", "did you mean 'head'"),
    27: ("rules.duplicate_id", "OA", "once", ""),
    28: ("rules.bad_value", "two", "2 to 1000", ""),
}


def strip_marks(texts):
    """The files without marks, and {mark: "file:line:column"} with the column in bytes from 1."""
    files, places = {}, {}
    for name, text in texts.items():
        clean = ""
        for piece in re.split(r"(\[\[\d+\]\])", text):
            mark = re.fullmatch(r"\[\[(\d+)\]\]", piece)
            if mark:
                line = clean.rpartition("\n")[2]
                places[int(mark.group(1))] = "%s:%d:%d" % (name, clean.count("\n") + 1, len(line.encode()) + 1)
            else:
                clean += piece
        files[name] = clean
    return files, places


def problem_with(lines, place, mistake):
    """What is wrong with how a mistake was told, or None."""
    code, found, expected, hint = mistake
    here = [line for line in lines if line.startswith(place + ": ") and line.endswith("[%s]" % code)]
    if len(here) != 1:
        return "%d lines with this place and code" % len(here)
    told = re.fullmatch(r"\S+: error: (.*?); expected (.*?)(?:; (.*))? \[[a-z_.]+\]", here[0])
    if told is None:
        return "not 'found; expected ...; hint': " + here[0]
    for part, wanted in zip(told.groups(default=""), (found, expected, hint)):
        if wanted not in part:
            return "'%s' is not in '%s'" % (wanted, part)
    return None


def main():
    tap = Tap()
    files, places = strip_marks(BROKEN)
    with scratch() as directory:
        make_small(Path(directory) / "good")
        done = run("check", "good", "--as-of", AS_OF, cwd=directory)
        tap.ok(done.returncode == 0, "without the mistakes the rules are good", done.stderr)
        make_small(Path(directory) / "w", files)
        for command in ("check", "run"):
            done = run(command, "w", "--as-of", AS_OF, cwd=directory)
            lines = done.stderr.splitlines()
            tap.ok(done.returncode == 78, "%s ends with 78" % command, "exit %d\n%s" % (done.returncode, done.stderr))
            for mark, mistake in sorted(MISTAKES.items()):
                problem = problem_with(lines, "w/" + places[mark], mistake)
                tap.ok(problem is None, "%s: %s at %s is told with what, expected and hint" % (command, mistake[0], places[mark]), problem)
            wanted = {"w/" + place for place in places.values()}
            others = [line for line in lines if re.match(r"w/.*: error: ", line) and line.split(": ")[0] not in wanted]
            tap.ok(not others, "%s: no mistake is told that is only the echo of another" % command, "\n".join(others))
            tap.ok(lines and re.search(r"%d problems in the rules; the first is at w/\S+:\d+:\d+" % len(MISTAKES), lines[-1]),
                   "%s: the last line counts them all" % command, lines[-1:])
            tap.ok(not (Path(directory) / "w/published").exists(), "%s: nothing is published" % command)
    tap.finish()


main()
