"""What the versions of an agreement have in common: its frame, its streams, and an order of dates."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby, pairwise

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import levels
from sladsl.levels.clauses import Key, kind_of, place_of
from sladsl.levels.layers import Text
from sladsl.model.problems import Problems
from sladsl.syntax import ast

_COMMON = (ast.Term, ast.Stream, ast.Register, ast.Pairing, ast.Distinct, ast.Schedule)
_FIXED = (ast.ZoneClause, ast.CurrencyClause, ast.Rounding)


def by_day(amendments: Iterable[ast.Amendment]) -> list[tuple[date, list[ast.Amendment]]]:
    """The amendments that take effect together."""
    return [(day, list(each)) for day, each in groupby(amendments, key=lambda each: each.start)]


def with_common_frame(texts: list[Text], amendments: list[list[ast.Amendment]], problems: Problems) -> list[Text]:
    """The versions, with what must be one for all of them taken from the last: the term, which may end on another day,
    and the streams, which may say more than before. What cannot be different is told."""
    if len(texts) == 1:
        return texts
    last = texts[-1]
    for before, after in pairwise(texts):
        _check_frame(before, after, problems)
    common = {key: each for key, each in last.clauses.items() if isinstance(each[0], _COMMON)}
    _check_dates(last, amendments, problems)
    return [_with(text, common) for text in texts]


def _with(text: Text, common: dict[Key, list[ast.Clause]]) -> Text:
    made = text.copy()
    made.clauses.update(common)
    return made


def _check_frame(before: Text, after: Text, problems: Problems) -> None:
    for key, (clause, *_) in after.clauses.items():
        old = before.clauses.get(key)
        if old is None or old[0] == clause:
            continue
        if isinstance(clause, _FIXED):
            _refuse(clause, old[0], f"the {kind_of(clause)} is one for all versions of an agreement", problems)
        elif isinstance(clause, ast.Term) and isinstance(old[0], ast.Term) and clause.start != old[0].start:
            _refuse(clause, old[0], "the term may end on another day, but it has begun when it has", problems)
        elif isinstance(clause, ast.Stream) and isinstance(old[0], ast.Stream):
            _check_stream(old[0], clause, problems)
    for key, (clause, *_) in before.clauses.items():
        if key not in after.clauses and isinstance(clause, (*_FIXED, ast.Term)):
            _refuse(clause, clause, f"the {kind_of(clause)} cannot be taken out", problems)
        if key not in after.clauses and isinstance(clause, ast.Stream):
            # What was measured before goes on being measured.
            after.clauses[key] = [clause]


def _check_stream(old: ast.Stream, new: ast.Stream, problems: Problems) -> None:
    """One log serves all versions: what it held it holds still."""
    if (old.shape, old.every, old.keys) != (new.shape, new.every, new.keys):
        _refuse(new, old, "a stream keeps its kind: one log serves all versions", problems)
        return
    kept = {_known_by(line): line for line in new.lines}
    for line in old.lines:
        now = kept.get(_known_by(line))
        if isinstance(line, ast.AttributeLine) and now != line:
            _refuse(new, old, f"the stream keeps `{line.name.text}`: one log serves all versions", problems)
        elif isinstance(line, ast.MomentsLine | ast.StatesLine):
            _check_listed(old, new, problems)
    if _void_lines(old) != _void_lines(new):
        _refuse(new, old, "what is void stays the same: a case has one log and many windows", problems)


def _void_lines(stream: ast.Stream) -> list[ast.VoidLine]:
    return [line for line in stream.lines if isinstance(line, ast.VoidLine)]


def _check_listed(old: ast.Stream, new: ast.Stream, problems: Problems) -> None:
    before, after = _listed(old), _listed(new)
    lacking = [each for each in before if each not in after]
    if lacking:
        _refuse(new, old, f"the stream keeps `{lacking[0]}`: one log serves all versions", problems)


def _listed(stream: ast.Stream) -> list[str]:
    found: list[str] = []
    for line in stream.lines:
        if isinstance(line, ast.MomentsLine):
            found += [name.text for name, _ in line.moments]
        elif isinstance(line, ast.StatesLine):
            found += [name.text for name in line.states]
    return found


def _known_by(line: ast.StreamLine) -> str:
    return line.name.text if isinstance(line, ast.AttributeLine) else type(line).__name__


def _check_dates(last: Text, amendments: list[list[ast.Amendment]], problems: Problems) -> None:
    term = next((each[0] for each in last.clauses.values() if isinstance(each[0], ast.Term)), None)
    if term is None:
        return
    # A date that a parameter holds is known only when the agreement is applied.
    start = term.start.value if isinstance(term.start, ast.Date) else date.min
    last_day = term.end.value if isinstance(term.end, ast.Date) else None
    for each in (amendment for together in amendments for amendment in together):
        if each.start <= start or (last_day is not None and each.start >= last_day):
            end = f"until {last_day}" if last_day else "without an end"
            problems.add(
                levels.BAD_AMENDMENT,
                f"the amendment `{each.name.text}` takes effect on {each.start}, but the term runs from {start} {end}",
                each.name.span,
                labels=[Label(term.span, "the term")],
                fixes=[
                    Fix("write what holds from the start into the agreement itself")
                    if each.start <= start
                    else Fix("`change term …` as well, if the agreement goes on")
                ],
            )


def _refuse(clause: ast.Clause, old: ast.Clause, message: str, problems: Problems) -> None:
    problems.add(
        levels.BAD_AMENDMENT, message, place_of(clause), labels=[Label(place_of(old), "as it was")],
        fixes=[Fix("make another agreement of it, with a term of its own")],
    )  # fmt: skip
