#!/usr/bin/python3
"""targets.py - a target of one group goes before that of all; days without a target are told; a tolerance may be a share."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import Tap, edition, read_figures, run, scratch     # noqa: E402
from small import make_small     # noqa: E402

TARGETS = """\
targets:
  A01:
    - {from: 2026-01-01, min: 2, approved_by: head, approved_on: 2025-12-15}
    - {from: 2026-01-01, to: 2026-08-31, by: {service: KT}, min: 9, approved_by: head, approved_on: 2025-12-15}
    - {from: 2026-10-01, by: {service: KT}, min: 1, approved_by: head, approved_on: 2025-12-15}
  A02: {from: 2026-01-01, near: 40, tolerance: 10%, relative: true, profile: [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 1], approved_by: head, approved_on: 2025-12-15}
"""


def main():
    tap = Tap()
    with scratch() as directory:
        make_small(directory, {"targets/2026.yaml": TARGETS})
        done = run("check", directory, "--as-of", "2026-11-02")
        tap.ok("caution: 'A01' has no target from 2026-09-01 to 2026-09-30" in done.stderr and "2026.yaml:5:7" in done.stderr, "days without a target are told", done.stderr)
        run("run", directory, "--as-of", "2026-11-02", "--no-send")
        place = edition(directory, "kuu", "2026-10")
        figures, _ = read_figures(place / "figures.csv")
        found = {(f["indicator"], f["service"]): (f["value"], f["target"], f["verdict"]) for f in figures if f["period"] == "2026-10" and f["grain"] == "month"}
        for key, wanted in {("A01", "*"): ("3", "2", "met"), ("A01", "OA"): ("2", "2", "met"), ("A01", "KT"): ("1", "1", "met"),
                            ("A02", "*"): ("31.75", "30", "met"), ("A02", "OA"): ("11.75", "30", "not_met")}.items():
            tap.ok(found.get(key) == wanted, "%s %s: %s against %s" % (*key, *wanted[:2]), found.get(key))
        page = "".join(p.read_text(encoding="utf-8") for p in sorted(place.glob("*.html"))).replace("\u00a0", " ")
        tap.ok("aasta lõpuks, kuude kaalude järgi" in page and "by the weights of the months" in page, "the methodology says how the target grows")
        for find, replace, expected in (("{service: KT}, min: 9", "{county: KT}, min: 9", "a target by 'county', which is no breakdown of 'A01'"),
                                        ("{service: KT}, min: 9", "{service: KTT}, min: 9", "a target of 'KTT'; expected a code of list 'services'; did you mean 'KT'?"),
                                        ("to: 2026-08-31, by", "to: 2026-10-31, by", "two targets of 'A01' on 2026-10-01")):
            make_small(directory, {"targets/2026.yaml": TARGETS.replace(find, replace)})
            done = run("check", directory, "--as-of", "2026-11-02")
            tap.ok(done.returncode == 78 and expected in done.stderr, expected, done.stderr)
    tap.finish()


main()
