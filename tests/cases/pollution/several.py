"""Several things at once, drawn by lot: a dialect, what stands around the table, and some spoiled rows."""
import random

from draft import Draft
from polluters import PREAMBLES, strip_delimiters
from rows import SPOILERS

LIGHT = [s for s in SPOILERS if s.__name__ not in ("extra_delimiter_inside", "row_joined", "row_broken", "value_broken")]


def draw(table, seed):
    """(variant, bytes, header, rows)"""
    lot = random.Random(seed)
    delimiter = lot.choice([",", ",", ",", ";", ";", "\t", "|", ", "])
    quote = lot.choice(['"', '"', '"', "'"])
    escape = lot.choice([None, None, None, "\\"])
    end = lot.choice(["\r\n", "\n", "\n", "\r"])
    words = [repr(delimiter), quote, escape or "", repr(end)]
    draft = Draft(table, delimiter, quote, escape, end, quote_all=lot.random() < 0.2)
    for _ in range(lot.choice([0, 1, 1, 2, 3])):
        spoil = lot.choice(LIGHT)
        r = lot.randrange(spoil.min_row, len(draft.rows)) if spoil.min_row < len(draft.rows) else None
        if r is None or len(draft.rows[r]) != len(table[0]):
            continue
        c = lot.randrange(len(table[0]))
        variant = lot.choice(spoil.variants)
        if spoil(draft, r, c, variant) is not False:
            words.append("%s %r row %d column %d" % (spoil.__name__, variant, r, c))
    if lot.random() < 0.25:
        name = lot.choice(sorted(PREAMBLES))
        draft.before = "".join(line + end for line in PREAMBLES[name])
        words.append(name)
    if lot.random() < 0.15:
        draft.after = end + "Source: purchases" + end
        words.append("footnote")
    header, rows = draft.table
    if lot.random() < 0.1 and not draft.before:
        text = draft.text()[len(draft.line(0) + draft.ends[0]):]
        header, words = None, words + ["no header"]
    else:
        text = draft.text()
    encoding = lot.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1257"])
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data, encoding = text.encode("utf-8"), "utf-8"
    return "%d: %s" % (seed, ", ".join(w for w in words + [encoding] if w)), data, header, rows
