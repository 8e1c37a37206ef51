"""The example's exports read a second time: no code of seire, and none of its YAML or lists."""
import csv
import io
import re
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import nth_workday, on_workday, workdays    # noqa: E402


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


def cents(text, required=True):
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    if text == "" and not required:
        return None
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
                day=day(r["kp"], True), channel=one_of(CHANNELS, r["kanal"]), question=one_of(QUESTIONS, r["küsimus"], True),
                value=int(number) if number.isdigit() else None)


def read_document(r):
    return dict(id=r["dok_nr"], invoiced=day(r["arve_kp"], True), received=day(r["saabus_kp"]), approved=day(r["kooskõlastatud_kp"]),
                amount=cents(r["summa_km_ta"]), account=one_of(ACCOUNTS, r["konto"], True), service=one_of(SERVICES, r["teenus"], True))


def read_budget_line(r):
    return dict(id=object(), month=day(r["kuu"], True), service=one_of(SERVICES, r["teenus"], True),
                account=one_of(ACCOUNTS, r["konto"], True), final=cents(r["lõplik"]))


def read_task(r):
    return dict(id=r["ülesande_id"], goal=r["eesmärk"], role=one_of(ROLES, r["vastutaja_roll"]), due=day(r["tähtaeg"], True),
                done=day(r["täidetud_kp"]))


DECISIONS = {"rahuldatud": "granted", "osaliselt rahuldatud": "partly", "rahuldamata": "refused"}
CLAIMS = {"ravikulu": "treatment", "tervisekahju": "health", "abivahendid ja esemed": "items", "matusekulu": "funeral", "ülalpidaja kaotus": "support"}
PROVIDERS = {"Naiste tugikeskus Kajakas": "kajakas", "Naiste tugikeskus Sarapuu": "sarapuu", "Naiste tugikeskus Meelespea": "meelespea",
             "Naiste tugikeskus Rannakivi": "rannakivi", "Naiste tugikeskus Pihlakas": "pihlakas", "Naiste tugikeskus Tedremets": "tedremets",
             "Teraapiakeskus Lainela": "lainela", "Teraapiakeskus Hingetõmme": "hingetomme", "Kriisinõustamise Koda": "koda",
             "Vaimse Tervise Kabinet Tuul": "tuul", "Teraapiakeskus Valguse": "valguse", "Nõustamiskeskus Sild": "sild",
             "Lepituskeskus Kaasik": "kaasik", "Tugiliin Pööre": "poore"}
RATINGS = {"väga hea": "very_good", "hea": "good", "rahuldav": "neither", "halb": "poor", "väga halb": "very_poor", "ei oska öelda": "unknown"}
GRADES = {"täidetud": "met", "täitmata": "not_met", "ei kohaldu": "not_applicable"}
PROJECTS = same("ESF-TAT", "AMIF-23", "CH-ENN")
LETTERS = {"teabenõue": "request", "selgitustaotlus": "explanation", "märgukiri": "memorandum", "arvamus": "opinion"}
ORGANISATIONS = {"PPA": "police", "KOV": "municipality", "tervishoid": "health", "kool": "school", "tugikeskus": "centre", "muu": "other"}


def number(text):
    return int(text) if re.fullmatch(r"-?\d+", text) else None


def slashed(text):
    return day(text.replace("/", "."))


def person(text):
    """A personal code whose check digit is right (tuupola's description, ../shared/domain.md 2.1)."""
    digits = [int(d) for d in text if d.isdigit()]
    if len(text) != 11 or len(digits) != 11:
        raise Aside
    check = sum(d * w for d, w in zip(digits, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1))) % 11
    if check == 10:
        check = sum(d * w for d, w in zip(digits, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3))) % 11 % 10
    if check != digits[10]:
        raise Aside
    return text


def read_application(r):
    claimed = r["kahju_eur"]
    return dict(id=r["taotluse_nr"], received=day(r["saabus_kp"], True), asked=day(r["puudus_teavitatud_kp"]), completed=day(r["puudus_kõrvaldatud_kp"]),
                decided=day(r["otsus_kp"]), told=day(r["teatavaks_kp"]), decision=one_of(DECISIONS, r["tulemus"]), claim=one_of(CLAIMS, r["liik"]),
                claimed=None if claimed.startswith("#") else cents(claimed, False), granted=cents(r["määratud_eur"], False), vaie=day(r["vaie_kp"]))


def read_marac(r):
    return dict(id=r["juhtumi_nr"], county=one_of(COUNTIES, r["maakond"]), referred=day(r["suunatud_kp"], True), discussed=day(r["arutelu_kp"]),
                before=number(r["riskihinne_enne"]), after=number(r["riskihinne_pärast"]))


def read_stay(r):
    return dict(id=r["majutuse_nr"], provider=one_of(PROVIDERS, r["osutaja"], True), arrived=slashed(r["saabus"]), left=slashed(r["lahkus"]))


def read_shelter(r):
    return dict(id=(r["kuu"], r["osutaja"]), month=day(r["kuu"], True), provider=one_of(PROVIDERS, r["osutaja"], True), places=int(r["kohti"]),
                days=int(r["päevi"]), nights=int(r["voodiööd"]), cost=cents(r["kulu_eur"]))


def read_referral(r):
    return dict(id=r["suunamise_nr"], county=one_of(COUNTIES, r["maakond"]), decided=day(r["otsuse_kp"], True), ended=day(r["lõpp_kp"]),
                provider=one_of(PROVIDERS, r["teenuseosutaja"], True), used=None if r["kasutatud_eur"] == "-" else cents(r["kasutatud_eur"], False),
                hours=cents(r["tunnid"], False))


def read_invitation(r):
    return dict(id=r["kutse_id"], service=one_of(SERVICES, r["teenus"], True), channel=one_of(CHANNELS, r["kanal"]), sent=day(r["kp"], True))


def read_experience(r):
    return dict(id=r["vastuse_id"], service=one_of(SERVICES, r["teenus"], True), channel=one_of(CHANNELS, r["kanal"]), day=day(r["kp"], True),
                rating=one_of(RATINGS, r["hinnang"], True))


def read_assessment(r):
    return dict(id=r["hindamise_id"], day=day(r["kp"], True), service=one_of(SERVICES, r["teenus"], True), provider=one_of(PROVIDERS, r["osutaja"], True),
                principle=r["põhimõte"], grade=one_of(GRADES, r["hinne"], True), due=day(r["tähtaeg"]), fixed=day(r["kõrvaldatud_kp"]))


def read_commitment(r):
    return dict(id=r["kohustuse_nr"], taken=day(r["võetud_kp"], True), invoiced=day(r["arve_kp"]), service=one_of(SERVICES, r["teenus"], True),
                account=one_of(ACCOUNTS, r["konto"], True), amount=cents(r["summa_km_ta"]))


def read_contract(r):
    return dict(id=(r["kuu"], r["lepingu_nr"]), month=day(r["kuu"], True), provider=one_of(PROVIDERS, r["osutaja"], True),
                service=one_of(SERVICES, r["teenus"], True), contracted=int(r["lepinguline_maht"]), delivered=number(r["täidetud_maht"]))


def read_project_cost(r):
    return dict(id=r["rea_nr"], project=one_of(PROJECTS, r["projekt"], True), day=day(r["kp"], True), amount=cents(r["summa"]),
                eligible={"jah": True, "ei": False}[r["abikõlblik"]])


def read_project_budget(r):
    return dict(id=(r["Projekt"], r["Kuu"], r["Kulukoht"]), project=one_of(PROJECTS, r["Projekt"], True), month=day(r["Kuu"], True),
                eligible=cents(r["Abikõlblik kulu"]))


def read_output(r):
    return dict(id=(r["projekt"], r["kuu"], r["näitaja"]), project=one_of(PROJECTS, r["projekt"], True), month=day(r["kuu"], True),
                target=int(r["siht"]), actual=number(r["tegelik"]))


def read_report(r):
    return dict(id=r["aruande_id"], report=r["aruanne"], due=day(r["tähtaeg"], True), delivered=day(r["esitatud_kp"]))


def read_letter(r):
    row = dict(id=r["Viit"], kind=one_of(LETTERS, r["Liik"], True), registered=day(r["Registreeritud"], True), set_day=day(r["Tähtaeg"]),
               answered=day(r["Vastatud"]))
    row["due"] = {"request": nth_workday(row["registered"], 5), "opinion": row["set_day"]}.get(row["kind"], on_workday(row["registered"] + timedelta(30)))
    return row


def read_training(r):
    return dict(id=r["osalemise_nr"], day=day(r["kp"], True), hours=int(r["tunnid"]), person=person(r["isikukood"]),
                organisation=one_of(ORGANISATIONS, r["asutus"], True))


DATASETS = {    # pattern, encoding, lines above the header, row
    "cases": ("juhtumid-*.csv", "utf-8-sig", 0, read_case),
    "contacts": ("kontaktid*.csv", "utf-8-sig", 0, read_contact),
    "feedback": ("tagasiside*.csv", "utf-8-sig", 0, read_answer),
    "costs": ("kuludokumendid*.csv", "cp1257", 0, read_document),
    "budget": ("eelarve*.csv", "utf-8-sig", 3, read_budget_line),
    "tasks": ("tooplaan*.csv", "utf-8-sig", 0, read_task),
    "applications": ("hyvitiste_otsused*.csv", "utf-8-sig", 0, read_application),
    "marac": ("marac*.csv", "cp1257", 0, read_marac),
    "stays": ("majutused*.txt", "utf-8", 0, read_stay),
    "shelters": ("majutuskohad*.csv", "utf-8", 0, read_shelter),
    "referrals": ("suunamised*.csv", "utf-8", 0, read_referral),
    "invitations": ("kutsed*.csv", "utf-8", 0, read_invitation),
    "experience": ("kogemus*.csv", "cp1257", 0, read_experience),
    "assessments": ("kvaliteedihindamine*.csv", "utf-8", 0, read_assessment),
    "commitments": ("kohustused*.csv", "cp1257", 0, read_commitment),
    "contracts": ("lepingud*.csv", "utf-8", 0, read_contract),
    "project_costs": ("projekti_kulud*.csv", "cp1257", 0, read_project_cost),
    "project_budget": ("projekti_eelarve*.csv", "utf-8", 3, read_project_budget),
    "project_outputs": ("projekti_naitajad*.csv", "utf-8", 0, read_output),
    "reports_due": ("aruanded*.csv", "utf-8", 0, read_report),
    "letters": ("dokumendid*.csv", "cp1257", 0, read_letter),
    "trainings": ("koolitused*.csv", "cp1257", 0, read_training),
}


# Required columns, by the names in the headers, and how a value of each is read.
NAMED = {"services": SERVICES, "names": SERVICE_NAMES, "statuses": STATUSES, "channels": CHANNELS, "questions": QUESTIONS, "accounts": ACCOUNTS,
         "providers": PROVIDERS, "ratings": RATINGS, "grades": GRADES, "projects": PROJECTS, "letters": LETTERS, "organisations": ORGANISATIONS,
         "roles": ROLES, "principles": same(*"123456789"), "goals": same("E1", "E2", "E3", "E4", "E5")}
REQUIRED = {
    "cases": "juhtumi_nr:text teenus:services avatud_kp|avatud:day olek:statuses", "contacts": "kontakti_id:text kanal:channels kp:day",
    "feedback": "vastuse_id:text teenus:names kp:day küsimus:questions",
    "costs": "dok_nr:text arve_kp:day summa_km_ta:cents konto:accounts teenus:services",
    "budget": "kuu:day teenus:services konto:accounts lõplik:cents", "tasks": "ülesande_id:text eesmärk:goals tähtaeg:day",
    "applications": "taotluse_nr:text saabus_kp:day", "marac": "juhtumi_nr:text suunatud_kp:day", "stays": "majutuse_nr:text osutaja:providers saabus:slashed",
    "shelters": "kuu:day osutaja:providers kohti:number päevi:number voodiööd:number",
    "referrals": "suunamise_nr:text otsuse_kp:day teenuseosutaja:providers", "invitations": "kutse_id:text teenus:services kp:day",
    "experience": "vastuse_id:text teenus:services kp:day hinnang:ratings",
    "assessments": "hindamise_id:text kp:day teenus:services osutaja:providers põhimõte:principles hinne:grades",
    "commitments": "kohustuse_nr:text võetud_kp:day teenus:services konto:accounts summa_km_ta:cents",
    "contracts": "kuu:day lepingu_nr:text osutaja:providers teenus:services lepinguline_maht:number",
    "project_costs": "rea_nr:text projekt:projects kp:day summa:cents abikõlblik:text",
    "project_budget": "Projekt:projects Kuu:day Kulukoht:text Abikõlblik_kulu:cents", "project_outputs": "projekt:projects kuu:day näitaja:text siht:number",
    "reports_due": "aruande_id:text aruanne:text tähtaeg:day", "letters": "Viit:text Liik:letters Registreeritud:day",
    "trainings": "osalemise_nr:text koolitus:text kp:day tunnid:number isikukood:person asutus:organisations",
}


# Columns of codes, and the words that say that nobody knows.
CODED = {
    "cases": "teenus olek maakond sugu vanuserühm keel suunaja vägivalla_liigid", "contacts": "kanal valve keel kehtiv",
    "feedback": "teenus maakond kanal küsimus", "costs": "dokumendi_liik konto teenus liik", "budget": "teenus konto liik",
    "tasks": "eesmärk vastutaja_roll", "applications": "tulemus liik", "marac": "maakond", "stays": "osutaja", "shelters": "osutaja",
    "referrals": "maakond teenuseosutaja", "invitations": "teenus kanal", "experience": "teenus kanal hinnang",
    "assessments": "teenus osutaja põhimõte hinne", "commitments": "teenus konto", "contracts": "osutaja teenus", "project_costs": "projekt",
    "project_budget": "Projekt", "project_outputs": "projekt", "reports_due": "", "letters": "Liik", "trainings": "asutus",
}
UNKNOWN = {"cases": {"teadmata"}, "feedback": {"teadmata"}, "marac": {"teadmata"}, "referrals": {"teadmata", "-"}}


def is_filled(kind, text):
    if text.strip() == "":
        return False
    try:
        if kind in NAMED:
            return one_of(NAMED[kind], text) is not None
        return {"text": str, "day": day, "cents": cents, "slashed": slashed, "number": number, "person": person}[kind](text) is not None
    except Aside:
        return False


def count_cells(name, r):
    """How many cells of required columns a row has, how many of them can be read; cells of codes, and those that nobody knows."""
    columns = [column.split(":") for column in REQUIRED[name].split()]
    cells = [is_filled(kind, next(r[n] for n in names.replace("_kulu", " kulu").split("|") if n in r)) for names, kind in columns]
    codes = [r[column].strip() in UNKNOWN.get(name, ()) for column in CODED[name].split()]
    return len(cells), sum(cells), len(codes), sum(codes)


class Account:
    """What became of the records of a file."""

    def __init__(self, dataset, name):
        self.dataset, self.name, self.kept, self.superseded, self.set_aside = dataset, name, 0, 0, 0
        self.required = self.filled = self.coded = self.unknown = 0

    @property
    def records(self):
        return self.kept + self.superseded + self.set_aside

    def add_cells(self, cells, sign=1):
        self.required += sign * cells[0]
        self.filled += sign * cells[1]
        self.coded += sign * cells[2]
        self.unknown += sign * cells[3]

    def supersede(self, cells):
        self.kept -= 1
        self.superseded += 1
        self.add_cells(cells, -1)


def read_file(name, path, rows, intake):
    pattern, encoding, preamble, read_row = DATASETS[name]
    account = intake[path.name] = Account(name, path.name)
    text = path.read_bytes().decode(encoding)
    for _ in range(preamble):
        text = text[text.index("\n") + 1:]
    records = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix == ".txt" else ";")
    header = next(records)
    for record in records:
        if not any(record):
            continue
        if len(record) < len(header) or any(record[len(header):]):
            account.set_aside += 1
            continue
        cells = count_cells(name, dict(zip(header, record)))
        account.add_cells(cells)
        try:
            row = read_row(dict(zip(header, record)))
        except Aside:
            account.set_aside += 1
            continue
        account.kept += 1
        if row["id"] in rows:
            intake[rows[row["id"]]["file"]].supersede(rows[row["id"]]["cells"])
        rows[row["id"]] = dict(row, file=path.name, cells=cells)


def read_all(inbox):
    """{data set: rows}, and {file: its account}; a later row replaces an earlier one of its key."""
    data, intake = {}, {}
    for name in DATASETS:
        rows = {}
        for path in sorted(Path(inbox).glob(DATASETS[name][0])):
            read_file(name, path, rows, intake)
        data[name] = list(rows.values())
    return data, intake
