#!/usr/bin/python3
"""check.py - `seire list KIND --format yaml` prints rules in one form that can stand in place of their files: printed again they are the same text,
and a run by them publishes the same figures.
"""
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, Tap, make_example, run, scratch    # noqa: E402

KINDS = ["datasets", "indicators", "reports"]


def print_kinds(workspace):
    done = {kind: run("list", kind, "--format", "yaml", "--workspace", workspace, "--as-of", AS_OF) for kind in KINDS}
    return {kind: answer.stdout for kind, answer in done.items()}, "\n".join(answer.stderr for answer in done.values() if answer.returncode != 0)


def make_printed(workspace, texts):
    """A copy of the workspace with one printed file a kind."""
    copy = workspace.with_name(workspace.name + "-printed")
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("published", "outgoing", ".seire"))
    for kind, text in texts.items():
        for path in (copy / kind).glob("*.yaml"):
            path.unlink()
        if text:
            (copy / kind / "all.yaml").write_text(text, encoding="utf-8")
    return copy


def list_of(workspace, kind):
    """What `list` tells, without places and however expressions are spaced."""
    rows = json.loads(run("list", kind, "--format", "json", "--workspace", workspace, "--as-of", AS_OF).stdout)
    return [{name: "".join(text.split()) for name, text in row.items() if name != "where"} for row in rows]


def figures_of(workspace):
    return {str(path.relative_to(workspace)): path.read_bytes() for path in sorted((workspace / "published").rglob("figures.csv"))}


def try_workspace(tap, workspace, runs):
    texts, problem = print_kinds(workspace)
    tap.ok(not problem and texts["indicators"].startswith("indicators:\n"), "the rules of %s are printed" % workspace.name, problem)
    copy = make_printed(workspace, texts)
    again, problem = print_kinds(copy)
    tap.ok(not problem and again == texts, "what is printed is read, and printed as the same text", problem)
    for kind in KINDS[:2]:
        before, after = list_of(workspace, kind), list_of(copy, kind)
        tap.ok(before == after and before, "its %s are listed as before" % kind, [pair for pair in zip(before, after) if pair[0] != pair[1]])
    if not runs:
        return
    for place in (workspace, copy):
        done = run("run", place, "--as-of", AS_OF)
        tap.ok(done.returncode in (0, 1), "%s runs" % place.name, done.stderr[-2000:])
    before, after = figures_of(workspace), figures_of(copy)
    tap.ok(before and before == after, "its %d editions have the same figures" % len(before), sorted(set(before) ^ set(after)))


def main():
    tap = Tap()
    with scratch() as name:
        directory = Path(name)
        for source in ("tests/cases/mistakes/good", "tests/cases/helpline-and-spend"):
            workspace = directory / Path(source).name
            shutil.copytree(ROOT / source, workspace)
            try_workspace(tap, workspace, False)
        try_workspace(tap, make_example(directory), True)
        done = run("list", "functions", "--format", "yaml", cwd=directory)
        tap.ok(done.returncode == 64 and "functions are no rules" in done.stderr, "functions are no rules", done.stderr)
    tap.finish()


main()
