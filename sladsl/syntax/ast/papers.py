"""What a contract says beside numbers: its life, its documents, duties, reports, words, and what carries a promise."""

from datetime import date
from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.literals import Name, Node, Percent, Quantity, Text
from sladsl.syntax.ast.objectives import Objective, WindowSpec
from sladsl.syntax.ast.streams import Schedule


@frozen
class Status(Node):
    state: Words["draft", "reviewed", "signed", "in force", "ended"]
    since: date | None = None
    signed: date | None = None
    by: tuple[Text, ...] = ()


@frozen
class Renewal(Node):
    """`renews by 12 calendar months unless notice is given 90 calendar days before the end`"""

    by: Quantity
    notice: Quantity | None = None


@frozen
class NoticePeriod(Node):
    """`notice of 30 calendar days by customer_ltd`: who may end the agreement, and how long before."""

    length: Quantity
    by: Name


@frozen
class DocumentOrder(Node):
    """`precedence "Order form", "This agreement"`: the first prevails."""

    documents: tuple[Text, ...]


@frozen
class Titles(Node):
    """Titles in other languages, of the agreement (`of` None) or of a clause."""

    titles: tuple[tuple[Name, Text], ...]
    of: Name | None = None


@frozen
class TextLine(Node):
    """A paragraph; `language` None: that of the agreement."""

    text: Text
    language: Name | None = None


@frozen
class Article(Node):
    """`clause confidentiality "Confidentiality" { text "…" }`: words that bind and are not evaluated."""

    name: Name
    texts: tuple[TextLine, ...]
    title: str | None = None


@frozen
class Duty(Node):
    """What a party must do. `measured`: the deadline it keeps, as a kpi over cases."""

    name: Name
    title: str | None = None
    by: Name | None = None
    texts: tuple[TextLine, ...] = ()
    measured: Objective | None = None
    evidence: bool = False


@frozen
class Report(Node):
    name: Name
    title: str | None = None
    due: Schedule | None = None
    to: tuple[Name, ...] = ()


@frozen
class Review(Node):
    """`review every 6 calendar months`, `review when "…"`"""

    every: Quantity | None = None
    when: Text | None = None


@frozen
class Underpinning(Node):
    """An agreement with somebody else that carries a service. `measured`: its promise, as a kpi."""

    name: Name
    title: str | None = None
    availability: Percent | None = None
    window: WindowSpec | None = None
    measured: Objective | None = None


@frozen
class Component(Node):
    """A part of which an availability is assumed."""

    name: Name
    availability: Percent
    title: str | None = None


Paper = (
    Status | Renewal | NoticePeriod | DocumentOrder | Titles | Article | Duty | Report | Review | Underpinning
    | Component
)  # fmt: skip
