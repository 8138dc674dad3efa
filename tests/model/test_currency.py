"""Currencies and the decimal places of their amounts."""

import pytest

from sladsl.model.currency import DECIMAL_PLACES


@pytest.mark.parametrize(
    ("code", "places"),
    [("USD", 2), ("VND", 0), ("KWD", 3), ("CLF", 4), ("UYW", 4), ("UYI", 0), ("XCG", 2), ("COU", 2), ("BGN", 2)],
)
def test_decimal_places(code: str, places: int) -> None:
    assert DECIMAL_PLACES[code] == places


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "NTD", "usd"])
def test_codes_of_no_money(code: str) -> None:
    assert code not in DECIMAL_PLACES
