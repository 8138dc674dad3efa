"""A change that was approved does not fail again; what is approved for nothing is told."""

import json
from pathlib import Path

import pytest

from review.test_laws import CONTRACT
from sladsl.workspace.approving import NAME
from spec_player.command import Outcome, sladsl
from spec_player.surroundings import surroundings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.sladsl").write_text(CONTRACT)
    (tmp_path / "new.sladsl").write_text(CONTRACT.replace("below 99.0%", "below 98.0%"))
    return tmp_path


def _ran(folder: Path, *more: str) -> Outcome:
    with surroundings(folder):
        return sladsl(["diff", "old.sladsl", "new.sladsl", "--fail-on", "customer-adverse", *more], b"")


def test_an_approval_is_of_one_change(folder: Path) -> None:
    first = _ran(folder, "-f", "json")
    assert first.status == 1
    mark = json.loads(first.stdout)["agreements"][0]["clauses"][0]["fingerprint"]
    (folder / NAME).write_text(f'[[approved]]\nfingerprint = "{mark}"\nreason = "agreed"\n')
    assert _ran(folder).status == 0
    (folder / "new.sladsl").write_text(CONTRACT.replace("below 99.0%", "below 97.0%"))
    again = _ran(folder)
    assert again.status == 1
    assert mark in again.stderr


def test_an_approval_needs_a_reason(folder: Path) -> None:
    (folder / NAME).write_text('[[approved]]\nfingerprint = "0123456789abcdef"\n')
    refused = _ran(folder)
    assert refused.status == 2
    assert "a fingerprint and a reason" in refused.stderr


BENEATH = """
agreement a {
  provider host
  customer shop
  term     2026-01-01 until 2027-01-01
  zone     "UTC"
  currency USD
  service api { fee 1_000.00 USD per month }
  parameter each_day = 10 USD
  calendar office { open Mon to Fri 09:00-17:00 }
  stream losses of cases { moments opened, resolved }
  stream outages of spans { cause text optional }
  exclusion weather { outages where cause = "storm"  counts as up }
  metric uptime = availability of outages, excluding weather
  metric owed for each losses by opened =
    greater of (days from end of the 2nd business day of office after opened to resolved, 0)
  metric days_owed = sum of owed of losses
  objective repaired {
    days_owed <= 0 per calendar month
    credit days_owed * each_day
  }
  objective up {
    uptime >= 99.9% per calendar month
    credit share of api.fee { below 99.9% gives 10% }
  }
}
"""


def _clauses(tmp_path: Path, old: str, new: str) -> dict[str, dict[str, str]]:
    (tmp_path / "old.sladsl").write_text(old)
    (tmp_path / "new.sladsl").write_text(new)
    with surroundings(tmp_path):
        said = sladsl(["diff", "old.sladsl", "new.sladsl", "-f", "json"], b"").stdout
    return {each["name"]: each for each in json.loads(said)["agreements"][0]["clauses"]}


@pytest.mark.parametrize(
    ("clause", "was", "agreed", "later"),
    [
        ("repaired", "2nd business day", "3rd business day", "9th business day"),
        ("repaired", "Mon to Fri", "Mon to Sat", "Mon to Thu"),
        ("repaired", "= 10 USD", "= 9 USD", "= 1 USD"),
        ("up", "1_000.00", "900.00", "100.00"),
        ("up", '"storm"', '"rain"', '"ours"'),
    ],
)
def test_an_approval_covers_what_the_clause_rests_on(
    tmp_path: Path, clause: str, was: str, agreed: str, later: str
) -> None:
    first = _clauses(tmp_path, BENEATH, BENEATH.replace(was, agreed))[clause]
    other = _clauses(tmp_path, BENEATH, BENEATH.replace(was, later))[clause]
    assert first["fingerprint"] != other["fingerprint"]
    for each in (first, other):
        assert each["before"] != each["after"], "what differs is shown"


def test_an_approval_outlives_what_has_nothing_to_do_with_it(tmp_path: Path) -> None:
    change = ("2nd business day", "3rd business day")
    alone = _clauses(tmp_path, BENEATH, BENEATH.replace(*change))["repaired"]
    moved = BENEATH.replace("calendar office", "calendar nights { open every day 00:00-06:00 }\n  calendar office")
    moved = moved.replace("agreement a {", "# Moved.\nagreement a {\n  calendar noons { open Mon 12:00-13:00 }")
    beside = _clauses(tmp_path, moved, moved.replace(*change).replace("gives 10%", "gives 5%"))
    assert beside["repaired"]["fingerprint"] == alone["fingerprint"]
    assert "up" in beside


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[aproved]]\nfingerprint = "0123456789abcdef"\nreason = "x"\n', "`aproved`"),
        ('[[approved]]\nfingerprint = "0123456789abcdef"\nreason = "x"\nby = "me"\n', "no `by`"),
        ('[[approved]]\nfingerprint = "0123456789abcde"\nreason = "x"\n', "is no fingerprint"),
        ("[approved]\n", "a fingerprint and a reason"),
        ("# " + "x" * 1024 * 1024, "more than"),
    ],
)
def test_approvals_that_say_something_else_are_refused(folder: Path, text: str, said: str) -> None:
    (folder / NAME).write_text(text)
    refused = _ran(folder)
    assert refused.status == 2
    assert refused.stdout == ""
    assert said in refused.stderr


def test_a_fingerprint_may_be_in_capitals(folder: Path) -> None:
    mark = json.loads(_ran(folder, "-f", "json").stdout)["agreements"][0]["clauses"][0]["fingerprint"]
    (folder / NAME).write_text(f'[[approved]]\nfingerprint = "{mark.upper()}"\nreason = "agreed"\n')
    assert _ran(folder).status == 0


def test_an_agreement_that_is_gone_fails_until_that_is_approved(folder: Path) -> None:
    (folder / "both").mkdir()
    (folder / "one").mkdir()
    for name in ("both/a.sladsl", "both/b.sladsl", "one/a.sladsl"):
        text = CONTRACT if name.endswith("a.sladsl") else CONTRACT.replace("agreement ", "agreement other_")
        (folder / name).write_text(text)

    def ran(*words: str) -> Outcome:
        with surroundings(folder):
            return sladsl(["diff", *words], b"")

    gone = ran("both", "one", "--fail-on", "customer-adverse", "-f", "json")
    assert gone.status == 1
    assert ran("one", "both", "--fail-on", "customer-adverse").status == 0
    assert ran("one", "both", "--fail-on", "provider-adverse").status == 1
    (removed,) = [each for each in json.loads(gone.stdout)["agreements"] if each["state"] == "removed"]
    (clause,) = removed["clauses"]
    assert (removed["worse_off"], clause["code"]) == ("customer", "SLA0602")
    (folder / NAME).write_text(f'[[approved]]\nfingerprint = "{clause["fingerprint"]}"\nreason = "ended"\n')
    assert ran("both", "one", "--fail-on", "customer-adverse").status == 0
