"""What a service rests on."""

from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals
from sladsl.syntax.build.builder import Branch, Builder, parts, token


def structure(builder: Builder, branch: Branch) -> ast.Structure:
    """What stands after `underpinned by`."""
    least: int | None = None
    if branch.data == "least_of":
        least = literals.whole(builder, token(branch, "NUMBER"), "the number of parts that must work", 1, 10_000)
    elif branch.data == "one_of_parts":
        least = 1
    made = tuple(
        builder.name(token(each, "NAME")) if each.data == "part_name" else structure(builder, each)
        for each in parts(branch)
    )
    if branch.data == "part_name":
        made = (builder.name(token(branch, "NAME")),)
    if least is not None and least > len(made):
        builder.complain(codes.BAD_NUMBER, f"{least} of {len(made)} parts can never work", branch)
    return ast.Structure(builder.span(branch), made, least)
