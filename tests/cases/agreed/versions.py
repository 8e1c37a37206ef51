#!/usr/bin/python3
"""versions.py - a definition that changes: old periods keep the old one, the break is marked; or they are restated."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

VERSIONS = """\
    versions:
      - {valid_from: 2020-01-01, value: share(wait <= 5), where: service = 'OA'}
      - {valid_from: 2026-06-01, reason: {et: vahepealne kord, en: an order in between}, value: share(wait <= 4)}
      - {valid_from: 2026-10-01, reason: {et: tähtaeg lühenes, en: the limit became shorter}RESTATE}
"""
RULES = {
    "targets/2026.yaml": None,
    "datasets/papers.yaml": "datasets:\n  papers: {files: inbox/papers.csv, columns: {came: date, service: {type: code, list: services}, wait: integer}}\n",
    "indicators/papers.yaml": """\
indicators:
  A01:
    name: {et: Tähtajal, en: In time}
    counts: document
    dataset: papers
    value: share(wait <= 2)
    period: came
    by: [service]
""" + VERSIONS + """\
  A02: {name: {et: Muutus, en: Change}, value: A01 - previous(A01), unit: share}
  A03: {name: {et: Arv, en: Number}, counts: document, dataset: papers, value: count(*), period: came}
""",
    "reports/kuu.yaml": """\
reports:
  kuu: {title: {et: Aruanne, en: Report}, audience: sise, window: 12, grains: [month, ytd], sections: [{title: {et: Kõik, en: All}, indicators: [A01, A02, A03]}]}
""",
    "inbox/papers.csv": "came,service,wait\n" + "".join("2026-%s-0%d,%s,%d\n" % (m, d + 1, s, w) for m in ("05", "09", "10")
                                                       for d, (s, w) in enumerate((("OA", 1), ("OA", 3), ("OA", 5), ("OA", 9), ("KT", 2), ("KT", 4)))),
}


def main():
    tap = Tap()
    with scratch() as directory:
        for restate, wanted in (("", {"2026-05": ("4", "3", "2020-01-01"), "2026-09": ("6", "4", "2026-06-01"), "2026-10": ("6", "2", "2026-10-01"),
                                      "ytd": ("18", "6", "2026-10-01")}),
                                (", restate: true", {"2026-05": ("6", "2", "2026-10-01"), "2026-09": ("6", "2", "2026-10-01"), "2026-10": ("6", "2", "2026-10-01"),
                                                     "ytd": ("18", "6", "2026-10-01")})):
            make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace("RESTATE", restate)})
            done = run("run", directory, "--as-of", "2026-11-02", "--no-send", "--report", "kuu")
            place = edition(directory, "kuu", "2026-10")
            if not tap.ok(place is not None, "a report is made" + restate, done.stderr):
                break
            figures, _ = read_figures(place / "figures.csv")
            found = {"ytd" if f["grain"] == "ytd" else f["period"]: (f["n"], f["numerator"], f["version"]) for f in figures if f["indicator"] == "A01" and f["service"] == "*"
                     and (f["period"] in wanted and f["grain"] == "month" or f["grain"] == "ytd" and f["period"] == "2026-10")}
            tap.ok(found == wanted, "each period follows the definition of its last day" + restate, found)
            change = [f["value"] for f in figures if f["indicator"] == "A02" and f["period"] == "2026-10" and f["grain"] == "month"]
            tap.ok(len(change) == 1 and abs(float(change[0]) - (2 / 6 - (2 if restate else 4) / 6)) < 1e-12, "a formula takes each period as it was defined" + restate, change)
            page = "".join(p.read_text(encoding="utf-8") for p in sorted(place.glob("*.html"))).replace("\u00a0", " ")
            tap.ok(("oktoober 2026 [b]" in page) == (restate == ""), "the break is marked where there is one" + restate)
            tap.ok(("Määratlus muutus 01.10.2026: tähtaeg lühenes. Varasemad perioodid on %s" % ("uue määratluse järgi ümber arvutatud." if restate else
                                                                                               "vana määratluse järgi [b].")) in page, "a remark says so" + restate)
            tap.ok("Enne 01.06.2026 kehtis: share(wait &lt;= 5); service = &apos;OA&apos;." in page or "Enne 01.06.2026 kehtis: share(wait &lt;= 5); service = 'OA'." in page
                   or "Enne 01.06.2026 kehtis: share(wait &lt;= 5); service = &#39;OA&#39;." in page, "the methodology has the old definitions" + restate)
            told = run("explain", "A01:2026-05", "--workspace", directory, "--as-of", "2026-11-02")
            tap.ok(("4 pass the filter" if restate == "" else "18 pass the filter") in told.stdout.replace("12 pass the filter", "4 pass the filter"),
                   "explain shows the rows of the definition that held" + restate, told.stdout + told.stderr)
        for find, replace, expected in (
                (", reason: {et: tähtaeg lühenes, en: the limit became shorter}", "", "a version that replaces another without 'reason'"),
                ("valid_from: 2026-06-01", "valid_from: 2019-06-01", "a version that does not begin after the one before it"),
                ("RESTATE", ", value: count(*)", "the newest version with a definition of its own"),
                (", value: share(wait <= 4)", "", "an earlier version that is as the indicator is now"),
                ("share(wait <= 5)", "share(wiat <= 5)", "'wiat'; expected a column of data set 'papers'; did you mean 'wait'?")):
            make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace(find, replace).replace("RESTATE", "")})
            done = run("check", directory, "--as-of", "2026-11-02")
            tap.ok(done.returncode == 78 and expected in done.stderr, expected, done.stderr)
    tap.finish()


main()
