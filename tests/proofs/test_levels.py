"""Mandatory objectives, and what levels below make of them."""

from pathlib import Path

import pytest

from proofs.proved import messages, of_file

ABOVE = """
agreement global {
  term     2026-01-01 until 2027-01-01
  zone     "Etc/UTC"
  stream outages of spans { cause text }
  stream tickets of cases { moments opened, closed }
  calendar office { open Mon to Fri 08:00-17:00 }
  exclusion theirs { outages where cause = "customer" counts as up }
  metric uptime = availability of outages
  metric solve for each tickets by opened = time from opened to closed
  mandatory objective floor { uptime >= 99.5% per calendar month }
  mandatory objective solved { share of tickets with solve <= 24h >= 95% per calendar month }
  objective yearly { uptime >= 99% per calendar year }
}
"""
BECAUSE = 'because "they agreed"'


@pytest.mark.parametrize(
    ("clauses", "weaker"),
    [
        (f"override objective floor {BECAUSE} {{ uptime >= 99.4% per calendar month }}", True),
        (f"override objective floor {BECAUSE} {{ uptime >= 99.9% per calendar month }}", False),
        # A greater number that says less: other hours, a longer window, excuses.
        (f"override objective floor {BECAUSE} {{ availability of outages, in office >= 99.95% per month }}", True),
        (f"override objective floor {BECAUSE} {{ uptime >= 99.9% per calendar year }}", True),
        (
            f"override objective floor {BECAUSE} {{ availability of outages, excluding theirs >= 99.99% per month }}",
            True,
        ),
        # Disguised: the objective is as it was, and what it measures is not.
        (f"override metric uptime {BECAUSE} = availability of outages, excluding theirs", True),
        (f"override metric uptime {BECAUSE} = availability of outages lasting at least 5min", True),
        # Cases: more time, a smaller share.
        (
            f"override objective solved {BECAUSE} {{ share of tickets with solve <= 48h >= 95% per calendar month }}",
            True,
        ),
        (
            f"override objective solved {BECAUSE} {{ share of tickets with solve <= 24h >= 90% per calendar month }}",
            True,
        ),
        (
            f"override objective solved {BECAUSE} {{ share of tickets with solve <= 24h >= 99% per calendar month }}",
            False,
        ),
        # Only mandatory clauses are floors.
        (f"override objective yearly {BECAUSE} {{ uptime >= 98% per calendar year }}", False),
        ("kpi more { uptime >= 99% per calendar month }", False),
    ],
)
def test_floors(clauses: str, weaker: bool, tmp_path: Path) -> None:
    found = of_file(tmp_path, f"{ABOVE} agreement below extends global {{ {clauses} }}")
    told = messages(found, "SLA1160")
    assert bool(told) == weaker
    for each in found:
        if each.sentence in told:
            assert each.witness is not None
            assert each.witness.shown[0].state in ("met", "warning")


def test_two_levels_below(tmp_path: Path) -> None:
    """The floor is that of the level which made it mandatory, not the stricter one between."""
    between = (
        f"agreement between extends global {{ override objective floor {BECAUSE} {{ uptime >= 99.9% per month }} }}"
    )
    for share, weaker in (("99.7%", False), ("99.3%", True)):
        clause = f"override objective floor {BECAUSE} {{ uptime >= {share} per calendar month }}"
        found = of_file(tmp_path, f"{ABOVE} {between} agreement below extends between {{ {clause} }}")
        assert bool(messages(found, "SLA1160")) == weaker


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("{ uptime >= 99% per calendar year }", True),
        # Disguised: written out, the number with more places.
        ("{ availability of outages >= 99.00% per calendar year }", True),
        ("{ uptime >= 99.1% per calendar year }", False),
    ],
)
def test_overrides_that_change_nothing(clause: str, found: bool, tmp_path: Path) -> None:
    text = f"{ABOVE} agreement below extends global {{ override objective yearly {BECAUSE} {clause} }}"
    assert bool(messages(of_file(tmp_path, text), "SLA1161")) == found
