#!/usr/bin/python3
"""check.py [--all] [--keep DIR] [--only KIND] - polluted files, read by `seire read FILE --format csv` and nothing else, scored 0 to 10.

Without --all every tenth file of the polluters of rows, for `make check`. `--all` is `make pollution`: it prints a line for each pollution, with
its worst file. `simple` counts each file alike, `weighted` each pollution alike.
"""
import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.dont_write_bytecode = True
from independent import ROOT, Tap    # noqa: E402
import polluters    # noqa: E402
import tables    # noqa: E402
from score import score    # noqa: E402

SHARED = ROOT.parent / "shared/data"


def make_files(is_all):
    """(kind, name, bytes, header, rows)"""
    own = tables.invented()
    for polluter in polluters.FILE_POLLUTERS:
        for variant, data, header, rows in polluter(own):
            yield polluter.__name__, "own: " + variant, data, header, rows
    for polluter in polluters.ROW_POLLUTERS:
        for i, (variant, data, header, rows) in enumerate(polluter(own)):
            if is_all or i % 10 == 3:
                yield polluter.__name__, "own: " + variant, data, header, rows
    others = {"short": tables.invented(20), **tables.real(SHARED)} if is_all else tables.real(SHARED)
    for name, table in others.items():
        for polluter in polluters.FILE_POLLUTERS + polluters.ROW_POLLUTERS:
            step = 1 if polluter in polluters.FILE_POLLUTERS else 17 if is_all else 101
            for i, (variant, data, header, rows) in enumerate(polluter(table)):
                if i % step == 0:
                    yield polluter.__name__, name + ": " + variant, data, header, rows


def read(program, path):
    """What seire makes of a file, or None when it was refused; and its status. An empty file is a problem (65) and an empty table."""
    done = subprocess.run([program, "read", path, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode not in (0, 1, 65) or (done.returncode == 65 and not done.stdout and b"[file.empty]" not in done.stderr):
        return None, done.returncode
    return done.stdout.decode("utf-8"), done.returncode


def measure(program, files, directory):
    """{kind: [(score, name, path)]} and the statuses that nobody may see."""
    found, broken = defaultdict(list), []

    def one(item):
        number, (kind, name, data, header, rows) = item
        path = Path(directory) / ("%05d.csv" % number)
        path.write_bytes(data)
        output, status = read(program, path)
        return kind, score(output, header, rows, status in (0, 1)), name, path, status

    with ThreadPoolExecutor(2) as pool:
        for kind, value, name, path, status in pool.map(one, enumerate(files)):
            found[kind].append((value, name, path))
            if status not in (0, 1, 65):
                broken.append("%s: %s: status %d" % (kind, name, status))
    return found, broken


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("--only")
    parser.add_argument("--seire", default=str(ROOT / "seire") if (ROOT / "seire").exists() else str(ROOT / "build/release-gcc/seire"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seire-pollution-") as scratch:
        directory = Path(options.keep or scratch)
        directory.mkdir(parents=True, exist_ok=True)
        files = [f for f in make_files(options.all) if options.only in (None, f[0])]
        found, broken = measure(options.seire, files, directory)
    simple = mean(value for results in found.values() for value, _, _ in results)
    weighted = mean(mean(value for value, _, _ in results) for results in found.values())
    if options.all or options.only:
        for kind, results in found.items():
            worst = min(results)
            print("%-24s %5d files  %6.3f   worst %6.3f  %s%s" % (kind, len(results), mean(r[0] for r in results), worst[0], worst[1],
                                                                 "  " + worst[2].name if options.keep else ""))
        print("%-24s %5d files  %6.3f simple  %6.3f weighted" % ("all", len(files), simple, weighted))
        for line in broken:
            print("broken: " + line)
        sys.exit(1 if broken else 0)
    tap = Tap()
    tap.ok(not broken, "no polluted file of %d breaks the reader" % len(files), "\n".join(broken))
    tap.ok(simple >= SIMPLE_MIN, "%.3f of 10 comes back over all files, at least %.2f" % (simple, SIMPLE_MIN))
    tap.ok(weighted >= WEIGHTED_MIN, "%.3f of 10 comes back over all pollutions, at least %.2f" % (weighted, WEIGHTED_MIN))
    tap.finish()


SIMPLE_MIN = 9.98     # what is reached, rounded down; raise it with the reader
WEIGHTED_MIN = 9.98
if __name__ == "__main__":
    main()
