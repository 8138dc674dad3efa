"""Pairings and distinct events → how their streams are made; which cases are void."""

from collections.abc import Iterator
from typing import Final, Literal

from sladsl.diagnostics import Fix, Label
from sladsl.diagnostics.catalogue import names, types
from sladsl.graph.lower.context import Lowering
from sladsl.graph.lower.rows import RowLayer
from sladsl.graph.making import DistinctStream, Making, PairedStream, VoidRule
from sladsl.graph.node import Ref, inputs
from sladsl.graph.rows import RowBeside, RowLookup
from sladsl.graph.sets import SetCalendar, SetNode
from sladsl.logs.schema import StreamSchema
from sladsl.model.lengths import microseconds
from sladsl.syntax import ast

_SET_NODES: Final = SetNode


def making(lowering: Lowering, schema: StreamSchema) -> Making | None:
    """How a made stream is made, or diagnostics and None."""
    clause = lowering.agreement.made[schema.name]
    source = lowering.agreement.streams[clause.stream.text]
    positions = (source.attribute_index(key.text) for key in clause.keys)
    keys = tuple(each for each in positions if each is not None)
    if isinstance(clause, ast.Distinct):
        return _distinct(lowering, clause, source, keys)
    conditions = [_condition(lowering, each.where, source) for each in clause.moments]
    refs = tuple(each for each in conditions if each is not None)
    repeated = _repeated(lowering, clause)
    return PairedStream(schema.name, source.name, keys, refs, repeated) if len(refs) == len(conditions) else None


def void_rules(lowering: Lowering, schema: StreamSchema) -> Iterator[VoidRule]:
    """The conditions under which a case of a stream counts nowhere."""
    for line in lowering.agreement.voids.get(schema.name, ()):
        ref = _condition(lowering, line.condition, schema, "cases are void")
        if ref is not None:
            yield VoidRule(schema.name, ref)


def _distinct(
    lowering: Lowering, clause: ast.Distinct, source: StreamSchema, keys: tuple[int, ...]
) -> DistinctStream | None:
    within = microseconds(clause.within, lowering.problems, "the time in which an event is a repetition", "10min")
    where = None if clause.where is None else _condition(lowering, clause.where, source)
    if clause.since is None:
        lowering.read(
            f"after which event those of `{source.name}` are repetitions",
            "the first of them",
            "`of the first` or `of the last`",
            clause.within.span,
            decisive=True,
        )
    longest = None
    if clause.longest is not None:
        longest = microseconds(clause.longest, lowering.problems, "the longest such time", "32s")
        if longest is not None and within is not None and longest <= within:
            lowering.say(
                types.OUT_OF_RANGE, "the longest time is no longer than the first", clause.longest.span,
                Fix("write for instance `within 1s of the last, doubled up to 32s`"),
            )  # fmt: skip
            return None
    lacking = (clause.where is not None and where is None) or (clause.longest is not None and longest is None)
    if within is None or lacking:
        return None
    return DistinctStream(clause.name.text, source.name, where, keys, within, clause.since == "last", longest)


def _repeated(lowering: Lowering, clause: ast.Pairing) -> Literal["continues", "restarts", "begins another"]:
    first = clause.moments[0].name if clause.moments else clause.name
    for each in clause.repeated:
        if each.name.text != first.text:
            lowering.say(
                names.UNKNOWN_NAME, f"what is repeated is the moment that begins a case, `{first.text}`",
                each.name.span,
                *lowering.problems.did_you_mean(each.name.text, [first.text], each.name.span),
                Fix(f"write `repeated {first.text} {each.then}`"),
            )  # fmt: skip
    for again in clause.repeated[1:]:
        lowering.problems.add(
            names.CONTRADICTING_LINES, "what becomes of a repeated beginning is said twice", again.span,
            labels=[Label(clause.repeated[0].span, "said here first")], fixes=[Fix("keep one of them")],
        )  # fmt: skip
    if len(clause.moments) > 1:
        last = clause.moments[-1].name.text
        lowering.read(
            f"an event that is `{last}` of no case of `{clause.name.text}`",
            "is left out",
            "no other reading is offered",
            clause.name.span,
        )
    if clause.repeated:
        return clause.repeated[0].then
    lowering.read(
        f"what a repeated `{first.text}` means in `{clause.name.text}`",
        "the case goes on from the first",
        f"`repeated {first.text} continues`, `… restarts` or `… begins another`",
        clause.name.span,
        decisive=True,
    )
    return "continues"


def _condition(
    lowering: Lowering, where: ast.Expression, source: StreamSchema, which: str = "events these are"
) -> Ref | None:
    """A condition on one record by itself: what is made of events is there before anything is measured."""
    ref = RowLayer(lowering, source).condition(where)
    if ref is not None and _looks_around(lowering, ref):
        lowering.say(
            types.NOT_HERE, f"which {which} is settled before anything else: by what they carry themselves",
            where.span, Fix("use their attributes here, and put the rest where the stream is used"),
        )  # fmt: skip
        return None
    return ref


def _looks_around(lowering: Lowering, ref: Ref) -> bool:
    node = lowering.table[ref]
    if isinstance(node, RowLookup | RowBeside):
        return True
    if isinstance(node, _SET_NODES) and not isinstance(node, SetCalendar):
        return True
    return any(_looks_around(lowering, each) for each in inputs(node))
