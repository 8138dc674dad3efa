"""What building shares: the source, the rules by name, and the diagnostics found on the way."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import cast

from lark import Token, Tree

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.frozen import Changing, changing
from sladsl.syntax import ast
from sladsl.syntax.characters import called, wrong_character
from sladsl.text import Source, Span

Branch = Tree[Token]
Child = Branch | Token


@changing
class Builder(Changing):
    """Turns parse trees into syntax trees by the name of their rule.

    A value that cannot be (30 February) is complained of and replaced by a stand-in; the clause that holds it is
    then given up, so the stand-in is never seen.
    """

    source: Source
    rules: Mapping[str, "Rule"]
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def node(self, tree: Child) -> ast.Node:
        assert isinstance(tree, Tree)
        return self.rules[tree.data](self, tree)

    def expression(self, tree: Child) -> ast.Expression:
        return cast(ast.Expression, self.node(tree))

    def time_set(self, tree: Child) -> ast.TimeSet:
        return cast(ast.TimeSet, self.node(tree))

    def quantity(self, tree: Child) -> ast.Quantity:
        return cast(ast.Quantity, self.node(tree))

    def width(self, tree: Child) -> ast.Quantity | ast.Name:
        return cast(ast.Quantity | ast.Name, self.node(tree))

    def window(self, tree: Child) -> ast.WindowSpec:
        return cast(ast.WindowSpec, self.node(tree))

    def span(self, of: Child) -> Span:
        meta = of if isinstance(of, Token) else of.meta
        start, end = meta.start_pos, meta.end_pos
        assert start is not None and end is not None
        return Span(self.source.name, start, end)

    def complain(
        self, code: Code, message: str, at: Child | Span, fixes: tuple[Fix, ...] = (), notes: tuple[str, ...] = ()
    ) -> None:
        span = at if isinstance(at, Span) else self.span(at)
        self.diagnostics.append(Diagnostic(code, message, span, fixes=fixes, notes=notes))

    def name(self, token: Child) -> ast.Name:
        """A name in its canonical form: two ways to type `é` are one name."""
        assert isinstance(token, Token)
        span = self.span(token)
        wrong = wrong_character(token)
        if wrong is not None:
            place = Span(span.source, span.start + wrong, span.start + wrong + 1)
            self.complain(
                codes.BAD_NAME,
                f"{called(token[wrong])} cannot stand here in a name",
                place,
                (Fix("remove it", place),),
                ("A name holds letters, marks and digits of any script and `_`, and begins with a letter.",),
            )
        return ast.Name(span, str(unicodedata.normalize("NFC", token)))


Rule = Callable[[Builder, Branch], ast.Node]


# Parts of a tree


def trees(tree: Branch, *rules: str) -> Iterator[Branch]:
    """The children that stem from any of the rules; of all rules if none is named."""
    for child in tree.children:
        if isinstance(child, Tree) and (not rules or child.data in rules):
            yield child


def tree(parent: Branch, *rules: str) -> Branch | None:
    return next(trees(parent, *rules), None)


def tokens(parent: Branch, *kinds: str) -> Iterator[Token]:
    for child in parent.children:
        if isinstance(child, Token) and child.type in kinds:
            yield child


def token(parent: Branch, *kinds: str) -> Token:
    return next(tokens(parent, *kinds))


def parts(parent: Branch, *without: str) -> list[Branch]:
    """The children that are trees, but for those of the named rules."""
    return [child for child in parent.children if isinstance(child, Tree) and child.data not in without]
