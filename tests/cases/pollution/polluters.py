"""Polluters of whole files: each takes a clean table, writes it as a file and spoils one thing, or a few.

A polluter yields (variant, bytes, header, rows): what must come back. That is the clean table, unless what was done changes it
(a file that ends behind its header has no rows). Names of polluters are what `make pollution` prints.
"""
from draft import SAME, Draft, wrap


def give(variant, draft, header=SAME, rows=SAME, encoding="utf-8"):
    clean_header, clean_rows = draft.table
    return (variant, draft.text().encode(encoding), clean_header if header is SAME else header, clean_rows if rows is SAME else rows)


def strip_delimiters(table, delimiter):
    """A table that can be written without quotes."""
    clean = lambda cell: cell.replace(delimiter, "").replace('"', "")      # noqa: E731
    return [clean(c) for c in table[0]], [[clean(c) for c in row] for row in table[1]]


# --- the whole file ---

def nothing(table):
    yield give("as it is", Draft(table))
    yield give("everything quoted", Draft(table, quote_all=True))


def size(table):
    header, rows = table
    yield ("empty", b"", [], [])
    for variant, part in [("header only", (header, [])), ("one row", (header, rows[:1])), ("two rows", (header, rows[:2])),
                          ("one column", (header[:1], [r[:1] for r in rows])), ("two columns", (header[:2], [r[:2] for r in rows])),
                          ("last columns", (header[-3:], [r[-3:] for r in rows])),
                          ("one cell", (header[:1], [rows[0][:1]])), ("many rows", (header, rows * 60)),
                          ("many columns", ([h + str(i) for i in range(40) for h in header], [r * 40 for r in rows]))]:
        yield give(variant, Draft(part))


def end_of_file(table):
    draft = Draft(table)
    draft.ends[-1] = ""
    yield give("no last line end", draft)
    for count in (1, 3):
        draft = Draft(table)
        draft.after = "\r\n" * count
        yield give("%d blank lines" % count, draft)


def field_delimiter(table):
    for name, delimiter in [(";", ";"), ("tab", "\t"), ("|", "|"), ("blank", " "), (", ", ", "), (":", ":"), ("; ", "; "), ("^", "^"), ("~", "~"),
                            ("#", "#"), ("!", "!"), ("unit separator", "\x1f")]:
        yield give(name, Draft(table, delimiter=delimiter))
        if name in (";", "tab", "blank", ", ", "|"):
            yield give(name + ", everything quoted", Draft(table, delimiter=delimiter, quote_all=True))


def quote_character(table):
    yield give("'", Draft(table, quote="'"))
    yield give("' everywhere", Draft(table, quote="'", quote_all=True))
    yield give("' and ;", Draft(table, delimiter=";", quote="'"))
    for quote in "`~$%":
        yield give(quote, Draft(table, quote=quote))
        yield give(quote + " everywhere", Draft(table, quote=quote, quote_all=True))
    for name, delimiter in [("none", ","), ("none with ;", ";"), ("none with tab", "\t")]:
        yield give(name, Draft(strip_delimiters(table, delimiter), delimiter=delimiter, quote=None))


def escape_character(table):
    yield give("\\", Draft(table, escape="\\"))
    yield give("\\ everywhere quoted", Draft(table, escape="\\", quote_all=True))
    yield give("\\ and ;", Draft(table, delimiter=";", escape="\\"))
    yield give("\\ and '", Draft(table, quote="'", escape="\\"))
    for name, escape in (("NUL", "\0"), ("'", "'"), ("^", "^")):
        yield give(name, Draft(table, escape=escape))
        yield give(name + " everywhere quoted", Draft(table, escape=escape, quote_all=True))
    yield give("none", Draft(table, escape=""))
    yield give("none, everywhere quoted", Draft(table, escape="", quote_all=True))


def record_delimiter(table):
    for name, end in [("LF", "\n"), ("CR", "\r"), ("CRLF", "\r\n")]:
        yield give(name, Draft(table, end=end))
    draft = Draft(table)
    draft.ends = [["\n", "\r\n", "\r"][r % 3] for r in range(len(draft.ends))]
    yield give("mixed", draft)
    for name, end in [("CRCRLF", "\r\r\n"), ("LFCR", "\n\r"), ("LFLF", "\n\n"), ("; and CR", None)]:
        yield give(name, Draft(table, delimiter=",", end=end) if end else Draft(table, delimiter=";", end="\r"))


def encoding(table):
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1257"):
        yield give(name, Draft(table), encoding=name)
    draft = Draft(table)
    for name in ("utf-16-le", "utf-16-be"):
        draft.before = "\ufeff"
        yield give(name, draft, encoding=name)


def no_header(table):
    for delimiter in (",", ";"):
        draft = Draft(table, delimiter=delimiter)
        draft.rows, draft.between, draft.ends = draft.rows[1:], draft.between[1:], draft.ends[1:]
        yield give(delimiter, draft, header=None)


def header_lines(table):
    header, rows = table
    for variant, lines in [
        ("two, a unit below some", [header, ["(unit)" if i % 3 == 1 else "" for i in range(len(header))]]),
        ("two, a group above", [["group %d" % (i // 3) for i in range(len(header))], header]),
        ("three", [["part"] * len(header), header, ["as given"] * len(header)]),
    ]:
        joined = [" ".join(line[i] for line in lines if line[i]) for i in range(len(header))]
        draft = Draft((lines[0], lines[1:] + rows))
        yield give(variant, draft, header=joined, rows=rows)


def header_names(table):
    header, rows = table
    for variant, at, name in [("one twice", -1, header[0]), ("one empty", 2, ""), ("last empty", -1, ""), ("first empty", 0, "")]:
        changed = list(header)
        changed[at] = name
        yield give(variant, Draft((changed, rows)))
    yield give("all the same", Draft((["x"] * len(header), rows)))


PREAMBLES = {
    "a title": ["Orders of the house"],
    "a title and a blank line": ["Orders of the house", ""],
    "title, date, unit": ["Orders of the house", "Printed: 2025-01-07 08:12", "Unit: purchases"],
    "sentences with commas": ["This list was made by the unit for purchases, by hand, on demand.", "Numbers are pieces, prices are in euros.", ""],
    "keys and values": ["Report,orders", "From,2024-01-01", "To,2024-12-31", "User,system"],
    "quoted": ['"Orders of the house, all of them"', '""'],
}


def preamble(table):
    for variant, lines in PREAMBLES.items():
        draft = Draft(table)
        draft.before = "".join(line + "\r\n" for line in lines)
        yield give(variant, draft)
        if "commas" not in variant and "values" not in variant:
            draft = Draft(table, delimiter=";")
            draft.before = "".join(line + ";" * (len(table[0]) - 1) + "\r\n" for line in lines)
            yield give(variant + ", padded", draft)


def footnote(table):
    for variant, lines in [("one line", ["Source: purchases"]), ("behind a blank line", ["", "Source: purchases, 2024.", "All prices without tax."])]:
        draft = Draft(table)
        draft.after = "".join(line + "\r\n" for line in lines)
        yield give(variant, draft)


def several_tables(table):
    header, rows = table
    for variant, width, blank in [("narrower", 4, True), ("narrower, close", 4, False), ("wider", len(header) + 3, True),
                                  ("as wide, other names", len(header), True)]:
        other_header = ["other %d" % i for i in range(width)]
        other_rows = [["v%d" % (i * width + j) for j in range(width)] for i in range(12)]
        draft = Draft(table)
        draft.after = ("\r\n" if blank else "") + Draft((other_header, other_rows)).text()
        yield give(variant, draft)


def empty_rows_and_columns(table):
    header, rows = table
    draft = Draft(table)
    for r in range(5, len(draft.rows), 9):
        draft.ends[r] = "\r\n\r\n"
    yield give("blank lines between", draft)
    draft = Draft(table)
    for r in range(5, len(draft.rows), 9):
        draft.ends[r] = "\r\n" + "," * (len(header) - 1) + "\r\n"
    yield give("rows of delimiters between", draft)
    draft = Draft(table)
    draft.before = "\r\n\r\n"
    yield give("blank lines above", draft)
    draft = Draft(table)
    draft.ends = [",\r\n"] * len(draft.rows)
    yield give("a delimiter at the end", draft)
    draft.ends = [",,,\r\n"] * len(draft.rows)
    yield give("delimiters at the end", draft)
    draft.ends = ["\r\n"] + [",\r\n"] * (len(draft.rows) - 1)
    yield give("a delimiter at the end, not of the header", draft)


def everything_wrapped(table):
    draft = Draft(table)
    draft.rows = [[wrap(draft.line(r))] for r in range(len(draft.rows))]
    draft.between = [[] for _ in draft.rows]
    yield give("every row", draft)
    draft = Draft(table)
    draft.rows = [draft.rows[0]] + [[wrap(draft.line(r))] for r in range(1, len(draft.rows))]
    draft.between = [draft.between[0]] + [[]] * (len(draft.rows) - 1)
    yield give("every row but the header", draft)


POLLUTERS = [nothing, size, end_of_file, field_delimiter, quote_character, escape_character, record_delimiter, encoding, no_header,
             header_lines, header_names, preamble, footnote, several_tables, empty_rows_and_columns, everything_wrapped]
