#!/usr/bin/python3
"""check.py - the control totals of ../shared/data/SOURCES.md and every figure of the two reports against a computation of our own."""
import csv
import math
import os
import shutil
import statistics
import sys
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import (SHARED, Tap, edition, is_close, poisson, quantile, read_csv, read_figures, run, scratch, span,     # noqa: E402
                         t_quantile, wilson)

HERE = Path(__file__).resolve().parent
HELPLINE = {2020: 29706, 2021: 25301, 2022: 24558}
PAYMENTS = {"2010-12": 10303, "2012-04": 10177}


# --- the exports, read by Python's csv alone ---

def read_helpline():
    rows = []
    for year in HELPLINE:
        for r in read_csv(SHARED / "data" / ("ar-linea144-%d.csv" % year)):
            age = r["edad_persona_en_situacion_de_violencia"]
            rows.append(dict(
                day=datetime.strptime(r["fecha"], "%Y-%m-%d").date(), age=Decimal(age) if age else None,
                province=PROVINCES[r["prov_residencia_persona_en_situacion_violencia"].lower()],
                gender=GENDERS[r["genero_persona_en_situacion_de_violencia"].lower()],
                relation=r["vinculo_con_la_persona_agresora"], sexual=r["tipo_de_violencia_sexual"].upper() == "SI",
                physical=r["tipo_de_violencia_fisica"].upper() == "SI",
                economic=r["tipo_de_violencia_economica_y_patrimonial"].upper() == "SI"))
    return rows


def read_payments():
    rows = []
    for name, form in (("2010-12", "%d/%m/%Y"), ("2012-04", "%d-%b-%Y")):
        with open(SHARED / "data" / ("uk-leeds-spend-%s.csv" % name), encoding="utf-8", newline="") as file:
            records = csv.reader(file)
            place = {title.strip(): i for i, title in enumerate(next(records))}
            for record in records:
                if len(record) < len(place):
                    continue
                cell = {title: record[i].strip() for title, i in place.items()}
                rows.append(dict(day=datetime.strptime(cell["Date paid"], form).date(), amount=Decimal(cell["Net amount"]),
                                 category=CATEGORIES[cell["Expenditure category"].lower()], service=cell["Service label"],
                                 capital=cell["Capital or revenue"] == "C", redacted=cell["Supplier name"] == "REDACTED PERSONAL DATA"))
    return rows


PROVINCES = {n.lower(): "AR-" + c for c, n in zip("BCKHUXWEPYLFMNQRAJDZSGVT", (
    "Buenos Aires", "Ciudad Autónoma de Buenos Aires", "Catamarca", "Chaco", "Chubut", "Córdoba", "Corrientes", "Entre Ríos", "Formosa",
    "Jujuy", "La Pampa", "La Rioja", "Mendoza", "Misiones", "Neuquén", "Río Negro", "Salta", "San Juan", "San Luis", "Santa Cruz", "Santa Fe",
    "Santiago del Estero", "Tierra del Fuego, Antártida e Islas del Atlántico Sur", "Tucumán"))}
PROVINCES.update({"cordoba": "AR-X", "": ""})
GENDERS = {"": "", "mujer": "woman", "varon": "man", "mujer trans": "trans_woman", "varon trans": "trans_man", "varón trans": "trans_man",
           "transgenero": "transgender", "travesti": "travesti", "intersexual": "intersex", "queer": "queer", "no binarie": "non_binary",
           "otro": "other"}
CATEGORIES = {"employees": "employees", "premises": "premises", "transport": "transport", "supplies and services": "supplies",
              "third party payments": "third_party", "transfer payments": "transfer", "transfer payment": "transfer",
              "support services": "support", "leasing": "leasing", "capital": "capital", "income": "income", "precepts": "precepts",
              "precept": "precepts", "holding account": "holding"}


# --- the indicators once more: value of a row (None: not counted), and what is made of the values ---

INDICATORS = {
    "L01": (lambda r: 1, "count"), "L02": (lambda r: r["physical"], "share"), "L03": (lambda r: r["economic"], "share"),
    "L04": (lambda r: r["sexual"], "rate"), "L05": (lambda r: r["age"], "mean"), "L06": (lambda r: r["age"], "median"),
    "L07": (lambda r: r["age"] is None, "share"), "L08": (lambda r: r["relation"] == "Ex pareja" if r["relation"] else None, "share"),
    "S01": (lambda r: r["amount"], "sum"), "S02": (lambda r: 1, "count"), "S03": (lambda r: 1 if r["amount"] < 0 else None, "count"),
    "S04": (lambda r: r["amount"] if r["capital"] else None, "sum"), "S05": (lambda r: r, "capital"),
    "S06": (lambda r: r["amount"], "median"), "S07": (lambda r: r["redacted"], "complete share"), "S08": (lambda r: r["amount"], "max"),
}


def compute(how, values):
    """(n, value, interval) or None when there is nothing to say."""
    n = len(values)
    if how == "capital":
        capital = [r["amount"] for r in values if r["capital"]]
        return (None, Fraction(sum(capital)) / Fraction(sum(r["amount"] for r in values)), None) if capital else None
    if n == 0:
        return None
    if how == "count":
        return n, n, None
    if how in ("sum", "max"):
        return n, sum(values) if how == "sum" else max(values), None
    if how == "median":
        return n, quantile([Fraction(v) for v in values], Fraction(1, 2)), None
    if how == "mean":
        mean = Fraction(sum(values)) / n
        half = t_quantile(n - 1) * statistics.stdev(map(float, values)) / math.sqrt(n) if n > 1 else None
        return n, mean, (float(mean) - half, float(mean) + half) if n > 1 else None
    events = sum(values)
    if how == "rate":
        low, high = poisson(events)
        return n, Fraction(1000 * events, n), (1000 * low / n, 1000 * high / n)
    return n, Fraction(events, n), wilson(events, n) if how == "share" else None


def find_problem(row, own):
    if own is None:
        return None if row["value"] in ("", "0") and row["state"] in ("no_data", "zero_denominator", "ok") else "a value from nothing"
    n, value, interval = own
    if row["state"] != "ok" or row["value"] == "":
        return "state %s, ours ok" % row["state"]
    if n is not None and row["n"] != str(n):
        return "n %s, ours %d" % (row["n"], n)
    if isinstance(value, Decimal):
        if Decimal(row["value"]) != value:      # money is exact to the cent
            return "value %s, ours %s" % (row["value"], value)
    elif not is_close(float(row["value"]), float(value), 1e-12):
        return "value %s, ours %s" % (row["value"], float(value))
    for column, limit in zip(("lower", "upper"), interval or (None, None)):
        if (limit is None) != (row[column] == "") or limit is not None and not is_close(float(row[column]), limit, 1e-8):
            return "%s %s, ours %s" % (column, row[column], limit)
    return None


def check_figures(tap, made, rows):
    figures, names = read_figures(made / "figures.csv")
    index = defaultdict(list)       # rows by breakdown, members and month
    breakdowns = {tuple(k for k in names if k in f["keys"]) for f in figures}
    for row in rows:
        for columns in breakdowns:
            index[(columns, tuple(row[c] for c in columns), row["day"].year * 12 + row["day"].month)].append(row)
    for indicator in sorted({f["indicator"] for f in figures}):
        take, how = INDICATORS[indicator]
        problems, own_figures = [], [f for f in figures if f["indicator"] == indicator]
        for figure in own_figures:
            first, last = span(figure["grain"], figure["period"])
            columns = tuple(k for k in names if k in figure["keys"])
            members = tuple(figure["keys"][c] for c in columns)
            values = [take(r) for month in range(first.year * 12 + first.month, last.year * 12 + last.month)
                      for r in index.get((columns, members, month), ())]
            problem = find_problem(figure, compute(how, [v for v in values if v is not None]))
            if problem:
                problems.append("%s %s %s: %s" % (figure["grain"], figure["period"], figure["keys"], problem))
        tap.ok(not problems, "%s: all %d figures are ours" % (indicator, len(own_figures)), "\n".join(problems))
    return {(f["indicator"], f["period"], tuple(sorted(f["keys"].items()))): f for f in figures}


def check_helpline(tap, made, rows):
    figures = check_figures(tap, made, rows)
    tap.ok(len({k[0] for k in figures}) == 8, "all eight indicators of the helpline are there")
    for year, physical, age, women in ((2020, 20024, 5720, 29007), (2021, 16953, 4757, 24670), (2022, 15690, 4981, 23622)):
        told = [figures[("L01", str(year), ())]["value"], figures[("L02", str(year), ())]["numerator"],
                figures[("L07", str(year), ())]["numerator"], figures[("L01", str(year), (("gender", "woman"),))]["value"]]
        wanted = [str(x) for x in (HELPLINE[year], physical, age, women)]
        tap.ok(told == wanted, "%d: %s contacts, %s with physical violence, %s without an age, %s women" % (year, *wanted), told)


def check_spend(tap, made, rows):
    figures = check_figures(tap, made, rows)
    tap.ok(len({k[0] for k in figures}) == 8, "all eight indicators of the spend are there")
    for year, name, total, credits in ((2010, "2010-12", "77179009.24", "126"), (2012, "2012-04", "73182739.90", "119")):
        told = [figures[(i, str(year), ())]["value"] for i in ("S01", "S02", "S03")]
        tap.ok([Decimal(told[0]), told[1], told[2]] == [Decimal(total), str(PAYMENTS[name]), credits],
               "%s: %s in %d payments, %s of them credits" % (name, total, PAYMENTS[name], credits), told)
        parts = sum(Decimal(f["value"]) for k, f in figures.items()
                    if k[0] == "S01" and k[1] == str(year) and [c for c, _ in k[2]] == ["category"] and f["value"])
        tap.ok(parts == Decimal(total), "%s: the categories add up to the total, to the cent" % name, parts)


def check_intake(tap, made):
    rows = {os.path.basename(r["file"]): r for r in read_csv(made / "intake.csv")}
    for name, kept, aside, blank in [("ar-linea144-%d.csv" % y, n, 0, 0) for y, n in HELPLINE.items()] + [
            ("uk-leeds-spend-2010-12.csv", 10303, 1, 2), ("uk-leeds-spend-2012-04.csv", 10177, 0, 0)]:
        told = [int(rows[name][c]) for c in ("records", "kept", "superseded", "set_aside", "blank")] if name in rows else None
        tap.ok(told == [kept + aside, kept, 0, aside, blank], "%s: %d records = %d kept + %d set aside, beside %d blank lines"
               % (name, kept + aside, kept, aside, blank), told)


def main():
    tap = Tap()
    if not (SHARED / "data").is_dir():
        tap.skip("control totals and figures of the helpline and the spend", "../shared/data is not there")
        tap.finish()
    with scratch() as directory:
        workspace = Path(directory) / "repository/tests/cases/helpline-and-spend"      # as deep as here: its files are ../../../../shared
        shutil.copytree(HERE, workspace, ignore=shutil.ignore_patterns("*.py", "__pycache__", "published", ".seire"))
        os.symlink(SHARED, Path(directory) / "shared")
        for report, as_of, period, rows, check in (("spend", "2013-01-02", "2012-12", read_payments(), check_spend),
                                                   ("helpline", "2023-01-02", "2022-12", read_helpline(), check_helpline)):
            done = run("run", workspace, "--as-of", as_of, "--report", report)
            made = edition(workspace, report, period)
            if not tap.ok(done.returncode in (0, 1) and made is not None, "%s: the run of %s makes its edition" % (report, as_of),
                          "exit %d\n%s" % (done.returncode, done.stderr)):
                continue
            check(tap, made, rows)
        if made is not None:
            check_intake(tap, made)
    tap.finish()


main()
