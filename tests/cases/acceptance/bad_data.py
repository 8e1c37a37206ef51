#!/usr/bin/python3
"""bad_data.py - exports with every fault: each is a finding or an error at its place with the exit status of docs/rules.md, never a crash and never a
silent zero; what else can go wrong around a run has its own status; and the last line names all that apply when several do.
"""
import csv
import fcntl
import io
import os
import re
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, edition, read_figures, run, scratch     # noqa: E402
from small import FILES, make_small                                         # noqa: E402

HEADER = b"number;came;service;cost\n"
GOOD = HEADER + b"1;01.10.2026;OA;10,50\n2;02.10.2026;KT;20,00\n"
INBOX = "inbox/papers.csv"

STOPPING = [    # fault, the export, exit status, what the error says
    ("no file at all", None, 11, r"w/datasets/papers\.yaml:2:3: .*no file matches 'inbox/papers\*\.csv'"),
    ("a missing column", b"number;came;service\n1;01.10.2026;OA\n", 65, r"w/inbox/papers\.csv:1: .*column 'cost' is missing \(the file has: number, came, service\)"),
    ("a misspelt column", b"number;came;service;csot\n", 65, r"w/inbox/papers\.csv:1: .*column 'cost' is missing .*did you mean 'csot'"),
    ("the same column twice", b"number;came;service;cost;cost\n", 65, r"w/inbox/papers\.csv:1:26: .*'cost' twice"),
    ("an empty file", b"", 65, r"w/inbox/papers\.csv: .*no record in the file, expected a header"),
    ("blank lines only", b"\n\n\r\n", 65, r"w/inbox/papers\.csv: .*no record in the file, expected a header"),
    ("a byte order mark only", b"\xef\xbb\xbf", 65, r"w/inbox/papers\.csv: .*no record in the file, expected a header"),
    ("a NUL in the header", b"num\0ber;came;service;cost\n", 65, r"w/inbox/papers\.csv:1: .*the header cannot be read"),
    ("another encoding than declared", GOOD.decode().encode("utf-16"), 65, r"w/inbox/papers\.csv:1:1: .*byte order mark of UTF-16"),
]

FINDINGS = [    # fault, lines behind two good ones, place and code of the finding, part of what it says; each sets its row aside
    ("an unterminated quote", b'3;03.10.2026;"OA;1,00\n', "4:14", "row.unterminated_quote", "closing quote"),
    ("a row too short", b"3;03.10.2026;OA\n", "4:1", "row.ragged", "3 fields; expected 4"),
    ("a row too long", b"3;03.10.2026;OA;1,00;9\n", "4:1", "row.ragged", "5 fields; expected 4"),
    ("a day that does not exist", b"3;31.02.2026;OA;1,00\n", "4:3", "value.date", "'31.02.2026' in column 'came'; expected a date as dd.mm.yyyy"),
    ("a date of another format", b"3;2026-10-03;OA;1,00\n", "4:3", "value.date", "'2026-10-03' in column 'came'; expected a date as dd.mm.yyyy"),
    ("a word for a number", b"3;03.10.2026;OA;palju\n", "4:17", "value.number", "'palju' in column 'cost'; expected a number"),
    ("a number with the other mark", b"3;03.10.2026;OA;1.00\n", "4:17", "value.number", "'1.00' in column 'cost'; expected a number"),
    ("a number with too many digits", b"3;03.10.2026;OA;1,234\n", "4:17", "value.too_fine", "at most 2 digits"),
    ("a number that no computer holds", b"3;03.10.2026;OA;99999999999999999999\n", "4:17", "value.overflow", "in column 'cost'"),
    ("a code that no list has", b"3;03.10.2026;XX;1,00\n", "4:14", "value.code", "'XX' in column 'service'"),
    ("no value where one is required", b"3;;OA;1,00\n", "4:3", "value.missing_required", "no value in column 'came'"),
    ("a NUL", b"3;03.10.2026;O\0A;1,00\n", "4:15", "row.nul", "a NUL byte"),
    ("a byte that is not UTF-8", b"3;03.10.2026;O\xffA;1,00\n", "4:15", "row.encoding", "not valid UTF-8"),
]


def of(figures, indicator, grain="month", period="2026-10"):
    rows = [r for r in figures if (r["indicator"], r["grain"], r["period"]) == (indicator, grain, period) and not r["keys"]]
    return rows[0] if len(rows) == 1 else None


def check_stopping(tap, directory):
    for number, (fault, export, status, error) in enumerate(STOPPING):
        place = Path(directory) / ("stop%d" % number)
        make_small(place / "w", {INBOX: export})
        for command in (["check", "w"], ["run", "w"], ["query", "count(*)", "--from", "papers", "--workspace", "w"]):
            done = run(*command, "--as-of", AS_OF, cwd=place)
            last = (done.stderr.splitlines() or [""])[-1]
            tap.ok(done.returncode == status and re.match("error: " + error, last), "%s ends %s with %d" % (fault, command[0], status),
                   "exit %d\n%s" % (done.returncode, done.stderr))
            tap.ok(done.stdout == "" and not (place / "w/published").exists(), "and nothing is answered or published", done.stdout)


def check_findings(tap, directory):
    for number, (fault, lines, where, code, words) in enumerate(FINDINGS):
        place = Path(directory) / ("find%d" % number)
        workspace = make_small(place / "w", {INBOX: GOOD + lines})
        wanted = re.compile(r"^w/inbox/papers\.csv:%s: caution: .*%s.*\[%s\]$" % (where, re.escape(words), re.escape(code)), re.M)
        for command in (["check", "w"], ["run", "w"], ["query", "count(*) as n, sum(cost) as s", "--from", "papers", "--workspace", "w", "--format", "csv"]):
            done = run(*command, "--as-of", AS_OF, cwd=place)
            tap.ok(done.returncode == 1 and wanted.search(done.stderr) and "1 of 3 records were set aside" in done.stderr,
                   "%s is told by %s at %s, and a person should look" % (fault, command[0], where), "exit %d\n%s" % (done.returncode, done.stderr))
            if command[0] == "query":
                tap.ok(done.stdout == "n,s\n2,30.50\n", "%s: query counts the two good rows" % fault, done.stdout)
        figures, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
        row = of(figures, "A02")
        tap.ok(row and (row["n"], row["value"]) == ("2", "30.50"), "%s: the two good rows are published" % fault, row)
        intake = list(csv.DictReader(io.StringIO((edition(workspace, "kuu", "2026-10") / "intake.csv").read_text())))
        tap.ok([intake[0][c] for c in ("records", "kept", "superseded", "set_aside", "reasons")] == ["3", "2", "0", "1", code + "=1"],
               "%s: the account holds" % fault, intake)
        aside = list(csv.reader(io.StringIO((workspace / ".seire/aside/papers.csv").read_text())))
        tap.ok(len(aside) == 2 and aside[1][0] == INBOX and aside[1][1] == "4" and aside[1][3] == code, "%s: the row lies aside" % fault, aside)


def check_no_rows(tap, directory):
    for name, export in (("a header only", HEADER), ("a header without a line end", HEADER.rstrip()), ("nothing but bad rows", HEADER + b"1;x;OA;1,00\n")):
        workspace = make_small(Path(directory) / name.replace(" ", "_"), {INBOX: export})
        done = run("run", workspace, "--as-of", AS_OF)
        tap.ok(done.returncode == 1 and re.search(r"^look: ", done.stderr, re.M), "%s: the run asks for a look" % name,
               "exit %d\n%s" % (done.returncode, done.stderr))
        figures, _ = read_figures(edition(workspace, "kuu", "2026-10") / "figures.csv")
        values = [(r["indicator"], r["value"], r["state"]) for r in figures if r["value"] != "" or r["state"] != "no_data"]
        tap.ok(figures and not values, "%s: no figure becomes a zero" % name, values)
        page = (edition(workspace, "kuu", "2026-10") / "kuu-2026-10.en.html").read_text(encoding="utf-8")
        tap.ok("no data" in page.lower(), "%s: the page says that there are no data" % name)
    workspace = make_small(Path(directory) / "tail", {INBOX: GOOD + b";;;\n;;;\n\n"})
    done = run("run", workspace, "--as-of", AS_OF)
    intake = list(csv.DictReader(io.StringIO((edition(workspace, "kuu", "2026-10") / "intake.csv").read_text())))
    tap.ok(done.returncode == 0 and [intake[0][c] for c in ("records", "kept", "set_aside", "blank")] == ["2", "2", "0", "3"],
           "rows of nothing but delimiters are counted apart and are no problem", "exit %d\n%s\n%s" % (done.returncode, done.stderr, intake))


def as_nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def run_unprivileged(*arguments, **options):
    """As somebody whom permissions stop."""
    if os.geteuid() == 0:
        options["preexec_fn"] = as_nobody
    return run(*arguments, **options)


def give_away(workspace):
    if os.geteuid() == 0:
        for path in [workspace, *workspace.rglob("*")]:
            os.chown(path, 65534, 65534)


def check_surroundings(tap, directory):
    def told(name, done, status, words):
        last = (done.stderr.splitlines() or [""])[-1]
        tap.ok(done.returncode == status and re.search(words, last), "%s ends with %d" % (name, status), "exit %d\n%s" % (done.returncode, done.stderr))

    place = Path(directory)
    os.chmod(place, 0o755)
    for command in ("run", "check"):
        told("%s without a workspace" % command, run(command, "nowhere", cwd=place), 66, "nowhere")
    told("reading a file that is not there", run("read", "nothing.csv", cwd=place), 66, r"nothing\.csv")
    told("a question to a file that is not there", run("query", "count(*)", "--from", "nothing.csv", cwd=place), 66, r"nothing\.csv")
    for words in (["fly"], ["run", "--fly"], ["query", "count(*)"], ["run", "w", "--as-of", "tomorrow"], ["read"], []):
        done = run(*words, cwd=place)
        tap.ok(done.returncode == 64 and done.stderr, "`seire %s` is a usage error" % " ".join(words), "exit %d\n%s" % (done.returncode, done.stderr))

    persons = FILES["datasets/papers.yaml"].replace("cost:    {type: decimal(2)}", "cost:    {type: decimal(2)}\n      client:  {type: person}")
    counts = FILES["indicators/papers.yaml"].replace("counts: document", "counts: person").replace("count(*)", "count(distinct client)")
    make_small(place / "keyless", {"datasets/papers.yaml": persons, "indicators/papers.yaml": counts,
                                   INBOX: b"number;came;service;cost;client\n1;01.10.2026;OA;1,00;14901010008\n"})
    done = run("run", "keyless", "--as-of", AS_OF, cwd=place, env={k: v for k, v in os.environ.items() if k != "CREDENTIALS_DIRECTORY"})
    told("persons without a key", done, 77, "person_key")

    workspace = make_small(place / "held")
    (workspace / ".seire").mkdir()
    with open(workspace / ".seire/lock", "w") as lock:
        fcntl.fcntl(lock, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
        told("a run beside another", run("run", workspace, "--as-of", AS_OF), 75, r"process %d\b" % os.getpid())
    told("the run after it", run("run", workspace, "--as-of", AS_OF), 0, "1 published")

    workspace = make_small(place / "closed")
    (workspace / "published").mkdir()
    give_away(workspace)
    (workspace / "published").chmod(0o555)
    if os.geteuid() == 0:
        os.chown(workspace / "published", 0, 0)
    done = run_unprivileged("run", workspace, "--as-of", AS_OF)
    tap.ok(done.returncode in (73, 77) and "published" in done.stderr.splitlines()[-1], "a published/ that cannot be written ends with 73 or 77",
           "exit %d\n%s" % (done.returncode, done.stderr))
    tap.ok(not list((workspace / "outgoing").glob("*")) if (workspace / "outgoing").exists() else True, "and no mail goes out about it")
    workspace = make_small(place / "secret")
    (workspace / INBOX).chmod(0)
    done = run_unprivileged("check", workspace)
    tap.ok(done.returncode == 77 and INBOX in done.stderr.splitlines()[-1], "an export that may not be read ends with 77",
           "exit %d\n%s" % (done.returncode, done.stderr))


def check_several(tap, directory):
    """A check stops one report, the mails of another find no server, and too many rows were set aside."""
    other = FILES["datasets/papers.yaml"].replace("datasets:\n  papers:", "datasets:\n  bills:").replace("papers*", "bills*").replace("tolerance: 0%", "tolerance: 50%")
    indicators = FILES["indicators/papers.yaml"].replace("A0", "C0").replace("dataset: papers", "dataset: bills")
    reports = FILES["reports/kuu.yaml"].replace("kuu:", "arved:").replace("A0", "C0")
    workspace = make_small(Path(directory) / "several", {
        "datasets/bills.yaml": other, "indicators/bills.yaml": indicators, "reports/arved.yaml": reports,
        "seire.yaml": FILES["seire.yaml"].replace("transport: drop, directory: outgoing", "transport: smtp, host: 127.0.0.1, port: 1, security: none"),
        INBOX: GOOD + b"3;03.10.2026;OA;-1,00\n", "inbox/bills.csv": GOOD + b"3;x;OA;1,00\n"})
    done = run("run", workspace, "--as-of", AS_OF)
    last = (done.stderr.splitlines() or [""])[-1]
    tap.ok(done.returncode == 10, "the gravest of several decides", "exit %d\n%s" % (done.returncode, done.stderr))
    tap.ok(re.search(r"exit 10: .*; also 75: .*; also 1: ", last), "the last line names all that apply", last)
    tap.ok(edition(workspace, "arved", "2026-10") and not edition(workspace, "kuu", "2026-10"), "the report without the fault is published")
    done = run("check", workspace, "--as-of", AS_OF)
    tap.ok(done.returncode == 10 and re.search(r"exit 10: .*; also 1: ", done.stderr.splitlines()[-1]), "check says the same of the data",
           "exit %d\n%s" % (done.returncode, done.stderr))


def check_one_pass(tap, directory):
    """Three data sets, each with another fault: one `check` tells of all."""
    def rename(name):
        return FILES["datasets/papers.yaml"].replace("datasets:\n  papers:", "datasets:\n  %s:" % name).replace("papers*", name + "*")
    make_small(Path(directory) / "w", {"datasets/bills.yaml": rename("bills"), "datasets/notes.yaml": rename("notes"), "datasets/tolls.yaml": rename("tolls"),
                                       INBOX: b"number;came;service\n", "inbox/bills.csv": b"", "inbox/tolls.csv": GOOD + b"3;31.02.2026;OA;1,00\n"})
    done = run("check", "w", "--as-of", AS_OF, cwd=directory)
    for place, words in ((r"w/inbox/papers\.csv:1: ", "column 'cost' is missing"), (r"w/inbox/bills\.csv", "no record in the file"),
                         (r"w/datasets/notes\.yaml:2:3: ", "no file matches"), (r"w/inbox/tolls\.csv:4:3: ", "'31.02.2026' in column 'came'")):
        tap.ok(re.search("^(error: )?%s.*%s" % (place, words), done.stderr, re.M), "one check tells of several data sets: " + words, done.stderr)
    tap.ok(done.returncode == 65 and re.search(r"exit 65: .*; also 11: ", done.stderr.splitlines()[-1]), "and its last line of both statuses",
           "exit %d\n%s" % (done.returncode, done.stderr))


def main():
    tap = Tap()
    with scratch() as directory:
        check_stopping(tap, directory)
        check_findings(tap, directory)
        check_no_rows(tap, directory)
        check_surroundings(tap, directory)
        check_several(tap, directory)
        check_one_pass(tap, directory)
    tap.finish()


main()
