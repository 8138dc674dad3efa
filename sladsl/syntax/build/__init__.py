"""Parse trees to syntax trees: one function for each rule of the grammar, found by the rule's name."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import (
    calendars,
    consequences,
    expressions,
    files,
    frame,
    levels,
    literals,
    measures,
    objectives,
    outcomes,
    papers,
    scenarios,
    schedules,
    streams,
    time_sets,
)
from sladsl.syntax.build.builder import Branch, Builder, Rule, token, tokens, tree
from sladsl.syntax.characters import words_of
from sladsl.syntax.depth import too_deep
from sladsl.text import Source, Span

EDITION = "2026"

_ROOMS = (
    consequences, literals, expressions, measures, outcomes, time_sets, frame, calendars, streams, objectives, levels,
    scenarios, schedules, papers,
)  # fmt: skip
RULES: Mapping[str, Rule] = {name: rule for room in _ROOMS for name, rule in room.RULES.items()}


def read_clause(source: Source, branch: Branch) -> tuple[ast.Written, list[Diagnostic]]:
    """A clause; or a broken one, where a value cannot be or there is no end to its operators."""
    if deep := too_deep(source, branch):
        return _broken(source, branch), [deep]
    builder = Builder(source, RULES)
    levels.misplaced_reasons(builder, branch)
    clause = cast(ast.Written, builder.node(branch))
    return (_broken(source, branch) if builder.diagnostics else clause), builder.diagnostics


def _broken(source: Source, branch: Branch) -> ast.Broken:
    branch = levels.inner(branch)
    start, end = branch.meta.start_pos, branch.meta.end_pos
    keyword = source.text[start : start + 40].split(None, 1)[0]
    found = next(tokens(branch, "NAME"), None) if keyword != "currency" else None
    name = None if found is None else unicodedata.normalize("NFC", str(found))
    return ast.Broken(Span(source.name, start, end), keyword, name, words_of(source.text[start:end]))


def build_part(source: Source, branch: Branch, diagnostics: list[Diagnostic]) -> ast.FilePart:
    """An agreement or whatever else stands in a file; what is found wrong on the way joins `diagnostics`."""
    part = build_head(source, branch, diagnostics)
    if isinstance(part, ast.Import | ast.Definition):
        return part
    clauses: list[ast.Written] = []
    for each in files.clauses_of(branch):
        clause, problems = read_clause(source, each)
        diagnostics += problems
        clauses.append(clause)
    return replace(part, clauses=tuple(clauses))


def build_head(source: Source, branch: Branch, diagnostics: list[Diagnostic]) -> ast.FilePart:
    """The same without its clauses."""
    return files.head(Builder(source, RULES, diagnostics), branch)


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
