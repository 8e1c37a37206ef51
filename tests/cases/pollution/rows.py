"""Polluters of single rows and cells: each spoils a draft at row r, column c, in one of its variants.

A spoiler is a function (draft, r, c, variant) that gives False where there is nothing to spoil. Row 0 is the header. What cannot be undone
because nothing tells it, it writes into `draft.table`, which is what must come back.
"""
from draft import wrap


def spoiler(variants=("",), in_cells=True, min_row=0):
    """`in_cells`: it differs from column to column."""
    def mark(function):
        function.variants, function.in_cells, function.min_row = variants, in_cells, min_row
        return function
    return mark


def clean_row(draft, r):
    return ([draft.table[0]] + draft.table[1])[r]


def change_clean(draft, r, c, value):
    rows = [list(row) for row in draft.table[1]]
    rows[r - 1][c] = value
    draft.table = (draft.table[0], rows)


# --- delimiters ---

@spoiler()
def extra_delimiter(draft, r, c, variant):
    draft.rows[r].insert(c, "")
    draft.between[r].append(draft.delimiter)


@spoiler(in_cells=False)
def extra_delimiter_at_end(draft, r, c, variant):
    draft.rows[r].append("")
    draft.between[r].append(draft.delimiter)


@spoiler()
def extra_delimiter_inside(draft, r, c, variant):
    """In the middle of a value, which is cut by it."""
    cell = draft.rows[r][c]
    if len(cell) < 2 or cell[0] == draft.quote:
        return False
    at = (len(cell) + r % 3 - 1) // 2 or 1
    draft.rows[r][c] = cell[:at] + draft.delimiter + cell[at:]


@spoiler()
def missing_delimiter(draft, r, c, variant):
    if c + 1 >= len(draft.rows[r]):
        return False
    draft.between[r][c] = ""


@spoiler((";", "\t", "|", " ", ", ", ","))
def one_delimiter(draft, r, c, variant):
    """One delimiter of a row is another one."""
    if c + 1 >= len(draft.rows[r]) or variant == draft.delimiter:
        return False
    draft.between[r][c] = variant


@spoiler(in_cells=False)
def short_row(draft, r, c, variant):
    """The empty cells at the end are left out."""
    count = len(draft.rows[r])
    while draft.rows[r][-1] == "" and len(draft.rows[r]) > 1:
        draft.rows[r].pop()
        draft.between[r].pop()
    return len(draft.rows[r]) < count


@spoiler((";", "\t", "|", " ", ", ", ":", ","), in_cells=False)
def row_delimiter(draft, r, c, variant):
    if variant == draft.delimiter:
        return False
    draft.rewrite(r, delimiter=variant)


@spoiler(("%s ", " %s ", " %s"), in_cells=False)
def blanks_around(draft, r, c, variant):
    draft.between[r] = [variant % d for d in draft.between[r]]


# --- quotes ---

@spoiler(("where needed", "everywhere"), in_cells=False)
def row_quote(draft, r, c, variant):
    other = "'" if draft.quote == '"' else '"'
    draft.rewrite(r, quote=other, quote_all=variant == "everywhere")


@spoiler(("\\", "", "\0"), in_cells=False)
def row_escape(draft, r, c, variant):
    before = list(draft.rows[r])
    draft.rewrite(r, escape=variant)
    return draft.rows[r] != before


@spoiler(("front", "end", "middle", "doubled at the front", "doubled at the end"))
def stray_quote(draft, r, c, variant):
    cell = draft.rows[r][c]
    at = 0 if "front" in variant else len(cell) if "end" in variant else (len(cell) + 1) // 2
    draft.rows[r][c] = cell[:at] + draft.quote * (2 if "doubled" in variant else 1) + cell[at:]


@spoiler(("both", "the first", "the last"))
def lost_quotes(draft, r, c, variant):
    cell, quote = draft.rows[r][c], draft.quote
    if not cell.startswith(quote):
        return False
    draft.rows[r][c] = cell[1:-1].replace(2 * quote, quote) if variant == "both" else cell[1:] if variant == "the first" else cell[:-1]


@spoiler()
def bare_inner_quote(draft, r, c, variant):
    """A quote inside a quoted cell that nothing escapes."""
    cell = clean_row(draft, r)[c]
    if draft.quote not in cell:
        return False
    draft.rows[r][c] = draft.quote + cell + draft.quote


@spoiler(min_row=1)
def quoted_word(draft, r, c, variant):
    """A quoted cell in which a word is quoted, and nothing escapes that."""
    words = clean_row(draft, r)[c].split(" ")
    if len(words) < 3 or draft.quote in clean_row(draft, r)[c]:
        return False
    words[1] = draft.quote + words[1] + draft.quote
    draft.rows[r][c] = draft.quote + " ".join(words) + draft.quote
    change_clean(draft, r, c, " ".join(words))


@spoiler(in_cells=False)
def row_all_quoted(draft, r, c, variant):
    draft.rewrite(r, quote_all=True)


@spoiler(("doubled", "not doubled"), in_cells=False)
def row_wrapped(draft, r, c, variant):
    line = draft.line(r)
    draft.rows[r], draft.between[r] = [wrap(line) if variant == "doubled" else '"' + line + '"'], []


# --- line ends ---

@spoiler(("\n", "\r", "\r\n", "\r\r\n", "\n\r"), in_cells=False)
def row_end(draft, r, c, variant):
    if draft.ends[r] == variant:
        return False
    draft.ends[r] = variant


@spoiler(("nothing", "a delimiter"), in_cells=False)
def row_joined(draft, r, c, variant):
    """Two rows on one line."""
    if r + 1 == len(draft.rows):
        return False
    draft.ends[r] = "" if variant == "nothing" else draft.delimiter


@spoiler(("behind it", "in front of it", "in its place"))
def row_broken(draft, r, c, variant):
    """One row on two lines, at a delimiter."""
    if c + 1 >= len(draft.rows[r]):
        return False
    between, end = draft.between[r][c], draft.ends[r] or "\n"
    draft.between[r][c] = end if variant == "in its place" else between + end if variant == "behind it" else end + between


@spoiler(min_row=1)
def value_broken(draft, r, c, variant):
    """A line end that belongs to a value which nobody quoted."""
    cell, end = draft.rows[r][c], draft.ends[r] or "\n"
    if " " not in cell or cell.startswith(draft.quote):
        return False
    draft.rows[r][c] = cell.replace(" ", end, 1)
    change_clean(draft, r, c, draft.rows[r][c])


@spoiler(("blank", "of delimiters", "of blanks"), in_cells=False)
def row_empty(draft, r, c, variant):
    text = {"blank": "", "of delimiters": draft.delimiter * (len(draft.table[0]) - 1), "of blanks": "   "}[variant]
    draft.ends[r] += text + (draft.ends[r] or "\n")


SPOILERS = [extra_delimiter, extra_delimiter_at_end, extra_delimiter_inside, missing_delimiter, one_delimiter, short_row, row_delimiter, blanks_around,
            row_quote, row_escape, stray_quote, lost_quotes, bare_inner_quote, quoted_word, row_all_quoted, row_wrapped, row_end,
            row_joined, row_broken, value_broken, row_empty]


def list_places(function, table):
    """(row, column, variant) of everything that a spoiler may do to a table."""
    header, rows = table
    return [(r, c, variant) for r in range(function.min_row, len(rows) + 1) for c in range(len(header) if function.in_cells else 1)
            for variant in function.variants]
