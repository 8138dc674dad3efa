"""Certificates in words: what was compared, what was seen on both sides, and what differs."""

from collections.abc import Iterator

from sladsl.diagnostics.render.summary import counted
from sladsl.graph import RuleGraph
from sladsl.graph.node import Ref
from sladsl.proofs.certificate.certify import Certificate, Difference
from sladsl.text import SourceMap

_MOST_RECORDS = 6


def certificate_text(graph: RuleGraph, certificate: Certificate, sources: SourceMap) -> str:
    return "\n".join(_lines(graph, certificate, sources)) + "\n"


def _lines(graph: RuleGraph, found: Certificate, sources: SourceMap) -> Iterator[str]:
    difference = found.difference
    yield f"{graph.name}: {found.engine} {'=' if difference is None else 'is not'} reference"
    yield (
        f"  {counted(found.logs, 'log')} made of {found.records:,} records on the borders of the contract, "
        f"{found.numbers:,} numbers of {found.measures} measures"
    )
    if found.tried:
        yield f"  {len(found.tried)} comparisons were seen to hold and not to hold"
    for ref in found.one_sided:
        yield f"  seen on one side only: {_place(graph, ref, sources)}"
    if found.resting:
        yield f"  {len(found.resting)} rest on more than one record; what they come to was compared"
    if difference is not None:
        yield from _difference(graph, difference, sources)


def _difference(graph: RuleGraph, difference: Difference, sources: SourceMap) -> Iterator[str]:
    if difference.cell is not None:
        yield f"  differs: {_place(graph, difference.cell.measure, sources)}"
    yield f"    reference: {difference.expected}"
    yield f"    it finds:  {difference.found}"
    for name, stream in difference.log.streams.items():
        if stream.records:
            more = "" if len(stream.records) <= _MOST_RECORDS else f" and {len(stream.records) - _MOST_RECORDS} more"
            yield f"    {name}: {', '.join(map(str, stream.records[:_MOST_RECORDS]))}{more}"


def _place(graph: RuleGraph, ref: Ref, sources: SourceMap) -> str:
    span = graph.places[ref] if ref < len(graph.places) else None
    return type(graph.nodes[ref]).__name__ if span is None else sources.place(span)
