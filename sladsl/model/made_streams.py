"""Streams that no log holds: cases paired from events, and events without their repetitions."""

from collections.abc import Mapping

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.logs.schema import Shape, StreamSchema
from sladsl.model.agreement import Symbol
from sladsl.model.problems import Problems, listing, with_article
from sladsl.model.streams import RESERVED
from sladsl.syntax import ast

Made = ast.Pairing | ast.Distinct


def declare_made(
    clauses: Mapping[str, Made], streams: dict[str, StreamSchema], symbols: Mapping[str, Symbol], problems: Problems
) -> None:
    """Adds the schema of each made stream to `streams`, after the stream that it is made of."""
    waiting = dict(clauses)
    while waiting:
        ready = [each for each in waiting.values() if each.stream.text in streams]
        if not ready:
            break
        for each in ready:
            del waiting[each.name.text]
            schema = _schema(each, streams[each.stream.text], problems)
            if schema is not None:
                streams[each.name.text] = schema
    for each in waiting.values():
        _without_source(each, waiting, streams, symbols, problems)


def _schema(clause: Made, source: StreamSchema, problems: Problems) -> StreamSchema | None:
    if source.shape is not Shape.EVENTS:
        what = "a register" if source.register else f"a stream of {source.shape.value}"
        problems.add(
            types.WRONG_SHAPE, f"only events are paired or told apart; `{source.name}` is {what}", clause.stream.span,
            fixes=[Fix("name a stream of events")],
        )  # fmt: skip
        return None
    if not _keys_are_there(clause, source, problems):
        return None
    keys = tuple(each.text for each in clause.keys)
    if isinstance(clause, ast.Distinct):
        return StreamSchema(clause.name.text, Shape.EVENTS, source.attributes, keys=source.keys, made_of=source.name)
    moments = _moments(clause, source, problems)
    many = frozenset(each.name.text for each in clause.moments if each.many)
    return StreamSchema(
        clause.name.text, Shape.CASES, source.attributes, moments, many, keys=source.keys or keys, made_of=source.name
    )


def _keys_are_there(clause: Made, source: StreamSchema, problems: Problems) -> bool:
    good = True
    known = [each.name for each in source.attributes]
    for key in clause.keys:
        if key.text not in known:
            good = False
            problems.add(
                names.UNKNOWN_ATTRIBUTE, f"records of `{source.name}` have no `{key.text}`", key.span,
                fixes=problems.did_you_mean(key.text, known, key.span) or [Fix(f"they have {listing(known)}")],
            )  # fmt: skip
    return good


def _moments(clause: ast.Pairing, source: StreamSchema, problems: Problems) -> tuple[str, ...]:
    found: dict[str, ast.Name] = {}
    taken = {each.name for each in source.attributes} | set(RESERVED[Shape.CASES])
    for each in clause.moments:
        name = each.name
        if name.text in taken or name.text in found:
            problems.add(
                names.DUPLICATE_NAME, f"`{name.text}` is the name of something else of these cases", name.span,
                labels=[Label(found[name.text].span, "given here first")] if name.text in found else (),
                fixes=[Fix("choose another name for this moment")],
            )  # fmt: skip
        found.setdefault(name.text, name)
    if len(found) < 2:
        problems.add(
            names.MISSING_CLAUSE, f"the cases of `{clause.name.text}` need a moment that begins them and one that ends "
            "them", clause.name.span,
            fixes=[Fix('write for instance `failed where status = "failed"` and, below, `fixed where status = "ok"`')],
        )  # fmt: skip
    return tuple(found)


def _without_source(
    clause: Made,
    waiting: Mapping[str, Made],
    streams: Mapping[str, StreamSchema],
    symbols: Mapping[str, Symbol],
    problems: Problems,
) -> None:
    name = clause.stream
    symbol = symbols.get(name.text)
    if name.text in waiting:
        problems.add(
            names.CIRCULAR, f"`{clause.name.text}` is made of `{name.text}`, which is made of it", name.span,
            fixes=[Fix("name the stream of events that a log holds")],
        )  # fmt: skip
    elif symbol is None:
        known = [each.name for each in streams.values() if each.shape is Shape.EVENTS]
        near = problems.did_you_mean(name.text, known, name.span)
        problems.add(
            names.UNKNOWN_NAME, f"there is no stream called `{name.text}`", name.span,
            fixes=near or [Fix(f"declare it: `stream {name.text} of events …`")],
        )  # fmt: skip
    elif symbol.kind not in ("broken", "stream"):
        problems.add(
            names.WRONG_KIND, f"`{name.text}` is {with_article(symbol.kind)}; a stream of events is needed here",
            name.span, labels=[Label(symbol.span, "declared here")],
        )  # fmt: skip
