#!/usr/bin/python3
"""hierarchies.py - regions above counties: rows of their own that add up exactly, before and after a reform of the codes; small counties stay hidden."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

COUNTS = {"0037": 7, "37": 3, "0045": 6, "0044": 5, "0056": 8, "": 2}      # 37 and 0044 are codes of old
RULES = {
    "targets/2026.yaml": None,
    "lists/counties.csv": "code,et,en,parent,aliases\nEE,Eesti,Estonia,,\nN,Põhja,North,EE,\nE,Ida,East,EE,\n0037,Harju,Harju,N,37\n0045,Ida-Viru,Ida-Viru,E,0044|44\n"
                          "0056,Lääne,Lääne,N,0057\n",
    "datasets/papers.yaml": """\
datasets:
  papers:
    files: inbox/papers.csv
    columns: {came: date, county: {type: code, list: counties}, cost: decimal(2), kind: text}
    derive: {region: parent(county)}
""",
    "indicators/papers.yaml": """\
indicators:
  A01: {name: {et: Kulu, en: Cost}, counts: COUNTS, dataset: papers, value: sum(cost), period: came, unit: euro, digits: 0,
        by: [county, region, parent(region) as country]}
  A02: {name: {et: Arv, en: Number}, counts: COUNTS, dataset: papers, value: count(*), period: came, by: [county, parent(county) as piirkond]}
""",
    "reports/kuu.yaml": """\
reports:
  kuu: {title: {et: Aruanne, en: Report}, audience: sise, window: 1, grains: [month], sections: [{title: {et: Kõik, en: All}, indicators: [A01, A02]}]}
""",
    "inbox/papers.csv": "came,county,cost,kind\n" + "".join("2026-10-%02d,%s,0.%02d,x\n" % (i + 1, code, 33 + i) for code, n in COUNTS.items() for i in range(n)),
}


def main():
    tap = Tap()
    with scratch() as directory:
        make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace("COUNTS", "document")})
        done = run("run", directory, "--as-of", "2026-11-02", "--no-send")
        place = edition(directory, "kuu", "2026-10")
        if tap.ok(place is not None, "a report is made", done.stderr):
            figures, names = read_figures(place / "figures.csv")
            found = {}
            for f in figures:
                found.setdefault((f["indicator"], *f["keys"]), {})[tuple(f["keys"].values())] = f["value"]
            cents = lambda *codes: "%d.%02d" % divmod(sum(33 + i for c in codes for i in range(COUNTS[c])), 100)     # noqa: E731
            tap.ok(found[("A01", "region")] == {("N",): cents("0037", "37", "0056"), ("E",): cents("0045", "0044"), ("",): cents("")},
                   "regions are sums of rows, old codes among them, to the cent", found[("A01", "region")])
            tap.ok(found[("A01", "country")] == {("EE",): cents("0037", "37", "0056", "0045", "0044"), ("",): cents("")}, "two steps up", found[("A01", "country")])
            tap.ok(found[("A02", "piirkond")] == {("N",): "18", ("E",): "11", ("",): "2"}, "a breakdown may go up by itself", found[("A02", "piirkond")])
            page = "".join(p.read_text(encoding="utf-8") for p in sorted(place.glob("*.html")))
            tap.ok("Põhja" in page and "North" in page, "regions have the names of the list")
        make_small(directory, {**RULES, "indicators/papers.yaml": RULES["indicators/papers.yaml"].replace("COUNTS", "case"),
                               "inbox/papers.csv": RULES["inbox/papers.csv"] + "2026-10-30,0056,1,x\n", "seire.yaml": "organisation: A\naudiences: {sise: {threshold: 9}}\n"})
        run("run", directory, "--as-of", "2026-11-02", "--no-send", "--report", "kuu")
        figures, _ = read_figures(edition(directory, "kuu", "2026-10") / "figures.csv")
        shown = {tuple(f["keys"]) for f in figures if f["indicator"] == "A02" and f["state"] == "ok"}
        tap.ok(("county",) not in shown or ("piirkond",) not in shown, "where small counties are put together, regions beside them are not published", shown)
        make_small(directory, {**RULES, "datasets/papers.yaml": RULES["datasets/papers.yaml"].replace("parent(county)", "parent(kind)")})
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok(done.returncode == 78 and "'kind' is a text; expected a code of a list in parent(code)" in done.stderr, "a text without a list has nothing above it", done.stderr)
    tap.finish()


main()
