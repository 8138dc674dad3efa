"""Steps that follow one another, what is owed though all below is kept, and limits that levels above set."""

from fractions import Fraction
from pathlib import Path

import pytest

from proofs.proved import messages, of_file, results
from sladsl.proofs.verdict import Result

MONTH = "per calendar month"
STREAM = "stream tickets of cases { moments opened, triaged, solved } "
HOURS = "calendar office { open Mon to Fri 08:00-17:00 } calendar long { open Mon to Sat 08:00-20:00 } "
CLAIM = "the steps in time are the whole in time"


def step(first: str, last: str, limit: str, share: str, hours: str = "") -> str:
    clock = f"time {f'in {hours} ' if hours else ''}from {first} to {last}"
    return f"share of tickets by opened with ({clock}) <= {limit} >= {share} {MONTH}"


def chain(triage: str, fix: str, whole: str, structure: str = "series of { triage fix }") -> str:
    return (
        f"{STREAM}{HOURS} underpinning triage {{ {triage} }} underpinning fix {{ {fix} }} "
        f"service desk underpinned by {structure} objective solved_in_time for desk {{ {whole} }}"
    )


def claimed(found: list[Result]) -> list[tuple[str, str]]:
    return [(each.verdict, each.diagnostic.code.id if each.diagnostic else "") for each in found if each.claim == CLAIM]


PROVED, TOO_LONG, ADD_UP = ("PROVED", ""), ("REFUTED", "SLA1144"), ("REFUTED", "SLA1145")


@pytest.mark.parametrize(
    ("triage", "fix", "whole", "verdict"),
    [
        (("1h", "95%"), ("4h", "95%"), ("5h", "90%"), PROVED),
        (("1h", "95%"), ("4h", "95%"), ("4h", "90%"), TOO_LONG),
        (("1h", "95%"), ("4h", "95%"), ("5h", "95%"), ADD_UP),
        (("1h", "95%"), ("4h", "95%"), ("5h", "90.1%"), ADD_UP),
        (("1h", "100%"), ("4h", "95%"), ("5h", "95%"), PROVED),
        # Office hours below, and the clock on the wall above: a ticket of the evening waits for the morning.
        (("1 business hours", "100%", "office"), ("4h", "100%"), ("8h", "90%"), TOO_LONG),
        (("1 business hours", "100%", "office"), ("4h", "100%"), ("70h", "90%"), PROVED),
        (("1 business hours", "100%", "office"), ("4 business hours", "100%", "office"),
         ("5 business hours", "100%", "office"), PROVED),
        # In disguise: as many hours, but on Saturday the first step goes on and the others do not.
        (("4 business hours", "100%", "office"), ("1 business hours", "100%", "long"),
         ("5 business hours", "100%", "long"), TOO_LONG),
    ],
)  # fmt: skip
def test_steps(
    triage: tuple[str, ...], fix: tuple[str, ...], whole: tuple[str, ...], verdict: tuple[str, str], tmp_path: Path
) -> None:
    text = chain(step("opened", "triaged", *triage), step("triaged", "solved", *fix), step("opened", "solved", *whole))
    assert claimed(results(tmp_path, text)) == [verdict]


def test_the_log_shows_that_the_steps_keep_their_word(tmp_path: Path) -> None:
    text = chain(step("opened", "triaged", "1h", "95%"), step("triaged", "solved", "4h", "90%"),
                 step("opened", "solved", "5h", "90%"))  # fmt: skip
    (found,) = [each for each in results(tmp_path, text) if each.claim == CLAIM]
    assert found.witness is not None
    assert [(each.objective, each.measured) for each in found.witness.shown] == [
        ("solved_in_time", Fraction(85, 100)), ("triage", Fraction(95, 100)), ("fix", Fraction(90, 100)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        # One of the two is enough; a step in between is missing; a step counts other tickets.
        chain(step("opened", "triaged", "1h", "95%"), step("triaged", "solved", "4h", "95%"),
              step("opened", "solved", "5h", "95%"), "one of { triage fix }"),
        chain(step("opened", "triaged", "1h", "95%"), step("opened", "solved", "4h", "95%"),
              step("opened", "solved", "5h", "95%")),
    ],
)  # fmt: skip
def test_what_is_no_chain(text: str, tmp_path: Path) -> None:
    assert not claimed(results(tmp_path, text))


PARTS = (
    'stream outages of spans {{ part text }} underpinning a {{ availability of outages where part = "a" >= {} {} }} '
    "component b availability assumed {} service shop underpinned by series of {{ a b }} "
    "{{ fee 1_000.00 USD per month }} objective up for shop {{ availability of outages >= 99.9% {} "
    "credit share of shop.fee {{ below 99.9% gives 10% below 99% gives 30% }} }}"
)


@pytest.mark.parametrize(
    ("below", "assumed", "owed"),
    [("99.9%", "99.9%", 100), ("98.5%", "99.9%", 300), ("99.95%", "99.95%", None), ("99.95%", "99.949%", 100)],
)
def test_owed_although_all_is_kept_below(below: str, assumed: str, owed: int | None, tmp_path: Path) -> None:
    found = results(tmp_path, PARTS.format(below, MONTH, assumed, MONTH))
    stakes = [each.stake.amount for each in found if each.stake and each.diagnostic and each.witness
              and each.diagnostic.code.id == "SLA1146"]  # fmt: skip
    assert stakes == ([] if owed is None else [owed])


LEVELS = """agreement global {{
  term 2026-01-01 until 2027-01-01 zone "Etc/UTC" currency USD
  service api {{ fee 1_000.00 USD per month }}
  stream outages of spans {{ }}
  objective up {{ availability of outages >= 99.9% per calendar month
    credit share of api.fee {{ below 99.9% gives 10% below 99% gives 30% }} }}
  {}
}}
agreement retail extends global {{ {} }}"""


@pytest.mark.parametrize(
    ("above", "below", "verdicts"),
    [
        ("20% of fees per calendar month", "25% of fees per calendar month", ["REFUTED"]),
        ("20% of fees per calendar month", "200.00 USD per calendar month", ["PROVED"]),
        ("20% of fees per calendar month", "15% of fees per calendar month", ["PROVED"]),
        # Raised, and nothing comes to as much.
        ("40% of fees per calendar month", "50% of fees per calendar month", ["PROVED"]),
        ("2_000 USD per calendar year", "4_000 USD per calendar year", ["REFUTED"]),
        # In disguise: in another unit, worked out.
        ("200.00 USD per calendar month", "10% of fees + 110.00 USD per calendar month", ["REFUTED"]),
    ],
)
def test_limits_above(above: str, below: str, verdicts: list[str], tmp_path: Path) -> None:
    change = f'override limit all credits to {below} because "a large customer"'
    found = of_file(tmp_path, LEVELS.format(f"mandatory limit all credits to {above}", change))
    claim = "no more is owed than a mandatory limit above allows"
    assert [each.verdict for each in found if each.claim == claim] == verdicts
    assert bool(messages(found, "SLA1162")) is (verdicts == ["REFUTED"])


def test_a_limit_that_is_not_mandatory_may_be_raised(tmp_path: Path) -> None:
    change = 'override limit all credits to 30% of fees per calendar month because "a large customer"'
    text = LEVELS.format("limit all credits to 20% of fees per calendar month", change)
    assert not messages(of_file(tmp_path, text), "SLA1162")
