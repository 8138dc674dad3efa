"""How far what can be owed is looked at."""

import pytest

from proofs.proved import FRAME
from sladsl.proofs.money.account import Account
from sladsl.proofs.subject import Subject
from strategies.contracts import graph_of

UP = "objective up { availability of outages >= 99% per calendar month credit 10 USD } "
KPI = "kpi seen { availability of outages per calendar month } "


def account_of(clauses: str, amendments: str = "") -> Account:
    return Account(Subject(graph_of(f"agreement a {{ {FRAME} stream outages of spans {{ }} {clauses} }} {amendments}")))


@pytest.mark.parametrize(("most", "seen"), [(24, 24), (23, 22), (3, 2), (2, 2), (1, 2)])
def test_of_too_many_windows_the_first_of_each_clause(most: int, seen: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sladsl.proofs.money.liability.MOST_CELLS", most)
    liability = account_of(UP + KPI + UP.replace("objective up", "objective deep")).liability
    assert len(liability.charges) == seen
    assert liability.whole == (seen == 24)
    assert ("the first windows of each version of the term" in liability.bounds) == (seen < 24)


def test_of_too_many_windows_the_first_of_each_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sladsl.proofs.money.liability.MOST_CELLS", 6)
    amended = UP.replace("99%", "98%").removeprefix("objective up ")
    change = f'amendment less to a from 2026-07-01 because "trust" {{ change objective up {amended} }}'
    seen = [each.window.label for each in account_of(UP, change).liability.charges]
    assert seen == ["2026-01", "2026-02", "2026-03", "2026-07", "2026-08", "2026-09"]


def test_what_nobody_pays_for_has_no_bounds() -> None:
    liability = account_of(KPI).liability
    assert (liability.charges, liability.whole, liability.bounds) == ((), True, ())
