"""More, less or the same, whatever the log: how that of a whole follows from that of its parts."""

from fractions import Fraction

Order = int | None
"""0: the same; 1: the new one is never less; -1: it is never more; None: it cannot be told."""


def joined(*orders: Order) -> Order:
    """Of a value that grows with each of its parts."""
    found = {each for each in orders if each != 0}
    if None in found or len(found) > 1:
        return None
    return found.pop() if found else 0


def turned(order: Order) -> Order:
    """Of a value that falls where its part grows."""
    return None if order is None else -order


def by_number(old: Fraction, new: Fraction) -> int:
    return (new > old) - (new < old)
