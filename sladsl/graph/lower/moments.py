"""The moments of cases by their names."""

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names
from sladsl.graph.lower.context import Lowering
from sladsl.logs.schema import StreamSchema
from sladsl.model.problems import listing
from sladsl.syntax import ast


def moment_of(lowering: Lowering, name: ast.Name, stream: StreamSchema) -> int | None:
    if name.text in stream.moments:
        return stream.moments.index(name.text)
    lowering.say(
        names.UNKNOWN_ATTRIBUTE,
        f"the cases of `{stream.name}` have no moment `{name.text}`",
        name.span,
        *lowering.problems.did_you_mean(name.text, stream.moments, name.span),
        Fix(f"their moments are {listing(stream.moments)}"),
    )
    return None
