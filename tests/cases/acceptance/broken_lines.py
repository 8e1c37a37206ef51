#!/usr/bin/python3
"""broken_lines.py - every line of the rules broken in turn, in several ways: the rules stay good, or each problem has its place, what and expected and the
status is 78; never a crash, and with the sanitizers watching where they are built. What stands below a broken line is not told as unknown elsewhere."""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, SEIRE, Tap, scratch    # noqa: E402
from small import FILES, make_small                         # noqa: E402

WAYS = {
    "left out": lambda line: "", "twice": lambda line: line + line, "without its value": lambda line: re.sub(r": .*", ":", line),
    "a list": lambda line: re.sub(r": .*", ": [a, b]", line), "a group": lambda line: re.sub(r": .*", ": {a: b}", line),
    "an open quote": lambda line: line.replace(" ", ' "', 1), "a NUL": lambda line: line.replace(":", ":\0", 1), "deeper": lambda line: " " + line,
    "a byte that is no UTF-8": lambda line: line.replace(":", ": \udcff", 1),
}
GOOD_ENDS = (0, 1, 10, 11, 65)      # the rules were good; the data may not fit them any more


def check(program, directory, name, text):
    make_small(directory, {name: text.encode("utf-8", "surrogateescape")})
    return subprocess.run([program, "check", directory, "--as-of", AS_OF], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)


def problem_with(done):
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode in GOOD_ENDS:
        return None
    problems = [line for line in said.splitlines() if ": error: " in line]
    if done.returncode != 78 or not problems:
        return "exit %d\n%s" % (done.returncode, said[-800:])
    for line in problems:
        if not re.match(r"\S+:\d+:\d+: error: .+; expected .+ \[rules\.[a-z_]+\]$", line):
            return "no place, no expectation or no word: " + line
    return None


def main():
    tap = Tap()
    sanitized = ROOT / "build/san-gcc/seire"
    program = str(sanitized) if sanitized.exists() and "SEIRE" not in os.environ else SEIRE
    with scratch() as directory:
        for name, text in FILES.items():
            if not name.endswith(".yaml") and not name.startswith("lists/"):
                continue
            lines, problems, count = text.splitlines(keepends=True), [], 0
            for number, line in enumerate(lines):
                for way, spoil in WAYS.items():
                    spoilt = spoil(line)
                    if spoilt == line:
                        continue
                    count += 1
                    problem = problem_with(check(program, Path(directory) / "w", name, "".join(lines[:number] + [spoilt] + lines[number + 1:])))
                    if problem:
                        problems.append("line %d %s: %s" % (number + 1, way, problem))
            tap.ok(count > 0 and not problems, "%s: %d broken lines" % (name, count), "\n".join(problems))
        for name, way, spoil in (("datasets/papers.yaml", "without its first line", lambda t: t.split("\n", 1)[1]),
                                 ("indicators/papers.yaml", "without its first line", lambda t: t.split("\n", 1)[1]),
                                 ("datasets/papers.yaml", "with nothing for a data set", lambda t: "datasets:\n  papers:\n")):
            done = check(program, Path(directory) / "w", name, spoil(FILES[name]))
            elsewhere = [line for line in done.stderr.decode().splitlines() if ": error: " in line and name not in line]
            tap.ok(done.returncode == 78 and not elsewhere, "%s %s: nothing is called unknown elsewhere" % (name, way), "\n".join(elsewhere))
    tap.finish()


main()
