#!/usr/bin/python3
"""check.py - every row of the example's October 2026 figures against a computation of our own, and the rule that protects
small cells against what was published and what was not.
"""
import os
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from independent import AS_OF, Tap, edition, is_close, make_example, read_csv, read_figures, run, scratch, span, wilson  # noqa: E402
from own import FOLDS, PERSONS_OR_CASES, RATIOS, THRESHOLD, Example     # noqa: E402

PERIOD = "2026-10"
REPORTED = ["M01", "M02", "M03", "M05", "M07", "T01", "T02a", "T02b", "H01", "Q01", "Q02", "Q05", "B01", "B04", "B04_cost", "B06", "W01"]
WILSON = {"M05", "M07", "T01", "H01", "Q01", "B06"}
TARGETS = {     # indicator: year: (side, level)
    "M05": {2026: ("max", .25)}, "T01": {2024: ("min", .85), 2025: ("min", .88), 2026: ("min", .90)},
    "T02a": {2025: ("max", 1), 2026: ("max", 1)}, "T02b": {2026: ("max", 2)},
    "H01": {2024: ("min", .93), 2025: ("min", .94), 2026: ("min", .95)}, "Q01": {2025: ("min", .83), 2026: ("min", .85)},
    "Q02": {2026: ("min", 40)}, "Q05": {2026: ("min", .15)}, "B01": {2025: ("near", 1), 2026: ("near", 1)},
    "B06": {2025: ("min", .93), 2026: ("min", .95)}, "W01": {2025: ("min", .88), 2026: ("min", .90)},
}
MONTHS = ["2024-%02d" % m for m in (11, 12)] + ["2025-%02d" % m for m in range(1, 13)] + ["2026-%02d" % m for m in range(1, 11)]
PERIODS = {"month": MONTHS, "quarter": ["2025-Q%d" % q for q in (1, 2, 3, 4)] + ["2026-Q%d" % q for q in (1, 2, 3)], "year": ["2025"]}


def read_members(row, names):
    """The members of a row: one tuple, or several where rows were put together (`0039+0056`)."""
    if len(names) == 1:
        return {(code,) for code in row["keys"][names[0]].split("+")}
    return {tuple(row["keys"][name] for name in names)}


def problem_with(row, own):
    """What is wrong with a published row, or None."""
    name, n = row["indicator"], own["n"]
    if row["state"] != own["state"]:
        return "state %s, ours %s" % (row["state"], own["state"])
    if own["state"] != "ok":
        return "a value without a state of ok" if row["value"] != "" else None
    if name in FOLDS and row["n"] != str(n):
        return "n %s, ours %s" % (row["n"], n)
    for part in ("numerator", "denominator"):
        if own[part] is not None and (row[part] == "" or not is_close(float(row[part]), float(own[part]))):
            return "%s %s, ours %s" % (part, row[part], own[part])
    if row["value"] == "" or not is_close(float(row["value"]), float(own["value"]), 1e-12):
        return "value %s, ours %s" % (row["value"], own["value"])
    return problem_with_verdict(row, own)


def problem_with_verdict(row, own):
    name, value = row["indicator"], float(own["value"])
    limits = wilson(own["numerator"], own["denominator"]) if name in WILSON else None
    for column, limit in zip(("lower", "upper"), limits or (None, None)):
        if (limit is None) != (row[column] == "") or limit is not None and not is_close(limit, float(row[column])):
            return "%s %s, ours %s" % (column, row[column], limit)
    last = span(row["grain"], row["period"])[1]
    months = 12 if last.month == 1 else last.month - 1
    side, level = TARGETS.get(name, {}).get(last.year - (last.month == 1), (None, None))
    if side is None:
        return "a target or verdict that nobody approved" if row["target"] or row["verdict"] else None
    if side == "near":
        level = level * months / 12
    if row["target"] == "" or not is_close(float(row["target"]), level, 1e-12):
        return "target %s, ours %s" % (row["target"], level)
    low, high = limits or (value, value)
    if side == "near":
        verdict = "met" if abs(value - level) <= 0.05 + 1e-12 else "not_met"
    elif side == "min":
        verdict = "met" if low >= level else "not_met" if high < level else "cannot_tell"
    else:
        verdict = "met" if high <= level else "not_met" if low > level else "cannot_tell"
    return None if row["verdict"] == verdict else "verdict %s, ours %s" % (row["verdict"], verdict)


class Control:
    """The disclosure rule of design.md, asked of the exports themselves."""

    def __init__(self, example):
        self.example = example

    def guarded(self, name, names, members, grain, period):
        """The counts of a figure that must be 0 or at least k."""
        if name in RATIOS:
            counts = []
            for part, _ in RATIOS[name][:2]:
                if part in PERSONS_OR_CASES:
                    counts += self.guarded(part, names, members, grain, period)
            return counts
        if name not in PERSONS_OR_CASES:
            return []
        own = self.example.figure(name, names, members, grain, period)
        counts = [own["n"]]
        if name == "M07" and own["denominator"]:
            counts += [own["numerator"], own["denominator"] - own["numerator"]]
        return counts

    def is_small(self, name, names, members, grain, period):
        return any(0 < c < THRESHOLD for c in self.guarded(name, names, members, grain, period))

    def is_safe(self, indicators, names, members):
        return not any(self.is_small(name, names, members, grain, period)
                       for name in indicators for grain in PERIODS for period in PERIODS[grain])

    def size(self, indicators, names, member):
        return sum(self.example.figure(name, names, {member}, "month", m)["n"] or 0
                   for name in indicators if name in FOLDS for m in MONTHS)


def check_values(tap, example, rows, names):
    for indicator in REPORTED:
        own_rows = [r for r in rows if r["indicator"] == indicator and r["state"] != "hidden"]
        problems = []
        for row in own_rows:
            used = tuple(k for k in names if k in row["keys"])
            if used not in example.groupings(indicator):
                used = next((g for g in example.groupings(indicator) if set(g) == set(used)), None)
            if used is None:
                problems.append("%s is not a breakdown of it" % row["keys"])
                continue
            members = read_members(row, used) if used else {()}
            own = example.figure(indicator, used, members, row["grain"], row["period"])
            problem = problem_with(row, own)
            if problem:
                problems.append("%s %s %s %s: %s" % (indicator, row["grain"], row["period"], row["keys"], problem))
        tap.ok(own_rows and not problems, "%s: all %d figures are ours" % (indicator, len(own_rows)),
               "%d differ\n%s" % (len(problems), "\n".join(problems)) if own_rows else "no figure")
    strange = sorted({r["indicator"] for r in rows} - set(REPORTED))
    tap.ok(not strange, "no indicator is published that the report does not name", strange)


def check_completeness(tap, example, tables):
    problems = []
    for indicator in REPORTED:
        for names in example.groupings(indicator):
            shown = [r for r in tables.get((indicator, frozenset(names)), []) if r["state"] != "hidden"]
            if not shown:       # check_hidden asks why
                continue
            members = defaultdict(set)
            for row in shown:
                for member in read_members(row, names) if names else {()}:
                    members[member].add((row["grain"], row["period"], ))
            missing = example.members(indicator, names) - set(members)
            if names and missing:
                problems.append("%s by %s: %s are not shown" % (indicator, names, missing))
            for member, periods in members.items():
                lacking = [(g, p) for g in PERIODS for p in PERIODS[g] if (g, p) not in periods]
                if lacking:
                    problems.append("%s by %s, %s: %s are missing" % (indicator, names, member, lacking[:5]))
            rows = [(r["grain"], r["period"], tuple(sorted(r["keys"].items()))) for r in shown]
            if len(rows) != len(set(rows)):
                problems.append("%s by %s: a row stands there twice" % (indicator, names))
    tap.ok(not problems, "every member of every breakdown stands in exactly one row, for every period", "\n".join(problems))


def check_small_cells(tap, example, tables):
    control, problems, differences = Control(example), [], []
    for (indicator, _), table in tables.items():
        for row in table:
            if row["state"] == "hidden":
                continue
            names = next(g for g in example.groupings(indicator) if set(g) == set(row["keys"]))
            members = read_members(row, names) if names else {()}
            if control.is_small(indicator, names, members, row["grain"], row["period"]):
                problems.append("%s %s %s" % (indicator, row["period"], row["keys"]))
        names = next(g for g in example.groupings(indicator) if set(g) == set(table[0]["keys"]))
        if not names or indicator not in PERSONS_OR_CASES or FOLDS[indicator][4] == "distinct":
            continue
        totals = {(r["grain"], r["period"]): r for r in tables[(indicator, frozenset())]}
        for place, total in totals.items():
            shown = [r for r in table if (r["grain"], r["period"]) == place]
            if total["state"] != "ok" or not shown or any(r["state"] == "hidden" for r in shown):
                continue
            rest = int(total["n"]) - sum(int(r["n"] or 0) for r in shown)
            if rest != 0 and not rest >= THRESHOLD:
                differences.append("%s by %s, %s: %d remain" % (indicator, names, place, rest))
    tap.ok(not problems, "no published figure rests on 1 to 4 persons or cases", "\n".join(problems))
    tap.ok(not differences, "what a total leaves beside its rows is nobody", "\n".join(differences))


def pools_of(table, names):
    return {frozenset(read_members(r, names)) for r in table if r["state"] != "hidden" and any("+" in v for v in r["keys"].values())}


def check_pools(tap, example, tables):
    """Pools are the same everywhere, hold every small member, and no member that need not be there."""
    control = Control(example)
    by_breakdown = defaultdict(dict)
    for (indicator, names), table in tables.items():
        if len(names) == 1:
            by_breakdown[next(iter(names))][indicator] = pools_of(table, tuple(names))
    for name in sorted(by_breakdown):
        names = (name,)
        protected = [i for i in by_breakdown[name] if i in PERSONS_OR_CASES or i in RATIOS
                     and any(part in PERSONS_OR_CASES for part, _ in RATIOS[i][:2])]
        pooled = {i: p for i, p in by_breakdown[name].items() if p}
        tap.ok(set(pooled) <= set(protected), "by %s: only persons and cases are put together" % name, pooled)
        if not protected:
            continue
        seen = {frozenset(p) for i, p in by_breakdown[name].items() if i in protected}
        tap.ok(len(seen) == 1, "by %s: the same members stand together for %s" % (name, ", ".join(protected)),
               {i: p for i, p in by_breakdown[name].items()})
        members = set().union(*(example.members(i, names) for i in protected))
        small = {m for m in members if not control.is_safe(protected, names, {m})}
        pools = set().union(*(by_breakdown[name][i] for i in protected))
        together = set().union(*pools) if pools else set()
        tap.ok(small <= together, "by %s: no small member stands alone (%d of %d are small)" % (name, len(small), len(members)), small - together)
        if not pools:
            continue
        tap.ok(len(pools) == 1 and len(together) > 1, "by %s: %s stand in one row" % (name, " + ".join(sorted(m[0] for m in together))), pools)
        added = sorted(together - small, key=lambda m: control.size(protected, names, m))
        needed = not added or len(small | set(added[:-1])) < 2 or not control.is_safe(protected, names, small | set(added[:-1]))
        tap.ok(needed, "by %s: nobody stands there without need (%d were added)" % (name, len(added)), added)
        left = [control.size(protected, names, m) for m in members - together]
        tap.ok(not added or max(control.size(protected, names, m) for m in added) <= min(left),
               "by %s: those added are the smallest" % name, (added, sorted(left)))


def check_hidden(tap, example, tables, page):
    """What is hidden, or left out as a whole, has a reason in the exports; hidden rows are empty; the page says [c]."""
    control, told, unjustified, hidden_tables = Control(example), [], [], []
    for indicator in REPORTED:
        for names in example.groupings(indicator):
            table = tables.get((indicator, frozenset(names)), [])
            hidden = [r for r in table if r["state"] == "hidden"]
            told += [r for r in hidden if any(r[c] for c in ("n", "numerator", "denominator", "value", "lower", "upper", "verdict"))]
            if table and not hidden:
                continue
            hidden_tables.append("%s by %s" % (indicator, " x ".join(names) or "nothing"))
            crossed_and_small = len(names) > 1 and any(
                control.is_small(indicator, names, {m}, "month", p) for m in example.members(indicator, names) for p in MONTHS)
            if not crossed_and_small:
                unjustified.append(hidden_tables[-1])
    tap.ok(not told, "hidden rows say nothing but that they are hidden", told[:5])
    tap.ok(not unjustified, "hidden with reason: %s" % ", ".join(hidden_tables), "without reason: %s" % unjustified)
    tap.ok("T01 by service x county" in hidden_tables, "the crossed breakdown with small cells is not published", hidden_tables)
    tap.ok("[c]" in page.read_text(encoding="utf-8"), "the page says [c] where something is left out")


def check_intake(tap, example, path):
    rows, problems = read_csv(path), []
    for row in rows:
        own = example.intake.get(os.path.basename(row["file"]))
        told = [int(row[c]) for c in ("records", "kept", "superseded", "set_aside")]
        if own is None or told[0] != sum(told[1:]):
            problems.append("%s: %s do not add up" % (row["file"], told))
        elif told != own and not (row["dataset"] == "tasks" and told[1:] == own[1:3] + [own[3] - (own[0] - told[0])]):
            problems.append("%s: records, kept, superseded, set aside %s, ours %s" % (row["file"], told, own))
    tap.ok(len(rows) == len(example.intake) and not problems, "records = kept + superseded + set aside, file by file, as we counted",
           "\n".join(problems) or sorted(r["file"] for r in rows))


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make_example(directory)
        done = run("run", workspace, "--as-of", AS_OF)
        made = edition(workspace, "kuuaruanne", PERIOD)
        if not tap.ok(done.returncode in (0, 1) and made is not None, "the run of %s makes the edition of %s" % (AS_OF, PERIOD),
                      "exit %d\n%s" % (done.returncode, done.stderr)):
            tap.finish()
        example = Example(workspace / "inbox")
        rows, names = read_figures(made / "figures.csv")
        tables = defaultdict(list)
        for row in rows:
            tables[(row["indicator"], frozenset(row["keys"]))].append(row)
        check_values(tap, example, rows, names)
        check_completeness(tap, example, tables)
        check_small_cells(tap, example, tables)
        check_pools(tap, example, tables)
        check_hidden(tap, example, tables, made / ("kuuaruanne-%s.et.html" % PERIOD))
        check_intake(tap, example, made / "intake.csv")
    tap.finish()


main()
