"""What is owed: limits, fees, and amounts that wait for nothing."""

from pathlib import Path

import pytest

from checks.finding import codes

UP = """
  service api {{ fee {fee} }}
  stream outages of spans {{ }}
  metric uptime for api = availability of outages
  objective up {{
    uptime >= 99.9% per {window}
    {credit}
  }}
"""
LADDER = "credit share of api.fee { below 99.9% gives 10%\n below 95% gives 30% }"
BONUS = "bonus share of api.fee { at least 99.95% gives 1% }"


def up(credit: str, fee: str = "1_000.00 USD per month", window: str = "calendar month") -> str:
    return UP.format(credit=credit, fee=fee, window=window)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (up(LADDER + "\nlimit credit to 20% of api.fee"), ["SLA1030"]),
        (up(LADDER + "\nlimit credit to 30% of api.fee"), []),
        (up(LADDER + "\nlimit credit to 50% of api.fee"), ["SLA1031"]),
        (up(LADDER.replace("api.fee", "api.fee, at most 20% of api.fee")), ["SLA1030"]),
        # All credits of the month, and those of a year, add up.
        (up(LADDER) + "\nlimit all credits to 20% of fees per calendar month", ["SLA1030"]),
        (up(LADDER) + "\nlimit all credits to 50% of fees per calendar month", []),
        (up(LADDER + "\nlimit credit to 20% of api.fee per calendar year"), []),
        (up(LADDER + "\ncredit 5 USD\nlimit credit to 50% of api.fee"), []),
        (up("credit { below 99.9% gives 10 USD\n below 95% gives 30 USD }\nlimit credit to 20 USD"), ["SLA1030"]),
        (up("credit { below 99.9% gives 10 USD\n below 95% gives 30 USD }\nlimit credit to 50 USD"), ["SLA1031"]),
        # What limits credits limits no bonus.
        (up("credit (99.9% - uptime) * api.fee\n" + BONUS + "\nlimit credit to 10% of api.fee"), []),
        (up("credit (99.9% - uptime) * api.fee\n" + BONUS + "\nlimit credit to 0.5% of api.fee"), []),
        (up(BONUS.replace("api.fee", "api.fee, at most 0.5% of api.fee")), ["SLA1030"]),
    ],
)
def test_limits(text: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (up(LADDER.replace("30%", "150%")), ["SLA1032"]),
        (up(LADDER.replace("30%", "100%")), []),
        (up("credit 120% of api.fee"), ["SLA1032"]),
        (up("credit 100% of api.fee"), []),
        (up("credit 120% of api.fee, at most 100 USD"), []),
        (up(LADDER + BONUS.replace("1%", "150%") + "\nlimit credit to 30% of api.fee"), ["SLA1032"]),
        (up(LADDER.replace("30%", "150%") + "\nlimit credit to 150% of api.fee"), []),
        # Ten times what the lost time costs is not more than the fee.
        (up("credit share of 1 days of api.fee { below 99.9% gives 1000% }"), []),
    ],
)
def test_more_than_the_fee(text: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, text) == found


@pytest.mark.parametrize(
    ("fee", "window", "found"),
    [
        ("12_000.00 USD once", "calendar month", ["SLA1033"]),
        ("12_000.00 USD once", "term", []),
        ("12_000.00 USD per year", "calendar month", []),
        ("12_000.00 USD once fee 5 USD per month", "calendar month", []),
    ],
)
def test_fees(fee: str, window: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, up(LADDER, fee, window)) == found


@pytest.mark.parametrize(
    ("credit", "found"),
    [
        ("credit 100 USD, in any case", ["SLA1034"]),
        ("credit 100 USD", []),
        ("credit 100 USD, in any case, only when uptime < 99%", []),
        ("credit 5% of api.fee, in any case", []),
    ],
)
def test_what_is_always_due(credit: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, up(credit)) == found
