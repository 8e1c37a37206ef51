#!/usr/bin/python3
"""indicators.py - what was agreed on about an indicator: by whom and when, from which n on its value says something, and a volume beside a rate."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

RULES = {
    "targets/2026.yaml": None,
    "datasets/papers.yaml": "datasets:\n  papers: {files: inbox/papers.csv, columns: {came: date, service: {type: code, list: services}, good: integer}}\n",
    "indicators/papers.yaml": """\
indicators:
  A01:
    name: {et: Korras, en: In order}
    counts: document
    dataset: papers
    value: share(good = 1)
    period: came
    by: [service]
    minimum_n: 4
    agreed_by: head
    agreed_on: 2025-12-15
  A02: {name: {et: Korras kokku, en: In order over all}, value: "ratio(A03, A04)", minimum_n: 5, unit: share}
  A03: {name: {et: Korras arv, en: Number in order}, counts: document, dataset: papers, value: sum(good), period: came, unit: count}
  A04: {name: {et: Arv, en: Number}, counts: document, dataset: papers, value: count(*), period: came}
""",
    "reports/kuu.yaml": """\
reports:
  kuu:
    title: {et: Kuuaruanne, en: Monthly report}
    audience: sise
    grains: [month, quarter]
    window: 2
    sections:
      - {title: {et: Osad, en: Shares}, indicators: [A01]}
      - {title: {et: Kõik, en: All}, indicators: [A02, A03]}
    recipients: [head]
""",
    "inbox/papers.csv": "came,service,good\n" + "".join("2026-10-0%d,%s,%d\n" % (d, s, g) for d, s, g in (
        (1, "OA", 1), (2, "OA", 0), (3, "OA", 1), (4, "OA", 1), (5, "KT", 1), (6, "KT", 1), (7, "KT", 0))) + "2026-09-30,OA,1\n",
}


def main():
    tap = Tap()
    with scratch() as directory:
        make_small(directory, RULES)
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok(done.returncode == 0 and "'A01' is a rate, and no count or sum stands beside it" in done.stderr and "'A02'" not in done.stderr,
               "a section with rates alone is told, one with a volume is not", done.stderr)
        run("run", directory, "--as-of", "2026-11-02", "--no-send")
        place = edition(directory, "kuu", "2026-10")
        figures, _ = read_figures(place / "figures.csv")
        found = {(f["indicator"], f["period"], f["service"]): (f["n"], f["numerator"], f["value"], f["state"]) for f in figures}
        for key, wanted in {("A01", "2026-10", "*"): ("7", "5", "0.7142857142857143", "ok"), ("A01", "2026-10", "OA"): ("4", "3", "0.75", "ok"),
                            ("A01", "2026-10", "KT"): ("3", "", "", "too_few"), ("A01", "2026-09", "*"): ("1", "", "", "too_few"),
                            ("A02", "2026-10", "*"): ("7", "5", "0.7142857142857143", "ok"), ("A02", "2026-09", "*"): ("1", "", "", "too_few"),
                            ("A03", "2026-09", "*"): ("1", "", "1", "ok")}.items():
            tap.ok(found.get(key) == wanted, "%s %s %s is %s" % (*key, wanted[3]), found.get(key))
        page = "".join(p.read_text(encoding="utf-8") for p in sorted(place.glob("*.html"))).replace("\u00a0", " ")
        for words in ("[u]", "Liiga vähe: aluseks olevaid on vähem", "Too few: fewer were counted", "Väärtust näidatakse, kui aluseks on vähemalt 4.",
                      "Määratluses on kokku leppinud head 15.12.2025.", "Definition agreed by head on"):
            tap.ok(words in page, "the page says: " + words)
        make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace("    agreed_on: 2025-12-15\n", "")})
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok(done.returncode == 78 and "has 'agreed_by' without 'agreed_on'; expected `agreed_on:`" in done.stderr, "who agreed and when go together", done.stderr)
    tap.finish()


main()
