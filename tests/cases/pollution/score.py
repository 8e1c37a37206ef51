"""How much of a clean table came back: ten marks of 0 to 1, added up.

success, and precision, recall and F1 each of the header's names, the records, and the cells with their column. Nothing twice: a name, record or
cell that stands there once is found once. What is not to be there and is not there counts as whole.
"""
import csv
import io
from collections import Counter


def marks(expected, found):
    expected, found = Counter(expected), Counter(found)
    if not expected and not found:
        return 1.0, 1.0, 1.0
    both = sum((expected & found).values())
    precision = both / sum(found.values()) if found else 0.0
    recall = both / sum(expected.values()) if expected else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, f1


def score(output, header, rows, is_done=True):
    """`output` is RFC 4180 text, or None when the file was refused. `header` is None for a file without one. `is_done`: the exit status says success."""
    if output is None:
        return 0.0
    records = list(csv.reader(io.StringIO(output, newline=""), strict=True))
    found_header, found_rows = ([], records) if header is None or not records else (records[0], records[1:])
    cells = lambda table: [(i, cell) for row in table for i, cell in enumerate(row)]      # noqa: E731
    total = 1.0 if is_done else 0.0
    for expected, found in ((header or [], found_header), (map(tuple, rows), map(tuple, found_rows)), (cells(rows), cells(found_rows))):
        total += sum(marks(expected, found))
    return total
