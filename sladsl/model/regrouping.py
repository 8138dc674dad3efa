"""Where the condition of a measure ends: `share of surveys with answered >= 95%`.

The grammar cannot tell, because it knows no types: it reads `answered >= 95%` as it reads `score >= 4`. But `answered`
is yes or no, which is more or less than nothing. So the comparison is one of the share.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names
from sladsl.frozen import Frozen, frozen
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.syntax.everyday import ADVERBS
from sladsl.text import Span

Streams = Mapping[str, StreamSchema]


@frozen
class _Cut(Frozen):
    """An expression without the comparison at its end, and that comparison."""

    before: ast.Expression
    comparison: ast.Compare


def regrouped(objective: ast.Objective, streams: Streams) -> ast.Objective:
    """The objective with comparisons where they belong."""
    return replace(objective, requirements=tuple(_requirement(each, streams) for each in objective.requirements))


def with_windows_said(objective: ast.Objective, symbols: Collection[str], problems: Problems) -> ast.Objective:
    """`monthly` on a line of its own passes for a number. It is complained of, and taken for a window, so that
    none is missed."""
    kept, windows = [], list(objective.windows)
    for each in objective.requirements:
        word = each.condition.text if isinstance(each.condition, ast.Name) and each.when is None else ""
        if word in symbols or word not in ADVERBS:
            kept.append(each)
            continue
        fix = Fix(f"write `{ADVERBS[word]}`", each.span, ADVERBS[word])
        problems.add(names.UNKNOWN_NAME, f"`{word}` is written `{ADVERBS[word]}`", each.span, fixes=[fix])
        windows = windows or [ast.WindowSpec(each.span, ADVERBS[word].removeprefix("per "))]
    return replace(objective, requirements=tuple(kept), windows=tuple(windows))


def _requirement(written: ast.Requirement, streams: Streams) -> ast.Requirement:
    when = None if written.when is None else _condition(written.when, streams)
    return replace(written, condition=_condition(written.condition, streams), when=when)


def _condition(written: ast.Expression, streams: Streams) -> ast.Expression:
    cut = _cut(written, streams)
    return (
        written if cut is None else ast.Compare(written.span, cut.comparison.operator, cut.before, cut.comparison.right)
    )


def _cut(written: ast.Expression, streams: Streams) -> _Cut | None:
    """The comparison of a flag that ends a measure, which ends the expression."""
    match written:
        case ast.Arithmetic(right=last):
            return _within(written, "right", _cut(last, streams))
        case ast.Negate(operand=last) | ast.PercentOf(operand=last) | ast.TimeShareOf(operand=last):
            return _within(written, "operand", _cut(last, streams))
        case ast.ShareOf(condition=last):
            return _within(written, "condition", _of_flag(last, streams.get(written.stream.text)))
        case ast.CountOf(where=last) | ast.StatisticOf(where=last) if last is not None:
            return _within(written, "where", _of_flag(last, streams.get(written.stream.text)))
        case _:
            return None


def _of_flag(written: ast.Expression, stream: StreamSchema | None) -> _Cut | None:
    match written:
        case ast.Logic(right=last):
            return _within(written, "right", _of_flag(last, stream))
        case ast.Not(operand=last):
            return _within(written, "operand", _of_flag(last, stream))
        case ast.Compare(left=ast.Name() as left, right=right) if _is_flag(left, stream):
            has_one_too = isinstance(right, ast.Flag) or _is_flag(right, stream)
            return None if has_one_too else _Cut(left, written)
        case _:
            return None


def _within(whole: ast.Expression, field: str, cut: _Cut | None) -> _Cut | None:
    if cut is None:
        return None
    span = Span(whole.span.source, whole.span.start, cut.before.span.end)
    changes: dict[str, object] = {field: cut.before, "span": span}
    return _Cut(replace(whole, **changes), cut.comparison)  # type: ignore[arg-type]


def _is_flag(written: ast.Expression, stream: StreamSchema | None) -> bool:
    if stream is None or not isinstance(written, ast.Name):
        return False
    index = stream.attribute_index(written.text)
    return index is not None and stream.attributes[index].type.kind is Kind.FLAG
