#!/usr/bin/python3
"""readers.py - done when, 5: what others read in the reports. openpyxl finds the figures of figures.csv in the workbook's tables,
LibreOffice opens it, xmllint is content with every part, vnu finds no error in the page, axe-core in Chromium no violation."""
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from independent import AS_OF, ROOT, Tap, edition, make_example, read_figures, run, scratch    # noqa: E402

try:
    import openpyxl
except ImportError:
    openpyxl = None

MODULES = ROOT / "build/npm/node_modules"
NUMBERS = ["n", "numerator", "denominator", "value", "lower", "upper", "target"]


def is_in(number, numbers):
    return any(abs(number - x) <= 1e-9 * max(1.0, abs(x)) for x in numbers)


def read_tables(path):
    """{name: (header, rows)} of every table of a workbook; complains about a table whose header is not what its cells say."""
    tables, problems = {}, []
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        header = [int(re.sub(r"\D", "", t.ref.split(":")[0])) for t in sheet.tables.values()]
        if header and sheet.print_title_rows not in ("%d:%d" % (header[0], header[0]), "$%d:$%d" % (header[0], header[0])):
            problems.append("%s: on paper the headers stand on the first page only" % sheet.title)
        if header and not sheet.print_area:
            problems.append("%s: nothing says what is printed" % sheet.title)
        for table in sheet.tables.values():
            name = table.name
            rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            if [str(v) for v in rows[0]] != [c.name for c in table.tableColumns]:
                problems.append("%s: header %s" % (name, rows[0]))
            if any(isinstance(v, str) and v.startswith("=") for row in rows for v in row):
                problems.append("%s: a formula" % name)
            tables[name] = (rows[0], rows[1:])
    charts = sum(len(s._charts) for s in book.worksheets)
    return tables, problems, len(book.worksheets), charts


def check_workbook(tap, path, figures):
    language = path.name.split(".")[-2]
    tables, problems, sheet_count, _ = read_tables(path)
    tap.ok(tables and not problems, "%s: openpyxl reads %d tables on %d sheets" % (language, len(tables), sheet_count), "\n".join(problems))
    ids = sorted({f["indicator"] for f in figures}, key=len, reverse=True)
    of_indicator = defaultdict(list)
    for name, (_, rows) in tables.items():
        owner = next((i for i in ids if name.startswith(i + "_")), None)
        if owner:
            of_indicator[owner] += [[v for v in row if isinstance(v, (int, float))] for row in rows]
    missing, strange, found = [], [], 0
    known = defaultdict(set)
    for f in figures:
        known[f["indicator"]].update(float(f[c]) for c in NUMBERS if f[c] != "")
        shown = not f["keys"] or (f["grain"], f["period"]) == ("month", "2026-10")
        if f["state"] != "ok" or not shown:
            continue
        wanted = [float(f[c]) for c in ("value", "lower", "upper") if f[c] != ""]
        found += 1
        if not any(all(is_in(w, row) for w in wanted) for row in of_indicator[f["indicator"]]):
            missing.append("%s %s %s %s = %s" % (f["indicator"], f["grain"], f["period"], f["keys"], wanted))
    for indicator, rows in of_indicator.items():
        strange += ["%s: %s" % (indicator, v) for row in rows for v in row if not is_in(v, known[indicator])]
    tap.ok(found > 500 and not missing, "%s: %d figures of figures.csv stand in a row of a table, with their intervals" % (language, found),
           "\n".join(missing))
    tap.ok(not strange, "%s: no number stands in a table of an indicator that figures.csv does not have" % language, "\n".join(strange))
    parts = zipfile.ZipFile(path)
    drawings = [parts.read(n).decode() for n in parts.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", n)]
    frames = re.findall(r"<xdr:graphicFrame.*?</xdr:graphicFrame>", "".join(drawings), re.S)
    charts = [parts.read(n).decode() for n in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    bare = [c for c in charts if not re.search(r"<c:valAx>.*<c:title>.*</c:valAx>", c, re.S)]
    tap.ok(charts and not bare, "%s: every chart says at its axis what the numbers are" % language, "%d of %d" % (len(bare), len(charts)))
    tap.ok(frames and all(re.search(r'<xdr:cNvPr[^>]*descr="[^"]+"', f) for f in frames), "%s: %d native charts, each with alt text" % (language, len(frames)))


def check_parts(tap, path, directory):
    folder = Path(directory) / ("parts-" + path.name)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    parts = [str(p) for p in folder.rglob("*") if p.suffix in (".xml", ".rels")]
    done = subprocess.run(["xmllint", "--noout", "--nonet", *parts], stderr=subprocess.PIPE, text=True)
    tap.ok(done.returncode == 0 and len(parts) > 10, "%s: xmllint is content with all %d parts" % (path.name, len(parts)), done.stderr)


def check_libreoffice(tap, path, directory):
    if not shutil.which("soffice"):
        tap.skip("LibreOffice opens %s" % path.name, "soffice is not installed")
        return
    out = Path(directory) / ("office-" + path.name)
    done = subprocess.run(
        ["soffice", "-env:UserInstallation=file://%s/profile" % directory, "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", str(out), str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240, env=dict(os.environ, HOME=directory))
    sheets = {p.name: p.read_text(encoding="utf-8") for p in out.glob("*.csv")} if out.exists() else {}
    text = "".join(sheets.values())
    wrong = [w for w in ("Err:", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!") if w in text]
    tap.ok(len(sheets) > 3 and not wrong and ("Esmane kontakt" in text or "First contact" in text),
           "LibreOffice opens %s: %d sheets, no error in a cell" % (path.name, len(sheets)), "%s %s" % (wrong, done.stdout))


def check_pages(tap, pages):
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    if jar.exists() and shutil.which("java"):
        done = subprocess.run(["java", "-jar", str(jar), "--errors-only", "--format", "json", *map(str, pages)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=240)
        messages = json.loads(done.stderr or "{}").get("messages", [])
        tap.ok(done.returncode == 0 and not messages, "vnu finds no error in the pages",
               "\n".join("%s:%s %s" % (m.get("url", "")[-20:], m.get("lastLine"), m.get("message")) for m in messages) or done.stderr)
    else:
        tap.skip("vnu finds no error in the pages", "vnu-jar or java is not installed")
    browser = shutil.which("chromium")
    if not (browser and shutil.which("node") and (MODULES / "playwright-core").exists()):
        tap.skip("axe-core finds no violation", "chromium, node or playwright-core is not installed")
        return
    done = subprocess.run(["node", str(Path(__file__).parent / "axe.cjs"), browser, str(MODULES), *map(str, pages)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=400)
    if not tap.ok(done.returncode == 0, "Chromium shows the pages", done.stderr):
        return
    for look in json.loads(done.stdout):
        place = "%s at %d pixels" % (Path(look["file"]).name, look["width"])
        tap.ok(not look["violations"] and look["checked"] > 10, "%s: axe-core finds no violation" % place, "\n".join(look["violations"]))
        tap.ok(not look["asked"] and not look["problems"] and look["scripts"] == 0, "%s: self-contained, no script" % place,
               (look["asked"], look["problems"], look["scripts"]))
        tap.ok(look["overflow"] <= 0, "%s: nothing runs out to the right" % place, "%d pixels" % look["overflow"])
        tap.ok(look["drawings"] > 0 and look["untitled"] == 0, "%s: every drawing has a title" % place, look)
        tap.ok(look["language"] == Path(look["file"]).name.split(".")[-2], "%s: says its language" % place, look["language"])


def main():
    tap = Tap()
    with scratch() as directory:
        workspace = make_example(directory)
        done = run("run", workspace, "--as-of", AS_OF)
        made = edition(workspace, "kuuaruanne", "2026-10")
        if not tap.ok(done.returncode in (0, 1) and made is not None, "the example is run", done.stderr):
            tap.finish()
        figures, _ = read_figures(made / "figures.csv")
        books = sorted(made.glob("*.xlsx"))
        tap.ok(len(books) == 2, "a workbook in each language", books)
        for book in books:
            if openpyxl is None:
                tap.skip("openpyxl reads %s" % book.name, "openpyxl is not installed")
            else:
                check_workbook(tap, book, figures)
            check_parts(tap, book, directory)
            check_libreoffice(tap, book, directory)
        check_pages(tap, sorted(made.glob("*.html")))
    tap.finish()


main()
