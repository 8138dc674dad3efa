"""Streams: the records a contract talks about."""

from typing import Literal, cast

from sladsl.syntax import ast
from sladsl.syntax.build import frame, literals
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.expressions import condition

_KINDS = {"choice": "one of", "flag": "yes or no"}


def _stream(builder: Builder, branch: Branch) -> ast.Stream:
    every, keyed = tree(branch, "every"), tree(branch, "keyed")
    return ast.Stream(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        cast(Literal["spans", "cases", "samples", "events"], str(token(branch, "SHAPE"))),
        literals.title(builder, branch),
        builder.quantity(every.children[0]) if every else None,
        list_of_names(builder, parts(keyed)[0]) if keyed else (),
        tuple(_line(builder, each) for each in parts(branch, "title", "every", "keyed")),
    )


def _register(builder: Builder, branch: Branch) -> ast.Register:
    (keyed,) = parts(branch, "title", "attribute", "moments", "states", "void_when")
    return ast.Register(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        list_of_names(builder, parts(keyed)[0]),
        literals.title(builder, branch),
        tuple(_line(builder, each) for each in parts(branch, "title", "keyed")),
    )


def list_of_names(builder: Builder, branch: Branch) -> tuple[ast.Name, ...]:
    return tuple(map(builder.name, tokens(branch, "NAME")))


def _line(builder: Builder, branch: Branch) -> ast.StreamLine:
    span = builder.span(branch)
    if branch.data == "moments":
        moments = trees(branch, "moment")
        return ast.MomentsLine(
            span, tuple((builder.name(token(each, "NAME")), tree(each, "many") is not None) for each in moments)
        )
    if branch.data == "states":
        return ast.StatesLine(span, list_of_names(builder, branch))
    if branch.data == "void_when":
        return _void(builder, branch)
    (spec,) = parts(branch, "optional", "with_history")
    optional, history = (tree(branch, each) is not None for each in ("optional", "with_history"))
    return ast.AttributeLine(span, builder.name(token(branch, "NAME")), _type(builder, spec), optional, history)


def _void(builder: Builder, branch: Branch) -> ast.VoidLine:
    (condition_,) = parts(branch)
    return ast.VoidLine(builder.span(branch), builder.expression(condition_))


def _type(builder: Builder, branch: Branch) -> ast.TypeSpec:
    kind, places = str(branch.data), tree(branch, "places")
    return ast.TypeSpec(
        builder.span(branch),
        _KINDS.get(kind, kind),
        frame.choices(builder, branch),
        next(map(builder.name, tokens(branch, "NAME")), None),
        literals.whole(builder, token(places, "NUMBER"), "the number of places", 0, 30) if places else None,
    )


_REPEATED: dict[str, Literal["continues", "restarts", "begins another"]] = {
    "repeated_continues": "continues",
    "repeated_restarts": "restarts",
    "repeated_begins": "begins another",
}


def _pairing(builder: Builder, branch: Branch) -> ast.Pairing:
    name, stream = map(builder.name, tokens(branch, "NAME"))
    (keys,) = trees(branch, "names")
    moments: list[ast.PairedMoment] = []
    repeated: list[ast.Repeated] = []
    void: list[ast.VoidLine] = []
    for line in parts(branch, "title", "names"):
        if line.data == "void_when":
            void.append(_void(builder, line))
            continue
        span, called = builder.span(line), builder.name(token(line, "NAME"))
        if line.data in _REPEATED:
            repeated.append(ast.Repeated(span, called, _REPEATED[line.data]))
        else:
            where = condition(builder, line)
            assert where is not None
            moments.append(ast.PairedMoment(span, called, where, tree(line, "many") is not None))
    return ast.Pairing(
        builder.span(branch),
        name,
        stream,
        list_of_names(builder, keys),
        literals.title(builder, branch),
        tuple(moments),
        tuple(repeated),
        tuple(void),
    )


def _distinct(builder: Builder, branch: Branch) -> ast.Distinct:
    name, stream = map(builder.name, tokens(branch, "NAME"))
    (keys,) = trees(branch, "names")
    (within,) = parts(branch, "title", "where", "names", "of_first", "of_last", "waits_longer")
    longer = tree(branch, "waits_longer")
    first, last = tree(branch, "of_first"), tree(branch, "of_last")
    return ast.Distinct(
        builder.span(branch),
        name,
        stream,
        list_of_names(builder, keys),
        builder.quantity(within),
        literals.title(builder, branch),
        condition(builder, branch),
        "first" if first else "last" if last else None,
        builder.quantity(parts(longer)[0]) if longer else None,
    )


RULES: dict[str, Rule] = {"stream": _stream, "register": _register, "pairing": _pairing, "distinct": _distinct}
