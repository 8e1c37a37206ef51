#!/usr/bin/python3
"""accounts.py - every byte, line and record of every file of ../shared/torture and ../shared/data is accounted for.

The account that `check` tells, intake.csv of an edition, the data set `intake`, the rows set aside and `seire read` agree with each other and with
oracle.py, which knows nothing of seire. Packed files too; of a file that cannot be read to its end no account is given.
"""
import csv
import gzip
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from independent import SHARED, Tap, edition, read_csv, run, scratch     # noqa: E402
from oracle import File     # noqa: E402

AS_OF = "2026-02-02"
ACCOUNT = re.compile(r"(.*): (\d+) records = (\d+) kept \+ (\d+) superseded \+ (\d+) set aside(?: \(([^)]*)\))?; (\d+) bytes, (\d+) lines, (\d+) without any value")
COUNTS = ("bytes", "lines", "blank", "records", "kept", "superseded", "set_aside")
KEYED = 3       # every third data set has a key, so that rows are superseded


class Export:
    def __init__(self, number, path, file):
        self.name = "d%04d" % number
        self.path = path
        self.size = path.stat().st_size
        self.file = file
        self.is_clear = self.file.is_wide or not any(record.problem == "row.encoding" for record in self.file.records)
        records = [record for record in self.file.records if not record.problem]
        self.width = len(records[0].fields) if records else 1
        self.aside, self.empty, self.rows = self.file.judge(self.width)

    def write_rules(self, number):
        types = ["type: integer", "type: text, required: true"] + ["type: text"] * self.width
        columns = ", ".join("c%d: {%s}" % (i + 1, types[i]) for i in range(self.width))
        encoding = (self.file.encoding or "utf-8").upper()
        delimiter = "tab" if self.file.delimiter == "\t" else '"%s"' % self.file.delimiter
        return "  %s:\n    files: %s\n    encoding: %s\n    delimiter: %s\n    header: none\n%s    columns: {%s}\n" % (
            self.name, '"%s"' % self.path, encoding, delimiter, "    key: c1\n" if number % KEYED == 0 else "", columns)


def list_files():
    return sorted(p for part in ("torture/files", "data") for p in (SHARED / part).rglob("*") if p.is_file() and p.suffix != ".md")


def read_file(data):
    first = re.split(rb"[\r\n]", data, 1)[0]
    return File(data, max(",;\t|", key=lambda sign: (first.count(sign.encode()), sign == ",")))


def read_files(directory, paths):
    """(path, what stands in it); the files of data by gzip and some of torture by zstd as well."""
    for i, path in enumerate(paths):
        data = path.read_bytes()
        file = read_file(data)
        yield path, file
        packed = directory / ("p%04d" % i)
        if path.parent.name == "data":
            packed.write_bytes(gzip.compress(data, 1, mtime=0))
            yield packed, file
        elif i % 16 == 0 and data:
            packed.write_bytes(zstd(data))
            yield packed, file


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout


REPORT = {
    "seire.yaml": "organisation: Amet\naudiences: {sise: {threshold: 2}}\n",
    "indicators/i.yaml": "indicators:\n  K: {name: K, dataset: intake, counts: record, value: sum(records), period: day}\n",
    "reports/r.yaml": "reports:\n  files: {title: Failid, audience: sise, sections: [{title: Failid, indicators: [K]}]}\n",
}


def make(workspace, exports):
    for name, text in REPORT.items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    (workspace / "datasets").mkdir()
    (workspace / "datasets/all.yaml").write_text("datasets:\n" + "".join(e.write_rules(i) for i, e in enumerate(exports)), encoding="utf-8")


# --- what seire tells ---

def parse_reasons(text, sign):
    pairs = [word.split(sign) for word in text] if text else []
    return {code: int(count) for code, count in pairs}


def parse_accounts(said):
    """{path: (counts in the order of COUNTS, reasons)} of what the console says."""
    accounts = {}
    for line in said.splitlines():
        match = ACCOUNT.fullmatch(line)
        if match:
            records, kept, superseded, aside, size, lines, blank = (int(match.group(i)) for i in (2, 3, 4, 5, 7, 8, 9))
            reasons = parse_reasons(match.group(6).split(", ") if match.group(6) else [], " ")
            accounts[match.group(1)] = ((size, lines, blank, records, kept, superseded, aside), reasons)
    return accounts


def read_intake_csv(path):
    return {row["dataset"]: (tuple(int(row[name]) for name in COUNTS), parse_reasons(row["reasons"].split(), "=")) for row in read_csv(path)}


def query_intake(workspace, codes):
    names = ["bytes", "lines", "blank_lines", "records", "kept", "superseded", "set_aside"] + [code.replace(".", "_") for code in codes]
    done = run("query", ", ".join("sum(%s) as n_%s" % (name, name) for name in names), "--by", "dataset", "--from", "intake", "--workspace", workspace,
               "--as-of", AS_OF, "--format", "csv")
    rows = list(csv.reader(done.stdout.splitlines()))[1:]
    return {row[0]: (tuple(map(int, row[1:8])), {c: int(n) for c, n in zip(codes, row[8:]) if n != "0"}) for row in rows}


def read_aside(workspace, name):
    """[(line, column, rule)] of the rows set aside."""
    with open(workspace / ".seire/aside" / (name + ".csv"), encoding="utf-8", newline="") as file:
        return [(int(row[1]), row[2], row[3]) for row in csv.reader(file) if row[1] != "line"]


# --- judging ---

def judge_account(export, counts, reasons):
    """What is wrong with it."""
    size, lines, blank, records, kept, superseded, aside = counts
    rows = {code: count for code, count in reasons.items() if code.startswith("row.")}
    values = sum(reasons.values()) - sum(rows.values())
    wrong = []
    if records != kept + superseded + aside or aside != sum(reasons.values()):
        wrong.append("the sums do not meet")
    if size != export.size:
        wrong.append("%d bytes of %d" % (size, export.size))
    if (lines, blank) != (export.file.lines, export.file.blank_lines + export.empty):
        wrong.append("%d lines, %d blank instead of %d, %d" % (lines, blank, export.file.lines, export.file.blank_lines + export.empty))
    if rows != Counter(code for _, code in export.aside):
        wrong.append("%s set aside instead of %s" % (rows, Counter(code for _, code in export.aside)))
    if kept + superseded + values != export.rows:
        wrong.append("%d rows instead of %d" % (kept + superseded + values, export.rows))
    return wrong


def judge_aside(export, aside, reasons):
    wrong = []
    if Counter(rule for _, _, rule in aside) != reasons or len({line for line, _, _ in aside}) != len(aside):
        wrong.append("what is written beside is not what was set aside, each once")
    if {(line, rule) for line, _, rule in aside if rule.startswith("row.")} != export.aside:
        wrong.append("other lines are written beside than cannot be read")
    if any((column != "") != rule.startswith("value.") for _, column, rule in aside):
        wrong.append("a value that cannot be read has no column")
    return wrong


def check_workspace(tap, workspace, exports):
    checked = run("check", workspace, "--as-of", AS_OF)
    told = parse_accounts(checked.stderr)
    tap.ok(set(told) == {str(e.path) for e in exports}, "check tells the account of each of %d files" % len(exports),
           checked.stderr[-2000:])
    done = run("run", workspace, "--as-of", AS_OF, "--no-send")
    made = edition(workspace, "files", "2026-01")
    if not tap.ok(done.returncode in (0, 1) and made is not None, "a run reads them all and makes an edition", done.stderr[-2000:]):
        return
    written = read_intake_csv(made / "intake.csv")
    wrong = ["%s %s: %s" % (e.name, e.path, problem) for e in exports for problem in judge_account(e, *written.get(e.name, ((0,) * 7, {})))]
    tap.ok(not wrong, "bytes, lines, blank lines, records, and what is set aside by reason: as counted without seire", "\n".join(wrong))
    tap.ok(all(told.get(str(e.path)) == written.get(e.name) for e in exports), "intake.csv says what check says",
           next((str((e.path, told.get(str(e.path)), written.get(e.name))) for e in exports if told.get(str(e.path)) != written.get(e.name)), ""))
    codes = sorted({code for _, reasons in written.values() for code in reasons})
    asked = query_intake(workspace, codes)
    tap.ok(asked == written, "the data set intake carries the same figures, a column for each reason",
           [(name, asked.get(name), written[name]) for name in written if asked.get(name) != written[name]][:3])
    wrong = ["%s %s: %s" % (e.name, e.path, problem) for e in exports
             for problem in judge_aside(e, read_aside(workspace, e.name), written.get(e.name, ((), {}))[1])]
    tap.ok(not wrong, "every record set aside is written once with its line, column and rule", "\n".join(wrong))
    kinds = Counter(code.split(".")[0] for code in codes)
    tap.ok(kinds["row"] >= 4 and kinds["value"] >= 2 and any(counts[5] for counts, _ in written.values()),
           "the files have rows set aside for many reasons, and rows superseded", codes)


def check_read(tap, exports, words, name, judge):
    """`seire read` of all files at once: a row is printed for each that is kept, and the account meets."""
    done = run("read", *words, *[e.path for e in exports])
    told = parse_accounts(done.stderr)
    printed, header = Counter(), {}
    for line in done.stdout.split("\n"):
        if line.startswith("{"):
            path = re.match(r'\{"file":"([^"]*)"', line).group(1)
            header[path] = '"header_line":null' not in line
        elif line.startswith("["):
            printed[path] += 1
    wrong = []
    for e in exports:
        if str(e.path) not in told:
            wrong.append("%s: no account; %s" % (e.path, done.stderr[-300:]))
            continue
        counts, reasons = told[str(e.path)]
        size, _, _, records, kept, _, aside = counts
        if size != e.size or records != kept + aside or aside != sum(reasons.values()) or kept not in (printed[str(e.path)], printed[str(e.path)] - header[str(e.path)]):
            wrong.append("%s: %s, %d printed" % (e.path, counts, printed[str(e.path)]))
        wrong += ["%s: %s" % (e.path, problem) for problem in judge(e, counts, reasons)]
    tap.ok(not wrong, name, "\n".join(wrong))


def judge_declared(export, counts, reasons):
    """Nothing but the delimiter is said, so every record that can be cut is given. Bytes that are no UTF-8 are read in another encoding."""
    problems = Counter(record.problem for record in export.file.records if record.problem)
    if export.is_clear and "row.nul" not in problems and (counts[1:4], reasons) != ((export.file.lines, export.file.blank_lines, len(export.file.records)), problems):
        return ["%s %s instead of %d lines, %d blank, %d records %s" % (counts, reasons, export.file.lines, export.file.blank_lines, len(export.file.records), problems)]
    return []


def check_broken(tap, directory, good):
    """What cannot be read to its end has no account, and leaves nothing beside."""
    data = b"1,2\n" * 5000
    broken = {"torn.gz": gzip.compress(data, mtime=0)[:-9], "torn.zst": zstd(data)[:-3], "wide.csv": "1,2\n".encode("utf-16")}
    for name, content in broken.items():
        path = directory / name
        path.write_bytes(content)
        export = Export(0, path, read_file(data))
        workspace = directory / ("W-" + name)
        workspace.mkdir()
        make(workspace, [export])
        done = run("run", workspace, "--as-of", AS_OF, "--no-send")
        beside = list((workspace / ".seire/aside").glob("*")) if (workspace / ".seire/aside").exists() else []
        tap.ok(done.returncode == 65 and str(path) in done.stderr and not parse_accounts(done.stderr) and not beside and edition(workspace, "files", "2026-01") is None,
               "%s ends a run with 65 and no account" % name, "exit %d %s\n%s" % (done.returncode, beside, done.stderr))
        if name == "wide.csv":
            continue    # at the prompt its byte order mark says what it is
        done = run("read", "--delimiter", ",", good, path)
        tap.ok(done.returncode == 65 and set(parse_accounts(done.stderr)) == {str(good)} and "error: %s" % path in done.stderr,
               "%s ends a reading with 65; the file before it has its account" % name, "exit %d\n%s" % (done.returncode, done.stderr))


def main():
    tap = Tap()
    if not (SHARED / "torture").is_dir():
        tap.skip("every byte, line and record is accounted for", "../shared/torture is not there")
        tap.finish()
    with scratch() as name:
        directory = Path(name)
        paths = list_files()
        exports = [Export(number, path, file) for number, (path, file) in enumerate(read_files(directory, paths))]
        tap.ok(len(paths) >= 391 and len(exports) > len(paths) + 30, "%d files, and %d of them packed" % (len(paths), len(exports) - len(paths)))
        workspace = directory / "W"
        workspace.mkdir()
        make(workspace, exports)
        check_workspace(tap, workspace, exports)
        commas = [e for e in exports if e.file.delimiter == ","]
        check_read(tap, commas, ["--delimiter", ",", "--header", "none"], "read, of which the delimiter is told, accounts for each of %d files" % len(commas),
                   judge_declared)
        check_read(tap, exports, [], "read, which finds out all, accounts for each of %d files" % len(exports), lambda e, counts, reasons: [])
        check_broken(tap, directory, SHARED / "data/openapc-goettingen-2020.csv")
    tap.finish()


main()
