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


def invented(row_count=ROWS):
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
