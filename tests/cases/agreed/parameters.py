#!/usr/bin/python3
"""parameters.py - a deadline that changes with the law: old rows keep the old one, a day without a value is told, an unconfirmed value is said."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

RULES = {
    "targets/2026.yaml": None,
    "parameters/limits.yaml": """\
parameters:
  decision:
    name: {et: Otsuse tähtaeg, en: Time limit of a decision}
    unit: days
    values:
      - {from: 2026-02-01, to: 2026-09-30, value: 30, basis: Seadus § 16}
      - {from: 2026-10-01, value: 10, basis: Seadus § 20, confirmed: false}
  cap: {name: {et: Ülempiir, en: Cap}, unit: euro, values: {from: 2020-01-01, value: 820.50, basis: Määrus 7}}
""",
    "datasets/papers.yaml": """\
datasets:
  papers:
    files: inbox/papers.csv
    columns: {came: date, decided: date, cost: decimal(2)}
    derive:
      is_in_time: days(came, decided) <= parameter(decision, came)
""",
    "indicators/papers.yaml": """\
indicators:
  D01: {name: {et: Tähtajal, en: In time}, counts: document, dataset: papers, value: share(is_in_time), period: decided}
  D02: {name: {et: Piires, en: Within the cap}, counts: document, dataset: papers, value: "share(cost <= parameter(cap, decided))", period: decided}
""",
    "reports/kuu.yaml": """\
reports:
  kuu:
    title: {et: Kuuaruanne, en: Monthly report}
    audience: sise
    window: 2
    sections: [{title: {et: Kõik, en: All}, indicators: [D01, D02]}]
    recipients: [head]
""",
    # in time under the old limit, late under the new one, in time under the new one, before there was a limit, not decided
    "inbox/papers.csv": "came,decided,cost\n2026-09-25,2026-10-20,820.50\n2026-10-01,2026-10-20,820.51\n2026-10-02,2026-10-05,1\n"
                        "2026-01-31,2026-10-06,2\n2026-10-07,,3\n",
}


def main():
    tap = Tap()
    with scratch() as directory:
        make_small(directory, RULES)
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok(done.returncode == 1 and "inbox/papers.csv:5: caution: '2026-01-31'; expected a value of parameter 'decision' on that day [check.parameter]"
               in done.stderr, "a row on a day without a value is named, and asks a person to look", done.stderr)
        tap.ok("for 1 of 5 rows" in done.stderr, "such rows are counted among those that ask for it", done.stderr)
        done = run("run", directory, "--as-of", "2026-11-02", "--no-send")
        place = edition(directory, "kuu", "2026-10")
        figures, _ = read_figures(place / "figures.csv")
        found = {f["indicator"]: (f["n"], f["numerator"]) for f in figures if f["grain"] == "month" and f["period"] == "2026-10"}
        tap.ok(found == {"D01": ("3", "2"), "D02": ("4", "3")}, "each row is held against the limit of its day, to the cent", found)
        page = "".join(p.read_text(encoding="utf-8") for p in sorted(place.glob("*.html")))
        for words in ("Arv tugineb kinnitamata väärtusele: Otsuse tähtaeg (decision).",
                      "The figure rests on an unconfirmed value: Time limit of a decision (decision).",
                      "01.02.2026 kuni 30.09.2026: 30 päeva, alus: Seadus § 16. Alates 01.10.2026: 10 päeva, alus: Seadus § 20, kinnitamata.",
                      "Seadusest tulenevad määrad ja tähtajad: Ülempiir (cap).", "820,50"):
            tap.ok(words in page.replace("\u00a0", " "), "the page says: " + words)
        tap.ok("Ülempiir (cap)." not in page.split("kinnitamata väärtusele: ")[1][:60], "what is confirmed is not called unconfirmed")
        told = run("explain", "D01", "--workspace", directory, "--as-of", "2026-11-02").stdout
        tap.ok("parameter  decision" in told and "10 from 2026-10-01, unconfirmed: Seadus § 20" in told, "explain names the values, their basis and place", told)
        listed = run("list", "parameters", "--workspace", directory, "--as-of", "2026-03-01").stdout
        tap.ok("30 from 2026-02-01 to 2026-09-30; 10 from 2026-10-01, unconfirmed" in listed, "list shows all of them", listed)
        asked = run("query", "sum(cost) filter (where cost > parameter(cap, decided)) as over", "--from", "papers", "--workspace", directory, "--format", "csv")
        tap.ok(asked.stdout.split() == ["over", "820.51"], "a question may ask for them too", asked.stdout + asked.stderr)
    tap.finish()


main()
