"""The rule that protects small numbers (the header of engine/disclosure/release.h), asked of the exports themselves.

A guarded count of a figure must be 0 or at least k. Of one sensitive indicator the numerator and the rest must be, too, and "all of them"
or "none of them" may be told only where it is so in every period.
"""
from indicators import DIFFERENCES, FOLDS, PROTECTED, RATIOS, SENSITIVE, STOCKS
from own import parts_of as spans_of

THRESHOLD = 5
ALWAYS_PERIODS_MIN = 3


def parts_of(name):
    return [part for part, _ in spans_of(name)] if name in RATIOS or name in DIFFERENCES else [name]


def is_protected(name):
    return any(part in PROTECTED for part in parts_of(name))


def join_datasets(indicators):
    """{indicator: class}: what is computed over several data sets ties them, and their breakdowns have one pool."""
    parents = {}

    def find(name):
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name
    guarded = {i: [(FOLDS.get(part) or STOCKS[part])[0] for part in parts_of(i) if part in PROTECTED] for i in indicators if is_protected(i)}
    for datasets in guarded.values():
        for dataset in datasets:
            parents[find(dataset)] = find(datasets[0])
    return {i: find(datasets[0]) for i, datasets in guarded.items()}


class Control:
    def __init__(self, example, report):
        self.example, self.report = example, report
        self.places = [(grain, period) for grain in report.periods for period in report.periods[grain]]
        self.classes = join_datasets(report.indicators)
        self.hidden_grains = {i: {g for g in report.periods if any(self.is_small_at(i, (), {()}, i_sizes, p) for p in i_sizes if p[0] == g)}
                              for i in self.classes for i_sizes in [self.sizes(i, (), {()})]}

    def sizes(self, name, names, members):
        """{place: [(n, numerator, complement)]}, one a guarded part."""
        found = {}
        for grain, period in self.places:
            owns = [self.example.figure(part, names, members, grain, period) for part in parts_of(name) if part in PROTECTED]
            found[grain, period] = [(own["n"], own["numerator"] or 0, (own["denominator"] or 0) - (own["numerator"] or 0)) for own in owns]
        return found

    def is_small_at(self, name, names, members, sizes, place):
        for i, (n, numerator, complement) in enumerate(sizes[place]):
            if 0 < n < THRESHOLD:
                return True
            if name not in SENSITIVE or n == 0:
                continue
            if 0 < numerator < THRESHOLD or 0 < complement < THRESHOLD:
                return True
            there = [s[i] for s in sizes.values() if s[i][0] > 0]
            is_always = len(there) >= ALWAYS_PERIODS_MIN and (all(s[1] == 0 for s in there) or all(s[2] == 0 for s in there))
            if (numerator == 0 or complement == 0) and not is_always:
                return True
        return False

    def is_small(self, name, names, members, places=None):
        if name not in self.classes:
            return False
        sizes = self.sizes(name, names, members)
        for place in list(sizes):
            if place[0] in self.hidden_grains[name]:
                sizes[place] = [(0, 0, 0)] * len(sizes[place])
        return any(self.is_small_at(name, names, members, sizes, place) for place in places or sizes)

    def is_safe(self, indicators, names, members):
        return not any(self.is_small(name, names, members) for name in indicators)

    def weight(self, indicators, names, member):
        """Over the months of the window, of those that are measured on rows themselves (if any is)."""
        direct = [i for i in indicators if i in FOLDS or i in STOCKS] or indicators
        return sum(self.example.figure(part, names, {member}, "month", m)["n"] or 0
                   for name in direct for part in parts_of(name) if part in PROTECTED for m in self.report.months)

    def pool(self, indicators, names):
        """The members that must stand together, smallest first added; all of them when no part of them is safe."""
        members = set().union(*(self.example.members(i, names) for i in indicators))
        pool = {m for m in members if not self.is_safe(indicators, names, {m})}
        rest = sorted(members - pool, key=lambda m: self.weight(indicators, names, m)) if pool else []
        while pool and rest and not self.is_safe(indicators, names, pool):
            pool.add(rest.pop(0))
        return pool, members
