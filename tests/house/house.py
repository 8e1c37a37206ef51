#!/usr/bin/python3
"""house.py RULE [CC] - one rule of the house each, in TAP.

stairs   a room includes itself and what stands before it; a foreign library has one home
headers  every header compiles alone
state    no writable global or static below tests
names    everything with external linkage starts with sr_, every macro with SR_
banned   calls that hide a failure, a global or an exit
size     files under 500 lines, headers under 200
words    the project speaks of itself alone
links    every page of the docs points at something that is there
"""
import os
import re
import subprocess
import sys
from glob import glob

ROOMS = ["engine/base", "engine", "rules", "input", "store", "output", "app"]
MAY_SEE = {
    "engine/base": {"engine/base"},
    "engine": {"engine/base", "engine"},
    "rules": {"engine/base", "engine", "rules"},
    "input": {"engine/base", "engine", "rules", "input"},
    "store": {"engine/base", "engine", "rules", "store"},
    "output": {"engine/base", "engine", "rules", "output"},
    "app": set(ROOMS),
}
LIBRARY_HOMES = {        # header prefix -> the only place that may include it
    "csv.h": ["input/records"],
    "gsl/": ["engine/stats/"],
    "xlsxwriter": ["output/workbook"],
    "libfyaml": ["rules/yaml.c"],
    "sqlite3": ["store/"],
    "curl/": ["output/smtp.c"],
    "gmime/": ["output/message"],
    "glib": ["output/message"],
    "unicode/": ["engine/base/locale.c"],
    "openssl/": ["engine/base/hash.c"],
    "zlib": ["engine/base/unpack"],
    "zstd": ["engine/base/unpack"],
    "iconv": ["input/encoding"],
    "pthread": ["engine/base/pool.c"],
}
BANNED = """strcpy strcat sprintf vsprintf gets strtok strtok_r atoi atol atof setlocale system popen exit _exit abort
    rand srand random signal tmpnam mktemp asctime ctime localtime gmtime strerror getenv printf puts putchar perror
    time gettimeofday clock_gettime""".split()
ALLOWED = {     # where a banned call is the point
    "app/": {"getenv", "exit", "printf", "puts", "putchar", "clock_gettime", "time"},
    "output/child.c": {"_exit"},
    "app/process.c": {"_exit"},
    "input/open.c": set(),
}
count = 0
failures = 0


def say(good, name, detail=()):
    global count, failures
    count += 1
    print("%s %d - %s" % ("ok" if good else "not ok", count, name))
    for line in detail:
        print("#   " + line)
    failures += not good


def files(*endings):
    found = []
    for room in ROOMS:
        for ending in endings:
            found += glob(room + "/**/*" + ending, recursive=True)
    return sorted(set(found))


def room_of(path):
    if path.startswith("engine/base/"):
        return "engine/base"
    return path.split("/")[0]


def stairs():
    wrong, strangers = [], []
    for path in files(".c", ".h"):
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not match:
                continue
            if match.group(1) == '"':
                if room_of(match.group(2)) not in MAY_SEE[room_of(path)]:
                    wrong.append("%s:%d includes %s" % (path, number, match.group(2)))
            else:
                for library, homes in LIBRARY_HOMES.items():
                    if match.group(2).startswith(library) and not any(path.startswith(home) for home in homes):
                        strangers.append("%s:%d includes <%s>, whose home is %s"
                                         % (path, number, match.group(2), ", ".join(homes)))
    say(not wrong, "a room includes itself and what stands before it", wrong)
    say(not strangers, "every foreign library has one home", strangers)
    private = [line for line in subprocess.run(["grep", "-rln", '"engine/disclosure/cells.h"', *ROOMS], text=True,
                                               stdout=subprocess.PIPE).stdout.split()
               if not line.startswith("engine/disclosure/")]
    say(not private, "only disclosure control can make a released cell", private)


def headers(cc):
    for path in files(".h"):
        done = subprocess.run([cc, "-std=c17", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                               "-I.", "-fsyntax-only", "-include", path, "-x", "c", "/dev/null"],
                              text=True, stderr=subprocess.PIPE)
        say(done.returncode == 0, path + " compiles alone", done.stderr.splitlines()[:5])


def archive():
    path = max(glob("build/debug-*/libseire.a"), key=os.path.getmtime, default=None)
    if path is None:
        say(False, "build/debug-*/libseire.a is there")
        sys.exit(1)
    return path


def symbols(option):
    """(object, type, name) of every symbol of the archive."""
    current, found = None, []
    for line in subprocess.run(["nm", option, archive()], text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL).stdout.splitlines():
        if line.endswith(":"):
            current = line[:-1]
            continue
        parts = line.split()
        if len(parts) >= 2:
            found.append((current, parts[-2], parts[-1]))
    return found


def state(_cc):
    wrong = ["%s: %s" % (where, name) for where, kind, name in symbols("-a")
             if kind in "bBdDCsSgG" and not name.startswith((".", "__")) and "__PRETTY_FUNCTION__" not in name]
    # `.data.rel.ro` holds constant tables with pointers: nm calls it d, objdump knows it
    really = []
    for entry in wrong:
        really.append(entry)
    if really:
        out = subprocess.run(["objdump", "-t", archive()], text=True, stdout=subprocess.PIPE).stdout
        constant = {line.split()[-1] for line in out.splitlines() if ".data.rel.ro" in line}
        really = [entry for entry in really if entry.split(": ")[1] not in constant]
    say(not really, "nothing writable outlives a call", really)


def names(_cc):
    wrong = ["%s: %s" % (where, name) for where, kind, name in symbols("-g")
             if kind in "TDBRCVW" and not name.startswith("sr_")]
    say(not wrong, "every external name starts with sr_", wrong)
    defined = {name for _, kind, name in symbols("-g") if kind in "TDBR"}
    test_names = re.findall(r"^\w[\w *]*\b(sr_\w+)\(", "\n".join(open(path, encoding="utf-8").read() for path in glob("tests/support/*.c")), re.M)
    clashes = sorted(defined.intersection(test_names))
    say(not clashes, "no name of the test support stands in the program too", clashes)
    macros = []
    for path in files(".h"):
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            match = re.match(r"\s*#\s*define\s+(\w+)", line)
            if match and not match.group(1).startswith("SR_"):
                macros.append("%s:%d: %s" % (path, number, match.group(1)))
    say(not macros, "every macro of a header starts with SR_", macros)


def banned(_cc):
    wrong = []
    for path in files(".c", ".h"):
        text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), open(path, encoding="utf-8").read(), flags=re.S)
        for number, line in enumerate(text.splitlines(), 1):
            line = re.sub(r'"(\\.|[^"\\])*"', '""', line.split("//")[0])
            for name in BANNED:
                if re.search(r"(?<![\w>.])" + name + r"\s*\(", line):
                    if not any(path.startswith(place) and name in calls for place, calls in ALLOWED.items()):
                        wrong.append("%s:%d: %s" % (path, number, name))
    say(not wrong, "no banned call", wrong)
    frees = []
    for path in files(".c"):
        if path.startswith("engine/base/"):
            continue
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            if re.search(r"(?<![\w>.])(malloc|calloc|realloc|free|strdup)\s*\(", line.split("//")[0]):
                frees.append("%s:%d" % (path, number))
    say(not frees, "memory comes from arenas", frees)


def size(_cc):
    long = []
    for path in files(".c", ".h"):
        lines = sum(1 for _ in open(path, encoding="utf-8"))
        if lines > (500 if path.endswith(".c") else 250):
            long.append("%s: %d lines" % (path, lines))
    say(not long, "no file is a whole flat", long)


def words(_cc):
    tracked = subprocess.run(["git", "ls-files"], text=True, stdout=subprocess.PIPE).stdout.split("\n")
    wrong = []
    pattern = re.compile(r"/wor[k]/|/far[m]|[.]librar[y]|/tm[p]/wt|registry[.]npm|deb[.]debian[.]org")
    for path in filter(None, tracked):
        try:
            text = open(path, encoding="utf-8").read()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line) and path != "tests/house/house.py":
                wrong.append("%s:%d" % (path, number))
    say(not wrong, "no path of a machine and no host of a registry in the project", wrong)
    listed = re.findall(r"\bONE\((\w+)\)", open("output/words.h", encoding="utf-8").read())
    used = "\n".join(open(path, encoding="utf-8").read() for path in files(".c") if path != "output/words.c")
    idle = [word for word in listed if not re.search(r"\bSR_WORD_%s\b" % word, used)]
    say(len(listed) > 100 and not idle, "every word of reports is said somewhere", idle)


def anchors(path):
    """The names under which the headings of a page can be linked to."""
    headings = re.findall(r"^#+ +(.*)", re.sub(r"```.*?```", "", open(path, encoding="utf-8").read(), flags=re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def missing_target(page, target):
    """What is wrong with a link of a page, or None."""
    path, _, anchor = target.partition("#")
    full = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
    if not os.path.exists(full):
        return "%s is not there" % full
    if anchor and full.endswith(".md") and anchor not in anchors(full):
        return "%s has no heading '%s'" % (full, anchor)
    return None


def links(_cc):
    tracked = subprocess.run(["git", "ls-files"], text=True, stdout=subprocess.PIPE).stdout.splitlines()
    pages = [path for path in tracked if path.endswith(".md")]
    wrong, unnamed, strange = [], [], []
    for page in pages:
        for number, line in enumerate(open(page, encoding="utf-8"), 1):
            for image, text, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", line):
                if re.match(r"[a-z]+:", target):
                    continue
                problem = missing_target(page, target)
                if problem:
                    wrong.append("%s:%d: %s" % (page, number, problem))
                if image and len(text) < 20:
                    unnamed.append("%s:%d: %s" % (page, number, target))
            for path in re.findall(r"`((?:%s|tests|docs)/[\w./*-]*)`" % "|".join(ROOMS), line):
                if not re.search(r"[A-Z]{2}", path) and not glob(path):
                    strange.append("%s:%d: %s" % (page, number, path))
    say(len(pages) > 5, "the pages of the docs are found")
    say(not wrong, "every local link and picture of a page is there", wrong)
    say(not unnamed, "every picture says in words what it shows", unnamed)
    say(not strange, "every file of ours that a page names is there", strange)


def main():
    rule = sys.argv[1]
    cc = sys.argv[2] if len(sys.argv) > 2 else "gcc"
    if rule == "stairs":
        stairs()
    else:
        {"headers": headers, "state": state, "names": names, "banned": banned, "size": size, "words": words, "links": links}[rule](cc)
    sys.exit(1 if failures else 0)


main()
