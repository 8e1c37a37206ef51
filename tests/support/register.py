"""A register of matters made at random: when each came, when it was closed (or not), of which service, whose."""
import random
from datetime import date, timedelta


def make_register(seed, first, daily, closed_within, holders):
    """(came, closed, service, holder) from `first` to behind November 2026; `daily` are the numbers that may come in a day."""
    chance = random.Random(seed)
    rows, day = [], first
    while day < date(2026, 12, 1):
        for _ in range(chance.choice(daily)):
            closed = day + timedelta(chance.randrange(0, closed_within)) if chance.random() < 0.8 else None
            rows.append((day, closed, chance.choice(("OA", "OA", "KT")), "h%d" % chance.randrange(holders)))
        day += timedelta(1)
    chance.shuffle(rows)
    return rows


def write_register(rows, holder):
    """The export; `holder` is the name of the last column. Row i stands in line i + 2."""
    lines = ["%d,%s,%s,%s,%s" % (i, came, closed or "", service, who) for i, (came, closed, service, who) in enumerate(rows)]
    return "number,came,closed,service,%s\n" % holder + "\n".join(lines) + "\n"
