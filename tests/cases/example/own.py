"""The example's figures computed a second time, from the exports alone: no code of seire, and none of its YAML.

A row of an indicator is (day, keys, value); a figure is the aggregate over the rows whose day lies in the period and whose
keys are among the wanted members. What each indicator means is written here from the issue and docs, by hand.
"""
import csv
import io
import re
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import quantile, span, workdays    # noqa: E402

AS_OF = date(2026, 11, 2)
THRESHOLD = 5
PERSONS_OR_CASES = {"M01", "M02", "M05", "M07", "T01", "T02a", "T02b", "Q05_closed"}


# --- reading ---

class Aside(Exception):
    """This row cannot be used."""


def day(text, required=False):
    text = text.strip()
    if text in ("", "teadmata"):
        if required:
            raise Aside
        return None
    match = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except (TypeError, ValueError):
        raise Aside from None


def cents(text):
    text = text.strip().replace("\u00a0", "")
    if not re.fullmatch(r"-?\d+(,\d{1,2})?", text):
        raise Aside
    return Decimal(text.replace(",", "."))


def one_of(words, text, required=False):
    text = text.strip()
    if text in ("", "teadmata"):
        if required:
            raise Aside
        return None
    if text not in words:
        raise Aside
    return words[text]


def same(*codes):
    return {c: c for c in codes}


SERVICES = same("OA", "KT", "TTT", "NTK", "SAK", "LM", "KH", "LEP", "MARAC", "IK", "VL", "HH", "PSK", "PROST", "ENN")
SERVICE_NAMES = dict(SERVICES, **{
    "Ohvriabi põhiteenus": "OA", "Traumast taastumist toetav vaimse tervise abi": "TTT", "Naiste tugikeskuse teenus": "NTK",
    "Seksuaalvägivalla kriisiabi": "SAK", "Lastemaja": "LM", "Kuriteoohvri hüvitis": "KH", "Lepitusteenus": "LEP",
    "MARAC võrgustikutöö": "MARAC", "Teenused inimkaubanduse ohvritele": "IK", "Hingehoid": "HH",
    "Vägivallast loobumise tugiliin ja programm": "VL", "Psühhosotsiaalne kriisiabi": "PSK",
    "Teenused prostitutsiooni kaasatutele": "PROST"})
COUNTIES = {}
for _name, _new, _old in [      # ../shared/domain.md 2.1
        ("Harju", "0037", "0037"), ("Hiiu", "0039", "0039"), ("Ida-Viru", "0045", "0044"), ("Jõgeva", "0050", "0049"),
        ("Järva", "0052", "0051"), ("Lääne", "0056", "0057"), ("Lääne-Viru", "0060", "0059"), ("Põlva", "0064", "0065"),
        ("Pärnu", "0068", "0067"), ("Rapla", "0071", "0070"), ("Saare", "0074", "0074"), ("Tartu", "0079", "0078"),
        ("Valga", "0081", "0082"), ("Viljandi", "0084", "0084"), ("Võru", "0087", "0086")]:
    COUNTIES.update({_new: _new, _old: _new, _name: _new, _name + " maakond": _new, _name + "maa": _new})
REFERRERS = {"PPA": "police", "ise": "self", "KOV": "municipality", "116006": "helpline", "tervishoid": "health", "NTK": "shelter"}
STATUSES = {"avatud": "open", "suletud": "closed", "tühistatud": "cancelled"}
CHANNELS = {"telefon": "phone", "vestlus": "chat", "e-kiri": "email", "kohtumine": "meeting", "video": "video",
            "veebivorm": "web", "paberankeet": "paper"}
LANGUAGES = {"eesti": "et", "vene": "ru", "inglise": "en", "ukraina": "uk", "muu": "other"}
ACCOUNTS = {"41380000": "41", "50010000": "50", "55000000": "5500", "55030000": "5503", "55040000": "5504",
            "55110000": "5511", "55140000": "5514", "55260000": "5526"}
QUESTIONS = {"rahulolu": "satisfaction", "soovitamine": "recommend", "lihtsus": "effort"}
ROLES = {"teenuseomanik": "service_owner", "peaspetsialist": "chief_specialist", "ekspert": "expert",
         "portfellihaldur": "portfolio_manager", "projektikoordinaator": "project_coordinator"}


def read_case(r):
    row = dict(id=r["juhtumi_nr"], service=one_of(SERVICES, r["teenus"], True), opened=day(r.get("avatud_kp", r.get("avatud")), True),
               contact=day(r["esmane_kontakt_kp"]), closed=day(r["suletud_kp"]), status=one_of(STATUSES, r["olek"], True),
               county=one_of(COUNTIES, r["maakond"]), client=r["isikukood"] or None, referrer=one_of(REFERRERS, r["suunaja"]),
               domestic={"jah": True, "ei": False}[r["dv_lipp"]], earlier=day(r["eelmine_suletud_kp"]))
    row["wait"] = workdays(row["opened"], row["contact"])
    return row


def read_contact(r):
    return dict(id=r["kontakti_id"], channel=one_of(CHANNELS, r["kanal"], True), day=day(r["kp"], True),
                shift={"päev": "day", "öö": "night"}[r["valve"]], answered={"jah": True, "ei": False}[r["vastatud"]],
                language=one_of(LANGUAGES, r["keel"]), validity=r["kehtiv"])


def read_answer(r):
    number = r["väärtus"]
    return dict(id=r["vastuse_id"], service=one_of(SERVICE_NAMES, r["teenus"], True), county=one_of(COUNTIES, r["maakond"]),
                day=day(r["kp"], True), question=one_of(QUESTIONS, r["küsimus"], True),
                value=int(number) if number.isdigit() else None)


def read_document(r):
    return dict(id=r["dok_nr"], invoiced=day(r["arve_kp"], True), received=day(r["saabus_kp"]), approved=day(r["kooskõlastatud_kp"]),
                amount=cents(r["summa_km_ta"]), account=one_of(ACCOUNTS, r["konto"], True), service=one_of(SERVICES, r["teenus"], True))


def read_budget_line(r):
    return dict(id=object(), month=day(r["kuu"], True), service=one_of(SERVICES, r["teenus"], True),
                account=one_of(ACCOUNTS, r["konto"], True), final=cents(r["lõplik"]))


def read_task(r):
    if not r["ülesande_id"]:
        raise Aside
    return dict(id=r["ülesande_id"], goal=r["eesmärk"], role=one_of(ROLES, r["vastutaja_roll"]), due=day(r["tähtaeg"], True),
                done=day(r["täidetud_kp"]))


DATASETS = {    # pattern, encoding, lines above the header, row
    "cases": ("juhtumid-*.csv", "utf-8-sig", 0, read_case),
    "contacts": ("kontaktid*.csv", "utf-8-sig", 0, read_contact),
    "feedback": ("tagasiside*.csv", "utf-8-sig", 0, read_answer),
    "costs": ("kuludokumendid*.csv", "cp1257", 0, read_document),
    "budget": ("eelarve*.csv", "utf-8-sig", 3, read_budget_line),
    "tasks": ("tooplaan*.csv", "utf-8-sig", 0, read_task),
}


def read_all(inbox):
    """{data set: rows}, and {file: [records, kept, superseded, set aside]}; a later row replaces an earlier one of its key."""
    data, intake = {}, {}
    for name, (pattern, encoding, preamble, read_row) in DATASETS.items():
        rows = {}
        for path in sorted(Path(inbox).glob(pattern)):
            counts = intake[path.name] = [0, 0, 0, 0]
            text = path.read_bytes().decode(encoding)
            for _ in range(preamble):
                text = text[text.index("\n") + 1:]
            records = csv.reader(io.StringIO(text, newline=""), delimiter=";")
            header = next(records)
            for record in records:
                if not record:
                    continue
                counts[0] += 1
                try:
                    if len(record) < len(header) or any(record[len(header):]):
                        raise Aside
                    row = read_row(dict(zip(header, record)))
                except Aside:
                    counts[3] += 1
                    continue
                counts[1] += 1
                if row["id"] in rows:
                    earlier = intake[rows[row["id"]]["file"]]
                    earlier[1] -= 1
                    earlier[2] += 1
                row["file"] = path.name
                rows[row["id"]] = row
        data[name] = list(rows.values())
    return data, intake


# --- measuring ---

def is_within(limit, number):
    return number is not None and number <= limit


# indicator: data set, which rows, day, value, aggregate, breakdowns
CASE_KEYS = ["service", "county"]
MONEY_KEYS = ["service", "account", ("service", "account")]
FOLDS = {
    "M01": ("cases", lambda r: True, "contact", lambda r: r["client"], "distinct", CASE_KEYS),
    "M02": ("cases", lambda r: True, "opened", lambda r: 1, "count", CASE_KEYS + ["referrer", ("service", "county")]),
    "M03": ("contacts", lambda r: r["validity"] == "kehtiv", "day", lambda r: 1, "count",
            ["channel", "language", ("channel", "language")]),
    "M05": ("cases", lambda r: r["status"] != "cancelled", "opened",
            lambda r: r["earlier"] is not None and (r["opened"] - r["earlier"]).days <= 365, "share", ["service"]),
    "M07": ("cases", lambda r: r["status"] != "cancelled", "opened", lambda r: r["domestic"], "share", ["service"]),
    "T01": ("cases", lambda r: r["status"] != "cancelled" and (r["contact"] is not None or workdays(r["opened"], AS_OF) > 2),
            "opened", lambda r: is_within(2, r["wait"]), "share", CASE_KEYS + [("service", "county")]),
    "T02a": ("cases", lambda r: r["status"] != "cancelled" and r["contact"] is not None, "opened", lambda r: r["wait"],
             ("quantile", 0.5), CASE_KEYS),
    "T02b": ("cases", lambda r: r["status"] != "cancelled" and r["contact"] is not None, "opened", lambda r: r["wait"],
             ("quantile", 0.9), CASE_KEYS),
    "H01": ("contacts", lambda r: r["channel"] == "phone", "day", lambda r: r["answered"], "share",
            ["language", "shift", ("language", "shift")]),
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
    "Q05": (("Q05_answers", None), ("Q05_closed", None), ["service"]),
    "B01": (("B01_actual", "ytd"), ("B01_plan", "year"), MONEY_KEYS),
    "B04": (("B04_cost", None), ("M01", None), ["service"]),
}


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
    elif how == "nps":
        result["value"] = 100 * (sum(v >= 9 for v in values) - sum(v <= 6 for v in values)) / n
    else:
        result["value"] = quantile(values, how[1])
    return result


class Example:
    def __init__(self, inbox):
        self.data, self.intake = read_all(inbox)
        self.rows = {}      # indicator -> {breakdown names: {members: [(day, value)]}}
        for name, (dataset, where, when, value, _, groupings) in FOLDS.items():
            chosen = [(r, r[when], value(r)) for r in self.data[dataset] if where(r)]
            tables = self.rows[name] = {}
            for names in [()] + [g if isinstance(g, tuple) else (g,) for g in groupings]:
                table = tables[names] = defaultdict(list)
                for row, row_day, row_value in chosen:
                    if row_day is not None:
                        table[tuple(row[k] or "" for k in names)].append((row_day, row_value))

    def groupings(self, name):
        listed = FOLDS[name][5] if name in FOLDS else RATIOS[name][2]
        return [()] + [g if isinstance(g, tuple) else (g,) for g in listed]

    def members(self, name, names):
        """All members a breakdown has in the data."""
        if name in RATIOS:
            return self.members(RATIOS[name][0][0], names) | self.members(RATIOS[name][1][0], names)
        return set(self.rows[name][names])

    def measure(self, name, names, members, first, last):
        """The figure of a fold over members (a set of tuples) and days first <= day < last."""
        table = self.rows[name][names]
        values = [v for m in members for d, v in table.get(m, ()) if first <= d < last]
        return aggregate(FOLDS[name][4], values)

    def figure(self, name, names, members, grain, period):
        first, last = span(grain, period)
        if name in FOLDS:
            return self.measure(name, names, members, first, last)
        parts = []
        for part, stretch in RATIOS[name][:2]:
            year = (last.year if last.month > 1 else last.year - 1)
            begin = date(year, 1, 1) if stretch else first
            end = date(year + 1, 1, 1) if stretch == "year" else last
            parts.append(self.measure(part, names, members, begin, end))
        result = dict(n=None, numerator=parts[0]["value"], denominator=parts[1]["value"], value=None, state="ok")
        if parts[0]["state"] != "ok" or parts[1]["state"] != "ok":
            result["state"] = "no_data"
        elif parts[1]["value"] == 0:
            result["state"] = "zero_denominator"
        else:
            result["value"] = parts[0]["value"] / parts[1]["value"]
        return result
