"""Tables: their holes, overlaps and rows, and how they meet the target."""

from pathlib import Path

import pytest

from checks.finding import codes, findings

UP = """
  service api {{ fee 1_000.00 USD per month }}
  stream outages of spans {{ }}
  metric uptime = availability of outages
  objective up {{
    uptime {target} per calendar month
    credit share of api.fee {{
      {rows}
    }}{more}
  }}
"""


def up(rows: str, target: str = ">= 99.9%", more: str = "") -> str:
    return UP.format(target=target, rows="\n".join(rows.split("; ")), more=f"\n{more}" if more else "")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("99% until 99.9% gives 10%; 95% through 98.99% gives 25%; below 95% gives 50%", "above 98.99% and below 99%"),
        ("below 99.9% and above 99% gives 10%; below 99% gives 25%", "exactly 99%"),
        ("99% until 99.9% gives 10%; 95% until 99% gives 25%", "below 95%"),
        (
            "99.5% until 99.9% gives 10%; 98% until 99% gives 20%; below 97% gives 50%",
            "at least 97% and below 98%; at least 99% and below 99.5%",
        ),
    ],
)
def test_holes(rows: str, words: str, tmp_path: Path) -> None:
    (found,) = findings(tmp_path, up(rows))
    assert (found.code.id, found.message) == ("SLA1020", f"some values are in no row of this table: {words}")


@pytest.mark.parametrize(
    "rows",
    [
        "99% until 99.9% gives 10%; below 99% gives 25%",
        "above 99% and below 99.9% gives 10%; at most 99% gives 25%",
        # A share is never below 0 %, so the last row holds all the rest.
        "99% until 99.9% gives 10%; 0% until 99% gives 25%",
        # The same amount twice is no conflict.
        "99% until 99.9% gives 10%; 95% through 99% gives 10%; below 95% gives 50%",
    ],
)
def test_no_holes(rows: str, tmp_path: Path) -> None:
    assert codes(tmp_path, up(rows)) == []


def test_whole_numbers_leave_no_hole(tmp_path: Path) -> None:
    calls = """
      stream calls of events {{ }}
      objective few {{
        count of calls <= 2 per calendar month
        credit {{
          3 through 5 gives 10 USD
          at least {next} gives 20 USD
        }}
      }}
    """
    assert codes(tmp_path, calls.format(next=6)) == []
    (found,) = findings(tmp_path, calls.format(next=7))
    assert found.message == "some values are in no row of this table: exactly 6"


def test_overlaps(tmp_path: Path) -> None:
    rows = "98.5% until 99.9% gives 10%; 95% through 99% gives 25%; below 95% gives 50%"
    (found,) = findings(tmp_path, up(rows))
    assert found.code.id == "SLA1021"
    assert found.message.endswith("at least 98.5% and at most 99%")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("below 99.9% gives 10%; below 95% gives 50%; below 99% gives 25%", ["SLA1023"]),
        ("below 95% gives 50%; below 99% gives 25%; below 99.9% gives 10%", []),
        ("below 99.9% gives 10%; below 0% gives 100%", ["SLA1022"]),
        ("below 99.9% gives 10%; at most 0% gives 100%", []),
    ],
)
def test_ladders(rows: str, found: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, up(rows)) == found


@pytest.mark.parametrize(("of_each", "found"), [("late - early", []), ("late + early", ["SLA1022"])])
def test_a_difference_of_counts_lies_below_zero(of_each: str, found: list[str], tmp_path: Path) -> None:
    text = f"""
      stream days of events {{ late count  early count }}
      objective even {{
        sum of {of_each} of days >= 5 per calendar month
        credit {{
          below 5 gives 10 USD
          below 0 gives 20 USD
        }}
      }}
    """
    assert codes(tmp_path, text) == found


@pytest.mark.parametrize(
    ("target", "rows", "found"),
    [
        (">= 99.5%", "below 99.9% gives 10%; below 99% gives 25%", "SLA1024: at least 99.5% and below 99.9%"),
        (">= 99.9%", "at most 99.9% gives 10%", "SLA1024: exactly 99.9%"),
        ("> 99.9%", "at most 99.9% gives 10%", ""),
        (">= 99.9%", "below 99.9% gives 10%", ""),
        (">= 99.9%", "below 99.5% gives 10%", "SLA1025: at least 99.5% and below 99.9%"),
        ("> 99.9%", "below 99.9% gives 10%", "SLA1025: exactly 99.9%"),
        (">= 99.9%", "below 99.9% gives 0%; below 99.5% gives 10%", ""),
    ],
)
def test_rows_and_target(target: str, rows: str, found: str, tmp_path: Path) -> None:
    told = [f"{each.code.id}: {each.message.split(': ')[1]}" for each in findings(tmp_path, up(rows, target))]
    assert told == ([found] if found else [])


def test_less_is_better(tmp_path: Path) -> None:
    text = """
      service api { fee 1_000.00 USD per month }
      stream outages of spans { }
      objective down {
        time of outages <= 1h per calendar month
        credit share of api.fee { above LIMIT gives 10% }
      }
    """
    assert codes(tmp_path, text.replace("LIMIT", "1h")) == []
    (found,) = findings(tmp_path, text.replace("LIMIT", "2h"))
    assert found.message == "some breaches cost nothing: above 1 h and at most 2 h"
    (found,) = findings(tmp_path, text.replace("LIMIT", "30min"))
    assert found.code.id == "SLA1024"


def test_only_when_breached(tmp_path: Path) -> None:
    rows = "below 99.9% gives 10%; below 99.7% gives 20%; below 99% gives 25%"
    waits = up(rows, ">= 99.5%").replace("of api.fee {", "of api.fee, only when breached {")
    assert codes(tmp_path, waits) == ["SLA1022"]


@pytest.mark.parametrize("more", ["credit 5 USD per case missed", "credit 5 USD"])
def test_another_credit_pays_for_the_rest(more: str, tmp_path: Path) -> None:
    assert "SLA1025" not in codes(tmp_path, up("below 99.5% gives 10%", more=more))


def test_parameters_are_numbers(tmp_path: Path) -> None:
    text = "parameter target = 99.5%" + up("below 99.9% gives 10%", ">= target")
    assert codes(tmp_path, text) == ["SLA1024"]
