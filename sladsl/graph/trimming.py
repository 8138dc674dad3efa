"""Extreme values that a statistic leaves out."""

from fractions import Fraction

from sladsl.frozen import Frozen, frozen


@frozen
class Trim(Frozen):
    """How many of the lowest and the highest values are left out: a number, and a share of them all, rounded down."""

    lowest: int = 0
    highest: int = 0
    lowest_share: Fraction = Fraction(0)
    highest_share: Fraction = Fraction(0)

    def words(self) -> str:
        """As a report says it: `without the highest 2 and the lowest 5%`."""
        said: list[str] = []
        for which, number, share in (
            ("highest", self.highest, self.highest_share),
            ("lowest", self.lowest, self.lowest_share),
        ):
            if number or share:
                said.append(f"the {which} {number or f'{_percent(share)}%'}")
        return f"without {' and '.join(said)}"


def _percent(share: Fraction) -> str:
    """A ratio in percent, without trailing zeros."""
    percent = share * 100
    return str(percent.numerator) if percent.denominator == 1 else f"{percent.numerator}/{percent.denominator}"
