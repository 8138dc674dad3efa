"""Labels that are compared with a choice."""

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names
from sladsl.graph.lower.context import Lowering
from sladsl.logs.schema import StreamSchema
from sladsl.model.problems import listing
from sladsl.model.streams import label_text
from sladsl.model.types import Sort, of_attribute
from sladsl.syntax import ast

_LABELS = (Sort.CHOICE, Sort.TEXT)


def holds_labels(stream: StreamSchema | None, attribute: str) -> bool:
    """Whether an attribute of a stream or a register is a choice or a text."""
    index = stream.attribute_index(attribute) if stream else None
    return stream is not None and index is not None and of_attribute(stream.attributes[index].type).sort in _LABELS


def known_labels(lowering: Lowering, labels: tuple[ast.Name | ast.Text, ...], choices: tuple[str, ...]) -> bool:
    """Whether every label is one of the declared; says of each that is not."""
    good, declared = True, frozenset(choices)
    for label in labels:
        text = label_text(label)
        if text not in declared:
            good = False
            lowering.say(
                names.UNKNOWN_LABEL,
                f"`{text}` is not one of the declared values",
                label.span,
                *lowering.problems.did_you_mean(text, choices, label.span),
                Fix(f"declared are {listing(choices)}"),
            )
    return good
