#!/usr/bin/python3
"""check.py - a newcomer with the README only: every command on it runs, every file it names is there afterwards, and the small
workspace it shows makes its report."""
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, SEIRE, Tap, make_example, scratch     # noqa: E402

README = (ROOT / "README.md").read_text(encoding="utf-8")


def do(tap, place, command):
    """One command line of the README, typed in the folder it is about."""
    done = subprocess.run(shlex.split(command), cwd=place, text=True, timeout=300, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    tap.ok(done.returncode in (0, 1), command, "exit %d\n%s" % (done.returncode, done.stderr))
    return done


def follow(tap, place):
    """The commands in their order; the target is changed where the README says so."""
    wanted = re.search(r"write `(\S+: \S+)` for `(\w+)` instead of `(\S+: \S+)`", README)
    commands = re.findall(r"^ {4,}(\./seire .*)$", README, re.M)
    tap.ok(wanted and len(commands) >= 6, "the README shows commands and a change of a target", commands)
    for command in commands:
        if command.startswith("./seire check examples"):
            targets = place / "examples/ohvriabi/targets/2026.yaml"
            new, indicator, old = wanted.groups()
            text = targets.read_text(encoding="utf-8")
            changed = re.sub(r"(?m)^(  %s:.*)%s" % (indicator, re.escape(old)), lambda m: m.group(1) + new, text)
            tap.ok(changed != text, "%s of %s can be changed to %s" % (old, indicator, new))
            targets.write_text(changed, encoding="utf-8")
        do(tap, place, command)


def main():
    tap = Tap()
    with scratch() as directory:
        place = Path(directory)
        (place / "examples").mkdir()
        (place / "seire").symlink_to(SEIRE)
        make_example(place / "examples")
        blocks = re.findall(r"^```(?:csv|yaml) (\S+)\n(.*?)^```$", README, re.M | re.S)
        tap.ok(len(blocks) >= 5, "the README shows a whole workspace", [name for name, _ in blocks])
        for name, text in blocks:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        do(tap, place, "./seire run examples/ohvriabi --as-of " + AS_OF)      # what `make demo` does once all is built
        first = {p: p.read_bytes() for p in (place / "examples/ohvriabi/published").rglob("*") if p.is_file()}
        follow(tap, place)
        for name in re.findall(r"`((?:examples|mine)/[^`]*)`", README):
            tap.ok((place / name).exists(), name + " is there")
        tap.ok((place / "examples/ohvriabi/published/kuuaruanne/2026-10/2").is_dir(), "the second edition stands beside the first")
        tap.ok(first and all(p.read_bytes() == text for p, text in first.items()), "and nothing of the first was touched")
    tap.finish()


main()
