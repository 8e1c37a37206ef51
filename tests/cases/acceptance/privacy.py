#!/usr/bin/python3
"""privacy.py - nothing that tells who somebody is leaves the inbox. Names, personal codes, phone numbers and mail addresses are planted in
a copy of the example wherever an export can hide them; then every command is used, also until it is killed, and all that was written or
said is searched for them. The search proves itself by finding each of them in the inbox. Modes of files and the core limit, too."""
import base64
import email
import email.policy
import io
import os
import quopri
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, SEIRE, Tap, make_example, run, scratch   # noqa: E402


def code(prefix):
    """A personal code with its check digit (EVS 585) from ten digits."""
    for weights in ("1234567891", "3456789123"):
        rest = sum(int(d) * int(w) for d, w in zip(prefix, weights)) % 11
        if rest < 10:
            return prefix + str(rest)
    return prefix + "0"


# --- canaries: what is searched for. Every one is planted once at least; surnames and digits of their own tell where a leak came from. ---

CODES = {place: code("4%02d0%d1%d%03d" % (60 + i, 1 + i % 9, i % 9 + 1, 300 + 7 * i)) for i, place in enumerate(
    ["person", "spaced", "hyphened", "dotted", "wide", "zero_width", "prefixed", "decimal", "drop", "undeclared", "text", "ragged", "footer",
     "status", "date", "number", "bytes", "open_quote", "header", "bare_header", "key", "label", "list", "soft", "nbsp", "column"])}
NAMES = {place: "Mari %s" % surname for place, surname in {
    "drop": "Kanaarik", "undeclared": "Rästaspoeg", "text": "Siniraag", "ragged": "Vainurästas", "date": "Urvalind", "number": "Hallvares",
    "service": "Kuldnokk", "footer": "Pääsuke", "open_quote": "Tuttpütt", "bytes": "Rabapistrik", "header": "Merikotkas",
    "bare_header": "Sookurg", "upper": "METSVINT"}.items()}
PHONES = {"drop": "5550 1234", "ragged": "+372 5550 2345", "number": "555 3456", "footer": "5550-4567", "text": "tel 55505678", "label": "5550 6789"}
MAILS = {"drop": "kanaarik.drop@example.com", "status": "kanaarik.status@example.com", "ragged": "kanaarik.ragged@example.com",
         "label": "kanaarik.label@example.com", "footer": "kanaarik.footer@example.com", "column": "kanaarik.column@example.com"}


def grouped(digits, joint):
    return digits[0] + joint + digits[1:7] + joint + digits[7:]


WIDE = "".join(chr(0xFF10 + int(d)) for d in CODES["wide"])
PLANTED = {
    "spaced": grouped(CODES["spaced"], " "), "hyphened": grouped(CODES["hyphened"], "-"), "dotted": grouped(CODES["dotted"], "."),
    "wide": WIDE, "zero_width": grouped(CODES["zero_width"], "\u200b"), "prefixed": "PNOEE-" + CODES["prefixed"],
    "decimal": CODES["decimal"] + ".0", "soft": grouped(CODES["soft"], "\u00ad"), "nbsp": grouped(CODES["nbsp"], "\u00a0")}


def needles():
    """{what: the bytes that would give it away}."""
    found = {}
    for place, digits in CODES.items():
        found["code " + place] = PLANTED.get(place, digits).encode()
        if place in PLANTED:
            found["code %s, plain" % place] = digits.encode()
    for place, name in NAMES.items():
        found["name " + place] = name.split(" ")[1].encode()
    for place, phone in PHONES.items():
        found["phone " + place] = phone.encode()
    for place, address in MAILS.items():
        found["mail " + place] = address.split("@")[0].encode()
    return found


# --- planting ---

HEADER = ("juhtumi_nr;teenus;avatud_kp;esmane_kontakt_kp;suletud_kp;sulgemise_põhjus;olek;maakond;isikukood;sugu;vanuserühm;keel;suunaja;"
          "vägivalla_liigid;toimepanija_suhe;riskitase;dv_lipp;laps_kaasas;eelmine_juhtum;eelmine_suletud_kp;märkus").split(";")


def row(number, **changes):
    """A row of the case register that is right but for the changes."""
    cells = dict(zip(HEADER, ["" for _ in HEADER]))
    cells.update({"juhtumi_nr": "X-%d" % number, "teenus": "OA", "avatud_kp": "05.10.2026", "olek": "avatud", "maakond": "0037",
                  "isikukood": CODES["person"], "sulgemise_põhjus": "abi antud"})
    cells.update(changes)
    return ";".join(cells.values())


def bad_rows():
    yield row(1, märkus="%s, %s, %s, %s" % (NAMES["drop"], CODES["drop"], PHONES["drop"], MAILS["drop"]))
    for i, place in enumerate(PLANTED):
        yield row(10 + i, isikukood=PLANTED[place])                             # no code of eleven digits: a bad value
        yield row(40 + i, teenus=PLANTED[place])                                # and in a column that holds no persons
        yield row(70 + i, avatud_kp="31.02.2026", sulgemise_põhjus="kood " + PLANTED[place])    # in a text of a row set aside
    yield row(2, avatud_kp=NAMES["date"])
    yield row(3, avatud_kp=CODES["date"])
    yield row(4, teenus=NAMES["service"])
    yield row(5, olek=MAILS["status"], sugu=CODES["status"])
    yield row(6, olek="?", sulgemise_põhjus="%s, %s, %s" % (NAMES["text"], CODES["text"], PHONES["text"]))
    yield row(7, vägivalla_liigid="vaimne,%s" % CODES["list"])
    yield row(8, olek="?", sulgemise_põhjus="MARI " + NAMES["upper"].split(" ")[1])
    yield row(9, juhtumi_nr=CODES["key"], olek="?")
    yield "X-100;OA;%s;%s;%s;%s" % (NAMES["ragged"], CODES["ragged"], PHONES["ragged"], MAILS["ragged"])
    yield row(101) + ";x;%s;%s" % (NAMES["ragged"], CODES["ragged"])


def plant(workspace):
    inbox = workspace / "inbox"
    cases = inbox / "juhtumid-2026.csv"
    lines = cases.read_text(encoding="utf-8-sig").splitlines()
    with open(cases, "w", encoding="utf-8") as file:
        file.write(lines[0] + ";lisainfo;%s;%s\n" % (CODES["column"], MAILS["column"]))     # columns that the rules do not name
        for line in [*lines[1:], *bad_rows()]:
            file.write(line + ";%s %s;;\n" % (NAMES["undeclared"], CODES["undeclared"]))
    with open(cases, "ab") as file:
        file.write(row(102, teenus="\0", märkus="%s %s" % (NAMES["bytes"], CODES["bytes"])).encode().replace(b"\0", b"\xff") + b"\n")
        file.write(("Koostas: %s, %s;%s;%s;%s\n" % (NAMES["footer"], CODES["footer"], PHONES["footer"], MAILS["footer"], "x")).encode())
        file.write(row(103, teenus='"OA', märkus="%s %s" % (NAMES["open_quote"], CODES["open_quote"])).encode() + b"\n")
    with open(inbox / "tagasiside.csv", "a", encoding="utf-8") as file:
        file.write("V900001;OA;%s;2026-10-05;veebivorm;rahulolu;%s;%s;%s\n"
                   % (NAMES["number"], PHONES["number"], CODES["number"], NAMES["number"]))
    # Values that name themselves become rows of a report, large enough to be shown.
    with open(inbox / "kontaktid.csv", "a", encoding="utf-8") as file:
        for i, topic in enumerate([CODES["label"], PHONES["label"], MAILS["label"]] * 40):
            file.write("K9%05d;;telefon;05.10.2026;10:00;päev;7;9;jah;;eesti;%s;kehtiv;\n" % (i, topic))
    volume = workspace / "indicators/volume.yaml"
    volume.write_text(volume.read_text(encoding="utf-8") + "\n  V90:\n    name: {et: Teemad, en: Topics}\n    counts: case\n    dataset: contacts\n"
                      "    value: count(*)\n    period: contacted\n    by: [topic]\n", encoding="utf-8")
    rules = workspace / "datasets/cases.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("    key: case_id\n", "    key: case_id\n    drift: {}\n", 1), encoding="utf-8")
    report = workspace / "reports/kuuaruanne.yaml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("indicators: [", "indicators: [V90, ", 1), encoding="utf-8")


# --- searching ---

def unpack(name, data):
    """(name, bytes) of everything that is in a file, as far in as it can be opened."""
    yield name, data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from unpack("%s!%s" % (name, inner), archive.read(inner))
    elif name.endswith(".eml"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        yield name + "!headers", "\n".join("%s: %s" % item for item in message.items()).encode()
        for i, part in enumerate(message.walk()):
            if not part.is_multipart():
                yield from unpack("%s!%d" % (name, i), part.get_payload(decode=True))
    elif data[:15] == b"SQLite format 3":
        ledger = sqlite3.connect("file:%s?mode=ro" % name, uri=True)
        for index, (message,) in enumerate(ledger.execute("SELECT bytes FROM mail").fetchall()):
            yield from unpack("%s!mail %d.eml" % (name, index), bytes(message))
        yield name + "!dump", "\n".join(ledger.iterdump()).encode()
        ledger.close()


def files(*places):
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.is_file():
                yield from unpack(str(path), path.read_bytes())


def search(pieces):
    """{needle: [where]}; also with the escapes that JSON, HTML and quoted-printable might have put in."""
    hits = {}
    for where, data in pieces:
        folded = data + quopri.decodestring(data) if b"=" in data else data
        for what, needle in needles().items():
            if needle in folded or needle in where.encode():
                hits.setdefault(what, []).append(where)
    return hits


def say(hits):
    return "\n".join("%s: %s" % (what, ", ".join(where[:3])) for what, where in sorted(hits.items()))


class Told:
    """Everything the commands said, and what they ended with."""

    def __init__(self):
        self.pieces = []

    def run(self, *arguments, answers=False):
        """`answers`: what goes to standard output is the data itself, for the eyes of the one who asked."""
        done = run(*arguments)
        name = "said by " + " ".join(map(str, arguments))[:60]
        self.pieces.append((name + ", stderr", done.stderr.encode()))
        if not answers:
            self.pieces.append((name + ", stdout", done.stdout.encode()))
        return done


def every_command(told, workspace):
    statuses = {}
    cases = workspace / "inbox/juhtumid-2026.csv"
    done = told.run("run", workspace, "--as-of", AS_OF, "--verbose")
    statuses["run"] = done.returncode
    statuses["check"] = told.run("check", workspace, "--as-of", AS_OF).returncode
    told.run("check", workspace, "--as-of", AS_OF, "--format", "json")
    told.run("history", workspace)
    told.run("deliver", workspace)
    for path in sorted((workspace / "inbox").glob("*.csv")):
        told.run("read", path, answers=True)
        told.run("read", path, "--format", "csv", answers=True)
        told.run("query", "count(*)", "--from", path, answers=True)
        told.run("query", "sum(nowhere)", "--from", path)
        told.run("query", "count(*) as n", "--from", path, "--by", "olek", "--where", "nowhere = 1")
    told.run("query", "count(*) as n", "--from", "cases", "--workspace", workspace, "--by", "reason", answers=True)
    told.run("query", "sum(reason), avg(client)", "--from", "cases", "--workspace", workspace)
    told.run("query", "count(*)", "--from", "cases", "--workspace", workspace, "--where", "reason > 1")
    told.run("query", "count(*)", "--from", cases, "--header", "none", answers=True)
    for figure in ("V90:2026-10", "V90:2026-10:topic=x", "T01:2026-10", "T01:2026-10:county=0037"):
        told.run("explain", figure, "--workspace", workspace)
    return statuses


def wrong_headers(told, directory, workspace):
    """A data set whose file begins with a row, and a bare file that does."""
    copy = Path(directory) / "headless"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("published", "outgoing", ".seire"))
    feedback = copy / "inbox/tagasiside.csv"
    lines = feedback.read_text(encoding="utf-8").splitlines()
    feedback.write_text("\n".join(["V1;%s;%s;05.10.2026" % (NAMES["header"], CODES["header"]), *lines[1:]]) + "\n", encoding="utf-8")
    bare = Path(directory) / "bare.csv"
    bare.write_text("%s;%s;a\n1;2;3\n" % (NAMES["bare_header"], CODES["bare_header"]), encoding="utf-8")
    statuses = [told.run("run", copy, "--as-of", AS_OF).returncode, told.run("check", copy, "--as-of", AS_OF).returncode]
    for question in ("count(*)", "sum(nowhere)"):
        statuses.append(told.run("query", question, "--from", bare).returncode)
    return copy, bare, statuses


def kill_runs(workspace):
    """What runs leave behind that are killed at different moments."""
    whole = time.monotonic()
    for part in (0.1, 0.3, 0.5, 0.7, 0.85, 0.95):
        shutil.rmtree(workspace / ".seire", ignore_errors=True)
        shutil.rmtree(workspace / "published", ignore_errors=True)
        process = subprocess.Popen([SEIRE, "run", str(workspace), "--as-of", AS_OF], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if part == 0.1:
            process.wait()
            whole = time.monotonic() - whole
            shutil.rmtree(workspace / ".seire", ignore_errors=True)
            shutil.rmtree(workspace / "published", ignore_errors=True)
            process = subprocess.Popen([SEIRE, "run", str(workspace), "--as-of", AS_OF], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * part)
        process.kill()
        process.wait()
        yield from raw_files(workspace / ".seire", workspace / "published", workspace / "outgoing")


def raw_files(*places):
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                yield str(path), data
                if data[:2] == b"PK" and zipfile.is_zipfile(path):
                    yield from unpack(str(path), data)


# --- modes and limits ---

def wide_modes(workspace):
    """Files and directories that more may read than the docs say."""
    wrong = []
    for place, mask in ((".seire", 0o077), ("outgoing", 0o027), ("published", 0o027)):
        root = workspace / place
        for path in [root, *root.rglob("*")]:
            mode = stat.S_IMODE(path.lstat().st_mode)
            allowed = mask | (0o077 if place == "outgoing" and path.is_file() else 0)
            if mode & allowed:
                wrong.append("%03o %s" % (mode, path))
    return wrong


def core_limit():
    """Of a seire that is waiting for its input."""
    process = subprocess.Popen([SEIRE, "query", "count(*)", "--file", "-", "--from", "x.csv"], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: __import__("resource").setrlimit(4, (1 << 20, 1 << 20)))
    try:
        time.sleep(0.3)
        text = Path("/proc/%d/limits" % process.pid).read_text()
        return re.search(r"Max core file size +(\S+) +(\S+)", text).groups()
    finally:
        process.stdin.close()
        process.wait()


def main():
    tap = Tap()
    told = Told()
    os.umask(0)
    with scratch() as directory:
        temporary = Path(directory) / "tmp"
        temporary.mkdir(mode=0o700)
        os.environ["TMPDIR"] = str(temporary)
        workspace = make_example(directory)
        plant(workspace)
        statuses = every_command(told, workspace)
        tap.ok(statuses["run"] in (0, 1), "the run with planted values publishes", statuses)
        copy, bare, header_statuses = wrong_headers(told, directory, workspace)
        tap.ok(header_statuses == [65, 65, 65, 65], "a row in the place of the header ends with 65", header_statuses)

        inbox = search(raw_files(workspace / "inbox", copy / "inbox"))
        inbox.update(search([(str(bare), bare.read_bytes())]))
        missing = [what for what in needles() if what not in inbox and not what.endswith("plain")]
        tap.ok(not missing, "the search finds every planted value in the inbox", missing)

        written = search(files(workspace / "published", workspace / ".seire", workspace / "outgoing", copy / ".seire"))
        tap.ok(not written, "no planted value stands in anything that was written", say(written))
        kinds = {Path(where.split("!")[0]).suffix for where, _ in files(workspace / "published", workspace / ".seire", workspace / "outgoing")}
        tap.ok({".html", ".xlsx", ".csv", ".db", ".eml"} <= kinds, "pages, workbooks, tables, the ledger and messages were searched", kinds)
        said = search(told.pieces)
        tap.ok(not said, "no planted value was said", say(said))
        tap.ok(not list(temporary.rglob("*")), "nothing is left in the temporary directory", list(temporary.rglob("*")))
        aside = (workspace / ".seire/aside/cases.csv").read_text(encoding="utf-8")
        tap.ok(aside.count("juhtumid-2026.csv") > 35, "the planted rows were set aside and can be looked at", aside.count("\n"))

        key = (workspace / "keys/person.key").read_bytes()
        secrets = [key, key.hex().encode(), base64.b64encode(key).rstrip(b"=")]
        leaked = [where for where, data in [*files(workspace / "published", workspace / ".seire", workspace / "outgoing"), *told.pieces]
                  if any(secret in data for secret in secrets)]
        tap.ok(not leaked, "the key for persons stands nowhere", leaked)
        wide = wide_modes(workspace)
        tap.ok(not wide, "with a umask of 0 nobody else can read what is written", "\n".join(wide))
        tap.ok(core_limit() == ("0", "0"), "no core dump can be written", core_limit())

        killed = search(kill_runs(workspace))
        tap.ok(not killed, "no planted value is left behind by runs that are killed", say(killed))
    tap.finish()


main()
