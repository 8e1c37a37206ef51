"""What stands in a file by the policy of docs/rules.md (How a file is read), computed without seire: lines, blank ones, records.

Commas or another delimiter, quotes doubled, no escape, no comment. A byte of UTF-8 is a character here until a field is looked at.
"""
import re

BLANKS = " \t\u00a0\u202f\ufeff"
LINE_END = re.compile("\r\n|\r|\n")
MARKS = ((b"\xff\xfe\0\0", "utf-32le"), (b"\0\0\xfe\xff", "utf-32be"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"),
         (b"\xef\xbb\xbf", None))


class Record:
    def __init__(self, line, fields, problem):
        self.line = line
        self.fields = fields
        self.problem = problem      # the code of a finding, and no fields


def find_mark(data):
    """(size of the byte order mark, encoding), (0, None) without one; None is UTF-8."""
    return next(((len(mark), name) for mark, name in MARKS if data.startswith(mark)), (0, None))


def is_text(piece):
    try:
        piece.encode("latin-1").decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


class File:
    def __init__(self, data, delimiter=","):
        size, encoding = find_mark(data)
        self.encoding = encoding
        self.is_wide = encoding is not None
        self.text = data[size:].decode(encoding or "latin-1")
        self.delimiter = delimiter
        self.line = 1
        self.blank_lines = 0
        self.records = []
        self.bare = re.compile("[^%s\r\n]*" % re.escape(delimiter))
        self.quoted = re.compile('"((?:[^"]|"")*)"(?!")')
        self._read()
        self.lines = self.line - 1

    def _pass_line_end(self, at):
        """Behind the end of the line, which is there or where the text ends."""
        match = LINE_END.match(self.text, at)
        self.line += 1
        return match.end() if match else at

    def _find_line_end(self, at):
        match = LINE_END.search(self.text, at)
        return match.start() if match else len(self.text)

    def _read(self):
        at = self._pass_line_end(5) if re.match("(?i)sep=[^\r\n](\r|\n|$)", self.text) else 0
        while at < len(self.text):
            if self.text[at] in "\r\n":
                self.blank_lines += 1
                at = self._pass_line_end(at)
            else:
                at = self._read_record(at)

    def _read_record(self, first):
        at, line, fields, problem = first, self.line, [], None
        while True:
            opened = at
            match = self.quoted.match(self.text, at) if self.text.startswith('"', at) else None
            if self.text.startswith('"', at) and match is None:
                problem, at = "row.unterminated_quote", self._find_line_end(at)
                break
            value = ""
            if match is not None:
                value, at = match.group(1).replace('""', '"'), match.end()
                self.line += len(LINE_END.findall(self.text, opened, at))
            match = self.bare.match(self.text, at)
            fields.append(value + match.group())
            at = match.end()
            if not self.text.startswith(self.delimiter, at):
                break
            at += 1
        raw = self.text[first:at]
        if problem is None and "\0" in raw:
            problem = "row.nul"
        if problem is None and not self.is_wide and not is_text(raw):
            problem = "row.encoding"
        self.records.append(Record(line, [] if problem else fields, problem))
        return self._pass_line_end(at)

    def has_value(self, fields):
        return any((field if self.is_wide else field.encode("latin-1").decode("utf-8")).strip(BLANKS) for field in fields)

    def judge(self, width):
        """(what is set aside: {(line, code)}, how many rows have no value, how many are left) for a table of so many columns."""
        aside, empty, rows = set(), 0, 0
        for record in self.records:
            if record.problem:
                aside.add((record.line, record.problem))
            elif len(record.fields) < width or self.has_value(record.fields[width:]):
                aside.add((record.line, "row.ragged"))
            elif len(record.fields) > 1 and not self.has_value(record.fields):
                empty += 1
            else:
                rows += 1
        return aside, empty, rows
