"""A table as it is written into a file, open to be spoiled."""
SAME = object()


class Draft:
    """A file as it is written: rows of cells as they stand there, what stands between them, and how a row ends."""

    def __init__(self, table, delimiter=",", quote='"', escape=None, end="\r\n", quote_all=False):
        self.table = table      # what must come back
        self.delimiter, self.quote, self.escape = delimiter, quote, escape
        self.rows = [[encode(cell, delimiter, quote, escape, quote_all) for cell in row] for row in [table[0]] + table[1]]
        self.between = [[delimiter] * (len(row) - 1) for row in self.rows]
        self.ends = [end] * len(self.rows)
        self.before = ""
        self.after = ""

    def line(self, r):
        between = self.between[r] + [""]
        return "".join(cell + between[i] for i, cell in enumerate(self.rows[r]))

    def text(self):
        return self.before + "".join(self.line(r) + self.ends[r] for r in range(len(self.rows))) + self.after

    def rewrite(self, r, delimiter=SAME, quote=SAME, escape=SAME, quote_all=False):
        """Row r in another dialect."""
        d, q, e = (self.delimiter if delimiter is SAME else delimiter, self.quote if quote is SAME else quote, self.escape if escape is SAME else escape)
        cells = ([self.table[0]] + self.table[1])[r]
        self.rows[r] = [encode(cell, d, q, e, quote_all) for cell in cells]
        self.between[r] = [d] * (len(cells) - 1)


def encode(cell, delimiter, quote, escape, quote_all):
    """With escape "" nothing escapes a quote; with None it is doubled."""
    needs = any(c in cell for c in (delimiter, quote or "\n", "\r", "\n")) or cell.startswith(" ") or (escape and escape in cell)
    if quote is None or not (needs or quote_all):
        return cell
    if escape:
        cell = cell.replace(escape, 2 * escape)
    inner = cell.replace(quote, (quote if escape is None else escape) + quote) if escape != "" else cell
    return quote + inner + quote


def wrap(line):
    """A whole line as one quoted field."""
    return '"' + line.replace('"', '""') + '"'
