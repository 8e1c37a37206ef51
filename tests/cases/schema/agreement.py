#!/usr/bin/python3
"""agreement.py - the schema and the loader agree about every key: each key of every group gets values of every kind, and

- what the schema refuses, the loader refuses as well;
- what the loader calls a value of the wrong type or an unknown key, the schema refuses as well.

A file a value; all files of a kind are read at once.
"""
import copy
import json
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, run, scratch     # noqa: E402
from judge import KINDS, WHOLE, Judge, groups     # noqa: E402

SAMPLES = ["abc", "", " ", "5", 5, 0, -1, 2.5, True, False, "2026-01-31", "90%", "none", [], ["abc"], [5], {}, {"abc": "x"}, {"et": "x"},
           [["abc"]], [{"abc": "x"}]]
# Where the loader is more patient than the page, and the schema is not: (key, sample).
PATIENT = {(key, value) for key in ("delimiter", "quote", "escape", "comment") for value in ("5", "0")}


def name_of(index):
    return "v%d" % index


def make(kind, where, key, sample, index):
    """The file of a kind with the sample at the key; what it defines has a name of its own."""
    value = copy.deepcopy(WHOLE[kind])
    group = value
    for step in where:
        group = group[step]
    group[key] = sample
    if kind != "seire" and isinstance(value[kind], dict):
        value[kind] = {name_of(index) if name in WHOLE[kind][kind] else name: item for name, item in value[kind].items()}
    return value


def variants(judge, kind):
    found = {}
    for where, path, properties, _ in groups(judge.schemas[kind], WHOLE[kind]):
        for key in properties:
            found[path + (key,)] = (where, key)
    return [(where, key, sample) for where, key in found.values() for sample in SAMPLES]


def read_together(place, kind, files):
    """The codes of the errors of each file, by its index."""
    for other, value in WHOLE.items():
        path = place / ("seire.yaml" if other == "seire" else "%s/all.yaml" % other)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    if kind == "targets":       # one for each, so that no two hold on one day
        ids = {name_of(i): WHOLE["indicators"]["indicators"]["I1"] for i in range(len(files))}
        (place / "indicators/targets.yaml").write_text(json.dumps({"indicators": ids}), encoding="utf-8")
    for index, value in enumerate(files):
        (place / kind / ("%d.yaml" % index)).write_text(json.dumps(value), encoding="utf-8")
    codes = defaultdict(set)
    for line in run("check", place, "--format", "json").stdout.splitlines():
        finding = json.loads(line)
        path = Path(finding["path"] or "")
        if finding["severity"] == "error" and path.parent.name == kind and path.stem.isdigit():
            codes[int(path.stem)].add(finding["code"])
    return codes


def read_alone(place, files):
    def one(item):
        index, value = item
        folder = place / str(index)
        folder.mkdir()
        (folder / "seire.yaml").write_text(json.dumps(value), encoding="utf-8")
        found = [json.loads(line) for line in run("check", folder, "--format", "json").stdout.splitlines()]
        return index, {f["code"] for f in found if f["severity"] == "error"}
    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(one, enumerate(files)))


def agree(tap, judge, kind):
    asked = variants(judge, kind)
    files = [make(kind, where, key, sample, index) for index, (where, key, sample) in enumerate(asked)]
    with scratch() as directory:
        codes = read_alone(Path(directory), files) if kind == "seire" else read_together(Path(directory), kind, files)
    stricter, wider = [], []
    for index, (where, key, sample) in enumerate(asked):
        refused = judge.value(kind, files[index])
        told = codes.get(index, set())
        line = "%s: %s   %s   %s" % ("/".join(map(str, where + (key,))), json.dumps(sample), sorted(told), refused)
        if refused and not told and (key, str(sample)) not in PATIENT:
            stricter.append(line)
        if not refused and told & {"rules.wrong_type", "rules.unknown_key"}:
            wider.append(line)
    good = sum(not codes.get(index) for index in range(len(asked)))
    tap.ok(len(asked) >= 100 and 10 <= good <= len(asked) - 50, "%s: %d values are tried, %d are good" % (kind, len(asked), good))
    tap.ok(not stricter, "%s: what the schema refuses, the loader refuses" % kind, "\n".join(stricter))
    tap.ok(not wider, "%s: what the loader takes for a wrong type or an unknown key, the schema refuses" % kind, "\n".join(wider))


def main():
    tap = Tap()
    judge = Judge()
    if judge.lacks:
        tap.skip("the schema and the loader agree", judge.lacks)
        tap.finish()
    for kind in KINDS:
        agree(tap, judge, kind)
    judge.close()
    tap.finish()


main()
