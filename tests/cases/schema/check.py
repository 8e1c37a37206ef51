#!/usr/bin/python3
"""check.py - `seire schema` against an independent validator (ajv, JSON Schema 2020-12) and an independent YAML reader.

Every YAML file of the examples, of the cases and of docs/rules.md is accepted by the schema of its kind and by the one for any file;
seeded mistakes of structure are refused by the schema, and by the loader too; and the keys of every group are those that the loader
names when it is given one that it does not know.
"""
import copy
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402
from judge import WHOLE, Judge, groups, groups_of_schema, kind_of, page_files     # noqa: E402

# What is wrong, in which file of the page, what stands there and what stands there instead.
MISTAKES = [
    ("an unknown key", "seire.yaml", "unit: {", "unitt: {"),
    ("an unknown key in an audience", "seire.yaml", "{threshold: 3}", "{threshold: 3, treshold: 3}"),
    ("a list for a text", "seire.yaml", "contact: aruandlus@example.ee", "contact: [aruandlus@example.ee]"),
    ("a required key is missing", "seire.yaml", "organisation: {et: Sotsiaalkindlustusamet, en: Social Insurance Board}\n", ""),
    ("a language that nobody knows", "seire.yaml", "{et: ohvriabi osakond,", "{ee: ohvriabi osakond,"),
    ("a language of reports that nobody makes", "seire.yaml", "languages: [et, en]", "languages: [et, ru]"),
    ("an empty list of languages", "seire.yaml", "languages: [et, en]", "languages: []"),
    ("an empty text", "seire.yaml", "contact: aruandlus@example.ee", 'contact: ""'),
    ("a key without a value", "seire.yaml", "contact: aruandlus@example.ee", "contact:"),
    ("a threshold that hides nothing", "seire.yaml", "{threshold: 3}", "{threshold: 1}"),
    ("a threshold in words", "seire.yaml", "{threshold: 3}", "{threshold: three}"),
    ("a threshold that is no whole number", "seire.yaml", "{threshold: 3}", "{threshold: 3.5}"),
    ("an audience without threshold", "seire.yaml", "{threshold: 3}", "{}"),
    ("an audience that is a number", "seire.yaml", "{threshold: 3}", "3"),
    ("an address without @", "seire.yaml", "address: teenused@example.ee", "address: teenused"),
    ("an address with a blank", "seire.yaml", "address: teenused@example.ee", "address: minu teenused@example.ee"),
    ("a recipient without address", "seire.yaml", "{address: teenused@example.ee}", "{language: et}"),
    ("a role with a blank", "seire.yaml", "service_owner:", '"service owner":'),
    ("a wrong word", "seire.yaml", "transport: smtp", "transport: pigeon"),
    ("a port that cannot be", "seire.yaml", "port: 587", "port: 70000"),
    ("a domain with @", "seire.yaml", "[example.ee]", '["@example.ee"]'),
    ("recipients as a list", "seire.yaml", "  service_owner: {address: teenused@example.ee}\n", "  service_owner: [teenused@example.ee]\n"),
    ("no datasets at the top", "datasets/cases.yaml", "datasets:\n  cases:\n    title", "dataset:\n  cases:\n    title"),
    ("a second key at the top", "datasets/cases.yaml", "datasets:\n  cases:\n    title", "version: 2\ndatasets:\n  cases:\n    title"),
    ("a name that begins with a digit", "datasets/cases.yaml", "  cases:\n", "  2cases:\n"),
    ("no files", "datasets/cases.yaml", "    files: inbox/juhtumid*.csv\n", ""),
    ("an empty list of files", "datasets/cases.yaml", "files: inbox/juhtumid*.csv", "files: []"),
    ("a file with an unknown key", "datasets/cases.yaml", "files: inbox/juhtumid*.csv", "files: {path: a.csv, encodin: UTF-8}"),
    ("a file without path", "datasets/cases.yaml", "files: inbox/juhtumid*.csv", "files: {encoding: UTF-8}"),
    ("an encoding that nobody knows", "datasets/cases.yaml", "encoding: Windows-1257", "encoding: Windows-1250"),
    ("a delimiter of two signs", "datasets/cases.yaml", 'delimiter: ";"', 'delimiter: ";;"'),
    ("a delimiter that is none", "datasets/cases.yaml", 'delimiter: ";"', "delimiter: none"),
    ("a decimal mark that is none", "datasets/cases.yaml", 'decimal: ","', 'decimal: ";"'),
    ("a mark of thousands that is none", "datasets/cases.yaml", 'group: " "', 'group: "_"'),
    ("a date format without year", "datasets/cases.yaml", "[dd.mm.yyyy]", "[dd.mm]"),
    ("a number of lines that is negative", "datasets/cases.yaml", "    key: case_id", "    skip: -1\n    key: case_id"),
    ("six lines of a header", "datasets/cases.yaml", "    key: case_id", "    header: 6\n    key: case_id"),
    ("a header that is a truth", "datasets/cases.yaml", "    key: case_id", "    header: true\n    key: case_id"),
    ("an end that nobody knows", "datasets/cases.yaml", "    key: case_id", "    ends: total\n    key: case_id"),
    ("a way of mending that nobody knows", "datasets/cases.yaml", "    key: case_id", "    mend: [join, guess]\n    key: case_id"),
    ("a size in words", "datasets/cases.yaml", "    key: case_id", "    max_bytes: big\n    key: case_id"),
    ("which row to keep", "datasets/cases.yaml", "    key: case_id", "    key: case_id\n    keep: newest"),
    ("a redelivery without a date", "datasets/cases.yaml", "    key: case_id", "    redelivery: {period: month}\n    key: case_id"),
    ("an answer to drift that nobody knows", "datasets/cases.yaml", "    key: case_id", "    drift: {added: tell}\n    key: case_id"),
    ("a drift that nobody knows", "datasets/cases.yaml", "    key: case_id", "    drift: {moved: note}\n    key: case_id"),
    ("columns as a list", "datasets/cases.yaml", "      note:     drop", "      note:     [drop]"),
    ("a type that nobody knows", "datasets/cases.yaml", "      note:     drop", "      note:     dropped"),
    ("decimal without its digits", "datasets/cases.yaml", "decimal(2)", "decimal"),
    ("decimal with too many digits", "datasets/cases.yaml", "decimal(2)", "decimal(19)"),
    ("codes without their sign", "datasets/cases.yaml", "\"codes(',')\"", "codes"),
    ("a column without type", "datasets/cases.yaml", "{from: kiire, type: boolean,", "{from: kiire,"),
    ("a truth in words", "datasets/cases.yaml", "optional: true", "optional: jah"),
    ("a value that cannot be read is something else", "datasets/cases.yaml", "bad: missing", "bad: zero"),
    ("a place of a column that is 0", "datasets/cases.yaml", "{from: kiire,", "{nth: 0, from: kiire,"),
    ("a dated name without name", "datasets/cases.yaml", "from: kiire", "from: {valid_from: 2025-01-01}"),
    ("a dated name with a bad date", "datasets/cases.yaml", "from: kiire", "from: {name: kiire, valid_from: 1.1.2025}"),
    ("unique that is false", "datasets/cases.yaml", "unique: true", "unique: false"),
    ("a check without id", "datasets/cases.yaml", "- {id: contact_there, column", "- {column"),
    ("a check with an id that is no name", "datasets/cases.yaml", "id: contact_there", "id: contact-there"),
    ("a severity that nobody knows", "datasets/cases.yaml", "severity: warn", "severity: fatal"),
    ("a tolerance in words", "datasets/cases.yaml", "tolerance: 20%", "tolerance: some"),
    ("a negative tolerance", "datasets/cases.yaml", "tolerance: 20%", "tolerance: -1"),
("derived columns as a list", "datasets/cases.yaml", "    derive:\n      wait_days: workdays(opened, contact)", "    derive: ['workdays(opened, contact)']"),
    ("a derived column that is a list", "datasets/cases.yaml", "wait_days: workdays(opened, contact)", "wait_days: [opened, contact]"),
    ("a value of a parameter without basis", "parameters/tahtajad.yaml", ", basis: juhataja käskkiri 2019/14", ""),
    ("a parameter without values", "parameters/tahtajad.yaml", "    values:\n      - {from: 2020-01-01", "    valus:\n      - {from: 2020-01-01"),
    ("a value of a parameter in words", "parameters/tahtajad.yaml", "value: 3,", "value: three,"),
    ("a version without its first day", "indicators/versions.yaml", "{valid_from: 2020-01-01, value", "{value"),
    ("a version that restates in words", "indicators/versions.yaml", "restate: false", "restate: never"),
    ("an indicator without value", "indicators/quality.yaml", "    value: sum(cost)\n", ""),
    ("an indicator without name", "indicators/quality.yaml", "    name: {et: Kulu, en: Cost}\n", ""),
    ("a misspelt key of an indicator", "indicators/quality.yaml", "better: near", "beter: near"),
    ("a direction that nobody knows", "indicators/quality.yaml", "better: near", "better: up"),
    ("a unit that nobody knows", "indicators/quality.yaml", "unit: euro\n    digits", "unit: dollar\n    digits"),
    ("too many digits", "indicators/quality.yaml", "digits: 0", "digits: 7"),
    ("an interval that nobody knows", "indicators/quality.yaml", "better: near", "interval: clopper"),
    ("a breakdown that is a group", "indicators/quality.yaml", "by: [service, county, [service, county]]", "by: {service: true}"),
    ("a breakdown three lists deep", "indicators/quality.yaml", "[service, county]]", "[service, [county]]]"),
    ("sensitive in words", "indicators/quality.yaml", "sensitive: true", "sensitive: very"),
    ("a name that is a list", "indicators/quality.yaml", "name: {et: Kulu, en: Cost}", "name: [Kulu, Cost]"),
    ("an indicator that is a text", "indicators/quality.yaml", "indicators:\n", "indicators:\n  X01: count(*)\n"),
    ("an id with a hyphen", "indicators/quality.yaml", "  M01:\n", "  M-01:\n"),
    ("a target without its first day", "targets/2026.yaml", "{from: 2026-01-01, min: 90%, warn: 85%,", "{min: 90%, warn: 85%,"),
    ("a date the other way round", "targets/2026.yaml", "approved_on: 2024-12-10", "approved_on: 10.12.2024"),
    ("a month that is none", "targets/2026.yaml", "approved_on: 2024-12-10", "approved_on: 2024-13-10"),
    ("a decimal comma", "targets/2026.yaml", "min: 88%", 'min: "88,5%"'),
    ("nobody approved it", "targets/2026.yaml", "approved_by: head_of_unit, approved_on: 2024-12-10", "approved_on: 2024-12-10"),
    ("a profile that nobody knows", "targets/2026.yaml", "min: 88%", "min: 88%, profile: steep"),
    ("a misspelt key of a target", "targets/2026.yaml", "warn: 85%", "warning: 85%"),
    ("a target that is a number", "targets/2026.yaml", "  B04:\n", "  M01: 100\n  B04:\n"),
    ("a report without audience", "reports/kuuaruanne.yaml", "    audience: osakond\n", ""),
    ("a due day in other words", "reports/kuuaruanne.yaml", "due: workday 3", "due: third working day"),
    ("a due day that never comes", "reports/kuuaruanne.yaml", "due: workday 3", "due: workday 61"),
    ("a report for each day", "reports/kuuaruanne.yaml", "period: month", "period: day"),
    ("sections that are a group", "reports/kuuaruanne.yaml", "    recipients: [head_of_unit, service_owner]",
     "  teine: {title: X, audience: sise, sections: {title: Kvaliteet, indicators: [T01]}}"),
    ("no sections", "reports/kuuaruanne.yaml", "    recipients: [head_of_unit, service_owner]", "  teine: {title: X, audience: sise, sections: []}"),
    ("checks that are a group", "datasets/cases.yaml", "    columns:\n      case_id:",
     "    columns: {a: text}\n    checks: {id: a_there, column: a, not_missing: true}\n  others:\n    files: b.csv\n    columns:\n      case_id:"),
    ("a section without indicators", "reports/kuuaruanne.yaml", "    recipients: [head_of_unit, service_owner]",
     "  teine: {title: X, audience: sise, sections: [{title: Y}]}"),
    ("a window that is too wide", "reports/kuuaruanne.yaml", "period: month", "window: 121"),
    ("a format that nobody makes", "reports/kuuaruanne.yaml", "period: month", "formats: [html, pdf]"),
    ("a grain that nobody knows", "reports/kuuaruanne.yaml", "period: month", "grains: [month, decade]"),
    ("a report whose id is no file name", "reports/kuuaruanne.yaml", "  kuuaruanne:\n", '  "kuu aruanne":\n'),
    ("a list at the top", "reports/kuuaruanne.yaml", "reports:\n", "- reports:\n"),
]


def accept(tap, judge):
    files = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8")
             for pattern in ("examples/*/**/*.yaml", "tests/cases/*/**/*.yaml") for p in ROOT.glob(pattern)}
    tap.ok(len(files) >= 25, "there are YAML files to hold against the schemas", len(files))
    files.update(("docs/rules.md: " + name, text) for name, text in page_files().items() if name.endswith(".yaml"))
    for name, text in sorted(files.items()):
        for schema in (kind_of(name.split(": ")[-1]), "any"):
            refused = judge.yaml(schema, text)
            tap.ok(refused is None, "%s is accepted as %s" % (name, schema), refused)


def seed(tap, judge):
    good = page_files()
    tap.ok(len(MISTAKES) >= 60, "there are mistakes to find", len(MISTAKES))
    with scratch() as directory:
        place = Path(directory)
        for name, text in good.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        for what, name, old, new in MISTAKES:
            if not tap.ok(old in good[name], "%s: its place is there" % what, old):
                continue
            wrong = good[name].replace(old, new, 1)
            answers = [judge.yaml(schema, wrong) for schema in (kind_of(name), "any")]
            tap.ok(all(a and not a.startswith("yaml: ") for a in answers), "%s: the schema refuses it" % what, answers)
            (place / name).write_text(wrong, encoding="utf-8")
            done = run("check", place)
            tap.ok(done.returncode == 78 and name in done.stderr, "%s: the loader refuses it too" % what, done.stderr)
            (place / name).write_text(good[name], encoding="utf-8")


# --- the keys of every group ---

def write(place, files):
    for kind, value in files.items():
        path = place / ("seire.yaml" if kind == "seire" else "%s/all.yaml" % kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")


def ask_loader(place, kind, where):
    """The keys that the loader names at a place when it is given one that it does not know: (those shown, how many there are)."""
    files = copy.deepcopy(WHOLE)
    value = files[kind]
    for step in where:
        value = value[step]
    value["zz"] = "x"
    write(place, files)
    for line in run("check", place, "--format", "json").stdout.splitlines():
        finding = json.loads(line)
        if finding["code"] == "rules.unknown_key" and finding["found"].startswith("unknown key 'zz'"):
            text, _, more = finding["expected"].partition(" and ")
            names = text.replace("one of ", "").strip("`:").split(", ")
            return set(names), len(names) + int(more.split()[0]) if more else len(names)
    return set(), 0


def keys(tap, judge):
    with scratch() as directory:
        place = Path(directory)
        write(place, WHOLE)
        done = run("check", place, "--format", "json")
        wrong = [line for line in done.stdout.splitlines() if '"rules.' in line]
        tap.ok(not wrong, "the files with every group load", "\n".join(wrong))
        for kind, value in WHOLE.items():
            there = {path for path, _ in groups_of_schema(judge.schemas[kind])}
            found = list(groups(judge.schemas[kind], value))
            tap.ok({path for _, path, _, _ in found} == there, "every group of %s stands in its file" % kind, there)
            for where, _, properties, _ in found:
                shown, count = ask_loader(place, kind, where)
                tap.ok(shown and shown <= set(properties) and count == len(properties),
                       "the loader and the schema of %s know the same keys at %s" % (kind, "/".join(map(str, where)) or "the top"),
                       "the loader: %s, %d in all\nthe schema: %s" % (sorted(shown), count, sorted(properties)))
                tap.ok(all(p.get("description") for p in properties.values()), "and each says what it is")


def main():
    tap = Tap()
    judge = Judge()
    if judge.lacks:
        tap.skip("the schemas hold", judge.lacks)
        tap.finish()
    accept(tap, judge)
    seed(tap, judge)
    keys(tap, judge)
    judge.close()
    tap.finish()


main()
