"""Clean tables to pollute: one that is made up here, and small pieces of the real exports in ../shared/data when they are there.

A table is a header and rows of texts. What is made up is about things that a house orders, never about people.
"""
import csv
import io
from pathlib import Path

ROWS = 84
KINDS = ["paper", "lamp", "desk", "cable", "chair", "screen", "folder"]
PLACES = ["Tallinn", "Tartu", "Narva", "Pärnu", "Võru", "Jõhvi"]
NOTES = ["delivered, signed", "", "two boxes, one damaged", "returned", "late, but whole", "", "ordered by phone", "see the list; page 2",
         "height 1,5 m", "fits the \"old\" frame", "as agreed", "partly, the rest in May"]
TITLES = ["Desk, oak, 160 cm", "Lamp with clamp", "Paper A4, 80 g", "Screen 24\"", "Chair, black, with wheels", "Cable, 2 m", "Folder, blue, wide",
          "Desk, birch", "Lamp 'Kuu'", "Shelf, low", "Paper A3", "Chair"]


def orders(row_count=ROWS):
    """Dates, times, whole and decimal numbers, codes, words, texts with commas and quotes, addresses, pieces of HTML."""
    header = ["date", "time", "order", "quantity", "price", "kind", "title", "place", "address", "markup", "paid", "note"]
    rows = []
    for i in range(row_count):
        title = TITLES[(i * 5 + i // 7) % len(TITLES)]
        rows.append([
            "2024-%02d-%02d" % (i % 12 + 1, i * 7 % 28 + 1),
            "%02d:%02d" % (8 + i % 10, i * 13 % 60),
            "N-%05d" % (10200 + i * 37),
            str(i * 17 % 90 + 1),
            "%d.%02d" % (i * 71 % 900 + 3, i * 29 % 100),
            KINDS[i * 3 % len(KINDS)],
            title,
            PLACES[i % len(PLACES)],
            "https://shop.example.com/items/%d?view=full&page=%d" % (4000 + i * 11, i % 5),
            "<a href=\"/p/%d\">%s, %d pcs</a>" % (i * 31 % 700, KINDS[i * 3 % len(KINDS)], i % 9 + 1) if i % 3 else "<b>sold, out</b>",
            "yes" if i % 4 else "no",
            NOTES[i * 7 % len(NOTES)],
        ])
    return header, rows


TALK = ["", "", "", "asked twice, no answer", "", "The frame was bent. Sent back, and a new one came in May; all is well.", "", "", "said: \"never again\"",
        "", "room 12, second floor", "", "OK", "", "paid in two parts, 50 % each", ""]
WORDS = ["oak", "birch", "steel", "glass", "felt", "linen", "cork", "clay", "stone", "wool"]


def sales(row_count=ROWS):
    """Dates of another order, times with seconds, few products, a long text with commas, a comment that is mostly empty."""
    header = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"]
    rows = []
    for i in range(row_count):
        rows.append(["%02d/%02d/2018" % (i * 5 % 28 + 1, i % 12 + 1), "%02d:%02d:%02d" % (i * 11 % 24, i * 7 % 60, i * 41 % 60), str(i * i % 7 + 1),
                     "%s%d" % ("ABCD"[i % 4], 100 + i * 53 % 900), ["9", "12.5", "1200", "0.99"][i % 4] if i % 3 else str(i * 19 % 300),
                     ["Furniture", "Light", "Office supplies"][i * 5 % 3],
                     "%s %s, %s, %d cm, with %s" % (WORDS[i % 10], KINDS[i * 3 % 7], WORDS[i * 7 % 10], 10 + i * 13 % 190, WORDS[(i + 3) % 10]),
                     "http://www.example.com/shop/%s/%d" % (KINDS[i * 3 % 7], 100 + i * 53 % 900), TALK[i * 7 % len(TALK)]])
    return header, rows


def texts(row_count=40):
    """Words only."""
    header = ["Subject", "Found at", "What it is made of", "Remark", "State"]
    rows = []
    for i in range(row_count):
        rows.append([KINDS[i * 3 % 7].title(), "%s, %s" % (PLACES[i % 6], WORDS[i * 3 % 10]) if i % 3 else PLACES[i % 6],
                     " and ".join(WORDS[(i * k) % 10] for k in (1, 3, 7)[:1 + i % 3]), NOTES[(i * 5 + 2) % len(NOTES)],
                     ["whole", "in parts", "lost"][i * i % 3]])
    return header, rows


def sparse(row_count=50):
    """Two cells of three are empty."""
    header = ["no", "day", "sum", "unit", "place", "reason", "second reason", "amount", "remark", "sign"]
    rows = []
    for i in range(row_count):
        full = [str(i + 1), "2024-%02d-%02d" % (i % 12 + 1, i % 28 + 1), "%d.%d0" % (i * 31 % 500, i % 10), KINDS[i % 7], PLACES[i % 6], WORDS[i % 10],
                WORDS[i * 3 % 10], str(i * 17 % 80), NOTES[i % len(NOTES)], "x"]
        rows.append([cell if c == 0 or (i * 7 + c * c) % 3 == 0 else "" for c, cell in enumerate(full)])
    return header, rows


def wide(row_count=30, width=48):
    header = ["code"] + ["m%02d" % c for c in range(1, width)]
    return header, [["K%03d" % (i * 7)] + [str((i * c * 37 + c) % 1000) if c % 4 else "%.2f" % ((i * c) % 90 / 7) for c in range(1, width)] for i in range(row_count)]


def numbers(row_count=60):
    header = ["x", "y", "z", "n", "error"]
    return header, [[str(i), "%.3f" % (i * 1.7 - 20), "%.1f" % (i * i % 50 / 3), str(i * 13 % 40), "%.4f" % (i % 9 / 70)] for i in range(row_count)]


def years(row_count=25):
    """Names of columns that look like values."""
    header = ["Region", "2019", "2020", "2021", "2022"]
    return header, [["%s %s" % (WORDS[i % 10].title(), PLACES[i * 3 % 6])] + [str((i + 3) * (c + 7) * 131 % 9000 + 100) for c in range(4)] for i in range(row_count)]


def lines(row_count=30):
    """Values of several lines."""
    header, rows = orders(row_count)
    return header[:7] + ["text"], [row[:7] + ["%s\n%s, %s" % (NOTES[i % 12] or "none", WORDS[i % 10], WORDS[i * 3 % 10]) if i % 3 else WORDS[i % 10]]
                                   for i, row in enumerate(rows)]


def office(row_count=24):
    """Codes with a decimal comma, blanks in thousands, percents and money, as offices in this country write them."""
    header = ["Kood", "Kuupäev", "Summa", "Osakaal", "Maakond", "Märkus"]
    return header, [["%02d.%d" % (i % 20 + 1, i % 9), "%d.%02d.2025" % (i % 28 + 1, i % 12 + 1), "%d %03d,%02d" % (i % 9 + 1, i * 37 % 1000, i * 7 % 100),
                     "%d,%d%%" % (i * 7 % 100, i % 10), PLACES[i % 6] + " maakond", ["", "üle kontrollitud", "õige; kinnitatud"][i % 3]] for i in range(row_count)]


def invented():
    """{name: table}"""
    return {"orders": orders(), "sales": sales(), "texts": texts(), "sparse": sparse(), "wide": wide(), "numbers": numbers(), "years": years(),
            "lines": lines(), "office": office(), "short": orders(20), "six rows": sales(6), "three rows": sales(3), "one row": sales(1)}


REAL = {    # name: file, encoding, delimiter, lines above the header
    "pharmacies": ("ee-apteegid-20200101-utf8.csv", "utf-8-sig", ";", 2),
    "invoices": ("openapc-goettingen-2020.csv", "cp1252", ";", 0),
    "parameters": ("ee-ska-star-parameeter.csv", "utf-8-sig", "\t", 0),
}


def take_real(path, encoding, delimiter, skip, row_count):
    """Every n-th row, so that a column is not one value; columns without a name are left out."""
    text = path.read_bytes().decode(encoding)
    records = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if r][skip:]
    named = [i for i, name in enumerate(records[0]) if name.strip()]
    rows = [[r[i] for i in named] for r in records[1:] if len(r) == len(records[0]) and any(r)]
    step = max(1, len(rows) // row_count)
    return [records[0][i].strip() for i in named], rows[::step][:row_count]


def real(data, row_count=60):
    """{name: table} of what is there."""
    return {name: take_real(Path(data) / file, encoding, delimiter, skip, row_count)
            for name, (file, encoding, delimiter, skip) in REAL.items() if (Path(data) / file).is_file()}
