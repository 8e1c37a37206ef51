#!/usr/bin/python3
"""persons.py - persons of several data sets, and the key that hashes them: what can be compared, and what is said when it cannot any more."""
import os
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, run, scratch     # noqa: E402

PERSONS = ["37605030299", "36805280109", "49403136526"]     # right check digits; nobody's
FILES = {
    "seire.yaml": "organisation: Amet\nperson_key: person.key\naudiences: {sise: {threshold: 2}}\n",
    "datasets/two.yaml": """
datasets:
  clients:
    files: inbox/clients.csv
    columns: {code: {type: person, DOMAIN unique: true}, since: date}
  visits:
    files: inbox/visits.csv
    columns: {client: {type: person, DOMAIN refers_to: clients.code}, day: date}
""",
    "indicators/visits.yaml": """
indicators:
  V01: {name: {et: Isikud, en: Persons}, dataset: visits, counts: person, value: count(distinct client), period: day}
""",
    "reports/month.yaml": """
reports:
  month: {title: {et: Kuu, en: Month}, audience: sise, sections: [{title: {et: Kuu, en: Month}, indicators: [V01]}]}
""",
    "inbox/clients.csv": "code,since\n%s,2025-01-01\n%s,2025-01-02\n" % tuple(PERSONS[:2]),
    "inbox/visits.csv": "client,day\n" + "".join("%s,2026-01-0%d\n" % (PERSONS[i % 3], i + 1) for i in range(7)),
}


def make(directory, domain):
    workspace = Path(directory) / "W"
    for name, text in FILES.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("DOMAIN ", domain))
    set_key(workspace, "0123456789abcdef0123456789abcdef")
    return workspace


def set_key(workspace, secret):
    key = workspace / "person.key"
    key.write_text(secret)
    key.chmod(0o600)


def test_domains(tap):
    with scratch() as directory:
        make(directory, "")
        done = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
        tap.ok(done.returncode == 78 and "'clients.code' is a person of another domain; expected persons of one domain" in done.stderr
               and "give both columns the same `domain`" in done.stderr, "persons of two data sets cannot be compared", done.stderr)
    for domain in ("domain: people, ", "domain: clients, "):
        with scratch() as directory:
            make(directory, domain)
            done = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
            tap.ok(done.returncode == 10 and "check client.refers_to: 2 of 7 rows failed" in done.stderr and not any(p in done.stderr for p in PERSONS),
                   "with `%s` they can" % domain.strip(", "), done.stderr)
    with scratch() as directory:
        workspace = make(directory, "")
        path = workspace / "datasets/two.yaml"
        path.write_text(path.read_text().replace("refers_to", "domain: clients, refers_to"))
        done = run("check", "W", "--as-of", "2026-02-02", cwd=directory)
        tap.ok(done.returncode == 10 and "2 of 7 rows failed" in done.stderr, "the domain of a data set is its name unless another is given", done.stderr)


def test_key(tap):
    with scratch() as directory:
        workspace = make(directory, "domain: people, ")
        path = workspace / "datasets/two.yaml"
        path.write_text(path.read_text().replace(", refers_to: clients.code", ""))
        secrets = ["0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef", "another secret of the house", "another secret of the house"]
        runs, figures = [], []
        for i, secret in enumerate(secrets):
            set_key(workspace, secret)
            runs.append(run("run", "W", "--as-of", "2026-02-0%d" % (i + 2), "--report", "month", "--no-send", cwd=directory))
            figures.append((edition(workspace, "month", "2026-01") / "figures.csv").read_text())
        told = [[line for line in done.stderr.splitlines() if "key for persons" in line] for done in runs]
        tap.ok([len(t) for t in told] == [0, 0, 1, 0] and [r.returncode for r in runs] == [0, 0, 1, 0],
               "another key is said aloud, once", "\n".join(r.stderr for r in runs))
        tap.ok(told[2] and told[2][0].endswith("in run 2 (as of 2026-02-03): persons before and after it cannot be compared"), "with the run that had the old one",
               told)
        tap.ok(len(set(figures)) == 1, "no figure changes with the key", figures)
        ids = [row[0] for row in sqlite3.connect(workspace / ".seire/ledger.db").execute("SELECT person_key FROM run ORDER BY id")]
        tap.ok(ids[0] == ids[1] != ids[2] == ids[3] and all(len(i) == 8 for i in ids), "the ledger knows keys by an id of eight digits", ids)
        kept = b"".join(p.read_bytes() for p in (workspace / ".seire").rglob("*") if p.is_file())
        tap.ok(not any(text.encode() in kept for text in secrets + PERSONS), "neither keys nor persons are kept")
        os.remove(workspace / "person.key")
        done = run("run", "W", "--as-of", "2026-02-09", "--report", "month", "--no-send", cwd=directory)
        tap.ok(done.returncode == 77, "without a key nothing is read", done.stderr)


def main():
    tap = Tap()
    test_domains(tap)
    test_key(tap)
    tap.finish()


main()
