"""In which order the clauses of an agreement are lowered: what is used before what uses it.

So a chain of a thousand definitions, in whatever order it is written, never makes the lowering a thousand calls deep.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from sladsl.model.agreement import Agreement
from sladsl.syntax import ast


def in_order(agreement: Agreement) -> list[str]:
    """The names of parameters, definitions, exclusions and metrics, each after those it mentions."""
    clauses: Mapping[str, object] = {
        **{name: each.value for name, each in agreement.parameters.items()},
        **agreement.definitions,
        **agreement.exclusions,
        **agreement.metrics,
    }
    order: dict[str, None] = {}
    entered: set[str] = set()
    for first in clauses:
        pending = [] if first in entered else [(first, _entered(first, clauses, entered))]
        while pending:
            name, below = pending[-1]
            found = next((each for each in below if each in clauses and each not in entered), None)
            if found is None:
                order[name] = None
                pending.pop()
            else:
                pending.append((found, _entered(found, clauses, entered)))
    return list(order)


def _entered(name: str, clauses: Mapping[str, object], entered: set[str]) -> Iterator[str]:
    entered.add(name)
    return mentioned(clauses[name])


def mentioned(node: object) -> Iterator[str]:
    """Every name in a clause, whatever it stands for."""
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.Name):
            yield each.text
        elif isinstance(each, tuple):
            pending.extend(each)
        elif is_dataclass(each):
            pending.extend(getattr(each, field.name) for field in fields(each) if field.name != "span")
