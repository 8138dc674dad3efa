"""Reading small pieces of contracts in tests."""

from sladsl.diagnostics import Diagnostic
from sladsl.syntax import ast, parse
from sladsl.text import Source

HEAD = "agreement a {\n"


def source_of(clauses: str) -> Source:
    """An agreement around some clauses, which begin on line 2."""
    return Source("contract.sladsl", f"{HEAD}{clauses}\n}}\n")


def read(text: str) -> tuple[ast.File, list[Diagnostic]]:
    return parse(Source("contract.sladsl", text))


def clauses(text: str) -> tuple[ast.Clause, ...]:
    """The clauses of an agreement that is right."""
    file, diagnostics = parse(source_of(text))
    assert diagnostics == []
    return file.agreements[0].clauses


def clause(text: str) -> ast.Clause:
    (only,) = clauses(text)
    return only


def expression(text: str) -> ast.Expression:
    found = clause(f"metric m = {text}")
    assert isinstance(found, ast.Metric)
    return found.value


def time_set(text: str) -> ast.TimeSet:
    found = clause(f"define d = {text}")
    assert isinstance(found, ast.Define)
    return found.time_set


def objective(lines: str) -> ast.Objective:
    found = clause(f"objective o {{\n{lines}\n}}")
    assert isinstance(found, ast.Objective)
    return found


def placed(source: Source, diagnostics: list[Diagnostic]) -> list[str]:
    """Each diagnostic as `SLA0001 2:5 words`: its code, line and column, and the words it points at."""
    shown = []
    for each in diagnostics:
        assert each.span is not None
        line, column = source.line_and_column(each.span.start)
        shown.append(f"{each.code.id} {line}:{column} {source.text[each.span.start : each.span.end]}".rstrip())
    return shown


def complaints(text: str) -> list[str]:
    """What is said of some clauses, the first of which begins in 2:1."""
    source = source_of(text)
    return placed(source, parse(source)[1])
