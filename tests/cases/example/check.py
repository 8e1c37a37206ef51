#!/usr/bin/python3
"""check.py - every row of the figures of the example's reports against a computation of our own, and the rule that protects
small cells against what was published and what was not.
"""
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from independent import AS_OF, Tap, edition, is_close, make_example, read_csv, read_figures, run, scratch, span, wilson  # noqa: E402
from indicators import FOLDS, REPORTS, STOCKS, TARGETS, WITH_INTERVAL       # noqa: E402
from own import Example                                             # noqa: E402
from protection import THRESHOLD, Control                           # noqa: E402


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
    if (name in FOLDS or name in STOCKS) and row["n"] != str(n):
        return "n %s, ours %s" % (row["n"], n)
    for part in ("numerator", "denominator"):
        if own[part] is not None and (row[part] == "" or not is_close(float(row[part]), float(own[part]))):
            return "%s %s, ours %s" % (part, row[part], own[part])
    if row["value"] == "" or not is_close(float(row["value"]), float(own["value"]), 1e-12):
        return "value %s, ours %s" % (row["value"], own["value"])
    return problem_with_verdict(row, own)


def problem_with_verdict(row, own):
    name, value = row["indicator"], float(own["value"])
    limits = wilson(own["numerator"], own["denominator"]) if name in WITH_INTERVAL else None
    for column, limit in zip(("lower", "upper"), limits or (None, None)):
        if (limit is None) != (row[column] == "") or limit is not None and not is_close(limit, float(row[column])):
            return "%s %s, ours %s" % (column, row[column], limit)
    last = span(row["grain"], row["period"])[1]
    months = 12 if last.month == 1 else last.month - 1
    side, level, *more = TARGETS.get(name, {}).get(last.year - (last.month == 1), (None, None))
    if side is None:
        return "a target or verdict that nobody approved" if row["target"] or row["verdict"] else None
    if side == "linear":
        side, level = "near", level * months / 12
    if row["target"] == "" or not is_close(float(row["target"]), level, 1e-12):
        return "target %s, ours %s" % (row["target"], level)
    low, high = limits or (value, value)
    if side == "between":
        verdict = "met" if level <= value <= more[0] else "not_met"
    elif side == "near":
        verdict = "met" if abs(value - level) <= more[0] + 1e-12 else "not_met"
    elif side == "min":
        verdict = "met" if low >= level else "not_met" if high < level else "cannot_tell"
    else:
        verdict = "met" if high <= level else "not_met" if low > level else "cannot_tell"
    return None if row["verdict"] == verdict else "verdict %s, ours %s" % (row["verdict"], verdict)


class Published:
    """What an edition shows: its tables, by indicator and breakdown."""

    def __init__(self, example, report, made):
        self.example, self.report, self.made = example, report, made
        self.rows, self.names = read_figures(made / "figures.csv")
        self.control = Control(example, report)
        self.tables = defaultdict(list)
        for row in self.rows:
            self.tables[row["indicator"], frozenset(row["keys"])].append(row)

    def table(self, indicator, names):
        return self.tables.get((indicator, frozenset(names)), [])

    def shown(self, indicator, names):
        return [r for r in self.table(indicator, names) if r["state"] != "hidden"]

    def each(self):
        for indicator in self.report.indicators:
            for names in self.example.groupings(indicator):
                yield indicator, names


def check_values(tap, published):
    example, report = published.example, published.report
    for indicator in report.indicators:
        own_rows, problems = [r for r in published.rows if r["indicator"] == indicator and r["state"] != "hidden"], []
        for row in own_rows:
            used = next((g for g in example.groupings(indicator) if set(g) == set(row["keys"])), None)
            if used is None:
                problems.append("%s is not a breakdown of it" % row["keys"])
                continue
            members = read_members(row, used) if used else {()}
            problem = problem_with(row, example.figure(indicator, used, members, row["grain"], row["period"]))
            if problem:
                problems.append("%s %s %s %s: %s" % (indicator, row["grain"], row["period"], row["keys"], problem))
        tap.ok(own_rows and not problems, "%s, %s: all %d figures are ours" % (report.name, indicator, len(own_rows)),
               "%d differ\n%s" % (len(problems), "\n".join(problems)) if own_rows else "no figure")
    strange = sorted({r["indicator"] for r in published.rows} - set(report.indicators))
    tap.ok(not strange, "%s: no indicator is published that the report does not name" % report.name, strange)


def check_completeness(tap, published):
    example, problems = published.example, []
    periods = published.report.periods
    for indicator, names in published.each():
        shown = published.shown(indicator, names)
        if not shown:       # check_hidden asks why
            continue
        hidden = published.control.hidden_grains.get(indicator, ())
        members = defaultdict(set)
        for row in shown:
            for member in read_members(row, names) if names else {()}:
                members[member].add((row["grain"], row["period"]))
        missing = example.members(indicator, names) - set(members)
        if names and missing:
            problems.append("%s by %s: %s are not shown" % (indicator, names, missing))
        for member, places in members.items():
            lacking = [(g, p) for g in periods for p in periods[g] if (g, p) not in places and g not in hidden]
            if lacking:
                problems.append("%s by %s, %s: %s are missing" % (indicator, names, member, lacking[:5]))
        rows = [(r["grain"], r["period"], tuple(sorted(r["keys"].items()))) for r in shown]
        if len(rows) != len(set(rows)):
            problems.append("%s by %s: a row stands there twice" % (indicator, names))
    tap.ok(not problems, "%s: every member of every breakdown stands in exactly one row, for every period" % published.report.name, "\n".join(problems))


def check_small_cells(tap, published):
    control, problems, differences = published.control, [], []
    for indicator, names in published.each():
        table = published.table(indicator, names)
        for row in table:
            place = (row["grain"], row["period"])
            if row["state"] != "hidden" and control.is_small(indicator, names, read_members(row, names) if names else {()}, [place]):
                problems.append("%s %s %s" % (indicator, row["period"], row["keys"]))
        if not names or indicator not in control.classes or indicator not in FOLDS or FOLDS[indicator][4] == "distinct":
            continue
        for total in published.table(indicator, ()):
            place = (total["grain"], total["period"])
            shown = [r for r in table if (r["grain"], r["period"]) == place]
            if total["state"] != "ok" or not shown or any(r["state"] == "hidden" for r in shown):
                continue
            rest = int(total["n"]) - sum(int(r["n"] or 0) for r in shown)
            if rest != 0 and not rest >= THRESHOLD:
                differences.append("%s by %s, %s: %d remain" % (indicator, names, place, rest))
    name = published.report.name
    tap.ok(not problems, "%s: no published figure rests on 1 to 4 persons or cases" % name, "\n".join(problems))
    tap.ok(not differences, "%s: what a total leaves beside its rows is nobody" % name, "\n".join(differences))


def pool_of(table, names):
    pools = [read_members(r, names) for r in table if r["state"] != "hidden" and any("+" in v for v in r["keys"].values())]
    return frozenset().union(*pools)


def check_pools(tap, published):
    """Pools are the same for all indicators of one class of data sets, hold every small member, and nobody without need."""
    control, pools = published.control, defaultdict(dict)
    for indicator, names in published.each():
        if len(names) == 1 and published.shown(indicator, names):
            pools[names, control.classes.get(indicator)][indicator] = pool_of(published.table(indicator, names), names)
    for (names, dataset_class), by_indicator in sorted(pools.items(), key=str):
        place = "%s, by %s" % (published.report.name, names[0])
        if dataset_class is None:
            tap.ok(not any(by_indicator.values()), "%s: only persons and cases are put together" % place, by_indicator)
            continue
        seen, (wanted, members) = set(by_indicator.values()), control.pool(list(by_indicator), names)
        tap.ok(seen == {frozenset(wanted)}, "%s, %s: %s" % (place, dataset_class, "%s stand in one row for %s" % (
            " + ".join(sorted(m[0] for m in wanted)), ", ".join(by_indicator)) if wanted else "nobody is small for %s" % ", ".join(by_indicator)),
            "ours %s\n%s" % (sorted(wanted), by_indicator))


def check_hidden(tap, published, page):
    """What is hidden, or left out as a whole, has a reason in the exports; hidden rows are empty; the page says [c]."""
    control, told, unjustified, hidden_tables = published.control, [], [], []
    shown_together = defaultdict(list)
    for indicator, names in published.each():
        if published.shown(indicator, names):
            shown_together[names, control.classes.get(indicator)].append(indicator)
    for indicator, names in published.each():
        table = published.table(indicator, names)
        hidden = [r for r in table if r["state"] == "hidden"]
        told += [r for r in hidden if any(r[c] for c in ("n", "numerator", "denominator", "value", "lower", "upper", "verdict"))]
        if published.shown(indicator, names):
            unjustified += ["%s %s of %s" % (indicator, r["period"], r["keys"]) for r in hidden if r["grain"] not in control.hidden_grains[indicator]]
            continue
        hidden_tables.append("%s by %s" % (indicator, " x ".join(names) or "nothing"))
        if indicator not in control.classes:
            unjustified.append(hidden_tables[-1])
        elif len(names) == 1:       # alone, or together with those that are shown, they leave no safe rows
            together = [indicator, *shown_together[names, control.classes[indicator]]]
            if not any(pool == members for pool, members in (control.pool(part, names) for part in ([indicator], together))):
                unjustified.append(hidden_tables[-1])
        elif len(names) > 1 and all(control.is_safe([indicator], names, {m}) for m in published.example.members(indicator, names)):
            unjustified.append(hidden_tables[-1])
    name = published.report.name
    tap.ok(not told, "%s: hidden rows say nothing but that they are hidden" % name, told[:5])
    tap.ok(not unjustified, "%s: hidden with reason: %s" % (name, ", ".join(hidden_tables)), "without reason: %s" % unjustified)
    tap.ok("[c]" in page.read_text(encoding="utf-8") or not hidden_tables, "%s: the page says [c] where something is left out" % name)
    return hidden_tables


def check_pages(tap, published):
    """What a reader would stumble over: scales that are cut off at the left, and comparisons with what is not there."""
    for page in sorted(published.made.glob("*.html")):
        text, cut = page.read_text(encoding="utf-8"), []
        for x, label in re.findall(r'<text x="([0-9.]+)" y="[0-9.]+" text-anchor="end"[^>]*>([^<]*)</text>', text):
            width = sum(4.5 if c.isspace() else 8.9 if c.isdigit() else 5 for c in label)     # of 14 pixels in DejaVu Sans
            if width > float(x):
                cut.append((label, x))
        tap.ok(not cut, "%s: every number of a scale is seen whole" % page.name, cut[:5])
        empty = re.findall(r"(?:eelmise|mullu sama|previous |same )[^;.<]*\[x\]", text)
        tap.ok(not empty, "%s: nothing is compared with what is not there" % page.name, empty[:3])


def check_intake(tap, example, path):
    rows, problems = read_csv(path), []
    for row in rows:
        own = example.intake.get(os.path.basename(row["file"]))
        told = [int(row[c]) for c in ("records", "kept", "superseded", "set_aside")]
        ours = own and [own.records, own.kept, own.superseded, own.set_aside]
        if own is None or told[0] != sum(told[1:]):
            problems.append("%s: %s do not add up" % (row["file"], told))
        elif told != ours:
            problems.append("%s: records, kept, superseded, set aside %s, ours %s" % (row["file"], told, ours))
    tap.ok(len(rows) == len(example.intake) and not problems, "records = kept + superseded + set aside, file by file, as we counted",
           "\n".join(problems) or sorted(r["file"] for r in rows))


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make_example(directory)
        done = run("run", workspace, "--as-of", AS_OF)
        example = Example(workspace / "inbox")
        for report in REPORTS:
            made = edition(workspace, report.name, report.period)
            if not tap.ok(done.returncode in (0, 1) and made is not None, "the run of %s makes %s of %s" % (AS_OF, report.name, report.period),
                          "exit %d\n%s" % (done.returncode, done.stderr)):
                continue
            published = Published(example, report, made)
            check_values(tap, published)
            check_completeness(tap, published)
            check_small_cells(tap, published)
            check_pools(tap, published)
            check_pages(tap, published)
            hidden = check_hidden(tap, published, made / ("%s-%s.et.html" % (report.name, report.period)))
            if report.name == "kuuaruanne":
                tap.ok("T01 by service x county" in hidden, "the crossed breakdown with small cells is not published", hidden)
                check_intake(tap, example, made / "intake.csv")
    tap.finish()


main()
