"""Promises below, and what they carry."""

from pathlib import Path

import pytest

from proofs.proved import messages, results

UP = "stream outages of spans { part text cause text } "
MONTH = "per calendar month"


def carried(structure: str, target: str, promises: str = "", options: str = "") -> str:
    return (
        f"{UP} {promises} service shop underpinned by {structure} "
        f"objective up for shop {{ availability of outages{options} >= {target} {MONTH} }}"
    )


def promised(**shares: str) -> str:
    return " ".join(f"underpinning {name} availability >= {share} {MONTH}" for name, share in shares.items())


A_AND_B = "series of { a b }"


@pytest.mark.parametrize(
    ("structure", "target", "promises", "codes"),
    [
        (A_AND_B, "99.9%", promised(a="99.9%", b="99.95%"), ["SLA1140"]),
        (A_AND_B, "99.85005%", promised(a="99.9%", b="99.95%"), ["SLA1141"]),
        (A_AND_B, "99.85%", promised(a="99.9%", b="99.95%"), []),
        # One of two: as long as the better of them.
        ("one of { a b }", "99.95%", promised(a="99.9%", b="99.95%"), []),
        ("one of { a b }", "99.96%", promised(a="99.9%", b="99.95%"), ["SLA1141"]),
        # Two of three must work: 0.5 %, 0.5 % and 0.1 % come to 0.55 %, not to the 0.5 % of the two.
        ("2 of { a b c }", "99.45%", promised(a="99.5%", b="99.5%", c="99.9%"), []),
        ("2 of { a b c }", "99.5%", promised(a="99.5%", b="99.5%", c="99.9%"), ["SLA1141"]),
        # A year's allowance may be used up in one month.
        ("series of { a }", "99.9%", "underpinning a availability >= 99.9% per calendar year", ["SLA1141"]),
        ("series of { a }", "99.9%", "component a availability assumed 99.9%", []),
        # Disguised: a service in between.
        (
            "series of { till }",
            "99.9%",
            promised(a="99.9%", b="99.9%") + " service till underpinned by series of { a b }",
            ["SLA1140"],
        ),
        # Of a part that carries it twice nothing is said.
        ("series of { a one of { a b } }", "99.9%", promised(a="99.9%", b="99.95%"), []),
    ],
)
def test_what_is_carried(structure: str, target: str, promises: str, codes: list[str], tmp_path: Path) -> None:
    found = results(tmp_path, carried(structure, target, promises))
    assert [
        each.diagnostic.code.id for each in found if each.diagnostic and "SLA114" in each.diagnostic.code.id
    ] == codes


def test_both_numbers_and_a_log_that_tells_the_parts_apart(tmp_path: Path) -> None:
    below = " ".join(
        f'underpinning {name} {{ availability of outages where part = "{name}" >= {share} {MONTH} }}'
        for name, share in (("a", "99.9%"), ("b", "99.95%"))
    )
    found = results(tmp_path, carried(A_AND_B, "99.9%", below))
    (text,) = messages(found, "SLA1140")
    assert "99.85% is sure" in text
    assert "99.85005%" in text
    (shown,) = [each.witness for each in found if each.witness and each.sentence == text]
    assert [(each.objective, each.state) for each in shown.shown] == [("up", "breached"), ("a", "met"), ("b", "met")]


def test_a_log_breaks_no_promise_below(tmp_path: Path) -> None:
    """One part is measured, the other assumed: only what it may lose is put down to the first."""
    below = f'underpinning a {{ availability of outages where part = "a" >= 99.9% {MONTH} }} '
    below += "component b availability assumed 99.95%"
    found = results(tmp_path, carried(A_AND_B, "99.9%", below))
    (shown,) = [each.witness for each in found if each.diagnostic and each.diagnostic.code.id == "SLA1140"]
    assert shown is not None
    assert [(each.objective, each.state) for each in shown.shown] == [("up", "breached"), ("a", "met")]
    assert len(shown.log.streams["outages"].records) == 2


PART = 'underpinning link {{ availability of outages where part = "link"{} >= 99.95% per calendar month }}'
MAINTENANCE = 'exclusion maintenance { outages where cause = "maintenance" at most 4h per month counts as up } '
OFFICE = "calendar office { open Mon to Fri 08:00-17:00 } calendar long { open Mon to Sat 08:00-17:00 } "


@pytest.mark.parametrize(
    ("below", "above", "codes"),
    [
        (", in office", "", ["SLA1142"]),
        (", in office", ", in long", ["SLA1142"]),
        (", in long", ", in office", []),
        (", excluding maintenance", "", ["SLA1143"]),
        (", excluding maintenance", ", excluding maintenance", []),
        ("", ", excluding maintenance", []),
        (", excluding maintenance, in office", "", ["SLA1142", "SLA1143"]),
    ],
)
def test_hours_and_excuses(below: str, above: str, codes: list[str], tmp_path: Path) -> None:
    text = carried("series of { link }", "99.9%", MAINTENANCE + OFFICE + PART.format(below), above)
    found = [each.diagnostic.code.id for each in results(tmp_path, text) if each.diagnostic]
    assert [each for each in found if each in ("SLA1142", "SLA1143")] == codes
