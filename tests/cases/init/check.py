#!/usr/bin/python3
"""check.py - `seire init`: what it makes is accepted by the schemas that lie beside it, checks and runs with exit 0 on whatever day, in
both languages and in less than a minute; and it leaves no half workspace behind, whatever is in its way."""
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
sys.path.insert(0, str(HERE.parent / "schema"))
from independent import SEIRE, Tap, edition, read_figures, run, scratch     # noqa: E402
from judge import KINDS, Judge      # noqa: E402

DAYS = ["2026-01-01", "2026-01-02", "2024-02-29", "2025-03-01", "2026-11-02"]   # before and after a due day, a leap day


def files(place):
    return sorted(str(p.relative_to(place)) for p in Path(place).rglob("*") if p.is_file())


def within_a_minute(tap, place):
    started = time.monotonic()
    done = [run(command, "mine", cwd=place) for command in ("init", "check", "run")]
    seconds = time.monotonic() - started
    tap.ok([d.returncode for d in done] == [0, 0, 0], "init, check and run end with 0", "\n".join(d.stderr for d in done))
    tap.ok(seconds < 60, "all three in less than a minute: %.1f s" % seconds, seconds)
    tap.ok(re.search(r"findings: 0 errors, 0 cautions, 0 notes", done[1].stderr), "check finds nothing to tell", done[1].stderr)
    named = re.findall(r"seire (check|run) (\S+)", done[0].stderr)
    tap.ok(named == [("check", "mine"), ("run", "mine")], "init says what to type next", done[0].stderr)
    made = list((place / "mine/published/kuuaruanne").glob("*/1/*"))
    endings = sorted(".".join(p.name.split(".")[1:]) for p in made)
    tap.ok(endings == ["csv", "csv", "en.html", "en.xlsx", "et.html", "et.xlsx"], "the report is there in both languages", endings)
    tap.ok(len(list((place / "mine/outgoing").glob("*.eml"))) == 1, "and one mail, laid down and not sent")


def on_any_day(tap, place):
    for day in DAYS:
        workspace = place / day
        done = [run(command, workspace, "--as-of", day) for command in ("init", "check", "run")]
        tap.ok([d.returncode for d in done] == [0, 0, 0], "init, check and run on %s" % day, "\n".join(d.stderr for d in done))
        periods = sorted(p.name for p in (workspace / "published/kuuaruanne").glob("*"))
        rows, _ = read_figures(edition(workspace, "kuuaruanne", periods[0]) / "figures.csv")
        own = {row["indicator"]: row for row in rows if row["period"] == periods[0] and not row["keys"]}
        tap.ok(set(own) == {"P01", "P02", "P03"} and all(row["state"] == "ok" for row in own.values()),
               "on %s every indicator has a figure for %s" % (day, periods[0]), own)
        tap.ok(sum(row["state"] == "hidden" for row in rows) == 0, "and none is hidden")
    again = place / "again"
    run("init", again, "--as-of", DAYS[-1])
    same = [name for name in files(again) if (again / name).read_bytes() == (place / DAYS[-1] / name).read_bytes()]
    tap.ok(same == files(again) and len(same) >= 13, "the same day gives the same bytes", set(files(again)) - set(same))


def for_an_editor(tap, place):
    workspace = place / DAYS[-1]
    judge = Judge()
    yaml = [p for p in workspace.rglob("*.yaml")]
    tap.ok(len(yaml) >= 5, "there is a YAML file of each kind but one", yaml)
    for path in yaml:
        name, text = path.relative_to(workspace), path.read_text(encoding="utf-8")
        first = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        if not tap.ok(first and (path.parent / first[1]).is_file(), "%s begins with the schema that lies beside it" % name, text[:80]):
            continue
        kind = Path(first[1]).stem
        tap.ok(kind == (path.parent.name if path.parent.name in KINDS else "seire"), "%s: it is that of its kind" % name, kind)
        tap.ok((path.parent / first[1]).read_text(encoding="utf-8") == run("schema", kind).stdout, "%s: it is what `seire schema` prints" % name)
        tap.ok(text.count("#") >= 2, "%s: comments teach" % name)
        if judge.lacks:
            tap.skip("%s is accepted by it" % name, judge.lacks)
        else:
            refused = judge.yaml(kind, text)
            tap.ok(refused is None, "%s is accepted by it" % name, refused)
    if not judge.lacks:
        judge.close()
    everything = "\n".join(p.read_text(encoding="utf-8") for p in workspace.rglob("*.yaml")) + (workspace / "inbox/poordumised.csv").read_text(encoding="utf-8")
    tap.ok(not re.search(r"\b[1-6]\d{10}\b", everything), "no personal code stands anywhere")
    tap.ok(set(re.findall(r"@([\w.]+)", everything)) == {"example.ee"}, "and no address but of example.ee")


def where_something_is(tap, place):
    """Nothing of what is there is touched, and nothing is added."""
    full = place / "full"
    full.mkdir()
    (full / "notes.txt").write_text("mine\n", encoding="utf-8")
    done = run("init", full)
    tap.ok(done.returncode == 73 and '"notes.txt" is in this one' in done.stderr and "empty" in done.stderr, "a folder with something in it is refused, and it is named", done.stderr)
    tap.ok(files(full) == ["notes.txt"] and (full / "notes.txt").read_text() == "mine\n", "and stays as it is")
    done = run("init", full / "notes.txt")
    tap.ok(done.returncode == 73 and "this is a file" in done.stderr, "a file is refused", done.stderr)
    done = run("init", place / DAYS[0])
    tap.ok(done.returncode == 73, "a workspace is refused", done.stderr)
    done = run("init")
    tap.ok(done.returncode == 64 and "seire init DIR" in done.stderr, "without a folder it says what to type", done.stderr)
    for name, arguments in (("empty", ["."]), ("slash", ["../slash/"])):
        (place / name).mkdir()
        done = run("init", *arguments, cwd=place / name)
        tap.ok(done.returncode == 0 and files(place / name) == files(place / "again"), "an empty folder will do: %s" % arguments[0], done.stderr)
    deep = run("init", place / "a/b/c")
    tap.ok(deep.returncode == 0 and (place / "a/b/c/seire.yaml").is_file(), "folders above it are made", deep.stderr)


def where_it_fails(tap, place):
    """A file that cannot grow beyond a size: the writing fails at one file after another, and nothing is left."""
    for is_there in (False, True):
        for size in (0, 400, 2000, 20000, 60000):
            target = place / ("limit-%d-%d" % (is_there, size))
            if is_there:
                target.mkdir()
            before = sorted(os.listdir(place))

            def limit():
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            done = subprocess.run([SEIRE, "init", str(target)], stderr=subprocess.PIPE, text=True, preexec_fn=limit)
            clean = sorted(os.listdir(place)) == before and (not is_there or not os.listdir(target))
            tap.ok(done.returncode in (73, 74) and clean, "no file over %d bytes, the folder %s: nothing is left" % (size, "is there" if is_there else "is new"),
                   "exit %d\n%s\n%s" % (done.returncode, done.stderr, files(target)))
    leftover = place / "left"
    (leftover / ".seire-init.part/datasets").mkdir(parents=True)
    done = run("init", leftover)
    tap.ok(done.returncode == 0 and not (leftover / ".seire-init.part").exists(), "what an interrupted init left is taken away", done.stderr)


def main():
    tap = Tap()
    with scratch() as directory:
        place = Path(directory)
        within_a_minute(tap, place)
        on_any_day(tap, place)
        for_an_editor(tap, place)
        where_something_is(tap, place)
        where_it_fails(tap, place)
        shutil.rmtree(place / "mine")
    tap.finish()


main()
