"""What can be worked out of published figures: each is an equation over cells, and a cell is told when it lies in their span."""

PRIME = (1 << 61) - 1


class Span:
    """The row space of equations, reduced modulo a prime. An equation is {cell: factor}, or the cells that it adds up."""

    def __init__(self):
        self.rows = {}

    @staticmethod
    def make_row(equation):
        return {c: f % PRIME for c, f in equation.items() if f % PRIME} if isinstance(equation, dict) else {c: 1 for c in equation}

    def reduce(self, equation):
        row = self.make_row(equation)
        while row:
            pivot = min(row)
            if pivot not in self.rows:
                return row
            factor = row[pivot]
            for column, value in self.rows[pivot].items():
                left = (row.get(column, 0) - factor * value) % PRIME
                if left:
                    row[column] = left
                else:
                    row.pop(column, None)
        return row

    def add(self, equation):
        row = self.reduce(equation)
        if row:
            pivot = min(row)
            inverse = pow(row[pivot], PRIME - 2, PRIME)
            self.rows[pivot] = {c: v * inverse % PRIME for c, v in row.items()}

    def has(self, equation):
        return not self.reduce(equation)
