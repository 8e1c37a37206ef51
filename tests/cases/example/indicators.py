"""What the example's indicators mean, written a second time by hand from the descriptions that readers get.

A row of a fold is (day, keys, value): which rows count, the day that places them, what is folded and how. A ratio is one fold over
another, each over its own span of days.
"""
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import workdays    # noqa: E402

AS_OF = date(2026, 11, 2)
MONTHS = ["2024-%02d" % m for m in (11, 12)] + ["2025-%02d" % m for m in range(1, 13)] + ["2026-%02d" % m for m in range(1, 11)]
QUARTERS = ["2025-Q%d" % q for q in (1, 2, 3, 4)] + ["2026-Q%d" % q for q in (1, 2, 3)]


class Report:
    """What a report shows: its edition, the months of its window, the periods of each grain and its indicators."""

    def __init__(self, name, period, months, periods, indicators):
        self.name, self.period, self.months, self.periods, self.indicators = name, period, months, periods, indicators.split()


REPORTS = [
    Report("kuuaruanne", "2026-10", MONTHS, {"month": MONTHS, "quarter": QUARTERS, "year": ["2025"]},
           "M01 M02 M05 M07 T01 T02a T02b M03 H01 H02 H03 Q01 Q02 Q05 B01 B04 B04_cost B06 W01"),
    Report("kvartaliaruanne", "2026-Q3", MONTHS[2:-1], {"quarter": QUARTERS, "year": ["2025"]}, "M01 M02 M04 M05 M08"),
]

PROTECTED = {"M01", "M02", "M04_first", "M04_persons", "M05", "M07", "M08", "T01", "T02a", "T02b", "Q05_closed"}     # persons or cases
SENSITIVE = {"M07"}
WITH_INTERVAL = {"M05", "M07", "M08", "T01", "H01", "H02", "H03", "Q01", "B06"}
TARGETS = {     # indicator: year: (side, level)
    "M05": {2026: ("max", .25)}, "M08": {2026: ("min", .20)},
    "T01": {2024: ("min", .85), 2025: ("min", .88), 2026: ("min", .90)},
    "T02a": {2025: ("max", 1), 2026: ("max", 1)}, "T02b": {2026: ("max", 2)},
    "H01": {2024: ("min", .93), 2025: ("min", .94), 2026: ("min", .95)}, "H02": {2025: ("min", .80), 2026: ("min", .80)},
    "H03": {2026: ("max", .05)}, "Q01": {2025: ("min", .83), 2026: ("min", .85)},
    "Q02": {2026: ("min", 40)}, "Q05": {2026: ("min", .15)}, "B01": {2025: ("linear", 1, .05), 2026: ("linear", 1, .05)},
    "B06": {2025: ("min", .93), 2026: ("min", .95)}, "W01": {2025: ("min", .88), 2026: ("min", .90)},
}


def is_within(limit, number):
    return number is not None and number <= limit


def is_standing(r):
    return r["status"] != "cancelled"


def is_first(r):
    """No case in the 365 days before: none at all, or closed longer ago. One that has no day of closing is open."""
    if r["earlier"] is None:
        return r["previous"] is None
    return (r["opened"] - r["earlier"]).days > 365


def is_call(r):
    return r["channel"] == "phone"


CASE_KEYS = ["service", "county"]
PERSON_KEYS = CASE_KEYS + ["sex", "age_group", "language"]
MONEY_KEYS = ["service", "account", ("service", "account")]
FOLDS = {   # indicator: data set, which rows, day, value, how, breakdowns
    "M01": ("cases", lambda r: True, "contact", lambda r: r["client"], "distinct", PERSON_KEYS),
    "M02": ("cases", lambda r: True, "opened", lambda r: 1, "count", CASE_KEYS + ["referrer", ("service", "county")]),
    "M03": ("contacts", lambda r: r["validity"] == "kehtiv", "day", lambda r: 1, "count",
            ["channel", "language", ("channel", "language")]),
    "M04_first": ("cases", lambda r: is_standing(r) and is_first(r), "opened", lambda r: r["client"], "distinct", CASE_KEYS),
    "M04_persons": ("cases", is_standing, "opened", lambda r: r["client"], "distinct", CASE_KEYS),
    "M05": ("cases", is_standing, "opened", lambda r: r["earlier"] is not None and (r["opened"] - r["earlier"]).days <= 365, "share", ["service"]),
    "M07": ("cases", is_standing, "opened", lambda r: r["domestic"], "share", ["service"]),
    "M08": ("cases", is_standing, "opened", lambda r: None if r["referrer"] is None else r["referrer"] == "self", "share", ["county"]),
    "T01": ("cases", lambda r: is_standing(r) and (r["contact"] is not None or workdays(r["opened"], AS_OF) > 2),
            "opened", lambda r: is_within(2, r["wait"]), "share", CASE_KEYS + [("service", "county")]),
    "T02a": ("cases", lambda r: is_standing(r) and r["contact"] is not None, "opened", lambda r: r["wait"], ("quantile", 0.5), CASE_KEYS),
    "T02b": ("cases", lambda r: is_standing(r) and r["contact"] is not None, "opened", lambda r: r["wait"], ("quantile", 0.9), CASE_KEYS),
    "H01": ("contacts", is_call, "day", lambda r: r["answered"], "share", ["language", "shift", ("language", "shift")]),
    "H02": ("contacts", is_call, "day", lambda r: r["answered"] and r["wait"] <= 20, "share", ["language", "shift"]),
    "H03": ("contacts", is_call, "day", lambda r: not r["answered"] and r["wait"] > 5, "share", ["language", "shift"]),
    "Q01": ("feedback", lambda r: r["question"] == "satisfaction", "day",
            lambda r: None if r["value"] is None else r["value"] >= 4, "share", ["service"]),
    "Q02": ("feedback", lambda r: r["question"] == "recommend", "day",
            lambda r: r["value"] if r["value"] is not None and 0 <= r["value"] <= 10 else None, "nps", ["service"]),
    "Q05_answers": ("feedback", lambda r: r["question"] == "satisfaction", "day", lambda r: 1, "count", ["service"]),
    "Q05_closed": ("cases", lambda r: r["status"] == "closed", "closed", lambda r: 1, "count", ["service"]),
    "B01_actual": ("costs", lambda r: True, "invoiced", lambda r: r["amount"], "sum", MONEY_KEYS),
    "B01_plan": ("budget", lambda r: True, "month", lambda r: r["final"], "sum", MONEY_KEYS),
    "B04_cost": ("costs", lambda r: True, "invoiced", lambda r: r["amount"], "sum", ["service"]),
    "B06": ("costs", lambda r: r["approved"] is not None or workdays(r["received"], AS_OF) > 5, "received",
            lambda r: is_within(5, workdays(r["received"], r["approved"])), "share", ["account"]),
    "W01": ("tasks", lambda r: r["due"] < AS_OF, "due", lambda r: r["done"] is not None and r["done"] <= r["due"], "share",
            ["goal", "role"]),
}
RATIOS = {  # numerator, its span; denominator, its span; breakdowns
    "M04": (("M04_first", None), ("M04_persons", None), CASE_KEYS),
    "Q05": (("Q05_answers", None), ("Q05_closed", None), ["service"]),
    "B01": (("B01_actual", "ytd"), ("B01_plan", "year"), MONEY_KEYS),
    "B04": (("B04_cost", None), ("M01", None), ["service"]),
}
