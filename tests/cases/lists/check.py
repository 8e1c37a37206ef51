#!/usr/bin/python3
"""check.py - old and new codes and names of counties, and words that move from one member of a list to another."""
import csv
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import ROOT, Tap, run, scratch     # noqa: E402

HOUSE = "organisation: {et: Proov, en: Trial}\naudiences: {kõik: {threshold: 2}}\n"
SERVICES = ("code,valid_from,valid_to,et,en,aliases\n"
            "OA,,,Ohvriabi,Victim support,T2 [..2023-12-31]\n"
            "KT,,,Kriisitelefon,Helpline,T2 [2024-01-01..]|T9\n"
            "T9,2025-01-01,,Turvakodu,Shelter,\n")
MENDED = SERVICES.replace("|T9", "|T9 [..2024-12-31]")
DATASET = ("datasets:\n  cases:\n    files: cases.csv\n    columns:\n      service: {type: code, list: services%s}\n"
           "      county: {type: code, list: counties}\n      opened: {type: date}\n")

# Ida-Viru and Võru by every word that exports have used for them, whatever the day of the row.
COUNTIES = {"0045": ["0045", "45", "10045", "0044", "44", "10044", "EE-45", "EE-44", "Ida-Viru", "Ida-Viru maakond", "IDA-VIRUMAA"],
            "0087": ["0087", "10087", "0086", "10086", "Võru", "võru maakond", "Võrumaa"]}


def make(directory, services, option):
    workspace = Path(directory)
    for part in ("datasets", "lists"):
        (workspace / part).mkdir(exist_ok=True)
    (workspace / "seire.yaml").write_text(HOUSE, encoding="utf-8")
    (workspace / "datasets/cases.yaml").write_text(DATASET % option, encoding="utf-8")
    (workspace / "lists/services.csv").write_text(services, encoding="utf-8")
    counties = (ROOT / "examples/ohvriabi/lists/counties.csv").read_text(encoding="utf-8")
    (workspace / "lists/counties.csv").write_text(counties, encoding="utf-8")
    rows = ["T2,0037,2023-12-31", "T2,0037,2024-01-01", "t2,0037,2026-05-05", "T9,0037,2024-12-31", "T9,0037,2025-01-01",
            "OA,0037,2030-01-01", "T2,0037,"]
    rows += ["KT,%s,%s" % (word, day) for words in COUNTIES.values() for word in words for day in ("2012-03-01", "2026-03-01")]
    (workspace / "cases.csv").write_text("service,county,opened\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return workspace


def query(workspace, measures, *options):
    done = run("query", measures, "--from", "cases", "--workspace", workspace, "--format", "csv", *options)
    return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))][1:], done.stderr


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make(directory, MENDED, ", valid_on: opened")
        told, words = query(workspace, "count(*)", "--by", "service, opened", "--where", "county = '0037'")
        wanted = [("KT", "2024-01-01", "1"), ("KT", "2024-12-31", "1"), ("KT", "2026-05-05", "1"), ("OA", "2023-12-31", "1"),
                  ("OA", "2030-01-01", "1"), ("T9", "2025-01-01", "1")]
        tap.ok(told == wanted, "the day of the row decides what a word means, where it leads to two members", told)
        tap.ok(":8:1: caution: 'T2' in column 'service'" in words and "nothing on the day in column 'opened'" in words,
               "a row without the day is set aside and named", words)
        told, _ = query(workspace, "count(*)", "--by", "county", "--where", "county <> '0037'")
        tap.ok(told == [(code, str(2 * len(names))) for code, names in COUNTIES.items()],
               "old and new codes and names of counties lead to one county, whatever the day", told)
        _, words = query(workspace, "count(*)", "--where", "service = 'T2'")
        tap.ok("it means different members at different times; write the code" in words,
               "in an expression a word that moves is not understood", words)

        done = run("check", make(directory, MENDED, ""))
        tap.ok(done.returncode == 78 and "'T2' means different members of list 'services' at different times; expected `valid_on:`"
               in done.stderr, "a list with such words wants to know the day", done.stderr)
        done = run("check", make(directory, SERVICES, ", valid_on: opened"))
        tap.ok(done.returncode == 78 and "lists/services.csv:4:1: error: code 'T9' again, first at line 3" in done.stderr,
               "a word that leads to two members on one day is refused", done.stderr)
    tap.finish()


main()
