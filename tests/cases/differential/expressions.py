"""Random expressions that are right in seire and in DuckDB and, by construction, keep clear of what docs/expressions.md says they answer differently:
a quotient has a divisor that is never zero and meets no comparison, texts have neither a backslash nor ß, numbers stay within 64 bits.

An expression is written twice at once: as seire's, and as DuckDB's where the names of functions differ.
"""
from dataclasses import dataclass

INTEGER_MOST = 10 ** 9      # DuckDB's INTEGER ends at 2^31
WIDTH_MOST, SCALE_MOST = 36, 9
DAY_FIRST, DAY_LAST = "2023-01-01", "2026-12-31"


@dataclass
class Piece:
    ours: str
    theirs: str
    kind: str           # integer, decimal, real, quotient, date, text, boolean
    most: float = 0     # no number is farther from zero
    width: int = 10     # digits of a decimal in DuckDB
    scale: int = 0


def quote(text):
    return "'" + text.replace("'", "''") + "'"


WORDS = ["Ohvriabi", "kriis", "nõustamine", "ÕPE", "abi", "Äri", "öö", "a%b", "x_y", "it's", "Tartu linn", "", "küla 7"]


class Maker:
    def __init__(self, random):
        self.random = random

    def pick(self, *makers):
        return self.random.choice(makers)

    # --- leaves ---

    def integer_leaf(self):
        if self.random.random() < 0.3:
            value = self.random.randint(-20, 500)
            return Piece(*[str(value) if value >= 0 else "(%d)" % value] * 2, "integer", abs(value))
        return Piece(*[self.pick("i1", "i2")] * 2, "integer", 1000)

    def decimal_leaf(self):
        if self.random.random() < 0.3:
            value = "%d.%d" % (self.random.randint(0, 50), self.random.randint(0, 9))
            return Piece(value, value, "decimal", 51, 3, 1)
        name, scale = self.pick(("m1", 2), ("m2", 3))
        return Piece(name, name, "decimal", 10000, 9, scale)

    def date_leaf(self):
        if self.random.random() < 0.25:
            day = "date '20%02d-%02d-%02d'" % (self.random.randint(23, 26), self.random.randint(1, 12), self.random.randint(1, 28))
            return Piece(day, day, "date")
        return Piece(*[self.pick("d1", "d2")] * 2, "date")

    def text_leaf(self):
        if self.random.random() < 0.3:
            word = quote(self.random.choice(WORDS[:-2]))
            return Piece(word, word, "text")
        return Piece(*[self.pick("t1", "t2")] * 2, "text")

    def boolean_leaf(self):
        if self.random.random() < 0.1:
            return Piece(*[self.pick("true", "false")] * 2, "boolean")
        return Piece(*[self.pick("b1", "b2")] * 2, "boolean")

    # --- numbers ---

    def number(self, depth):
        return self.pick(self.integer, self.integer, self.decimal, self.decimal, self.real)(depth)

    def exact(self, depth):
        return self.pick(self.integer, self.decimal)(depth)

    def integer(self, depth):
        if depth <= 0:
            return self.integer_leaf()
        return self.pick(self.integer_sum, self.integer_product, self.integer_call, self.days_between, self.part_of_date, self.text_length,
                         lambda d: self.choice(self.integer, d), lambda d: self.first_of(self.integer, d))(depth - 1)

    def decimal(self, depth):
        if depth <= 0:
            return self.decimal_leaf()
        return self.pick(self.decimal_sum, self.decimal_product, self.decimal_call, lambda d: self.choice(self.decimal, d),
                         lambda d: self.first_of(self.decimal, d))(depth - 1)

    def real(self, depth):
        if depth <= 0:
            return Piece("r1", "r1", "real", 1000)
        a, b = self.real(depth - 1), self.pick(self.real, self.integer_leaf_at)(depth - 1)
        sign = self.pick("+", "-", "*")
        if a.most * b.most > 1e7:
            sign = self.pick("+", "-")
        return self.join(a, sign, b, "real", a.most * b.most if sign == "*" else a.most + b.most)

    def integer_leaf_at(self, depth):
        return self.integer_leaf()

    def join(self, a, sign, b, kind, most, width=10, scale=0):
        return Piece("(%s %s %s)" % (a.ours, sign, b.ours), "(%s %s %s)" % (a.theirs, sign, b.theirs), kind, most, width, scale)

    def integer_sum(self, depth):
        a, b = self.integer(depth), self.integer(depth)
        return self.join(a, self.pick("+", "-"), b, "integer", a.most + b.most) if a.most + b.most < INTEGER_MOST else a

    def integer_product(self, depth):
        a, b = self.integer(depth), self.integer(depth)
        return self.join(a, "*", b, "integer", a.most * b.most) if a.most * b.most < INTEGER_MOST else self.integer_leaf()

    def integer_call(self, depth):
        a = self.integer(depth)
        if self.random.random() < 0.5:
            return Piece("abs(%s)" % a.ours, "abs(%s)" % a.theirs, "integer", a.most)
        return Piece("(-%s)" % a.ours, "(-%s)" % a.theirs, "integer", a.most)

    def days_between(self, depth):
        a, b = self.date(depth), self.date(depth)
        if self.random.random() < 0.5:
            return Piece("days(%s, %s)" % (a.ours, b.ours), "(%s - %s)::INTEGER" % (b.theirs, a.theirs), "integer", 40000)
        return Piece("(%s - %s)" % (a.ours, b.ours), "(%s - %s)::INTEGER" % (a.theirs, b.theirs), "integer", 40000)

    def part_of_date(self, depth):
        name = self.pick("year", "quarter", "month", "day", "week", "weekday")
        a = self.date(depth)
        return Piece("%s(%s)" % (name, a.ours), "%s(%s)::INTEGER" % ({"weekday": "isodow"}.get(name, name), a.theirs), "integer", 3000)

    def text_length(self, depth):
        a = self.text(depth)
        return Piece("length(%s)" % a.ours, "length(%s)::INTEGER" % a.theirs, "integer", 500)

    def decimal_sum(self, depth):
        a, b = self.decimal(depth), self.exact(depth)
        scale = max(a.scale, b.scale)
        width = max(a.width - a.scale, b.width - b.scale) + scale + 1
        return self.join(a, self.pick("+", "-"), b, "decimal", a.most + b.most, width, scale) if width < WIDTH_MOST else self.decimal_leaf()

    def decimal_product(self, depth):
        a, b = self.decimal(depth), self.exact(depth)
        most, width, scale = a.most * b.most, a.width + b.width, a.scale + b.scale
        fits = width < WIDTH_MOST and scale <= SCALE_MOST and most * 10 ** scale < 10 ** 17
        return self.join(a, "*", b, "decimal", most, width, scale) if fits else self.decimal_leaf()

    def decimal_call(self, depth):
        a = self.decimal(depth)
        if self.random.random() < 0.4:
            return Piece("abs(%s)" % a.ours, "abs(%s)" % a.theirs, "decimal", a.most, a.width, a.scale)
        digits = self.random.randint(0, 2)
        if digits >= a.scale:
            return a
        return Piece("round(%s, %d)" % (a.ours, digits), "round(%s, %d)" % (a.theirs, digits), "decimal", a.most + 1, a.width, digits)

    def quotient(self, depth):
        """Of whole numbers, by one that is never zero; its digits are those of the nearest real number in both."""
        a, b = self.integer(depth), self.integer_leaf()
        return Piece("(%s / (abs(%s) + 1))" % (a.ours, b.ours), "(%s / (abs(%s) + 1))" % (a.theirs, b.theirs), "quotient", a.most)

    # --- dates, texts ---

    def date(self, depth):
        if depth <= 0:
            return self.date_leaf()
        return self.pick(self.moved_date, self.cut_date, lambda d: self.choice(self.date, d), lambda d: self.first_of(self.date, d))(depth - 1)

    def moved_date(self, depth):
        a, n = self.date(depth), self.integer_leaf()
        sign = self.pick("+", "-")
        return Piece("(%s %s %s)" % (a.ours, sign, n.ours), "(%s %s %s)" % (a.theirs, sign, n.theirs), "date")

    def cut_date(self, depth):
        a, unit = self.date(depth), self.pick("day", "week", "month", "quarter", "year")
        return Piece("date_trunc('%s', %s)" % (unit, a.ours), "date_trunc('%s', %s)::DATE" % (unit, a.theirs), "date")

    def text(self, depth):
        if depth <= 0:
            return self.text_leaf()
        return self.pick(self.joined_text, self.changed_text, lambda d: self.choice(self.text, d), lambda d: self.first_of(self.text, d))(depth - 1)

    def joined_text(self, depth):
        a, b = self.text(depth), self.text_leaf()
        return self.join(a, "||", b, "text", 0)

    def changed_text(self, depth):
        name, a = self.pick("lower", "upper", "trim"), self.text(depth)
        return Piece("%s(%s)" % (name, a.ours), "%s(%s)" % (name, a.theirs), "text")

    # --- truths ---

    def boolean(self, depth):
        if depth <= 0:
            return self.boolean_leaf()
        return self.pick(self.logic, self.logic, self.negation, self.comparison, self.comparison, self.between, self.member, self.like, self.match,
                         self.missing, lambda d: self.choice(self.boolean, d), lambda d: self.first_of(self.boolean, d))(depth - 1)

    def logic(self, depth):
        return self.join(self.boolean(depth), self.pick("and", "or"), self.boolean(depth), "boolean", 0)

    def negation(self, depth):
        a = self.boolean(depth)
        return Piece("(not %s)" % a.ours, "(not %s)" % a.theirs, "boolean")

    def pair(self, depth):
        """Two values that can be compared."""
        make = self.pick(self.number, self.number, self.date, self.text, self.boolean)
        return make(depth), make(depth)

    def comparison(self, depth):
        a, b = self.pair(depth)
        return self.join(a, self.pick("=", "<>", "<", "<=", ">", ">="), b, "boolean", 0)

    def between(self, depth):
        make = self.pick(self.exact, self.date, self.text)
        a, low, high = make(depth), make(0), make(0)
        word = self.pick("between", "not between")
        return Piece("(%s %s %s and %s)" % (a.ours, word, low.ours, high.ours), "(%s %s %s and %s)" % (a.theirs, word, low.theirs, high.theirs), "boolean")

    def member(self, depth):
        make = self.pick(self.exact, self.date, self.text)
        a, items = make(depth), [make(0) for _ in range(self.random.randint(1, 4))]
        word = self.pick("in", "not in")
        return Piece("(%s %s (%s))" % (a.ours, word, ", ".join(i.ours for i in items)),
                     "(%s %s (%s))" % (a.theirs, word, ", ".join(i.theirs for i in items)), "boolean")

    def like(self, depth):
        a, word = self.text(depth), self.pick("like", "not like")
        pattern = quote("".join(self.random.choice(["%", "_", "a", "b", "i", "õ", "Ä", "r", "%"]) for _ in range(self.random.randint(1, 4))))
        return Piece("(%s %s %s)" % (a.ours, word, pattern), "(%s %s %s)" % (a.theirs, word, pattern), "boolean")

    def match(self, depth):
        a = self.text(depth)
        pattern = quote("".join(self.random.choice(["[a-z]", "[^0-9]", ".", "a", "õ", "(ab|i)", "\\d"]) + self.random.choice(["", "*", "+", "?", "{1,3}"])
                                for _ in range(self.random.randint(1, 3))))
        return Piece("matches(%s, %s)" % (a.ours, pattern), "regexp_full_match(%s, %s)" % (a.theirs, pattern), "boolean")

    def missing(self, depth):
        a, word = self.pick(self.number, self.date, self.text, self.boolean)(depth), self.pick("is null", "is not null")
        return Piece("(%s %s)" % (a.ours, word), "(%s %s)" % (a.theirs, word), "boolean")

    # --- choices ---

    def unite(self, pieces, ours, theirs):
        scale = max(p.scale for p in pieces)
        return Piece(ours, theirs, pieces[0].kind, max(p.most for p in pieces), max(p.width - p.scale for p in pieces) + scale, scale)

    def choice(self, make, depth):
        condition, a, b = self.boolean(depth), make(depth), make(depth)
        ours, theirs = "case when %s then %s" % (condition.ours, a.ours), "case when %s then %s" % (condition.theirs, a.theirs)
        if self.random.random() < 0.7:
            ours, theirs = ours + " else " + b.ours, theirs + " else " + b.theirs
        return self.unite([a, b], "(%s end)" % ours, "(%s end)" % theirs)

    def first_of(self, make, depth):
        pieces = [make(depth) for _ in range(self.random.randint(2, 3))]
        return self.unite(pieces, "coalesce(%s)" % ", ".join(p.ours for p in pieces), "coalesce(%s)" % ", ".join(p.theirs for p in pieces))

    def any(self, depth):
        return self.pick(self.integer, self.decimal, self.real, self.quotient, self.date, self.text, self.boolean, self.boolean, self.boolean)(depth)
