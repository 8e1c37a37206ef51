#!/usr/bin/python3
"""build.py - the Makefile of a fresh clone: its targets are there and said by `make help`; ./seire is the variant that was asked for last; `make install` takes
DESTDIR and PREFIX; `make format` changes nothing that nobody has changed; `make clean` leaves what git knows.

A compiler that only notes how it was called stands in for the real ones: what is tried is the Makefile.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, scratch      # noqa: E402

COMPILER = """#!/bin/sh
all="$0 $*"
while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
echo "$all" > "$out"
chmod +x "$out"
"""
TARGETS = "all demo check stairs headers state names banned format lint fuzz install clean help".split()


def make(clone, *words):
    environment = dict(os.environ, PATH="%s:%s" % (clone.parent / "bin", os.environ["PATH"]))
    for name in ("MAKEFLAGS", "MAKELEVEL", "VARIANT", "CC"):
        environment.pop(name, None)
    return subprocess.run(["make", *words], cwd=clone, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)


def git(clone, *words):
    return subprocess.run(["git", *words], cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout


def main():
    tap = Tap()
    if not (ROOT / ".git").exists():
        tap.skip("the Makefile of a fresh clone", "this is no clone")
        tap.finish()
    with scratch() as directory:
        clone = Path(directory) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        shutil.copy(ROOT / "Makefile", clone / "Makefile")
        git(clone, "-c", "user.name=t", "-c", "user.email=t@example.ee", "commit", "-q", "--allow-empty", "-am", "as it stands")
        (clone.parent / "bin").mkdir()
        for name in ("gcc", "clang"):
            (clone.parent / "bin" / name).write_text(COMPILER)
            (clone.parent / "bin" / name).chmod(0o755)

        told = make(clone, "help").stdout
        listed = {word for line in told.splitlines() for word in re.split(r"\s{2,}", line)[0].split()}
        tap.ok(set(TARGETS) <= listed, "make help names every target", "not named: %s\n%s" % (sorted(set(TARGETS) - listed), told))
        unknown = [t for t in listed if make(clone, "-n", t).returncode != 0]
        tap.ok(listed and not unknown, "and every target that it names is there", unknown)

        for words, wanted, unwanted in ((["VARIANT=san"], "-fsanitize=address", "relro"), ([], "relro", "-fsanitize"), (["VARIANT=debug", "CC=clang"], "clang", "relro"),
                                        ([], "relro", "clang")):
            done = make(clone, "-j2", *words)
            program = (clone / "seire").read_text() if (clone / "seire").exists() else ""
            tap.ok(done.returncode == 0 and wanted in program and unwanted not in program, "./seire is the variant asked for: make %s" % " ".join(words),
                   "%s\n%s" % (program, done.stdout[-600:]))
        done = make(clone)
        tap.ok(done.returncode == 0 and not re.search(r"compile|link|gcc", done.stdout), "a second make has nothing to do", done.stdout)
        done = make(clone, "install", "DESTDIR=%s" % (clone.parent / "root"), "PREFIX=/usr")
        installed = clone.parent / "root/usr/bin/seire"
        tap.ok(done.returncode == 0 and installed.exists() and installed.stat().st_mode & 0o777 == 0o755 and installed.read_bytes() == (clone / "seire").read_bytes(),
               "make install puts it below DESTDIR and PREFIX", done.stdout)
        done = make(clone, "clean")
        tap.ok(done.returncode == 0 and git(clone, "status", "--short", "--ignored") == "", "make clean leaves what git knows", done.stdout)

        done = make(clone, "format")
        tap.ok(done.returncode == 0 and git(clone, "status", "--short") == "", "make format changes nothing in a clean tree",
               done.stdout + git(clone, "status", "--short")[:400])
        path = clone / "app/clock.c"
        lines = path.read_text().splitlines(keepends=True)
        place = next(i for i, line in enumerate(lines) if line.strip().startswith("return"))
        good = lines[place]
        lines[place] = good.replace("    return ", "  return    ", 1)
        path.write_text("".join(lines))
        (clone / "app/fresh.c").write_text("int   x( void ){return 1 ;}\n")
        done = make(clone, "format")
        tap.ok(path.read_text().splitlines(keepends=True)[place] == good and git(clone, "status", "--short") == "?? app/fresh.c\n",
               "it mends the lines that were changed and no others", done.stdout + git(clone, "diff"))
        tap.ok("int x(void)\n{\n    return 1;\n}\n" == (clone / "app/fresh.c").read_text(), "and files that are new", (clone / "app/fresh.c").read_text())
    tap.finish()


main()
