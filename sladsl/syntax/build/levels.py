"""Definitions with parameters and their calls; clauses about the clauses of another level."""

from typing import cast

from sladsl.diagnostics import Label
from sladsl.diagnostics.catalogue import levels as codes
from sladsl.diagnostics.catalogue import syntax
from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax import ast
from sladsl.syntax.build import literals, remedies
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.streams import list_of_names

WRAPPED = ("mandatory", "override", "change", "addition")
"""Clauses that hold another."""


def inner(branch: Branch) -> Branch:
    """The clause in a clause about it, or the clause itself."""
    return inner(parts(branch, "reason")[0]) if branch.data in WRAPPED else branch


# Definitions


def definition(builder: Builder, branch: Branch) -> ast.Definition:
    (body,) = parts(branch, "title", "formals")
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    value = cast(ast.Expression, builder.node(body))
    return ast.Definition(builder.span(branch), name, formals(builder, branch), value, title)


def formals(builder: Builder, branch: Branch) -> tuple[ast.Formal, ...]:
    """What stands in the brackets after the name."""
    found = tree(branch, "formals")
    made = tuple(_formal(builder, each) for each in trees(found, "formal")) if found else ()
    _once(builder, [each.name for each in made], "parameter")
    return made


def _formal(builder: Builder, branch: Branch) -> ast.Formal:
    default = next((builder.expression(each) for each in parts(branch)), None)
    return ast.Formal(builder.span(branch), builder.name(token(branch, "NAME")), default)


def _call(builder: Builder, branch: Branch) -> ast.Call:
    (given,) = trees(branch, "arguments")
    made = arguments(builder, given, "argument")
    return ast.Call(builder.span(branch), builder.name(token(branch, "NAME")), made)


def arguments(builder: Builder, branch: Branch, rule: str) -> tuple[ast.Argument, ...]:
    """Each by its name, in any order."""
    made = tuple(_argument(builder, each) for each in trees(branch, rule))
    _once(builder, [each.name for each in made], "argument")
    return made


def _argument(builder: Builder, branch: Branch) -> ast.Argument:
    (value,) = parts(branch)
    return ast.Argument(builder.span(branch), builder.name(token(branch, "NAME")), builder.expression(value))


def _once(builder: Builder, names: list[ast.Name], what: str) -> None:
    first: dict[str, ast.Name] = {}
    for name in names:
        if name.text in first:
            label = Label(first[name.text].span, "the first time")
            message = f"the {what} `{name.text}` is written twice"
            builder.diagnostics.append(Diagnostic(syntax.SAID_TWICE, message, name.span, labels=(label,)))
        first.setdefault(name.text, name)


# Clauses about clauses


def reason(builder: Builder, branch: Branch) -> ast.Text | None:
    """What stands after `because`, at the end of a clause or behind the name of the one it holds."""
    found = tree(branch, "reason")
    titles = () if branch.data in ("amendment", "removal") else trees(inner(branch), "title", "heading")
    for title in (branch, *titles) if branch.data != "amendment" else (branch, *trees(branch, "title")):
        found = tree(title, "reason") or found
    return literals.text(builder, token(found, "STRING")) if found else None


def misplaced_reasons(builder: Builder, branch: Branch) -> None:
    """A reason is for a change; on any other clause nobody would know what it explains."""
    allowed = [] if branch is inner(branch) else list(trees(inner(branch), "title", "heading"))
    pending = [inner(branch)]
    while pending:
        for each in trees(pending.pop()):
            if each.data in ("title", "heading") and each not in allowed and (found := tree(each, "reason")):
                builder.complain(
                    codes.REASON_WITHOUT_CHANGE,
                    "a reason stands where a clause is overridden, changed, added or removed, and nowhere else",
                    found,
                )
            pending.append(each)


def _mandatory(builder: Builder, branch: Branch) -> ast.Mandatory:
    return ast.Mandatory(builder.span(branch), _plain(builder, branch, "mandatory"))


def _override(builder: Builder, branch: Branch) -> ast.Override:
    return ast.Override(builder.span(branch), _plain(builder, branch, "override"), reason(builder, branch))


def _change(builder: Builder, branch: Branch) -> ast.Change:
    return ast.Change(builder.span(branch), _plain(builder, branch, "change"), reason(builder, branch))


def _addition(builder: Builder, branch: Branch) -> ast.Addition:
    return ast.Addition(builder.span(branch), _plain(builder, branch, "add"), reason(builder, branch))


def _plain(builder: Builder, branch: Branch, word: str) -> ast.Clause:
    """The clause after the word; one about another clause has no place there."""
    (held,) = parts(branch, "reason")
    if held.data in (*WRAPPED, "removal", "definition"):
        builder.complain(codes.NOT_A_CLAUSE, f"after `{word}` stands a clause with a meaning of its own", held)
        return ast.Broken(builder.span(held), word, None)
    return cast(ast.Clause, builder.node(held))


def _removal(builder: Builder, branch: Branch) -> ast.Removal:
    (removed,) = parts(branch, "reason")
    why = reason(builder, branch)
    if removed.data == "removed_clause":
        kind = str(next(tokens(removed, "KIND")))
        return ast.Removal(builder.span(branch), kind, builder.name(token(removed, "NAME")), None, why)
    if removed.data == "removed_scenario":
        heading = literals.text(builder, token(removed, "STRING"))
        return ast.Removal(builder.span(branch), "scenario", None, None, why, heading)
    named = tree(removed, "names")
    span = builder.span(removed)
    objectives = list_of_names(builder, named) if named else ()
    limit = ast.TotalLimit(span, ast.Number(span, literals.exact(builder, removed, "0")),
                           remedies.per(builder, removed), objectives)  # fmt: skip
    return ast.Removal(builder.span(branch), "limit", None, limit, why)


RULES: dict[str, Rule] = {
    "definition": definition,
    "call": _call,
    "mandatory": _mandatory,
    "override": _override,
    "removal": _removal,
    "change": _change,
    "addition": _addition,
}
