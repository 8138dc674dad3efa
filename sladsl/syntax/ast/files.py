"""A file and what can stand in it: agreements, templates, amendments, definitions, imports."""

from dataclasses import field
from datetime import date

from sladsl.frozen import Frozen, frozen
from sladsl.syntax.ast.expressions import Argument
from sladsl.syntax.ast.levels import Definition, Formal, Written
from sladsl.syntax.ast.literals import Name, Node, Text
from sladsl.text import Span


@frozen
class Comment(Node):
    """A comment with its `#`."""

    text: str


@frozen
class Import(Node):
    """`import "std/availability.sladsl"`"""

    file: Text


@frozen
class Extends(Node):
    """`extends global`"""

    agreement: Name


@frozen
class FromTemplate(Node):
    """`from office_support with target = 95%`"""

    template: Name
    arguments: tuple[Argument, ...] = ()


@frozen
class Agreement(Node):
    name: Name
    clauses: tuple[Written, ...]
    title: str | None = None
    based: Extends | FromTemplate | None = None


@frozen
class Template(Node):
    name: Name
    formals: tuple[Formal, ...]
    clauses: tuple[Written, ...]
    title: str | None = None


@frozen
class Amendment(Node):
    """`splits`: windows are cut at the date; else those that begin on or after it take the new text."""

    name: Name
    agreement: Name
    start: date
    clauses: tuple[Written, ...]
    title: str | None = None
    reason: Text | None = None
    splits: bool = False


@frozen
class ScenariosFor(Node):
    """Scenarios beside a contract. `file` None: the agreement stands in the same file."""

    agreement: Name
    file: Text | None
    clauses: tuple[Written, ...]


FilePart = Agreement | Template | Amendment | Import | Definition | ScenariosFor


@frozen
class File(Frozen):
    """A whole file. `edition` None: not said, the first edition is meant."""

    source: str
    agreements: tuple[Agreement, ...]
    comments: tuple[Comment, ...] = ()
    edition: int | None = None
    span: Span | None = field(default=None, compare=False)
    imports: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()
    templates: tuple[Template, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    scenarios: tuple[ScenariosFor, ...] = ()
