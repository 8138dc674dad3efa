"""Parse trees to syntax trees: one function for each rule of the grammar, found by the rule's name."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import cast

from lark import Token, Tree

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import calendars, expressions, frame, literals, measures, objectives, streams, time_sets
from sladsl.syntax.build.builder import Branch, Builder, Child, Rule, parts, token, tokens, tree
from sladsl.syntax.depth import too_deep
from sladsl.text import Source, Span

EDITION = "2026"

_ROOMS = (literals, expressions, measures, time_sets, frame, calendars, streams, objectives)
RULES: Mapping[str, Rule] = {name: rule for room in _ROOMS for name, rule in room.RULES.items()}


def read_clause(source: Source, branch: Branch) -> tuple[ast.Clause, list[Diagnostic]]:
    """A clause; or a broken one, where a value cannot be or there is no end to its operators."""
    if deep := too_deep(source, branch):
        return _broken(source, branch), [deep]
    builder = Builder(source, RULES)
    clause = cast(ast.Clause, builder.node(branch))
    return (_broken(source, branch) if builder.diagnostics else clause), builder.diagnostics


def _broken(source: Source, branch: Branch) -> ast.Broken:
    start, end = branch.meta.start_pos, branch.meta.end_pos
    keyword = source.text[start : start + 40].split(None, 1)[0]
    found = next(tokens(branch, "NAME"), None) if keyword != "currency" else None
    name = None if found is None else unicodedata.normalize("NFC", str(found))
    return ast.Broken(Span(source.name, start, end), keyword, name)


def build_agreement(source: Source, branch: Branch, diagnostics: list[Diagnostic]) -> ast.Agreement:
    """An agreement; what is found wrong on the way joins `diagnostics`."""
    head = Builder(source, RULES, diagnostics)
    name, title = head.name(token(branch, "NAME")), literals.title(head, branch)
    clauses: list[ast.Clause] = []
    for each in parts(branch, "title"):
        clause, problems = read_clause(source, each)
        diagnostics += problems
        clauses.append(clause)
    return ast.Agreement(head.span(branch), name, tuple(clauses), title)


def build_header(
    source: Source, values: Iterable[Child], fallback: Span, diagnostics: list[Diagnostic]
) -> tuple[ast.Name, str | None]:
    """Name and title of an agreement of which nothing but the head was parsed."""
    head = Builder(source, RULES, diagnostics)
    name, title = ast.Name(fallback, "unnamed"), None
    for value in values:
        if isinstance(value, Token) and value.type == "NAME":
            name = head.name(value)
        elif isinstance(value, Tree) and value.data == "title":
            title = literals.text(head, token(value, "STRING")).value
    return name, title


def build_edition(source: Source, branch: Branch, diagnostics: list[Diagnostic]) -> int | None:
    """The edition a file is written in, if it says so."""
    said = tree(branch, "edition")
    if said is None:
        return None
    figure = token(said, "NUMBER")
    if figure != EDITION:
        head = Builder(source, RULES, diagnostics)
        message = f"edition {figure} is not known to this version of sladsl, which reads edition {EDITION}"
        head.complain(codes.UNKNOWN_EDITION, message, figure, (Fix(f"write {EDITION}", head.span(figure), EDITION),))
        return None
    return int(figure)
