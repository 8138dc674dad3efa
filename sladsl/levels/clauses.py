"""By what a clause is known to other levels: its name, or its first word."""

from sladsl.model.problems import with_article
from sladsl.syntax import ast
from sladsl.text import Span

Key = tuple[str, ...]

_WORDS: dict[type, str] = {
    ast.Party: "party",
    ast.Term: "term",
    ast.ZoneClause: "zone",
    ast.CurrencyClause: "currency",
    ast.Rounding: "rounding",
    ast.Parameter: "parameter",
    ast.Service: "service",
    ast.Calendar: "calendar",
    ast.Stream: "stream",
    ast.Register: "register",
    ast.Pairing: "pairing",
    ast.Distinct: "distinct",
    ast.Schedule: "schedule",
    ast.Define: "define",
    ast.Definition: "definition",
    ast.Exclusion: "exclusion",
    ast.Metric: "metric",
    ast.TotalLimit: "limit",
    ast.UnitClause: "unit",
    ast.Pool: "pool",
    ast.Terminate: "terminate",
    ast.Escalate: "escalate",
    ast.Property: "property",
    ast.Status: "status",
    ast.Renewal: "renews",
    ast.DocumentOrder: "precedence",
    ast.Article: "clause",
    ast.Duty: "duty",
    ast.Report: "report",
    ast.Underpinning: "underpinning",
    ast.Component: "component",
    ast.Exception_: "exception",
    ast.Scenario: "scenario",
}


_SINGLE = (
    *(ast.Term, ast.ZoneClause, ast.CurrencyClause, ast.Rounding),
    *(ast.Status, ast.Renewal, ast.DocumentOrder),
)


def key_of(clause: ast.Written) -> Key:
    """Two clauses with one key are two texts of the same clause."""
    if isinstance(clause, ast.TotalLimit):
        return "limit", *sorted(each.text for each in clause.objectives), clause.window.unit if clause.window else ""
    if isinstance(clause, ast.Broken):
        return ("name", clause.name) if clause.name else ("broken", str(clause.span.start))
    if isinstance(clause, ast.Removal):
        if clause.limit is not None:
            return key_of(clause.limit)
        if clause.heading is not None:
            return "scenario", clause.heading.value
        return "name", clause.name.text if clause.name else ""
    if isinstance(clause, ast.Scenario):
        return "scenario", clause.heading.value
    name = getattr(clause, "name", None)
    if isinstance(name, ast.Name):
        return "name", name.text
    if isinstance(clause, _SINGLE):
        return "one", kind_of(clause)
    # There may be several without a name, and none of them can be meant by another level.
    return kind_of(clause), clause.span.source, str(clause.span.start)


def kind_of(clause: ast.Written) -> str:
    """The first word of a clause."""
    if isinstance(clause, ast.Objective):
        return clause.kind
    if isinstance(clause, ast.Broken):
        return clause.keyword
    return clause.kind if isinstance(clause, ast.Removal) else _WORDS.get(type(clause), "clause")


def called(clause: ast.Written) -> str:
    """The clause in a message: an objective `api_up`, the term, the limit of all credits."""
    name = getattr(clause, "name", None)
    if isinstance(name, ast.Name):
        return f"{with_article(kind_of(clause))} `{name.text}`"
    if (heading := heading_of(clause)) is not None:
        return f"a scenario “{heading.value}”"
    if isinstance(clause, ast.TotalLimit) or (isinstance(clause, ast.Removal) and clause.limit):
        return "a limit of these credits"
    return f"a {kind_of(clause)}"


def place_of(clause: ast.Written) -> Span:
    """Where to point for a clause: its name."""
    name = getattr(clause, "name", None) or heading_of(clause)
    return name.span if isinstance(name, ast.Name | ast.Text) else clause.span


def heading_of(clause: ast.Written) -> ast.Text | None:
    """What a scenario is known by."""
    return clause.heading if isinstance(clause, ast.Scenario | ast.Removal) else None
