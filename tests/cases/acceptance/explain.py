#!/usr/bin/python3
"""explain.py - from a figure back to the lines of the exports: every indicator of the example, at every grain and every breakdown it is published in,
is explained with formula, filter, records read and kept, files with their SHA-256 and the lines; and the lines that are named hold rows of that
period and group, as many as were counted. What is hidden stays hidden.
"""
import csv
import hashlib
import io
import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, Tap, edition, make_example, read_csv, read_figures, run, scratch, span   # noqa: E402

# Of every measure: the column of its date, and the columns and lists of its breakdowns.
CASES = {"service": ("teenus", "services"), "county": ("maakond", "counties"), "referrer": ("suunaja", "referrers"), "sex": ("sugu", "sexes"),
         "age_group": ("vanuserühm", "ages"), "language": ("keel", "languages")}
CONTACTS = {"channel": ("kanal", "channels"), "language": ("keel", "languages"), "shift": ("valve", "shifts")}
CLAIMS = {"decision": ("tulemus", "decisions"), "claim": ("liik", "claims")}
PROVIDERS = {"provider": ("osutaja", "providers"), "service": ("teenus", "services")}
ANSWERS = {"service": ("teenus", "services"), "channel": ("kanal", "channels")}
PROJECTS = {"project": ("projekt", "projects")}
TASKS = {"goal": ("eesmärk", "goals"), "role": ("vastutaja_roll", "roles")}
FILES = {"dataset": (None, None)}
MONEY = {"service": ("teenus", "services"), "account": ("konto", "accounts")}
OPENED = ("avatud_kp", "avatud")
MEASURES = {
    "M01": (("esmane_kontakt_kp",), CASES), "M02": (OPENED, CASES), "M05": (OPENED, CASES), "M07": (OPENED, CASES), "T01": (OPENED, CASES),
    "T02a": (OPENED, CASES), "T02b": (OPENED, CASES),
    "T04": (("otsus_kp",), CLAIMS), "T05a": (("otsus_kp",), CLAIMS), "T05b": (("otsus_kp",), CLAIMS), "T05c": (("otsus_kp",), CLAIMS),
    "T06": ((), CLAIMS), "T06_open": ((), CLAIMS), "C04": (("kuu",), PROVIDERS), "C04_nights": (("kuu",), PROVIDERS), "B04c": (("kuu",), PROVIDERS), "Q03": (("kp",), ANSWERS),
    "Q05_invited": (("kp",), ANSWERS), "B02_committed": ((), MONEY), "B08_delivered": (("kuu",), PROVIDERS), "B08_contracted": (("kuu",), PROVIDERS),
    "P01_spent": (("kp",), PROJECTS), "P01_budget": (("Kuu",), PROJECTS), "W02": ((), TASKS), "W02_days": ((), TASKS),
    "W03": (("tähtaeg",), {"report": ("aruanne", None)}), "W04": ((), {"kind": ("Liik", "letters")}), "D01": ((), FILES), "D03": ((), FILES), "D04": ((), FILES),
    "M03": (("kp",), CONTACTS), "H01": (("kp",), CONTACTS), "H02": (("kp",), CONTACTS), "H03": (("kp",), CONTACTS), "Q01": (("kp",), MONEY), "Q02": (("kp",), MONEY), "Q05_answers": (("kp",), ANSWERS),
    "B01_actual": (("arve_kp",), MONEY), "B04_cost": (("arve_kp",), MONEY), "B06": (("saabus_kp",), MONEY), "B01_plan": (("kuu",), MONEY),
    "W01": (("tähtaeg",), TASKS),
}
FORMULAS = {"B01": ["B01_actual", "B01_plan"], "B02": ["B01_plan", "B01_actual", "B02_committed"], "B04": ["B04_cost", "M01"],
            "B08": ["B08_delivered", "B08_contracted"], "P01": ["P01_spent", "P01_budget"], "Q05": ["Q05_answers", "Q05_invited"]}
BALTIC = {"kuludokumendid", "marac", "kogemus", "kohustused", "projekti_kulud", "dokumendid", "koolitused"}      # Windows-1257
COUNTS_ROWS = {"T04", "T06", "T06_open", "Q03", "W02", "W02_days", "W03", "W04", "M02", "M03", "M05", "M07", "T01", "T02a", "T02b", "H01", "H02", "H03", "B06", "W01"}    # n is the rows counted


class Exports:
    """The records of the inbox by the physical line in which they begin."""

    def __init__(self, workspace):
        self.workspace, self.files, self.codes = workspace, {}, {}
        for path in sorted((workspace / "lists").glob("*.csv")):
            table = {}
            for row in read_csv(path):
                for word in [row["code"], *filter(None, (row.get("aliases") or "").split("|"))]:
                    table[word.lower()] = row["code"]
            self.codes[path.stem] = table

    def read(self, name):
        if name not in self.files:
            data = (self.workspace / name).read_bytes()
            text = data.decode("cp1257" if Path(name).stem in BALTIC else "utf-8-sig")
            skip = 3 if "eelarve" in name else 0        # of the budget and that of projects
            for _ in range(skip):
                text = text[text.index("\n") + 1:]
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
            header, rows, before = next(reader), {}, None
            before = reader.line_num
            for record in reader:
                rows[before + skip + 1] = dict(zip(header, record))
                before = reader.line_num
            self.files[name] = (hashlib.sha256(data).hexdigest(), rows)
        return self.files[name]

    def code(self, table, word):
        word = word.strip()
        return "" if word == "teadmata" else word if table is None else self.codes[table].get(word.lower(), word)


def parse_day(text):
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day))


def read_pieces(text):
    """The explanation in pieces, one an indicator: {id: {label: [lines]}}, in order."""
    pieces, own, label = {}, None, None
    for line in text.splitlines():
        head = re.match(r"(\w+)  \S", line)
        if head and (own is None or line[0].isupper()):
            own = pieces[head.group(1)] = defaultdict(list)
            label = "name"
        elif line and not line.startswith(" "):
            label, line = line.split(" ", 1)
        if line.strip() and own is not None:
            own[label].append(line.strip())
    return pieces


def read_lines(own):
    """[(file, rows, sha256, [lines])] of a piece."""
    found = []
    for line in own["file"]:
        head = re.fullmatch(r"(\S+): (\d+) rows, sha256 ([0-9a-f]{64})", line)
        if head:
            found.append((head.group(1), int(head.group(2)), head.group(3), []))
        else:
            for piece in line.removeprefix("lines").split(","):
                first, _, last = piece.strip().partition("-")
                found[-1][3].extend(range(int(first), int(last or first) + 1))
    return found


def widen(name, first, last):
    """What is done is taken from January, what is planned of the whole year."""
    if name in ("B01_actual", "B08_delivered", "P01_spent"):
        return date(first.year, 1, 1), last
    if name in ("B01_plan", "B08_contracted", "P01_budget"):
        return date(first.year, 1, 1), date(first.year + 1, 1, 1)
    return first, last


def problem_with_rows(exports, workspace, measure, own, row):
    dates, columns = MEASURES[measure]
    if columns is FILES:
        return None if re.search(r"data set intake: \d+ rows, one for each file", " ".join(own["rows"])) else "no files: %s" % own["rows"]
    first, last = widen(measure, *span(row["grain"], row["period"]))
    account = re.search(r"data set \w+: (\d+) records read = (\d+) kept \+ (\d+) superseded \+ (\d+) set aside", " ".join(own["rows"]))
    counted = re.search(r"(\d+) pass the filter, (\d+) counted", " ".join(own["rows"]))
    if not account or not counted or int(account[1]) != sum(map(int, account.groups()[1:])):
        return "no account that holds: %s" % own["rows"]
    total = 0
    for path, rows, digest, lines in read_lines(own):
        name = str(Path(path).relative_to(workspace))
        real_digest, records = exports.read(name)
        if digest != real_digest:
            return "%s: another SHA-256" % name
        total += rows
        hits = [n for n in lines if n in records]
        if len(hits) != rows:
            return "%s: %d rows, %d records begin in the lines named" % (name, rows, len(hits))
        for number in hits:
            record = records[number]
            day = parse_day(next(record[d] for d in dates if d in record)) if dates else None      # None: a stock, or a day that is computed
            if day and not first <= day < last:
                return "%s:%d: %s is not in the period" % (name, number, day)
            for key, wanted in row["keys"].items():
                column, table = columns[key]
                column = column if column in record else column.capitalize()
                if exports.code(table, record[column]) not in wanted.split("+"):
                    return "%s:%d: %s is %s, not %s" % (name, number, column, record[column], wanted)
    if total != int(counted[2]):
        return "%s counted, %d rows in files" % (counted[2], total)
    if measure in COUNTS_ROWS and row["indicator"] == measure and str(total) != row["n"]:
        return "%d rows, n is %s" % (total, row["n"])
    return None


def problem_with(exports, workspace, row):
    own_order = list(MEASURES[FORMULAS.get(row["indicator"], [row["indicator"]])[0]][1])       # figures.csv has one order for all indicators
    keys = ",".join("%s=%s" % pair for pair in sorted(row["keys"].items(), key=lambda pair: own_order.index(pair[0])))
    figure = "%s:%s%s" % (row["indicator"], row["period"], ":" + keys if keys else "")
    done = run("explain", figure, "--workspace", workspace, "--verbose")
    if done.returncode != 0:
        return figure, "exit %d\n%s" % (done.returncode, done.stderr)
    pieces = read_pieces(done.stdout)
    own = pieces.get(row["indicator"])
    if own is None or not own["formula"] or not re.fullmatch(r"%s/indicators/\w+\.yaml:\d+:3" % re.escape(str(workspace)), own["formula"][-1]):
        return figure, "no formula with the place of its rule\n" + done.stdout
    value = own["value"][0]
    if not value.startswith(row["value"]) or not value.endswith(", n = " + row["n"]):
        return figure, "value %s, published %s, n = %s" % (value, row["value"], row["n"])
    if row["numerator"] and " = %s / %s," % (row["numerator"], row["denominator"]) not in value:
        return figure, "parts %s, published %s / %s" % (value, row["numerator"], row["denominator"])
    if row["indicator"] in ("T01", "H01", "B01", "W01") and "(%.1f %%)" % (float(row["value"]) * 100) not in value:
        return figure, "a share without per cent: " + value
    if own["published"] != ["kuuaruanne 2026-10 edition 1: %s (ok)" % row["value"]]:
        return figure, "published: %s" % own["published"]
    parts = FORMULAS.get(row["indicator"], [row["indicator"]])
    for part in parts:
        if part not in pieces or not pieces[part]["filter"]:
            return figure, "%s is not explained\n%s" % (part, done.stdout)
        problem = problem_with_rows(exports, workspace, part, pieces[part], row)
        if problem:
            return figure, "%s: %s" % (part, problem)
    return figure, None


def choose(rows):
    """Of every indicator and breakdown a small figure of the last month; of every total one grain or another, and of T01 and B01 all."""
    chosen, shown = [], [r for r in rows if r["state"] == "ok"]
    tables = defaultdict(list)
    for row in shown:
        if row["keys"] and row["grain"] == "month" and row["period"] == "2026-10":
            tables[row["indicator"], frozenset(row["keys"])].append(row)
    for table in tables.values():
        table.sort(key=lambda r: int(r["n"]))
        chosen.append(table[min(1, len(table) - 1)])
    periods = (("month", "2026-10"), ("quarter", "2026-Q3"), ("year", "2025"))
    for number, indicator in enumerate(sorted({r["indicator"] for r in shown})):
        wanted = periods if indicator in ("T01", "B01") else [periods[number % 3]]
        chosen += [r for r in shown if r["indicator"] == indicator and not r["keys"] and (r["grain"], r["period"]) in wanted]
    return chosen


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make_example(directory, report="kuuaruanne")
        run("run", workspace, "--as-of", AS_OF, "--no-send")
        rows, _ = read_figures(edition(workspace, "kuuaruanne", "2026-10") / "figures.csv")
        exports = Exports(workspace)
        problems, counts = defaultdict(list), defaultdict(int)
        for row in choose(rows):
            figure, problem = problem_with(exports, workspace, row)
            counts[row["indicator"]] += 1
            if problem:
                problems[row["indicator"]].append("%s: %s" % (figure, problem))
        for indicator in sorted({r["indicator"] for r in rows}):
            tap.ok(counts[indicator] > 0 and not problems[indicator], "%s: %d figures are explained down to their lines" % (indicator, counts[indicator]),
                   "\n".join(problems[indicator]) or "no figure")
        hidden = [r for r in rows if r["state"] == "hidden" and r["grain"] == "month" and r["period"] == "2026-10"]
        done = run("explain", "T01:2026-10:service=OA,county=0039", "--workspace", workspace)
        tap.ok(done.returncode == 0 and "[c] hidden to protect persons: " in done.stdout and not re.search(r"rows|lines|n = ", done.stdout),
               "of what is hidden only the reason is told (%d rows are)" % len(hidden), done.stdout + done.stderr)
        done = run("explain", "T01:2026-10", "--workspace", workspace)
        tap.ok(re.search(r"lines( \d+(-\d+)?,){39} \d+(-\d+)? and \d+ more stretches; --verbose shows them$", done.stdout, re.M),
               "without --verbose the list of lines is short and says so", done.stdout)
        with open(workspace / "inbox/juhtumid-2026.csv", "rb") as file:
            data = file.read()
        (workspace / "inbox/juhtumid-2026.csv").write_bytes(data.replace(b";23.10.2026;", b";22.09.2026;", 400))
        done = run("explain", "T01:2026-10", "--workspace", workspace)
        tap.ok(done.returncode == 0 and "something has changed since" in done.stdout, "a figure whose export has changed says so", done.stdout + done.stderr)
    tap.finish()


main()
