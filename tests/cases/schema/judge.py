"""The independent judge of the schemas: validate.cjs, kept running, a question a line."""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, run     # noqa: E402

KINDS = ["seire", "datasets", "parameters", "indicators", "targets", "reports"]
MODULES = ROOT / "build/npm/node_modules"

# A file of each kind in which every group of keys stands somewhere.
WHOLE = {
    "seire": {"organisation": "A", "audiences": {"all": {"threshold": 3}}, "recipients": {"head": {"address": "a@example.ee"}},
              "mail": {"transport": "drop", "directory": "out", "from": "a@example.ee"}},
    "datasets": {"datasets": {"d": {
        "files": [{"path": "inbox/*.csv"}], "redelivery": {"period": "month", "by": "day"}, "drift": {"by": "day"},
        "columns": {"day": {"type": "date"}, "n": {"from": [{"name": "N", "valid_to": "2024-12-31"}, "n"], "type": "integer"}},
        "derive": {"twice": "n * 2"}, "checks": [{"id": "c", "expect": "n > 0"}]}}},
    "parameters": {"parameters": {"p": {"name": "P", "values": [{"from": "2026-01-01", "value": 1, "basis": "the act"}]}}},
    "indicators": {"indicators": {"I1": {"name": "I", "counts": "thing", "dataset": "d", "value": "count(*)", "period": "day",
                                          "versions": [{"valid_from": "2026-01-01"}]}}},
    "targets": {"targets": {"I1": [{"from": "2026-01-01", "min": 1, "approved_by": "head", "approved_on": "2026-01-01"}]}},
    "reports": {"reports": {"r": {"title": "R", "audience": "all", "sections": [{"title": "S", "indicators": ["I1"]}]}}},
}


class Judge:
    """`lacks` says what is not installed, or is empty. A question gives None, or why the document is refused."""

    def __init__(self):
        self.lacks = "" if shutil.which("node") and (MODULES / "ajv").exists() and (MODULES / "yaml").exists() else "node, ajv or yaml is not installed"
        if self.lacks:
            return
        self.schemas = {kind: json.loads(run("schema", kind).stdout) for kind in KINDS}
        self.schemas["any"] = json.loads(run("schema").stdout)
        self.node = subprocess.Popen(["node", str(Path(__file__).with_name("validate.cjs")), str(MODULES)], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.node.stdin.write(json.dumps(self.schemas) + "\n")

    def ask(self, question):
        self.node.stdin.write(json.dumps(question) + "\n")
        self.node.stdin.flush()
        return json.loads(self.node.stdout.readline())

    def yaml(self, schema, text):
        return self.ask({"schema": schema, "yaml": text})["refused"]

    def value(self, schema, value):
        return self.ask({"schema": schema, "value": value})["refused"]

    def read(self, schema, text):
        """The file as a value."""
        return self.ask({"schema": schema, "yaml": text}).get("value")

    def close(self):
        self.node.stdin.close()
        self.node.wait()


def kind_of(name):
    folder = Path(name).parent.name
    return folder if folder in KINDS else "seire"


def page_files():
    """The workspace of docs/rules.md: its blocks that have the name of a file."""
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^```(?:yaml|csv) (\S+)\n(.*?)^```$", page, re.M | re.S))


def is_languages(properties):
    return set(properties) == {"et", "en"}


def groups(schema, value, place=(), path=()):
    """Every group of keys of the schema that the value has: (place in the value, path in the schema, its properties, what stands there)."""
    for one in schema.get("anyOf", []):
        yield from groups(one, value, place, path)
    if schema.get("type") == "object" and isinstance(value, dict):
        if "properties" in schema and not is_languages(schema["properties"]):
            yield place, path, schema["properties"], value
        for key, item in value.items():
            is_own = key in schema.get("properties", {})
            below = schema["properties"][key] if is_own else schema.get("additionalProperties")
            if isinstance(below, dict):
                yield from groups(below, item, place + (key,), path + (key if is_own else "*",))
    if schema.get("type") == "array" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from groups(schema["items"], item, place + (index,), path)


def groups_of_schema(schema, path=()):
    """Every group of keys of the schema: (path, properties)."""
    for one in schema.get("anyOf", []):
        yield from groups_of_schema(one, path)
    if "properties" in schema and not is_languages(schema["properties"]):
        yield path, schema["properties"]
        for key, below in schema["properties"].items():
            yield from groups_of_schema(below, path + (key,))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from groups_of_schema(schema["additionalProperties"], path + ("*",))
    if isinstance(schema.get("items"), dict):
        yield from groups_of_schema(schema["items"], path)
