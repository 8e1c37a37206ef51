"""The independent judge of the schemas: validate.cjs, kept running, a question a line."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, run     # noqa: E402

KINDS = ["seire", "datasets", "parameters", "indicators", "targets", "reports"]
MODULES = ROOT / "build/npm/node_modules"


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
        return json.loads(self.node.stdout.readline())["refused"]

    def yaml(self, schema, text):
        return self.ask({"schema": schema, "yaml": text})

    def value(self, schema, value):
        return self.ask({"schema": schema, "value": value})

    def close(self):
        self.node.stdin.close()
        self.node.wait()
