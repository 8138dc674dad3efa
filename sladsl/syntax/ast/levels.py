"""Definitions with parameters, templates, and clauses about the clauses of another level."""

from sladsl.frozen import frozen
from sladsl.syntax.ast.clause import Clause
from sladsl.syntax.ast.expressions import Expression, TimeSet
from sladsl.syntax.ast.literals import Name, Node, Text
from sladsl.syntax.ast.objectives import TotalLimit


@frozen
class Formal(Node):
    """A parameter of a definition or a template; `default` None: it must be given."""

    name: Name
    default: Expression | None = None


@frozen
class Definition(Node):
    """`definition share(part, whole) = part / whole`; with a time set as its body: `define …`."""

    name: Name
    formals: tuple[Formal, ...]
    body: Expression | TimeSet
    title: str | None = None


# Clauses about clauses


@frozen
class Mandatory(Node):
    """What lower levels may not take out."""

    clause: Clause


@frozen
class Override(Node):
    """A clause in place of the one of its name on the level above. `reason` None: not given."""

    clause: Clause
    reason: Text | None = None


@frozen
class Removal(Node):
    """What is taken out: a clause of a kind and name, or a limit, which has no name, or a scenario by its heading."""

    kind: str
    name: Name | None
    limit: TotalLimit | None = None
    reason: Text | None = None
    heading: Text | None = None


@frozen
class Change(Node):
    """In an amendment: a clause in place of the one of its name."""

    clause: Clause
    reason: Text | None = None


@frozen
class Addition(Node):
    """In an amendment: a new clause."""

    clause: Clause
    reason: Text | None = None


AboutClauses = Mandatory | Override | Removal | Change | Addition
Written = Clause | Definition | AboutClauses
