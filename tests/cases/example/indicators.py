"""What the example's indicators mean, written a second time by hand from the descriptions that readers get.

A row of a fold is (day, keys, value): which rows count, the day that places them, what is folded and how. A ratio is one fold over
another, each over its own span of days.
"""
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import on_workday, workdays    # noqa: E402

AS_OF = date(2026, 11, 2)
MONTHS = ["2024-%02d" % m for m in (11, 12)] + ["2025-%02d" % m for m in range(1, 13)] + ["2026-%02d" % m for m in range(1, 11)]
QUARTERS = ["2025-Q%d" % q for q in (1, 2, 3, 4)] + ["2026-Q%d" % q for q in (1, 2, 3)]


class Report:
    """What a report shows: its edition, the months of its window, the periods of each grain and its indicators."""

    def __init__(self, name, period, months, periods, indicators):
        self.name, self.period, self.months, self.periods, self.indicators = name, period, months, periods, indicators.split()


REPORTS = [
    Report("kuuaruanne", "2026-10", MONTHS, {"month": MONTHS, "quarter": QUARTERS, "year": ["2025"]},
           "M01 M02 M05 M07 T01 T02a T02b T04 T05a T05b T05c T06 T06_open M03 H01 H02 H03 C04 C04_nights B04c Q01 Q02 Q03 Q05 "
           "B01 B02 B04 B04_cost B06 B08 P01 P01_spent W01 W02 W02_days W03 W04 D01 D03 D04"),
    Report("kvartaliaruanne", "2026-Q3", MONTHS[2:-1], {"quarter": QUARTERS, "year": ["2025"]}, 
           "M01 M02 M04 M05 M08 T04 T07 C01 C02 C05a C05b C10 Q03 Q05 Q07 Q08 B04b B04c P01 P02 P03 A01a A01b"),
]

PROTECTED = set("M01 M02 M04_first M04_persons M05 M07 M08 T01 T02a T02b T04 T05a T05b T05c T06 T06_open T07 C01 C02 C05a C05b C10 Q05_invited "
                "B04b A01a A01_hours".split())     # persons or cases
SENSITIVE = {"M07"}
WITH_INTERVAL = {"M05", "M07", "M08", "T01", "H01", "H02", "H03", "Q01", "B06", "T04", "T07", "C01", "C02", "C05b", "Q03"}
TARGETS = {     # indicator: year: (side, level)
    "M05": {2026: ("max", .25)}, "M08": {2026: ("min", .20)},
    "T01": {2024: ("min", .85), 2025: ("min", .88), 2026: ("min", .90)},
    "T02a": {2025: ("max", 1), 2026: ("max", 1)}, "T02b": {2026: ("max", 2)},
    "H01": {2024: ("min", .93), 2025: ("min", .94), 2026: ("min", .95)}, "H02": {2025: ("min", .80), 2026: ("min", .80)},
    "H03": {2026: ("max", .05)}, "Q01": {2025: ("min", .83), 2026: ("min", .85)},
    "Q02": {2026: ("min", 40)}, "Q05": {2026: ("min", .20)}, "B01": {2025: ("linear", 1, .05), 2026: ("linear", 1, .05)},
    "B06": {2025: ("min", .93), 2026: ("min", .95)}, "W01": {2025: ("min", .88), 2026: ("min", .90)},
    "T04": {2025: ("min", 1), 2026: ("min", 1)}, "T05a": {2026: ("max", 20)}, "T06": {2026: ("max", 0)}, "C01": {2026: ("min", .9)},
    "C02": {2026: ("min", .7)}, "C04": {2026: ("between", .60, .85)}, "C05b": {2026: ("max", 0)}, "C10": {2026: ("between", .70, .95)},
    "Q03": {2026: ("min", .9)}, "Q07": {2026: ("min", .9)}, "Q08": {2026: ("min", .95)}, "B02": {2026: ("min", 0)},
    "B08": {2025: ("linear", 1, .1), 2026: ("linear", 1, .1)}, "P01": {2025: ("linear", 1, .1), 2026: ("linear", 1, .1)}, "P02": {2026: ("max", .02)},
    "P03": {2026: ("min", 1)}, "W02": {2026: ("max", 0)}, "W03": {2026: ("min", 1)}, "W04": {2026: ("min", .98)}, "D01": {2026: ("min", .98)},
    "D03": {2026: ("max", .005)}, "D04": {2026: ("max", .03)},
}
CEILINGS = {2022: 654, 2023: 725, 2024: 820, 2025: 886, 2026: 946}     # of mental health support, by the year of the decision


def is_within(limit, number):
    return number is not None and number <= limit


def is_standing(r):
    return r["status"] != "cancelled"


def is_first(r):
    """No case in the 365 days before: none at all, or closed longer ago. One that has no day of closing is open."""
    if r["earlier"] is None:
        return r["previous"] is None
    return (r["opened"] - r["earlier"]).days > 365


def net_days(start, end, asked, completed):
    """Days after the start, up to and with the end, without those on which documents were awaited: behind `asked`, up to and with `completed`."""
    if end is None:
        return None
    waited = 0
    if asked is not None:
        waited = (min(completed or end, end) - max(asked, start)).days
    return (end - start).days - max(0, waited)


def decision_deadline(r):
    """The last day for the decision: 30 days on which the clock runs, then on to a working day. None while it stands."""
    day, left = r["received"], 30
    while left > 0:
        day += timedelta(1)
        stands = r["asked"] is not None and r["asked"] < day and (r["completed"] is None or day <= r["completed"])
        if stands and r["completed"] is None:
            return None
        left -= not stands
    return on_workday(day)


def is_over(r, end):
    deadline = decision_deadline(r)
    return is_waiting(r, end) and deadline is not None and deadline < end


def is_waiting(r, end):
    return r["received"] <= end and (r["decided"] is None or r["decided"] > end)


def is_late_task(r, end):
    return r["due"] < end and (r["done"] is None or r["done"] > end)


def is_discussed_in_time(r):
    return r["discussed"] is not None and (r["discussed"] - r["referred"]).days <= 14


def is_due(r):
    return r["due"] is not None and r["due"] < AS_OF


def is_by(day_name):
    return lambda r: r[day_name] is not None and r[day_name] <= r["due"]


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
    "Q05_answers": ("feedback", lambda r: r["question"] == "satisfaction", "day", lambda r: 1, "count", ["service", "channel"]),
    "Q05_invited": ("invitations", lambda r: True, "sent", lambda r: 1, "count", ["service", "channel"]),
    "B01_actual": ("costs", lambda r: True, "invoiced", lambda r: r["amount"], "sum", MONEY_KEYS),
    "B01_plan": ("budget", lambda r: True, "month", lambda r: r["final"], "sum", MONEY_KEYS),
    "B04_cost": ("costs", lambda r: True, "invoiced", lambda r: r["amount"], "sum", ["service"]),
    "B06": ("costs", lambda r: r["approved"] is not None or workdays(r["received"], AS_OF) > 5, "received",
            lambda r: is_within(5, workdays(r["received"], r["approved"])), "share", ["account"]),
    "W01": ("tasks", lambda r: r["due"] < AS_OF, "due", lambda r: r["done"] is not None and r["done"] <= r["due"], "share",
            ["goal", "role"]),
    "T04": ("applications", lambda r: r["decided"] is not None, "decided", lambda r: r["decided"] <= decision_deadline(r), "share", ["decision", "claim"]),
    "T05a": ("applications", lambda r: True, "decided", lambda r: net_days(r["received"], r["decided"], r["asked"], r["completed"]), ("quantile", 0.5), ["claim"]),
    "T05b": ("applications", lambda r: True, "decided", lambda r: net_days(r["received"], r["decided"], r["asked"], r["completed"]), ("quantile", 0.9), ["claim"]),
    "T05c": ("applications", lambda r: True, "decided", lambda r: (r["decided"] - r["received"]).days, ("quantile", 0.5), ["claim"]),
    "T07": ("applications", lambda r: True, "decided", lambda r: r["decision"] in ("granted", "partly"), "share", ["claim"]),
    "C01": ("marac", lambda r: r["discussed"] is not None or (AS_OF - r["referred"]).days > 14, "referred", is_discussed_in_time, "share", ["county"]),
    "C02": ("marac", lambda r: True, "discussed", lambda r: None if None in (r["before"], r["after"]) else r["after"] < r["before"], "share", ["county"]),
    "C04": ("shelters", lambda r: True, "month", lambda r: (r["nights"], r["places"] * r["days"]), "ratio", ["provider"]),
    "C04_nights": ("shelters", lambda r: True, "month", lambda r: r["nights"], "sum", ["provider"]),
    "C05a": ("stays", lambda r: True, "left", lambda r: (r["left"] - r["arrived"]).days, ("quantile", 0.5), ["provider"]),
    "C05b": ("stays", lambda r: True, "left", lambda r: (r["left"] - r["arrived"]).days > 183, "share", ["provider"]),
    "C10": ("referrals", lambda r: r["used"] is not None, "ended", lambda r: (r["used"], CEILINGS[r["decided"].year]), "ratio", ["provider", "county"]),
    "Q03": ("experience", lambda r: True, "day", lambda r: r["rating"] in ("very_good", "good"), "share", ["service", "channel"]),
    "Q07": ("assessments", lambda r: r["grade"] != "not_applicable", "day", lambda r: r["grade"] == "met", "share", ["principle", "service", "provider"]),
    "Q08": ("assessments", is_due, "due", is_by("fixed"), "share", ["provider"]),
    "B04b": ("referrals", lambda r: r["used"] is not None, "ended", lambda r: (r["used"], r["hours"]), "ratio", ["provider"]),
    "B04c": ("shelters", lambda r: True, "month", lambda r: (r["cost"], r["nights"]), "ratio", ["provider"]),
    "B08_delivered": ("contracts", lambda r: True, "month", lambda r: r["delivered"], "sum", ["provider", "service"]),
    "B08_contracted": ("contracts", lambda r: True, "month", lambda r: r["contracted"], "sum", ["provider", "service"]),
    "P01_spent": ("project_costs", lambda r: r["eligible"], "day", lambda r: r["amount"], "sum", ["project"]),
    "P01_budget": ("project_budget", lambda r: True, "month", lambda r: r["eligible"], "sum", ["project"]),
    "P02": ("project_costs", lambda r: True, "day", lambda r: (0 if r["eligible"] else r["amount"], r["amount"]), "ratio", ["project"]),
    "P03": ("project_outputs", lambda r: True, "month", lambda r: (r["actual"], r["target"]), "ratio", ["project"]),
    "W03": ("reports_due", is_due, "due", is_by("delivered"), "share", ["report"]),
    "W04": ("letters", is_due, "due", is_by("answered"), "share", ["kind"]),
    "A01a": ("trainings", lambda r: True, "day", lambda r: r["person"], "distinct", ["organisation"]),
    "A01_hours": ("trainings", lambda r: True, "day", lambda r: r["hours"], "sum", ["organisation"]),
    # All files came on the day of the run, in the month after the one that they are about.
    "D01": ("intake", lambda r: True, "month", lambda r: (r["filled"], r["required"]), "ratio", ["dataset"]),
    "D03": ("intake", lambda r: True, "month", lambda r: (r["set_aside"], r["records"]), "ratio", ["dataset"]),
    "D04": ("intake", lambda r: True, "month", lambda r: (r["unknown"], r["coded"]), "ratio", ["dataset"]),
}
STOCKS = {  # indicator: data set, which rows there are at the end of a period, value, how, breakdowns
    "T06": ("applications", is_over, lambda r, end: 1, "count", []),
    "T06_open": ("applications", is_waiting, lambda r, end: 1, "count", ["claim"]),
    "B02_committed": ("commitments", lambda r, end: r["taken"] <= end,
                      lambda r, end: r["amount"] if r["invoiced"] is None or r["invoiced"] > end else 0, "sum", MONEY_KEYS),
    "W02": ("tasks", is_late_task, lambda r, end: 1, "count", ["role"]),
    "W02_days": ("tasks", is_late_task, lambda r, end: (end - r["due"]).days, ("quantile", 0.5), ["role"]),
}
DIFFERENCES = {     # the first part less the others, each with its span; breakdowns
    "B02": ((("B01_plan", "year"), ("B01_actual", "ytd"), ("B02_committed", None)), MONEY_KEYS),
}
RATIOS = {  # numerator, its span; denominator, its span; breakdowns
    "M04": (("M04_first", None), ("M04_persons", None), CASE_KEYS),
    "Q05": (("Q05_answers", None), ("Q05_invited", None), ["service", "channel"]),
    "B01": (("B01_actual", "ytd"), ("B01_plan", "year"), MONEY_KEYS),
    "B08": (("B08_delivered", "ytd"), ("B08_contracted", "year"), ["provider", "service"]),
    "P01": (("P01_spent", "ytd"), ("P01_budget", "year"), ["project"]),
    "A01b": (("A01_hours", None), ("A01a", None), ["organisation"]),
    "B04": (("B04_cost", None), ("M01", None), ["service"]),
}
