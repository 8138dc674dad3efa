"""What one family of claims says of small contracts, each beside others that differ from it in one thing: the verdict,
the sentence, the place, the figures, and the log that shows it, as recorded in `told/`.

A file is of one family. What stands before its first case is in the contract of each. `pytest --bless` with this path
records what is said now, and then it is to be read."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from proofs.proved import FRAME
from sladsl.logs.records import CaseRecord, EventLog, Record, SpanRecord, StreamLog
from sladsl.proofs.claims.beyond_shares import beyond_share_claims
from sladsl.proofs.claims.clauses import clause_claims
from sladsl.proofs.claims.incentives import incentive_claims
from sladsl.proofs.claims.limits import limit_claims
from sladsl.proofs.claims.money import amount_claims
from sladsl.proofs.claims.settlement import settlement_claims
from sladsl.proofs.claims.twice import twice_claims
from sladsl.proofs.known import KINDS, Choice
from sladsl.proofs.money.account import Account
from sladsl.proofs.proving import CLAIMS
from sladsl.proofs.subject import STEPS, Subject
from sladsl.proofs.verdict import Result
from sladsl.text import Span
from sladsl.workspace.verifying import Request, verify_file
from strategies.contracts import graph_of

TOLD = Path(__file__).with_name("told")
_OF_MONEY = {
    each.__name__: each
    for each in (amount_claims, beyond_share_claims, limit_claims, clause_claims, twice_claims, incentive_claims,
                 settlement_claims)
}  # fmt: skip
_OTHERS = {each.__name__: each for each in CLAIMS}
_OF_LEVELS = {"floor_claims", "ceiling_claims"}
_STEPS = {"property_claims": 1280}
"""Properties that nothing breaks take all the steps that there are."""
_CASE = re.compile(r"^== (?P<name>[^\n]+)\n(?P<text>.*?)^--\n(?P<said>.*?)(?=^== |\Z)", re.MULTILINE | re.DOTALL)
_MOST_RECORDS = 4


@cache
def cases(family: str) -> dict[str, tuple[str, str]]:
    """The contract and what is said of it, by the name of the case."""
    whole = (TOLD / f"{family}.txt").read_text(encoding="utf-8")
    before = whole.partition("== ")[0]
    found = {
        each["name"]: (each["text"] if "agreement " in each["text"] else before + each["text"], each["said"])
        for each in _CASE.finditer(whole)
    }
    assert len(found) == whole.count("\n== "), "two cases have one name, or one says nothing"
    assert len({" ".join(text.split()) for text, _ in found.values()}) == len(found), "two cases are one contract"
    return found


def every_case() -> Iterator[tuple[str, str]]:
    for path in sorted(TOLD.iterdir()):
        yield from ((path.stem, name) for name in cases(path.stem))


@pytest.mark.parametrize(("family", "name"), list(every_case()))
def test_told(family: str, name: str, bless: bool, tmp_path: Path) -> None:
    text, before = cases(family)[name]
    said = "\n".join((*said_of(text, family, tmp_path), "", ""))
    if bless:
        path = TOLD / f"{family}.txt"
        whole = path.read_text(encoding="utf-8")
        (case,) = (each for each in _CASE.finditer(whole) if each["name"] == name)
        path.write_text(whole[: case.start("said")] + said + whole[case.end("said") :], encoding="utf-8", newline="\n")
    else:
        assert said.strip() == before.strip()


def said_of(text: str, family: str, folder: Path) -> Iterator[str]:
    whole = text if "agreement " in text else f"agreement a {{ {FRAME}\n{text} }}"
    for each in claimed(whole, family, folder):
        yield from _lines(each, whole)


def claimed(text: str, family: str, folder: Path) -> Iterator[Result]:
    if family in _OF_LEVELS:
        path = folder / "contract.sladsl"
        path.write_text(text, encoding="utf-8")
        only = tuple(each.claim for each in KINDS if each.family == family)
        verified = verify_file(path, Request({}, choice=Choice(only)))
        assert len(verified.agreements) == text.count("agreement "), "it does not compile"
        return (each for agreement in verified.agreements for each in agreement.results)
    subject = Subject(graph_of(text), _STEPS.get(family, STEPS))
    return _OF_MONEY[family](Account(subject)) if family in _OF_MONEY else _OTHERS[family](subject)


def _lines(result: Result, text: str) -> Iterator[str]:
    def quoted(span: Span | None) -> str:
        return "nothing" if span is None else f"`{' '.join(text[span.start : span.end].split())[:60]}`"

    yield f"{result.verdict} {result.claim}, {result.subject}: {result.sentence}"
    found = result.diagnostic
    if found is not None:
        told = "" if found.message == result.sentence else f": {found.message}"
        yield f"  {found.code.id} {found.code.severity.name.lower()} at {quoted(found.span)}{told}"
        yield from (f"  {each}" for each in found.notes)
        yield from (f"  {each.text}: {quoted(each.span)}" for each in found.labels)
    yield f"  about {', '.join(map(quoted, result.clauses))}"
    rests = "; ".join((result.basis.method, *result.basis.assumptions, *result.basis.bounds))
    yield f"  by {rests}"
    if result.stake is not None:
        yield f"  {float(result.stake.amount):.6g} {result.stake.currency} at stake"
    if result.witness is not None:
        shown = [f"{each.objective} in {each.window.label}" for each in result.witness.shown]
        start, end = result.witness.period
        yield f"  log of {_at(start)} until {_at(end)} shows {', '.join(shown)}"
        yield from _log(result.witness.log)


def _log(log: EventLog) -> Iterator[str]:
    for name, stream in sorted(log.streams.items()):
        lines = [each.place.line for each in stream.records]
        of = "" if lines == [*range(1, len(lines) + 1)] else f" of lines {lines}"
        told = [_record(each, stream) for each in stream.records]
        more = [f"… {len(told)} in all, the last {told[-1]}"] if len(told) > _MOST_RECORDS else []
        if told:
            yield f"    {name}{of}: {'; '.join((*told[:_MOST_RECORDS], *more))}"


def _record(record: Record, stream: StreamLog) -> str:
    values = [f"{field.name}={value}" for field, value in zip(stream.schema.attributes, record.values, strict=True)]
    match record:
        case SpanRecord(start=start, end=end):
            when = [f"{_at(start)} until {_at(end)}"]
        case CaseRecord(moments=moments, states=states):
            when = [record.key, *(",".join(map(_at, each)) or "never" for each in moments)]
            when += [",".join(f"{_at(one)} until {_at(other)}" for one, other in each) for each in states]
        case _:
            when = [_at(record.at)]
    return " ".join((*when, *values))


def _at(instant: int | None) -> str:
    if instant is None or abs(instant) > 1 << 60:
        return "…"
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)).isoformat()[:-6]


def test_every_file_is_of_a_family() -> None:
    known: dict[str, Callable[..., Iterator[Result]]] = {**_OTHERS, **_OF_MONEY}
    assert {each.stem for each in TOLD.iterdir()} <= set(known)
