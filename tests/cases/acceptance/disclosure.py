#!/usr/bin/python3
"""disclosure.py - an attacker reads what was published. On registers made at random, with indicators of every kind:
 - no count of persons or cases from 1 to k - 1 stands in any figure;
 - no such count can be worked out: every published figure is an equation, and the small cells are not in their span;
 - cases moved between two counties that stand in one row change no byte of pages, workbooks, tables or mails.
And the audit of the shared tools, where it is there, finds no hidden cell of the example that can be computed."""
import email
import importlib.util
import itertools
import json
import random
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from attack import Span      # noqa: E402
from independent import AS_OF, SHARED, Tap, edition, make_example, read_figures, run, scratch   # noqa: E402

K = 5
MONTHS = ["2026-%02d" % m for m in range(4, 10)]
COUNTIES = {"c1": "north", "c2": "north", "c3": "south", "c4": "south", "c5": "north", "c6": "south"}
SERVICES = ["s1", "s2", "s3"]
MEANS = {"c1": 40, "c2": 26, "c3": 18, "c4": 14, "c5": 3, "c6": 2}      # cases a month; the last two are small
PROTECTED = ["M01", "M02", "COST", "MEAN", "MED", "T01", "S07", "REST"]
SENSITIVE = ["S07"]

RULES = {
    "seire.yaml": """
organisation: {et: Amet, en: Board}
person_key: person.key
audiences: {all: {threshold: 5}}
recipients: {head: {address: head@example.ee, language: en}}
mail: {transport: drop, directory: outgoing, from: seire@example.ee}
""",
    "datasets/cases.yaml": """
datasets:
  cases:
    files: inbox/cases.csv
    delimiter: ","
    key: id
    columns:
      id: text
      opened: date
      county: {type: code, list: counties}
      service: {type: code, list: services}
      client: person
      cost: "decimal(2)"
      wait: integer
      good: boolean
      bad: boolean
    derive:
      area: case when county in ('c1', 'c2', 'c5') then 'north' else 'south' end
""",
    "indicators/all.yaml": """
indicators:
  M01: {name: Persons, counts: person, dataset: cases, value: count(distinct client), period: opened, by: [county, service]}
  M02: {name: Cases, counts: case, dataset: cases, value: count(*), period: opened, by: [county, service, area, [county, service], [area, service]]}
  COST: {name: Cost, counts: euro, dataset: cases, value: sum(cost), period: opened, by: [county, service], unit: euro}
  MEAN: {name: Mean, counts: euro, dataset: cases, value: avg(cost), period: opened, by: [service, county], unit: euro}
  MED: {name: Median, counts: other, dataset: cases, value: median(wait), period: opened, by: [county]}
  T01: {name: Good, counts: case, dataset: cases, value: share(good), period: opened, by: [county]}
  S07: {name: Bad, counts: case, sensitive: true, dataset: cases, value: share(bad), period: opened, by: [county, service]}
  G02: {name: Good ones, counts: case, dataset: cases, value: count(*), where: good, period: opened, by: [county]}
  REST: {name: Not good, value: M02 - G02, by: [county], unit: count}
""",
    "reports/r.yaml": """
reports:
  r:
    title: Report
    audience: all
    window: 6
    sections: [{title: All, indicators: [M02, M01, COST, MEAN, MED, T01, S07, REST]}]
    recipients: [head]
""",
    "lists/counties.csv": "code,et,en\n" + "".join("%s,%s,%s\n" % (c, "Maakond " + c, "County " + c) for c in COUNTIES),
    "lists/services.csv": "code,et,en\n" + "".join("%s,%s,%s\n" % (s, "Teenus " + s, "Service " + s) for s in SERVICES),
}


def code(number):
    prefix = "3%02d0101%03d" % (50 + number // 1000, number % 1000)
    for weights in ("1234567891", "3456789123"):
        rest = sum(int(d) * int(w) for d, w in zip(prefix, weights)) % 11
        if rest < 10:
            return prefix + str(rest)
    return prefix + "0"


def make_cases(seed, means=MEANS):
    rng = random.Random(seed)
    cases = []
    for month in MONTHS:
        for county, mean in means.items():
            for _ in range(max(0, mean + rng.randint(-mean // 3, mean // 3) + (rng.randint(-1, 1) if mean < 9 else 0))):
                day = date(int(month[:4]), int(month[5:]), rng.randint(1, 28))
                weights = [6, 3, 0.15] if mean > 9 else [3, 1, 0]
                cases.append({"month": month, "opened": day, "county": county, "service": rng.choices(SERVICES, weights)[0],
                              "client": code(rng.randint(0, 4000)), "cost": "%d.%02d" % (rng.randint(0, 900), rng.randint(0, 99)),
                              "wait": rng.randint(0, 20), "good": rng.random() < 0.8, "bad": rng.random() < 0.4})
    return cases


def write_workspace(directory, name, cases, rules=RULES):
    workspace = Path(directory) / name
    for path, text in rules.items():
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text(text, encoding="utf-8")
    key = workspace / "person.key"
    key.touch(mode=0o600)
    key.write_bytes(b"0123456789abcdef0123456789abcdef")
    (workspace / "inbox").mkdir(exist_ok=True)
    with open(workspace / "inbox/cases.csv", "w", encoding="utf-8") as file:
        file.write("id,opened,county,service,client,cost,wait,good,bad\n")
        for i, c in enumerate(cases):
            file.write("k%05d,%s,%s,%s,%s,%s,%d,%s,%s\n" % (i, c["opened"], c["county"], c["service"], c["client"], c["cost"], c["wait"],
                                                         "yes" if c["good"] else "no", "yes" if c["bad"] else "no"))
    done = run("run", workspace, "--as-of", "2026-10-05")
    return workspace, done


# --- the attacker: figures as equations over (month, county, service) ---

ATOMS = {atom: i for i, atom in enumerate(itertools.product(MONTHS, COUNTIES, SERVICES))}


def months_of(grain, period):
    if grain == "month":
        return [period]
    first = int(period[6:]) * 3 - 2         # the window holds no whole year
    return ["%s-%02d" % (period[:4], m) for m in range(first, first + 3)]


def atoms_of(months, keys):
    """The atoms that a row sums up; a pool names its members with + between them."""
    counties = list(COUNTIES)
    services = SERVICES
    if "county" in keys:
        counties = keys["county"].split("+")
    if "area" in keys:
        counties = [c for c in counties if COUNTIES[c] in keys["area"].split("+")]
    if "service" in keys:
        services = keys["service"].split("+")
    return frozenset(ATOMS[m, c, s] for m in months for c in counties for s in services)


def equations(figures, quantity):
    """(atoms, number) of everything published that is a sum of `quantity` over atoms."""
    for row in figures:
        months = months_of(row["grain"], row["period"])
        if row["state"] != "ok":
            continue
        number = None
        if quantity == "cases" and row["indicator"] in ("M02", "COST", "MEAN", "MED", "T01", "S07"):
            number = row["n"]
        elif quantity == "bad" and row["indicator"] == "S07":
            number = row["numerator"]
        elif quantity == "good" and row["indicator"] == "T01":
            number = row["numerator"]
        elif quantity == "not good" and row["indicator"] == "REST":
            number = row["value"]
        if number:
            yield atoms_of(months, row["keys"]), float(number)


def natural_cells():
    for months in [[m] for m in MONTHS] + [MONTHS[0:3], MONTHS[3:6]]:
        groups = [{}] + [{"county": c} for c in COUNTIES] + [{"area": a} for a in ("north", "south")]
        for group in groups:
            for service in [{}] + [{"service": s} for s in SERVICES]:
                yield months, {**group, **service}


def attack(figures, cases, quantity, counts):
    """Small cells that can be worked out. `counts(case)`: does the case belong to the quantity?"""
    true = defaultdict(int)
    for case in cases:
        true[ATOMS[case["month"], case["county"], case["service"]]] += counts(case)
    published = list(equations(figures, quantity))
    wrong = ["published %g, true %d" % (number, sum(true[a] for a in atoms)) for atoms, number in published
             if number != sum(true[a] for a in atoms)]
    zero = frozenset().union(*[atoms for atoms, number in published if number == 0])
    span = Span()
    for atoms, _ in published:
        span.add(atoms - zero)
    broken = []
    for months, keys in natural_cells():
        atoms = atoms_of(months, keys) - zero
        value = sum(true[a] for a in atoms)
        if 0 < value < K and span.has(atoms):
            broken.append("%s %s = %d" % ("..".join(months), keys, value))
    return broken, wrong, len(published)


def small_figures(figures):
    for row in figures:
        if row["indicator"] not in PROTECTED:
            continue
        names = ["n"] + (["numerator", "denominator"] if row["indicator"] in SENSITIVE else [])
        numbers = [row[name] for name in names if row[name]]
        numbers += [row["value"]] if row["indicator"] == "REST" and row["value"] else []
        if row["indicator"] in SENSITIVE and row["numerator"]:
            numbers.append(str(float(row["denominator"]) - float(row["numerator"])))
        yield from ("%s %s %s" % (row["indicator"], row["period"], row["keys"]) for number in numbers if 0 < float(number) < K)
        if row["state"] == "hidden" and any(row[name] for name in ("n", "numerator", "denominator", "value", "lower", "upper", "verdict")):
            yield "hidden and yet there: %s" % row


def unseen_parts(workspace):
    """What a workbook can hold that nobody sees: hidden sheets, rows and columns, comments, defined names, outside links."""
    for path in sorted((workspace / "published").rglob("*.xlsx")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8", "replace")
                wrong = re.search(r'state="(very)?[hH]idden"|<(row|col) [^>]*hidden="(1|true)"|<c:externalData', text)
                if wrong or re.search("comment|externalLink|embedding|customXml|pivot", name):
                    yield "%s!%s %s" % (path.name, name, wrong.group(0) if wrong else "")
                if name.startswith("docProps/") and re.search(r"c5|c6", text):
                    yield "%s!%s" % (path.name, name)


# --- cases moved within a pool ---

def everything_published(workspace):
    """{name: bytes} of the edition and of what was mailed, with the hashes and sizes of the inputs taken out."""
    found = {}
    for path in sorted([*(workspace / "published").rglob("*"), *(workspace / "outgoing").rglob("*")]):
        if not path.is_file():
            continue
        name = "a message" if path.suffix == ".eml" else str(path.relative_to(workspace))     # one recipient, named by a hash
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                for inner in archive.namelist():
                    found[name + "!" + inner] = archive.read(inner)
        elif path.suffix == ".eml":
            for i, part in enumerate(email.message_from_bytes(path.read_bytes()).walk()):
                if not part.is_multipart() and part.get_content_maintype() == "text":
                    found["%s!%d" % (name, i)] = part.get_payload(decode=True)
        else:
            found[name] = path.read_bytes()
    return {name: re.sub(rb"\b[0-9a-f]{12,64}\b", b"HASH", data) for name, data in found.items()}


SMALL = ["c5", "c6"]
MOVING_MEANS = {**MEANS, "c5": 6, "c6": 5}      # together at least k in every month, alone not
MOVING_RULES = {**RULES, "reports/r.yaml": RULES["reports/r.yaml"].replace(", T01, S07, REST", "")}


def moved(cases, seed):
    """The same cases, those of the two small counties dealt out anew between them."""
    rng = random.Random(seed)
    return [{**case, "county": rng.choice(SMALL) if case["county"] in SMALL else case["county"]} for case in cases]


def check_moves(tap, directory, seed):
    cases = make_cases(seed, MOVING_MEANS)
    workspace, done = write_workspace(directory, "before%d" % seed, cases, MOVING_RULES)
    figures, _ = read_figures(edition(workspace, "r", "2026-09") / "figures.csv")
    pools = {row["keys"]["county"] for row in figures if "+" in row["keys"].get("county", "")}
    before = everything_published(workspace)
    dealt = moved(cases, seed)
    other, done = write_workspace(directory, "after%d" % seed, dealt, MOVING_RULES)
    after = everything_published(other)
    different = [name for name in before if before[name] != after.get(name)]
    tap.ok(pools == {"+".join(SMALL)} and done.returncode == 0 and dealt != cases, "move %d: two counties stand in one row" % seed, pools)
    tap.ok(len(before) > 40 and set(before) == set(after) and not different,
           "move %d: cases moved between the two change no byte of what is published and mailed" % seed, different or done.stderr)
    larger = [{**case, "county": "c1" if case["county"] in SMALL and i % 2 else case["county"]} for i, case in enumerate(cases)]
    third, done = write_workspace(directory, "larger%d" % seed, larger, MOVING_RULES)
    tap.ok(before != everything_published(third), "move %d: cases moved to a county that is shown do" % seed)


# --- the shared audit on the example ---

def audit(tool, directory, spec):
    path = Path(directory) / "audit.json"
    path.write_text(json.dumps(spec))
    done = subprocess.run([sys.executable, str(tool), str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def audit_example(tap, directory):
    tool = SHARED / "tools/sdc_audit.py"
    name = "no hidden county of the example can be computed"
    if not tool.exists() or importlib.util.find_spec("scipy") is None:
        tap.skip(name, "needs ../shared and python3-scipy")
        return
    workspace = make_example(directory)
    run("run", workspace, "--as-of", AS_OF)
    figures, _ = read_figures(edition(workspace, "kuuaruanne", "2026-10") / "figures.csv")
    of = [r for r in figures if r["indicator"] == "M02" and r["grain"] == "month" and set(r["keys"]) <= {"county"}]
    pools = {r["keys"]["county"] for r in of if "+" in r["keys"].get("county", "")}
    if not tap.ok(len(pools) == 1, "the example has a row of several counties", pools):
        return
    members = pools.pop().split("+")
    single = sorted({r["keys"]["county"] for r in of if r["keys"] and "+" not in r["keys"]["county"]})
    for period in sorted({r["period"] for r in of})[-6:]:
        cells = [[["Pool" if "+" in r["keys"].get("county", "Total") else r["keys"].get("county", "Total") or "unknown"], float(r["n"]), "P"]
                 for r in of if r["period"] == period]
        leaves = [c or "unknown" for c in single] + members
        spec = {"dims": {"county": {"roots": [{"Total": leaves}, {"Pool": members}]}},
                "tables": [{"name": period, "dims": ["county"], "cells": cells + [[[m], None, "S"] for m in members]}]}
        status, said = audit(tool, directory, spec)
        tap.ok(status == 0, "%s: %s" % (name, period), said)
    spec["tables"][0]["cells"][-1][1:] = [0, "P"]       # had one of the two been shown
    status, said = audit(tool, directory, spec)
    tap.ok(status == 1, "the audit finds a county that can be computed", said)


def main():
    tap = Tap()
    quantities = {"cases": lambda c: 1, "bad": lambda c: c["bad"], "good": lambda c: c["good"], "not good": lambda c: not c["good"]}
    with scratch() as directory:
        for seed in range(6):
            cases = make_cases(seed)
            workspace, done = write_workspace(directory, "w%d" % seed, cases)
            if not tap.ok(done.returncode == 0, "seed %d: a report is published" % seed, done.stderr):
                continue
            figures, _ = read_figures(edition(workspace, "r", "2026-09") / "figures.csv")
            small = list(small_figures(figures))
            tap.ok(not small, "seed %d: no figure rests on 1 to %d persons or cases" % (seed, K - 1), "\n".join(small[:10]))
            unseen = list(unseen_parts(workspace))
            tap.ok(not unseen, "seed %d: nothing in the workbooks is hidden from the eye only" % seed, unseen)
            for quantity, counts in quantities.items():
                broken, wrong, count = attack(figures, cases, quantity, counts)
                tap.ok(count > 0 and not wrong, "seed %d: %d equations about %s are true" % (seed, count, quantity), "\n".join(wrong[:5]))
                if quantity != "good":      # of a figure that is not sensitive the numerator is shown as it is
                    tap.ok(not broken, "seed %d: no small number of %s can be worked out" % (seed, quantity), "\n".join(broken[:10]))
        for seed in range(3):
            check_moves(tap, directory, seed)
        audit_example(tap, directory)
    tap.finish()


main()
