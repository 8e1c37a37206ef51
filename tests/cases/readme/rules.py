#!/usr/bin/python3
"""rules.py - docs/rules.md has every key of every group of `seire schema`, and every period of `seire list periods`: a line that says what it
is, and an example. The examples are the workspace of the page, which is read and compiled here without a finding."""
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
sys.path.insert(0, str(HERE.parent / "schema"))
from independent import ROOT, Tap, run, scratch     # noqa: E402
from judge import KINDS, Judge, groups, groups_of_schema, kind_of, page_files     # noqa: E402

PAGE = (ROOT / "docs/rules.md").read_text(encoding="utf-8")


def load(tap, files):
    """Every folder of the page that has a seire.yaml is a workspace; its exports are not there, which is no matter of the rules."""
    with scratch() as directory:
        for name, text in files.items():
            path = Path(directory) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in files:
            if Path(name).name != "seire.yaml":
                continue
            done = run("check", (Path(directory) / name).parent, "--as-of", "2026-11-02")
            told = re.search(r"findings: (\d+) errors, (\d+) cautions, (\d+) notes", done.stderr)
            tap.ok(done.returncode != 78 and told and set(told.groups()) == {"0"}, "the workspace of %s is read without a finding" % name, done.stderr)


def find_section(kind):
    """What the page says of a kind of file, without its examples."""
    heading = "seire.yaml" if kind == "seire" else kind
    match = re.search(r"^## %s$(.*?)(?=^## |\Z)" % re.escape(heading), PAGE, re.M | re.S)
    return re.sub(r"^```.*?^```$", "", match[1], flags=re.M | re.S) if match else ""


def has_line(section, key):
    """A row of a table whose first cell names the key, or an entry of a list or a bold paragraph that does."""
    row = r"^\| [^|]*`[^`|]*\b%s\b[^`|]*`[^|]*\|" % key
    entry = r"^- `[^`]*\b%s\b[^`]*`" % key
    paragraph = r"^\*\*[^*]+\*\* [^\n]*`%s`" % key
    return any(re.search(form, section, re.M) for form in (row, entry, paragraph))


def keys(tap, judge, files):
    used = defaultdict(set)
    for name, text in files.items():
        if not name.endswith(".yaml"):
            continue
        kind = kind_of(name)
        for _, path, _, value in groups(judge.schemas[kind], judge.read(kind, text)):
            used[kind, path] |= set(value)
    count = 0
    for kind in KINDS:
        section = find_section(kind)
        for path, properties in groups_of_schema(judge.schemas[kind]):
            where = "/".join((kind,) + path)
            count += len(properties)
            lacking = sorted(set(properties) - used[kind, path])
            tap.ok(not lacking, "every key of %s stands in an example" % where, lacking)
            untold = sorted(key for key in properties if (path or kind == "seire") and not has_line(section, key))
            tap.ok(not untold, "and the page says what each is", untold)
    tap.ok(count > 150, "there are keys: %d" % count)


def periods(tap, files):
    """Each in the line of `grains`, and as a word of an example."""
    names = [row["period"] for row in json.loads(run("list", "periods", "--format", "json").stdout)]
    tap.ok(len(names) >= 7, "there are periods", names)
    examples = "\n".join(text for name, text in files.items() if name.startswith("reports/"))
    line = re.search(r"^\| `grains` \|.*$", PAGE, re.M)
    for name in names:
        tap.ok(re.search(r"(period|grains): .*\b%s\b" % name, examples), "%s has an example" % name)
        tap.ok(line and re.search(r"\b%s\b" % name, line[0]), "the page says what %s is" % name)


def main():
    tap = Tap()
    files = page_files()
    judge = Judge()
    load(tap, files)
    periods(tap, files)
    if judge.lacks:
        tap.skip("every key has a line and an example", judge.lacks)
    else:
        keys(tap, judge, files)
        judge.close()
    tap.finish()


main()
