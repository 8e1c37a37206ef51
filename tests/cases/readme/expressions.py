#!/usr/bin/python3
"""expressions.py - the examples of docs/expressions.md that say what they are: every `EXPRESSION` is VALUE, asked at the prompt of the small
workspace that the page shows; and every function of `seire list functions` has such an example. What looks at other days is a formula
over indicators: its examples stand in the workspace of docs/rules.md, which loads as it is (tests/unit/rules/test_documentation.c)."""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402

NO_EXAMPLES = {"x = null"}      # sentences that happen to have the same form
PAGE = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")


def find_examples():
    return [(e, v) for e, v in re.findall(r"`([^`]+)` is (\?|'[^']*'|-?[\w.-]*\w)(?=[;,. |])", PAGE)
            if re.search(r"[(*/]", e) and e not in NO_EXAMPLES and "…" not in e]


def make_workspace(place):
    blocks = re.findall(r"^```(?:yaml|csv) (\S+)\n(.*?)^```$", PAGE, re.M | re.S)
    for name, text in blocks:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return len(blocks)


def ask(tap, place, expression, value, aggregates):
    is_aggregate = re.match(r"(%s)\(" % "|".join(aggregates), expression)
    measure = expression if is_aggregate else "max(%s)" % expression
    done = run("query", measure + " as x", "--from", "rows", "--workspace", place, "--format", "json", "--as-of", "2026-11-02")
    told = done.stdout.partition('"x":')[2].partition("}")[0]
    wanted = {"?": "null", "true": "true"}.get(value, json.dumps(value[1:-1], ensure_ascii=False) if value[0] == "'"
                                               else '"%s"' % value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value)
    return tap.ok(done.returncode == 0 and told in (wanted, {"true": "1"}.get(wanted)), "%s is %s" % (expression, value), "%s\n%s" % (told, done.stderr))


def main():
    tap = Tap()
    functions = [(re.match(r"\w+", row["function"])[0], row["of"]) for row in json.loads(run("list", "functions", "--format", "json").stdout)]
    aggregates = [name for name, of in functions if of == "many rows"]
    tap.ok(len(functions) >= 35 and len(aggregates) >= 15, "there are functions", functions)
    examples = find_examples()
    tap.ok(len(examples) >= 50, "the page has examples", examples)
    with scratch() as directory:
        tap.ok(make_workspace(Path(directory)) == 6, "the page shows a workspace")
        run_ones = [e for e, v in examples if ask(tap, directory, e, v, aggregates)]
    values = "\n".join(re.findall(r"^    value: (.*)$", (ROOT / "docs/rules.md").read_text(encoding="utf-8"), re.M))
    for name, of in functions:
        shown = values if of == "figures" else "\n".join(run_ones)
        tap.ok(re.search(r"\b%s\(" % name, shown), "%s of %s has an example that runs" % (name, of))
        tap.ok(re.search(r"^\| `[^|]*\b%s\(.*\|" % name, PAGE, re.M), "%s has a row that says what it is" % name)
    tap.finish()


main()
