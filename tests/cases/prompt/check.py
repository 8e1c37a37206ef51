#!/usr/bin/python3
"""check.py - mistakes at the prompt, as people make them: each ends with its status and one sentence that says what to do."""
import html
import json
import re
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, Tap, make_example, run, scratch     # noqa: E402

K = "--from W/inbox/kontaktid.csv"
MISTAKES = [    # command (W is the workspace), exit status, what the last line on stderr says
    ("runn W", 64, 'there is no command "runn"; did you mean run?'),
    ("help runn", 64, 'there is no command "runn"; did you mean run?'),
    ("run nowhere", 66, 'there is no directory "nowhere"; name the workspace, the directory with seire.yaml'),
    ("run W W", 64, "is one word too many: seire run takes [DIR]"),
    ("run W --asof 2026-11-02", 64, "unknown option --asof; did you mean --as-of?"),
    ("run W --as-of 2.11.2026", 64, '--as-of "2.11.2026" is not a date; write it as 2026-11-02'),
    ("run W --report kuu", 64, 'there is no report "kuu"; did you mean kuuaruanne?'),
    ("run W --report aastaraamat", 64, 'there is no report "aastaraamat" in the rules; they have: kuuaruanne, kvartaliaruanne'),
    ("query count(*)", 64, "say where the rows are: --from FILE.csv, or --from DATASET --workspace DIR"),
    ("query count(*) as n " + K, 64, '"as" is one word too many: seire query takes MEASURES; what has blanks in it stands in quotes'),
    ("query 'count(*)' --from contact --workspace W", 66, '"contact" is neither a file nor a data set of the workspace'),
    ("query 'count(*)' --from W/inbox/eelarve.csv --delimiter ';'", 65, "when the names stand further down, say in which line: --header N"),
    ("query 'count(*)' --format tabel " + K, 64, '--format "tabel" is not known; it is table, csv or json'),
    ("explain T1 --workspace W", 66, 'there is no indicator "T1"; did you mean T01?'),
    ("explain --workspace W", 64, "name a figure: seire explain T01:2026-10; or an indicator: seire explain T01"),
    ("explain T1:2026-10 --workspace W", 66, 'there is no indicator "T1"; did you mean T01?'),
    ("explain T01:2026-13 --workspace W", 64, '"2026-13" is not a period; it is written 2026-10, 2026-Q4, 2026-H2 or 2026'),
    ("explain T01:2027-10 --workspace W", 66, "the report does not show T01 of 2027-10; it shows 2024-11 to 2026-10"),
    ("explain T01:2026-10:maakond=0045 --workspace W", 66,
     "T01 is not broken down by maakond; it is by service, by county, by service and county"),
    ("explain T01:2026-10:county=45 --workspace W", 66, "T01 has no row county=45; it has county=0037; county=0045; county=0050"),
    ("explain T01:2026-10:county=0039 --workspace W", 66, "0039 is shown only within the row county=0039+0056, to protect persons"),
    ("list indicatrs --workspace W", 64, '"indicatrs" cannot be listed; it is indicators, datasets, reports, parameters, functions or periods; did you mean indicators?'),
    ("list indicators --format xml --workspace W", 64, '--format "xml" is not known; it is table, json or yaml'),
    ("list", 78, "one problem in the rules, at"),
    ("read", 64, "name at least one file: seire read FILE"),
    ("read W/inbox/kontaktid.csv --delimiter ';;'", 64, '--delimiter ";;" is not one ASCII character; write one, or tab, or one and a blank'),
    ("history nowhere", 66, "nothing was run in this workspace yet; `seire run` makes it"),
]
QUESTIONS = [   # a wrong question about a bare file, what one of the lines on stderr says
    ("query 'sum(kestus)'", "MEASURES:1:5: error: 'kestus'; expected a column of data set 'kontaktid'; did you mean 'kestus_min'?"),
    ("query 'count(*)' --where 'kanal = \"telefon\"'", "--where:1:9: error: 'telefon'; expected a column of data set 'kontaktid'; a text stands "
     "in single quotes: 'telefon'; the data set has: kontakti_id"),
    ("query 'count(*)' --where \"kanal == 'telefon'\"", "write a single = to compare"),
    ("query kanal", "'kanal' is a column; expected an aggregate over the rows; for example sum(kanal) or count(distinct kanal)"),
    ("query 'count(*)' --by 'month(kp)'", "kontaktid.csv:20012:17: note: the value that makes column 'kp' a text; expected a date like those above it"),
    ("query 'avg(keel)'", "'keel' is a text; expected a number in avg()"),
]


def type_in(command, workspace):
    return run(*[word.replace("W", str(workspace), 1) if word == "W" or word.startswith("W/") else word for word in shlex.split(command)],
               cwd=workspace.parent)


def lists(tap, workspace):
    """What can be named is listed, as it stands in the rules."""
    def get(what, *options):
        done = run("list", what, "--workspace", workspace, "--format", "json", *options)
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr

    indicators = {row["indicator"]: row for row in get("indicators")}
    written = set(re.findall(r"^  (\w+):$", "".join(p.read_text() for p in (workspace / "indicators").glob("*.yaml")), re.M))
    tap.ok(set(indicators) == written and indicators["T01"]["by"] == "service, county, service × county" and indicators["B04"]["value"] == "ratio(B04_cost, M01)"
           and re.search(r"indicators/time.yaml:\d+$", indicators["T01"]["where"]), "list: every indicator with its value, breakdowns and place", indicators.get("T01"))
    sets = {row["data set"]: row for row in get("datasets")}
    tap.ok(len(sets) == 23 and {"cases", "contacts", "feedback", "costs", "budget", "tasks", "intake"} < set(sets) and "wait_days" in sets["cases"]["columns"], "list: every data set with what it has", sets)
    tap.ok([row["report"] for row in get("reports")] == ["kuuaruanne", "kvartaliaruanne"] and get("reports")[0]["due"].startswith("month, working day"), "list: the reports", get("reports"))
    page = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
    functions = [row["function"].split("(")[0] for row in get("functions")]
    tap.ok(len(functions) > 30 and not [f for f in functions if "`%s(" % f not in page and "(`%s`)" % f not in page], "list: all functions, and each is documented",
           [f for f in functions if "`%s(" % f not in page])
    periods = {row["period"]: row["last_whole"] for row in get("periods", "--as-of", "2026-11-02")}
    tap.ok(periods == {"day": "2026-11-01", "week": "2026-W44", "month": "2026-10", "quarter": "2026-Q3", "half": "2026-H1", "year": "2025", "ytd": "2026-10-ytd"},
           "list: periods as figures name them", periods)


def definitions(tap, workspace):
    """What an indicator is: the words of the page, the columns it reads, who uses it."""
    page = (workspace / "published/kuuaruanne/2026-10/1").glob("*.html")
    pages = {p.name.split(".")[-2]: html.unescape(re.sub(r"<[^>]+>", "", p.read_text(encoding="utf-8"))) for p in page}
    told = {i: run("explain", i, "--workspace", workspace, "--as-of", AS_OF).stdout for i in ("T01", "B04", "M01", "B01")}
    for indicator, text in told.items():
        words = {line[:2]: line[11:] for line in text.splitlines() if line[:3] in ("et ", "en ")}
        tap.ok(set(words) == {"et", "en"} and all(len(w) > 80 and w in pages[k] for k, w in words.items()), "explain %s: in the words of the page" % indicator, text)
    tap.ok(re.search(r"  opened: column 'avatud_kp' or 'avatud' \(.*datasets/cases.yaml:\d+\)\n", told["T01"])
           and re.search(r"  wait_days: workdays\(opened, contact\) \(", told["T01"]) and " client: " not in told["T01"], "explain: down to the columns of the export", told["T01"])
    tap.ok("made of    B04_cost = sum(amount) (" in told["B04"] and "M01 = count(distinct client) (" in told["B04"] and told["B04"].count("reads      data set ") == 2,
           "explain: over what it is made of", told["B04"])
    tap.ok("used by    B04 (" in told["M01"] and "report kuuaruanne, sent to head_of_unit, service_owner, reporting (" in told["M01"], "explain: up to who uses it", told["M01"])


def statuses(tap, directory):
    """What the three commands say of one file: what cannot be read, what a person should look at, what is done."""
    rows = "".join("%d;x;1,5\n" % i for i in range(40))
    many = "".join("%d;2\n" % i for i in range(300))
    cases = [   # file, bytes, exit of read, query and profile
        ("good.csv", b"a;b\n1;2\n3;4\n", 0, 0, 0),
        ("nul.csv", b"a;b\n1;2\n3;\0004\n5;6\n", 65, 1, 1),
        ("few.csv", b"a;b\n" + many.encode() + b"3;\0004\n", 65, 0, 0),
        ("no_row.csv", b"a;b;c;d\n" + rows.encode(), 0, 65, 65),
        ("no_text.csv", b"a;b\n1;\0002\n3;\0004\n5;\0006\n", 65, 65, 65),
        ("header.csv", b"a;b\n", 0, 1, 1),
        ("empty.csv", b"", 65, 65, 65),
    ]
    for name, text, *wanted in cases:
        path = Path(directory) / name
        path.write_bytes(text)
        done = [run("read", path), run("query", "count(*)", "--from", path), run("profile", path)]
        looks = [one.returncode == 1 for one in done] == [re.search("^look: ", one.stderr, re.M) is not None for one in done]
        tap.ok([one.returncode for one in done] == wanted and looks, "%s: read %d, query %d, profile %d" % (name, *wanted),
               "\n".join("%d\n%s" % (one.returncode, one.stderr[-700:]) for one in done))
    no_row = run("query", "count(*)", "--from", Path(directory) / "no_row.csv")
    tap.ok(no_row.stdout == "" and "no_row.csv:1: none of the 40 records fits the header, which has 4 fields; expected records of as many; " in no_row.stderr,
           "a file of which no row fits is not answered as if it were empty", no_row.stdout + no_row.stderr)


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make_example(directory)
        run("run", workspace, "--as-of", AS_OF, "--no-send")
        lists(tap, workspace)
        definitions(tap, workspace)
        for command, status, wanted in MISTAKES:
            done = type_in(command, workspace)
            last = done.stderr.splitlines()[-1] if done.stderr else ""
            tap.ok(done.returncode == status and wanted in last and last.startswith("error: "), "seire " + command,
                   "exit %d\n%s" % (done.returncode, done.stderr))
        for command, wanted in QUESTIONS:
            done = type_in(command + " " + K, workspace)
            tap.ok(done.returncode == 78 and wanted in done.stderr, "seire " + command, "exit %d\n%s" % (done.returncode, done.stderr))
        done = type_in("explain T01:2026-10:county=0045 --workspace W", workspace)
        tap.ok("\ntarget     0.90 (90.0 %%) or more: not met\n           %s/targets/2026.yaml:3:" % workspace in done.stdout,
               "explain says the target in words and where it stands", done.stdout)
        one, other = type_in("help run", workspace), type_in("run --help", workspace)
        tap.ok(one.returncode == 0 and one.stdout == other.stdout != "", "seire help run is seire run --help", one.stdout)
        statuses(tap, directory)
    tap.finish()


main()
