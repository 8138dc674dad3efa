"""What a contract says beside numbers: kept for those who render it, remind of it, or prove that it can be kept."""

from datetime import date
from fractions import Fraction
from typing import Literal

from sladsl.frozen import Frozen, frozen
from sladsl.graph.windows import DueRule, WindowRule
from sladsl.text import Span


@frozen
class Length(Frozen):
    """So many days, weeks, months, quarters or years of the wall calendar."""

    count: int
    unit: str


@frozen
class StatusFact(Frozen):
    state: Literal["draft", "reviewed", "signed", "in force", "ended"]
    since: date | None
    signed: date | None
    by: tuple[str, ...]


@frozen
class RenewalFact(Frozen):
    """`notice`: how long before the end it can be declined; None: it renews whatever is said."""

    by: Length
    notice: Length | None


@frozen
class NoticeFact(Frozen):
    party: str
    length: Length


@frozen
class Paragraph(Frozen):
    """`language` None: that of the agreement."""

    text: str
    language: str | None


@frozen
class ArticleFact(Frozen):
    name: str
    title: str | None
    paragraphs: tuple[Paragraph, ...]
    span: Span


@frozen
class DutyFact(Frozen):
    """`measured`: there is a kpi of its name. `evidence`: it counts as done only with evidence."""

    name: str
    title: str | None
    party: str | None
    paragraphs: tuple[Paragraph, ...]
    measured: bool
    evidence: bool
    span: Span


@frozen
class ReportFact(Frozen):
    name: str
    title: str | None
    due: DueRule | None
    to: tuple[str, ...]
    span: Span


@frozen
class ReviewFact(Frozen):
    every: Length | None
    when: str | None


@frozen
class SupportFact(Frozen):
    """A component with an assumed availability, or an underpinning agreement with a promised one (None: it promises
    something else). `measured`: there is a kpi of its name."""

    kind: Literal["component", "underpinning"]
    name: str
    title: str | None
    availability: Fraction | None
    window: WindowRule | None
    measured: bool
    span: Span


@frozen
class StructureFact(Frozen):
    """All of `parts` must work, or at least `least` of them."""

    parts: tuple["str | StructureFact", ...]
    least: int | None


@frozen
class Papers(Frozen):
    """`titles`: (clause, language, title), the clause "" for the agreement. `precedence`: the first prevails.
    `carried`: services with what they rest on."""

    status: StatusFact | None = None
    renewal: RenewalFact | None = None
    notices: tuple[NoticeFact, ...] = ()
    precedence: tuple[str, ...] = ()
    titles: tuple[tuple[str, str, str], ...] = ()
    articles: tuple[ArticleFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    reviews: tuple[ReviewFact, ...] = ()
    support: tuple[SupportFact, ...] = ()
    carried: tuple[tuple[str, StructureFact], ...] = ()
