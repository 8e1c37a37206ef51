"""The example's exports read a second time: no code of seire, and none of its YAML or lists."""
import csv
import io
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import workdays    # noqa: E402


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
SEXES = {"N": "F", "naine": "F", "M": "M", "mees": "M"}
AGES = dict(same("0-17", "18-26", "27-39", "40-54", "55-64"), **{"65+": "65plus"})
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
               county=one_of(COUNTIES, r["maakond"]), client=r["isikukood"] or None, sex=one_of(SEXES, r["sugu"]),
               age_group=one_of(AGES, r["vanuserühm"]), language=one_of(LANGUAGES, r["keel"]), referrer=one_of(REFERRERS, r["suunaja"]),
               domestic={"jah": True, "ei": False}[r["dv_lipp"]], earlier=day(r["eelmine_suletud_kp"]), previous=r["eelmine_juhtum"] or None)
    row["wait"] = workdays(row["opened"], row["contact"])
    return row


def read_contact(r):
    return dict(id=r["kontakti_id"], channel=one_of(CHANNELS, r["kanal"], True), day=day(r["kp"], True),
                shift={"päev": "day", "öö": "night"}[r["valve"]], answered={"jah": True, "ei": False}[r["vastatud"]], wait=int(r["ooteaeg_s"]),
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
