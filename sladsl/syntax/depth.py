"""A limit on nesting, so that no contract can exhaust the stack of those who walk its tree."""

from lark import Token, Tree

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax.scan import Outline
from sladsl.text import Source, Span

DEEPEST = 128


def too_many_brackets(source: Source, found: Outline) -> Diagnostic | None:
    """Brackets within brackets, before anything is parsed."""
    for bracket in found.brackets:
        if bracket.depth >= DEEPEST:
            span = Span(source.name, bracket.opened, bracket.opened + 1)
            return Diagnostic(codes.TOO_DEEP, f"more than {DEEPEST} brackets are open here", span)
    return None


def too_deep(source: Source, tree: Tree[Token]) -> Diagnostic | None:
    """Operators in operators: a long chain of `or` is as deep as it is long."""
    levels = [tree]
    for _ in range(DEEPEST + 8):
        levels = [child for each in levels for child in each.children if isinstance(child, Tree)]
        if not levels:
            return None
    meta = levels[0].meta
    return Diagnostic(
        codes.TOO_DEEP,
        f"more than {DEEPEST} operators follow one another in one expression",
        Span(source.name, meta.start_pos, meta.end_pos),
        notes=("`is one of (…)` says many `or`s in one; a part of a long formula can be a metric of its own.",),
    )
