#!/usr/bin/python3
"""lookups.py - a column of another data set, many rows to one: hits, misses, two values for one key, persons, orders of reading, circles."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

HOUSE = "organisation: Amet\nperson_key: person.key\naudiences: {sise: {threshold: 2}}\n"
RULES = {
    "targets/2026.yaml": None,
    "seire.yaml": HOUSE,
    "person.key": "0123456789abcdef0123456789abcdef\n",
    # `bills` stands before `cases` in the alphabet, and needs it
    "datasets/papers.yaml": """\
datasets:
  bills:
    files: inbox/bills.csv
    columns: {day: date, case_no: text, sum: decimal(2)}
    derive:
      client: lookup(cases.client, case_no)
      service: lookup(cases.service, case_no)
      wait: days(lookup(cases.opened, case_no), day)
  cases:
    files: inbox/cases.csv
    key: number
    columns: {number: text, opened: date, service: {type: code, list: services}, client: {type: person}, region_no: integer}
    derive:
      region: lookup(regions.name, region_no)
    checks:
      - {id: some_region, expect: region is not null, severity: note, tolerance: 9}
  regions:
    files: inbox/regions.csv
    columns: {number: {type: integer, unique: true}, name: text}
""",
    "indicators/papers.yaml": """\
indicators:
  B01: {name: {et: Kulu, en: Spend}, counts: document, dataset: bills, value: sum(sum), period: day, by: [service], unit: euro}
  B02: {name: {et: Isikud, en: Persons}, counts: person, dataset: bills, value: count(distinct client), period: day}
  B03: {name: {et: Ootus, en: Wait}, counts: document, dataset: bills, value: sum(wait), period: day, unit: count}
  C01: {name: {et: Juhtumid, en: Cases}, counts: other, dataset: cases, value: count(*), period: opened, by: [region]}
""",
    "reports/kuu.yaml": """\
reports:
  kuu: {title: {et: Aruanne, en: Report}, audience: sise, window: 2, grains: [month], sections: [{title: {et: Kõik, en: All}, indicators: [B01, B02, B03, C01]}]}
""",
    "inbox/cases.csv": "number,opened,service,client,region_no\nJ1,2026-09-01,OA,37605030299,1\nJ2,2026-10-01,KT,47101010033,2\n"
                       "J3,2026-10-02,KT,37605030299,3\nJ4,2026-10-03,OA,,9\nJ5,2026-10-04,OA,,2\n",
    "inbox/regions.csv": "number,name\n1,Põhi\n2,Lõuna\n3,Lääs\n3,Ida\n",
    "inbox/bills.csv": "day,case_no,sum\n2026-10-05,J1,10.00\n2026-10-06,J1,5.50\n2026-10-07,J2,1.00\n2026-10-08,J3,2.00\n"
                       "2026-10-09,J9,4.00\n2026-10-10,,8.00\n2026-10-11,J4,0.25\n",
}
CIRCLES = [     # what stands instead of the first text, and what is told
    ("region: lookup(regions.name, region_no)", "region: lookup(bills.sum, number)", "'bills.sum', and 'bills' looks into 'cases'"),
    ("region: lookup(regions.name, region_no)", "region: lookup(cases.number, number)", "'cases.number', and 'cases' looks into 'cases'"),
    ("lookup(regions.name, region_no)", "lookup(bills.sum, number)", "expected data sets that do not look into each other"),
    ("lookup(regions.name, region_no)", "lookup(region.name, region_no)", "'region.name'; expected DATASET.COLUMN, a column of a data set; did you mean 'regions'?"),
    ("lookup(regions.name, region_no)", "lookup(regions.nam, region_no)", "'nam'; expected a column of data set 'regions'; did you mean 'name'?"),
    ("lookup(regions.name, region_no)", "lookup(regions.name, number)", "'number' is a whole number; expected a text, as 'number' is"),
    ("unique: true", "required: true", "'regions' has no such key; expected a data set with a `key` of one column, or one `unique` column"),
]


def main():
    tap = Tap()
    with scratch() as directory:
        make_small(directory, RULES)
        (Path(directory) / "person.key").chmod(0o600)
        done = run("check", directory, "--as-of", "2026-11-02")
        told = done.stderr
        tap.ok(done.returncode == 10 and "inbox/bills.csv:6: caution: 'J9'; expected one row of data set 'cases' with this key [check.lookup]" in told,
               "a key that the other data set does not have is named", told)
        tap.ok("check 'lookup(cases.client, case_no)' does not hold for 1 of 6 rows" in told, "misses are counted among the rows with a key", told)
        tap.ok("check 'lookup(regions.name, region_no)' does not hold for 2 of 5 rows" in told, "a key with two values gives none of them", told)
        tap.ok("inbox/regions.csv:5: caution: '3' again, first at line 4" in told, "the double key is told where it stands", told)
        done = run("run", directory, "--as-of", "2026-11-02", "--no-send")
        tap.ok(done.returncode == 10 and edition(directory, "kuu", "2026-10") is None, "a report rests on the data set that is looked into too: its check stops it",
               done.stderr)
        (Path(directory) / "datasets/papers.yaml").write_text(RULES["datasets/papers.yaml"].replace("{type: integer, unique: true}, name: text}", "integer, name: text}\n    checks: [{id: one, column: number, unique: true, tolerance: 1}]"))
        done = run("run", directory, "--as-of", "2026-11-02", "--no-send")
        figures, _ = read_figures(edition(directory, "kuu", "2026-10") / "figures.csv")
        found = {(f["indicator"], *(v for v in f["keys"].values())): f["value"] for f in figures if f["period"] == "2026-10"}
        tap.ok(found.get(("B01",)) == "30.75" and found.get(("B03",)) == str(34 + 35 + 6 + 6 + 8), "values of the other row are counted with", found)
        tap.ok(found.get(("B02",)) == "2", "a person is the same whichever case leads to it", found)
        asked = run("query", "sum(sum) as s", "--by", "service", "--from", "bills", "--workspace", directory, "--format", "csv")
        tap.ok(asked.stdout.split() == ["service,s", "KT,3.00", "OA,15.75", ",12.00"], "a question reads the other data set too", asked.stdout + asked.stderr)
        asked = run("query", "count(*) as n", "--by", "lookup(cases.region, case_no) as r", "--from", "bills", "--workspace", directory, "--format", "csv")
        tap.ok(asked.stdout.split() == ["r,n", "Lõuna,1", "Põhi,2", ",4"], "over two data sets, in one question", asked.stdout + asked.stderr)
        asked = run("query", "count(*) as n", "--by", "client", "--from", "bills", "--workspace", directory, "--format", "csv")
        tap.ok("37605030299" not in asked.stdout + asked.stderr + told, "nobody sees the person")
        told = run("explain", "B01", "--workspace", directory, "--as-of", "2026-11-02").stdout
        tap.ok("data set cases, files inbox/cases.csv" in told and "service: column" not in told.split("data set cases")[0], "explain names both data sets", told)
        told = run("explain", "B01:2026-10:service=OA", "--workspace", directory, "--as-of", "2026-11-02")
        tap.ok("3 counted" in told.stdout, "explain leads to the rows of a looked up group", told.stdout + told.stderr)
        for find, replace, expected in CIRCLES:
            make_small(directory, {**RULES, "datasets/papers.yaml": RULES["datasets/papers.yaml"].replace(find, replace)})
            done = run("check", directory, "--as-of", "2026-11-02")
            tap.ok(done.returncode == 78 and expected in done.stderr, replace + ": " + expected, done.stderr)
        make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace("by: [service]", "by: [client]")})
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok(done.returncode == 78 and "'client' tells persons apart" in done.stderr, "a person that was looked up is no breakdown", done.stderr)
    tap.finish()


main()
