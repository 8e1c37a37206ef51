#!/usr/bin/python3
"""check.py - `seire profile`: what it says of a file is so, nothing personal is in it, and the starter data set is accepted by `seire check`,
which keeps as many rows as there are."""
import json
import os
import random
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402

SHARED = ROOT.parent / "shared/data"
PERSONS = ["37605030299", "36805280109", "49403136526", "61107121760", "38001085718"]   # right check digits; nobody's
SEIRE = "organisation: {et: Asutus, en: House}\nlanguages: [et, en]\n"


def accept(directory, path, options=()):
    """The starter data set of a file in a workspace of its own: the text, and what `seire check` says."""
    workspace = Path(directory) / ("w-" + re.sub(r"\W", "-", path.name)[:40])
    shutil.rmtree(workspace, ignore_errors=True)
    (workspace / "inbox").mkdir(parents=True)
    (workspace / "datasets").mkdir()
    shutil.copy(path, workspace / "inbox" / path.name)
    (workspace / "seire.yaml").write_text(SEIRE)
    made = run("profile", path, "--format", "yaml", *options, errors="surrogateescape")
    (workspace / "datasets/starter.yaml").write_text(made.stdout)
    key = workspace / "person-key"
    key.write_text("0123456789abcdef0123456789abcdef\n")
    key.chmod(0o600)
    return made, run("check", workspace, errors="surrogateescape", env={**os.environ, "CREDENTIALS_DIRECTORY": str(workspace)})


def count_kept(done):
    found = re.search(r": (\d+) records?, (\d+) kept", done.stderr) or re.search(r"(\d+) records.*?(\d+) kept", done.stderr)
    return (int(found.group(1)), int(found.group(2))) if found else None


def real_files(tap, directory):
    files = sorted(SHARED.glob("*.csv"))
    if not files:
        tap.skip("starter data sets of real exports are accepted", "../shared is not there")
    for path in files:
        made, done = accept(directory, path)
        profile = json.loads(run("profile", path, "--format", "json").stdout)
        bad = profile["bad_rows"]
        kept = count_kept(done)
        tap.ok(made.returncode in (0, 1) and done.returncode in (0, 1) and "[rules." not in done.stderr and kept is not None and kept[1] == profile["rows"] - profile["ragged"] - bad,
               "%s: the starter data set is accepted and keeps %s rows" % (path.name, kept and kept[1]),
               "%s\n%s\nrows %s ragged %s bad %s" % (made.stdout[:1500], done.stderr[-1500:], profile["rows"], profile["ragged"], bad))


def write(directory, name, text, encoding="utf-8"):
    path = Path(directory) / name
    path.write_text(text, encoding=encoding)
    return path


def odd_files(tap, directory):
    rows = [["%d" % (100 + i), "%02d.%02d.2026" % (i % 28 + 1, i % 12 + 1), "%d,%02d" % (i * 3, i % 100), ["jah", "ei"][i % 2], ["12", "teadmata"][i % 5 == 0],
             ["Harju", "Tartu", "Hiiu"][i % 3]] for i in range(40)]
    header = ["Juhtumi nr", "avatud kp", "kulu", "kiire", "vanus", "maakond"]
    lines = lambda table, d=";": "".join(d.join(r) + "\n" for r in table)     # noqa: E731
    files = {
        "plain.csv": lines([header] + rows),
        "tabs.csv": lines([header] + rows, "\t"),
        "blanks.csv": lines([["nr", "kp", "kulu", "kiire", "vanus", "maakond"]] + rows, " "),
        "marks.csv": lines([header + ["arv"]] + [r + ["%d.5" % i] for i, r in enumerate(rows)]),
        "cents.csv": "nr,summa\n" + "".join('%d,"%d,%02d"\n' % (i, i * 3, i) for i in range(40)),
        "titled.csv": "Juhtumid 2026\n\n" + lines([header] + rows),
        "bare.csv": lines(rows),
        "two-lines.csv": lines([["juhtumi", "avatud", "kulu", "kiire", "vanus", "maakond"], ["nr", "kp", "eur", "", "a", ""]] + rows),
        "merged.csv": lines([["juhtum", "", "kulu", "", "isik", ""], ["nr", "kp", "eur", "kiire", "vanus", "maakond"]] + rows),
        "twice.csv": lines([["nr", "kp", "x", "x", "", "x"]] + rows),
        "words.csv": lines([["case", "in", "2026", "a b", "a-b", "ÄÖ/ü"]] + rows),
        "quotes.csv": lines([["'nr'", "kp", "kulu; eur" and "kulu", "kiire", "vanus \"a\"", "maakond"]] + rows),
        "wrapped.csv": lines([header] + rows) + '"140;01.01.2026;1,50;jah;12;Harju"\n',
    }
    for name, text in files.items():
        made, done = accept(directory, write(directory, name, text))
        wanted = 41 if name == "wrapped.csv" else 40
        tap.ok(made.returncode in (0, 1) and done.returncode in (0, 1) and "[rules." not in done.stderr and count_kept(done) == (wanted, wanted),
               "%s: accepted, all rows kept" % name, made.stdout + made.stderr + done.stderr)
    text = run("profile", Path(directory) / "plain.csv", "--format", "yaml").stdout
    for wanted in ['juhtumi_nr: {from: "Juhtumi nr", type: integer, required: true}', 'avatud_kp: {from: "avatud kp", type: date, formats: ["dd.mm.yyyy"]}',
                   'kulu: {from: "kulu", type: decimal(2)}', 'kiire: {from: "kiire", type: boolean, true: ["jah"], false: ["ei"]}',
                   'vanus: {from: "vanus", type: integer, missing: ["teadmata"]}', 'maakond: {from: "maakond", type: code}', 'delimiter: ";"', 'decimal: ","',
                   "# key: juhtumi_nr"]:
        tap.ok(wanted in text, "the starter says " + wanted, text)
    text = run("profile", Path(directory) / "marks.csv", "--format", "yaml").stdout
    for wanted in ['decimal: [".", ","]', 'kulu: {from: "kulu", type: decimal(2)}', 'arv: {from: "arv", type: decimal(1)}']:
        tap.ok(wanted in text, "of two decimal marks the starter says " + wanted, text)
    text = run("profile", Path(directory) / "cents.csv", "--format", "yaml").stdout
    tap.ok('decimal: ","' in text and "type: decimal(2)" in text, "cents behind a comma, in quotes among commas, are numbers", text)
    text = run("profile", Path(directory) / "merged.csv", "--format", "yaml").stdout
    for wanted in ["    header: 2\n", 'juhtum_kp: {from: "juhtum kp", type: date', 'kulu_kiire: {from: "kulu kiire", type: boolean', 'isik_maakond: {from: "isik maakond"']:
        tap.ok(wanted in text, "of two header lines the starter says " + wanted.strip(), text)
    text = run("profile", Path(directory) / "twice.csv", "--format", "yaml").stdout
    tap.ok('x_2: {from: "x", nth: 2, ' in text and "c: {position: 5, " in text or "column5: {position: 5, " in text, "names that are there twice or not at all go by their place", text)
    order = write(directory, "order.csv", "d,n\n" + "".join("%02d/%02d/2026,%d\n" % (i % 12 + 1, i % 12 + 1, i) for i in range(20)))
    done = run("profile", order)
    tap.ok("dates as dd/mm/yyyy or mm/dd/yyyy" in done.stdout, "a date order that nothing proves is said to be open", done.stdout)
    proven = write(directory, "proven.csv", "d,n\n" + "".join("%02d/%02d/2026,%d\n" % (i % 28 + 1, i % 12 + 1, i) for i in range(30)))
    tap.ok("as dd/mm/yyyy" in run("profile", proven).stdout, "one that a day above 12 proves is taken")


PIECES = ["a", "Õ", "case", "in", "2026", "kulu", "eur", " ", "  ", "-", "_", "\"\"", "'", "\n", "\r\n", "\t", "\x07", "\x7f", "\x85", "\u2028", "\u200b", "\u00a0", "#", ": ", "{", "]", "&",
          "*", "!", "|", "%", "@", "`", "\\", "\\n", ",", "?", "~", "null", "true", "as_of", "count", "漢", "😀", "x" * 70]
STEMS = ["intake", "Intake", "2026", "case", "null", "no", "as_of", "period_end", "õ-ü ü", "漢字", "x" * 90, "-", "_", "a.b", "a[1]", "a*", "a?b", "a\\b", "a'b", 'a"b', "a#b", "a: b",
         "a\nb", "a\x07b", "a\u2028b", "a\udcffb", "a  b", "%s", "~", "datasets"]


def odd_names(tap, directory, seed=20261125, rounds=40):
    """Whatever a header or a file is called, `seire check` accepts the draft and reads the file by it."""
    chance = random.Random(seed)
    failed = []
    for i in range(max(rounds, len(STEMS))):
        width = chance.randint(2, 6)
        names = ["".join(chance.choice(PIECES) for _ in range(chance.randint(0, 4))) for _ in range(width)]
        names[chance.randrange(width)] = "kulu"
        header = width - (width > 2 and chance.random() < 0.2)
        rows = ["%d;" % (100 + r) + ";".join(chance.choice(["1,5", "x", "01.02.2026", "jah", ""]) for _ in range(width - 1)) for r in range(30)]
        text = ";".join('"%s"' % name for name in names[:header]) + "\n" + "".join(row + "\n" for row in rows)
        path = Path(directory) / ("%s.csv" % STEMS[i % len(STEMS)])
        path.write_bytes(text.encode())
        made, done = accept(directory, path)
        lines = [line for line in (made.stderr + done.stderr).split("\n") if line and "\n" not in path.name and not re.match(r"\S.*: |look: ", line)]
        if made.returncode not in (0, 1) or done.returncode not in (0, 1) or count_kept(done) is None or count_kept(done)[0] != 30 or lines:
            failed.append("round %d, file %r, names %r:\n%s\n%s" % (i, path.name, names[:header], made.stdout, made.stderr + done.stderr))
        path.unlink()
    tap.ok(not failed, "seed %d: drafts of odd headers and file names are accepted, and every message keeps its line" % seed, "%d failed\n%s" % (len(failed), "\n".join(failed[:2])))


def odd_headers(tap, directory):
    rows = "".join("%d;x;1,%d\n" % (i, i % 7) for i in range(40))
    for name, header, wanted in [("end.csv", '"nr";kood;"kulu\neur"\n', 'kulu_eur: {from: "kulu eur", type: decimal(1)}'), ("tab.csv", 'nr;kood;kulu\teur\n', 'kulu_eur: {from: "kulu eur", '),
                                 ("short.csv", "nr;kood\n", "column3: {position: 3, type: decimal(1)}"), ("bell.csv", "nr;kood;kulu\x07\n", 'kulu: {from: "kulu", '),
                                 ("intake.csv", "nr;kood;kulu\n", "\n  intake_:\n")]:
        made, done = accept(directory, write(directory, name, header + rows))
        tap.ok(wanted in made.stdout and done.returncode == 0 and count_kept(done) == (40, 40), "%s: %s" % (name, wanted.strip()), made.stdout + done.stderr)
    made, done = accept(directory, write(directory, "short.csv", "nr;kood\n" + rows))
    workspace = Path(directory) / "w-short-csv"
    (workspace / "inbox/short.csv").write_text("nr;kood\n1;x\n2;y\n")
    done = run("check", workspace)
    tap.ok(done.returncode == 65 and "short.csv:1: dataset 'short': column 'column3' from position 3 is missing (the file has: nr, kood)" in done.stderr,
           "a column that goes by its place and is in no row is missing", done.stderr)
    mixed = write(directory, "mixed.csv", "kulu;kood\n" + "".join("%d;%s\n" % (100 + i, "x" if i < 2 else ["jah", "1,5", "ei"][i % 3]) for i in range(30)))
    profile = json.loads(run("profile", mixed, "--format", "json").stdout)
    tap.ok(profile["rows"] == 30, "rows whose number fits their column are no further lines of the header, whatever stands beside it", str(profile["rows"]))
    words = "nr;kulu\n" + "".join('%d;%s\n' % (i, '"puu\ndub"' if i % 5 == 0 else i) for i in range(40))
    made, done = accept(directory, write(directory, "words.csv", words))
    tap.ok(done.returncode in (0, 1) and count_kept(done) is not None and "missing:" not in made.stdout, "a word of two lines is none that rules could say", made.stdout + done.stderr)


def persons(tap, directory):
    rows = "".join("%d;%s;Mari Maasikas%s;tel 5123 %04d;%s\n" % (i, PERSONS[i % 5], "abcde"[i % 5], 4000 + i, "x" * 60 + str(i)) for i in range(30))
    path = write(directory, "persons.csv", "nr;isikukood;klient;kontakt;märkus\n" + rows)
    for form in ("table", "json", "yaml"):
        done = run("profile", path, "--format", form)
        shown = done.stdout + done.stderr
        leaked = [v for v in PERSONS + ["Maasikas", "5123", "xxxxx"] if v in shown]
        tap.ok(done.returncode == 1 and not leaked and done.stderr.count("[column.persons]") == 4, "as %s: four columns of persons are warned of, none shown" % form,
               "%s\n%s" % (leaked, shown))
    made, done = accept(directory, path)
    tap.ok("isikukood: {from: \"isikukood\", type: person}" in made.stdout and made.stdout.count("type: drop") == 3 and done.returncode in (0, 1)
           and count_kept(done) == (30, 30), "the starter keeps a keyed hash and drops the rest", made.stdout + done.stderr)
    forms = {"a decimal point": "%s.0", "cents": "%s,00", "a sign": "-%s", "all digits of an exponent": None}
    for name, form in forms.items():
        codes = [form % p if form else "%s,%sE+10" % (p[0], p[1:]) for p in PERSONS]
        path = write(directory, "written.csv", "nr;kood\n" + "".join("%d;%s\n" % (i, codes[i % 5]) for i in range(30)))
        shown = "".join(done.stdout + done.stderr for done in (run("profile", path), run("profile", path, "--format", "json"), run("profile", path, "--format", "yaml")))
        digits = re.sub(r"[^0-9\n]", "", shown)
        tap.ok(shown.count("[column.persons]") == 3 and not any(p in digits for p in PERSONS), "personal codes with %s are warned of, and not shown as a range" % name, shown)


def slips(tap, directory):
    """A few values that a hand or a spreadsheet has spoilt do not change what a column is; a code such as 2A is no slip."""
    rows = [["J%d" % i, "%02d.%02d.2026" % (i % 12 + 1, i % 12 + 1), "%d,%02d" % (i * 7, i % 100), "%d" % i, "%d" % (i % 9), "%d" % (100 + i)] for i in range(100)]
    for line, column, value in [(50, 1, "31.02.2026"), (60, 2, "3,76E+10"), (61, 2, "9,9,9"), (70, 3, "#VALUE!"), (71, 3, "#VALUE!"), (80, 4, "2A"), (50, 5, "1,02E+05")]:
        rows[line - 2][column] = value
    path = write(directory, "slips.csv", "nr;kp;summa;arv;kood;id\n" + "".join(";".join(r) + "\n" for r in rows))
    made, done = accept(directory, path)
    for wanted in ['kp: {from: "kp", type: date, formats: ["dd.mm.yyyy"]}     # 1 cannot be read as this, the first in line 50\n',
                   'summa: {from: "summa", type: decimal(2)}     # 2 cannot be read as this, the first in line 60: a long number that a spreadsheet has cut',
                   'arv: {from: "arv", type: integer}     # 2 cannot be read as this, the first in line 70: an error value of a spreadsheet',
                   'kood: {from: "kood", type: code}     # numbers or dates, but for the value in line 80',
                   'id: {from: "id", type: integer}     # 1 cannot be read', "# key: nr "]:
        tap.ok(wanted in made.stdout, "slips: " + wanted.strip()[:70], made.stdout)
    profile = json.loads(run("profile", path, "--format", "json").stdout)
    tap.ok(profile["bad_rows"] == 5 and count_kept(done) == (100, 95), "slips: five rows with one or two of them are set aside by the starter", done.stderr)
    few = write(directory, "few.csv", "kp\n01.02.2026\n31.02.2026\n13.02.2026\n")
    tap.ok('type: text' in run("profile", few, "--format", "yaml").stdout, "of three values nobody knows which is the slip", "")


def prompt(tap, directory):
    path = write(directory, "p.csv", "a;b\n1;2\n3;4\n5;x\n")
    done = run("profile", path, "--format", "json")
    profile = json.loads(done.stdout)
    tap.ok(profile["rows"] == 3 and profile["delimiter"] == ";" and [c["column"] for c in profile["columns"]] == ["a", "b"]
           and (profile["columns"][0]["min"], profile["columns"][0]["max"], profile["columns"][0]["distinct"]) == ("1", "5", 3), "json says what is there", done.stdout)
    done = run("profile", path, "--header", "none", "--delimiter", ";", "--format", "json")
    tap.ok(json.loads(done.stdout)["rows"] == 4, "options hold", done.stdout)
    for words, wanted in [((), "name one file: seire profile FILE"), ((path, path), "is one word too many"), ((path, "--format", "xml"), "it is table, json or yaml")]:
        done = run("profile", *words)
        tap.ok(done.returncode == 64 and wanted in done.stderr, "profile %s: %s" % (" ".join(map(str, words))[-20:], wanted), done.stderr)
    done = run("profile", Path(directory) / "none.csv")
    tap.ok(done.returncode == 66, "a file that is not there is 66", done.stderr)
    done = run("profile", write(directory, "empty.csv", ""))
    tap.ok(done.returncode == 65 and "no record in the file" in done.stderr, "a file without records is 65", done.stderr)


def main():
    tap = Tap()
    with scratch() as directory:
        odd_files(tap, directory)
        odd_headers(tap, directory)
        odd_names(tap, directory)
        persons(tap, directory)
        slips(tap, directory)
        prompt(tap, directory)
        real_files(tap, directory)
    tap.finish()


main()
