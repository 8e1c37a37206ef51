#!/usr/bin/python3
"""expressions.py - the examples of docs/expressions.md that say what they are: every `EXPRESSION` is VALUE, asked at the prompt."""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402

NO_EXAMPLES = {"x = null"}      # sentences that happen to have the same form


def main():
    tap = Tap()
    page = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
    examples = [(e, v) for e, v in re.findall(r"`([^`]+)` is (\?|'[^']*'|-?[\w.-]*\w)(?=[;,. |])", page)
                if re.search(r"[(*/]", e) and e not in NO_EXAMPLES and "…" not in e]
    tap.ok(len(examples) >= 19, "the page has examples", examples)
    with scratch() as directory:
        (Path(directory) / "one.csv").write_text("a\n1\n")
        for expression, value in examples:
            done = run("query", "max(%s) as x" % expression, "--from", "one.csv", "--format", "json", cwd=directory)
            told = done.stdout.partition('"x":')[2].partition("}")[0]
            wanted = {"?": "null", "true": "true"}.get(value, json.dumps(value[1:-1], ensure_ascii=False) if value[0] == "'"
                                                       else '"%s"' % value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value)
            tap.ok(done.returncode == 0 and told in (wanted, {"true": "1"}.get(wanted)), "%s is %s" % (expression, value), "%s\n%s" % (told, done.stderr))
    tap.finish()


main()
