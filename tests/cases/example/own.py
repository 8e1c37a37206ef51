"""The example's figures computed a second time from what exports.py reads, by what indicators.py says: a figure is the fold over
the rows whose day lies in the period and whose keys are among the wanted members.
"""
import sys
from bisect import bisect_left
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from exports import read_all                # noqa: E402
from independent import quantile, span      # noqa: E402
from indicators import AS_OF, DIFFERENCES, FOLDS, MONTHS, RATIOS, STOCKS        # noqa: E402


def aggregate(how, values):
    """{n, numerator, denominator, value, state}; values may hold None. Nothing counted is a count of 0; of nothing there is no share."""
    row_count, values = len(values), [v for v in values if v is not None]
    n = len(set(values)) if how == "distinct" else len(values)
    result = dict(n=n, numerator=None, denominator=None, value=None, state="ok")
    if how in ("count", "distinct"):
        result["value"] = n
    elif not values:
        result["state"] = "zero_denominator" if how == "share" and row_count > 0 else "no_data"
    elif how == "sum":
        result["value"] = sum(values)
    elif how == "share":
        result.update(numerator=sum(values), denominator=n, value=sum(values) / n)
    elif how == "ratio":
        numerator, denominator = (sum(pair[i] for pair in values) for i in (0, 1))
        result.update(numerator=numerator, denominator=denominator)
        if denominator == 0:
            result["state"] = "zero_denominator"
        else:
            result["value"] = float(numerator) / float(denominator)
    elif how == "nps":
        result["value"] = 100 * (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / n
    else:
        result["value"] = quantile(values, how[1])
    return result


def tuples(groupings):
    return [()] + [g if isinstance(g, tuple) else (g,) for g in groupings]


class Example:
    def __init__(self, inbox):
        self.data, self.intake = read_all(inbox)
        self.rows = {}      # indicator -> {breakdown names: {members: (days, values), in the order of days}}
        self.figures, self.stocks = {}, {}
        self.ends = [min(span("month", m)[1] - timedelta(1), AS_OF) for m in MONTHS]
        self.data["intake"] = [dict(dataset=a.dataset, month=AS_OF.replace(day=1) - timedelta(1), records=a.records, set_aside=a.set_aside,
                                    required=a.required, filled=a.filled, coded=a.coded, unknown=a.unknown) for a in self.intake.values()]
        for name, (dataset, where, when, value, _, groupings) in FOLDS.items():
            chosen = [(r, r[when], value(r)) for r in self.data[dataset] if r[when] is not None and where(r)]
            chosen.sort(key=lambda c: c[1])
            tables = self.rows[name] = {}
            for names in tuples(groupings):
                table = tables[names] = defaultdict(lambda: ([], []))
                for row, row_day, row_value in chosen:
                    days, values = table[tuple(row[k] or "" for k in names)]
                    days.append(row_day)
                    values.append(row_value)

    def groupings(self, name):
        return tuples((FOLDS.get(name) or STOCKS.get(name) or RATIOS.get(name) or DIFFERENCES[name])[-1])

    def members(self, name, names):
        """All members a breakdown has in the data."""
        if name in FOLDS:
            return set(self.rows[name][names])
        if name in STOCKS:
            dataset, where = STOCKS[name][:2]
            return {tuple(r[k] or "" for k in names) for r in self.data[dataset] for end in self.ends if where(r, end)}
        return set().union(*(self.members(part, names) for part, _ in parts_of(name)))

    def measure(self, name, names, members, first, last):
        """The figure of a fold over members (a set of tuples) and days first <= day < last."""
        table, values = self.rows[name][names], []
        for days, found in (table[m] for m in members if m in table):
            values += found[bisect_left(days, first):bisect_left(days, last)]
        return aggregate(FOLDS[name][4], values)

    def stock(self, name, names, members, end):
        dataset, where, value, how, _ = STOCKS[name]
        if (name, end) not in self.stocks:
            self.stocks[name, end] = [(r, value(r, end)) for r in self.data[dataset] if where(r, end)]
        return aggregate(how, [v for r, v in self.stocks[name, end] if tuple(r[k] or "" for k in names) in members])

    def figure(self, name, names, members, grain, period):
        key = (name, names, frozenset(members), grain, period)
        if key not in self.figures:
            self.figures[key] = self.compute(name, names, members, grain, period)
        return self.figures[key]

    def compute(self, name, names, members, grain, period):
        first, last = span(grain, period)
        if name in FOLDS:
            return self.measure(name, names, members, first, last)
        if name in STOCKS:
            return self.stock(name, names, members, min(last - timedelta(1), AS_OF))
        parts = []
        for part, stretch in parts_of(name):
            if part in STOCKS:
                parts.append(self.figure(part, names, members, grain, period))
                continue
            year = (last.year if last.month > 1 else last.year - 1)
            begin = date(year, 1, 1) if stretch else first
            end = date(year + 1, 1, 1) if stretch == "year" else last
            parts.append(self.measure(part, names, members, begin, end))
        return combine(name, parts)


def parts_of(name):
    return RATIOS[name][:2] if name in RATIOS else DIFFERENCES[name][0]


def combine(name, parts):
    result = dict(n=None, numerator=None, denominator=None, value=None, state="ok")
    if name in RATIOS:
        result.update(numerator=parts[0]["value"], denominator=parts[1]["value"])
    if any(part["state"] != "ok" for part in parts):
        result["state"] = "no_data"
    elif name in DIFFERENCES:
        result["value"] = parts[0]["value"] - sum(part["value"] for part in parts[1:])
    elif parts[1]["value"] == 0:
        result["state"] = "zero_denominator"
    else:
        result["value"] = parts[0]["value"] / parts[1]["value"]
    return result
