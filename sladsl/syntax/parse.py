"""A whole file: at one go if it is right, clause by clause if it is not."""

from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import build_agreement, build_edition
from sladsl.syntax.characters import normalised
from sladsl.syntax.depth import too_deep, too_many_brackets
from sladsl.syntax.grammar import parser
from sladsl.syntax.scan import Outline, outline
from sladsl.text import Source, Span


def parse(source: Source) -> tuple[ast.File, list[Diagnostic]]:
    """The syntax tree of a file and what is wrong with its text.

    A clause that cannot be read stands in the tree as `Broken`, so that the others can still be looked at.
    """
    text = normalised(source.text)
    found = outline(text)
    diagnostics: list[Diagnostic] = []
    if problem := too_many_brackets(source, found):
        return _file(source, found, (), None), [problem]
    try:
        tree = parser().parse(text, start="start")
    except UnexpectedInput as problem:
        at = getattr(problem, "token", None)
        start = at.start_pos if at is not None and at.type != "$END" else len(text)
        span = Span(source.name, start, start + len(at or ""))
        return _file(source, found, (), None), [Diagnostic(codes.UNEXPECTED, f"unexpected `{at}`", span)]
    if deep := too_deep(source, tree):
        return _file(source, found, (), None), [deep]
    edition = build_edition(source, tree, diagnostics)
    agreements = tuple(build_agreement(source, each, diagnostics) for each in tree.find_data("agreement"))
    return _file(source, found, agreements, edition), diagnostics


def _file(
    source: Source, found: Outline, agreements: tuple[ast.Agreement, ...], edition: int | None
) -> ast.File:
    comments = tuple(
        ast.Comment(Span(source.name, start, end), source.text[start:end]) for start, end in found.comments
    )
    return ast.File(source.name, agreements, comments, edition, Span(source.name, 0, len(source.text)))
