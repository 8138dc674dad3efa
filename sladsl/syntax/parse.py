"""A whole file: at one go if it is right, clause by clause if it is not."""

from bisect import bisect_left
from dataclasses import replace

from sladsl.diagnostics import Diagnostic
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.attempt import Stop, attempt
from sladsl.syntax.build import build_edition, build_part
from sladsl.syntax.build.builder import parts
from sladsl.syntax.characters import words_of
from sladsl.syntax.depth import too_many_brackets
from sladsl.syntax.repairs import hidden_line_ends, repaired
from sladsl.syntax.scan import Outline, outline
from sladsl.text import Source, Span


def parse(source: Source) -> tuple[ast.File, list[Diagnostic]]:
    """The syntax tree of a file and what is wrong with its text, in the order of the text.

    A clause that cannot be read stands in the tree as `Broken`, so that the others can still be looked at.
    """
    text, diagnostics = repaired(source)
    found = outline(text)
    diagnostics += hidden_line_ends(source, found.comments)
    edition: int | None = None
    found_parts: list[ast.FilePart] = []
    mended = sorted(each.span.start for each in diagnostics if each.span)
    if deep := too_many_brackets(source, found):
        diagnostics.append(deep)
    elif isinstance(tree := attempt(text, "start"), Stop):
        from sladsl.syntax.islands import read_islands

        edition, found_parts, problems = read_islands(source, text, found)
        diagnostics += problems
    else:
        edition = build_edition(source, tree, diagnostics)
        found_parts = [build_part(source, each, diagnostics) for each in parts(tree, "edition")]
    if not found_parts and not diagnostics:
        start = Span(source.name, 0, 0)
        diagnostics.append(Diagnostic(codes.EMPTY_FILE, "the file holds no agreement", start))
    whole = [_without_mended(source, each, mended) for each in found_parts] if mended else found_parts
    return _file(source, found, whole, edition), sorted(diagnostics, key=_place)


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.span.start, diagnostic.span.end) if diagnostic.span else (0, 0)


def _without_mended(source: Source, part: ast.FilePart, mended: list[int]) -> ast.FilePart:
    """The part with the clauses broken that were mended: they may not say what they were meant to."""
    if isinstance(part, ast.Import | ast.Definition):
        return part
    return replace(part, clauses=tuple(_unless_mended(source, each, mended) for each in part.clauses))


def _unless_mended(source: Source, clause: ast.Written, mended: list[int]) -> ast.Written:
    first = bisect_left(mended, clause.span.start)
    if isinstance(clause, ast.Broken) or first == len(mended) or mended[first] >= clause.span.end:
        return clause
    held = clause.clause if isinstance(clause, ast.Mandatory | ast.Override | ast.Change | ast.Addition) else clause
    keyword = source.text[held.span.start : held.span.end].split(None, 1)[0]
    name = getattr(held, "name", None)
    words = words_of(source.text[held.span.start : held.span.end])
    return ast.Broken(clause.span, keyword, name.text if isinstance(name, ast.Name) else None, words)


def _file(source: Source, found: Outline, every: list[ast.FilePart], edition: int | None) -> ast.File:
    comments = tuple(
        ast.Comment(Span(source.name, start, end), source.text[start:end]) for start, end in found.comments
    )
    return ast.File(
        source.name,
        tuple(each for each in every if isinstance(each, ast.Agreement)),
        comments,
        edition,
        Span(source.name, 0, len(source.text)),
        imports=tuple(each for each in every if isinstance(each, ast.Import)),
        definitions=tuple(each for each in every if isinstance(each, ast.Definition)),
        templates=tuple(each for each in every if isinstance(each, ast.Template)),
        amendments=tuple(each for each in every if isinstance(each, ast.Amendment)),
        scenarios=tuple(each for each in every if isinstance(each, ast.ScenariosFor)),
    )
