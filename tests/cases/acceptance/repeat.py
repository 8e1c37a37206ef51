#!/usr/bin/python3
"""repeat.py - done when, 2: the example in under two seconds; a second run changes nothing; the same bytes in two directories,
two time zones and two languages; a run that fails leaves yesterday's editions alone."""
import hashlib
import os
import resource
import shutil
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, make_example, run, scratch     # noqa: E402

PLACES = [("a", "Pacific/Kiritimati", "C.UTF-8"), ("a", "America/Los_Angeles", "et_EE.UTF-8"),
          ("a/much/longer/path than the other õäöü", "Pacific/Kiritimati", "et_EE.UTF-8"),
          ("a/much/longer/path than the other õäöü", "America/Los_Angeles", "C.UTF-8")]


def fingerprint(directory):
    return {str(p.relative_to(directory)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(Path(directory).rglob("*")) if p.is_file()}


def stored_messages(workspace):
    """Every value of the ledger that looks like a message, in an order that does not depend on its keys."""
    ledger = sqlite3.connect("file:%s?mode=ro" % (workspace / ".seire/ledger.db"), uri=True)
    found = set()
    for (table,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in ledger.execute('SELECT * FROM "%s"' % table):
            for value in row:
                data = value.encode() if isinstance(value, str) else value
                if isinstance(data, bytes) and b"message-id:" in data[:8192].lower():
                    found.add(hashlib.sha256(data).hexdigest())
    ledger.close()
    return sorted(found)


def stamps(workspace):
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for d in ("published", "outgoing") for p in sorted((workspace / d).rglob("*"))}


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    tap = Tap()
    with scratch() as directory:
        template = make_example(directory, "template")
        results, seconds, processor, workspace = [], [], [], None
        for number, (place, zone, language) in enumerate(PLACES):
            parent = Path(directory) / ("place%d" % number) / place
            parent.mkdir(parents=True)
            workspace = parent / "workspace"
            shutil.copytree(template, workspace)
            environment = dict(os.environ, TZ=zone, LANG=language, LC_ALL=language)
            begun, used = time.monotonic(), processor_seconds()
            done = run("run", workspace, "--as-of", AS_OF, env=environment)
            seconds.append(time.monotonic() - begun)
            processor.append(processor_seconds() - used)
            tap.ok(done.returncode in (0, 1), "run with TZ=%s LC_ALL=%s in …/%s" % (zone, language, place), done.stderr)
            results.append((fingerprint(workspace / "published"), stored_messages(workspace)))
        files, messages = results[0]
        tap.ok(len(files) >= 12 and len(messages) == 6, "two reports of six files and three messages are made", (sorted(files), len(messages)))
        for (place, zone, language), (other_files, other_messages) in list(zip(PLACES, results))[1:]:
            differing = sorted(n for n in set(files) | set(other_files) if files.get(n) != other_files.get(n))
            tap.ok(files and not differing, "published/ is the same, byte for byte, with TZ=%s LC_ALL=%s in …/%s" % (zone, language, place), differing)
            tap.ok(messages and other_messages == messages, "so is every stored message", (messages, other_messages))
        # Other tests run beside this one: the quickest run counts, and on a crowded machine what it used of the processor.
        tap.ok(min(seconds) < 2 or min(processor) < 2.6, "the two reports take under two seconds (%.1f s, %.1f s of the processor)"
               % (min(seconds), min(processor)), "seconds: %s, of the processor: %s" % (seconds, processor))

        before = stamps(workspace)
        done = run("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 0, "a second run of the same night ends well", "exit %d\n%s" % (done.returncode, done.stderr))
        tap.ok(stamps(workspace) == before and stored_messages(workspace) == messages, "and changes no file and no message")
        tap.ok((done.stdout + done.stderr).strip() != "", "and says so")

        with open(workspace / "indicators/volume.yaml", "a", encoding="utf-8") as rules:
            rules.write("    nonsense: 1\n")
        done = run("run", workspace, "--as-of", "2026-12-01")
        tap.ok(done.returncode == 78 and "indicators/volume.yaml:" in done.stderr, "rules that are wrong end a run with 78 and a place",
               "exit %d\n%s" % (done.returncode, done.stderr))
        tap.ok(stamps(workspace) == before, "a run that fails leaves the editions alone")
    tap.finish()


main()
