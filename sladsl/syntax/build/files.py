"""What a file is made of: agreements, templates and amendments with their clauses, imports, definitions."""

from sladsl.syntax import ast
from sladsl.syntax.build import levels, literals
from sladsl.syntax.build.builder import Branch, Builder, parts, token, tokens, tree

HEADS = ("title", "formals", "extends", "from_template", "reason", "splitting")
"""What stands before the `{` of an agreement, a template or an amendment."""


def head(builder: Builder, branch: Branch) -> ast.FilePart:
    """An agreement, a template or an amendment without its clauses; an import or a definition whole."""
    match branch.data:
        case "import_file":
            return ast.Import(builder.span(branch), literals.text(builder, token(branch, "STRING")))
        case "template":
            name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
            return ast.Template(builder.span(branch), name, levels.formals(builder, branch), (), title)
        case "scenarios_for":
            file = next((literals.text(builder, each) for each in tokens(branch, "STRING")), None)
            return ast.ScenariosFor(builder.span(branch), builder.name(token(branch, "NAME")), file, ())
        case "amendment":
            return _amendment(builder, branch)
        case "agreement":
            name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
            return ast.Agreement(builder.span(branch), name, (), title, _based(builder, branch))
        case _:
            return levels.definition(builder, branch)


def clauses_of(branch: Branch) -> list[Branch]:
    return parts(branch, *HEADS) if branch.data in ("agreement", "template", "amendment", "scenarios_for") else []


def _amendment(builder: Builder, branch: Branch) -> ast.Amendment:
    name, agreement = map(builder.name, tokens(branch, "NAME"))
    return ast.Amendment(
        builder.span(branch),
        name,
        agreement,
        literals.day(builder, token(branch, "DATE")),
        (),
        literals.title(builder, branch),
        levels.reason(builder, branch),
        tree(branch, "splitting") is not None,
    )


def _based(builder: Builder, branch: Branch) -> ast.Extends | ast.FromTemplate | None:
    found = tree(branch, "extends", "from_template")
    if found is None:
        return None
    name = builder.name(token(found, "NAME"))
    if found.data == "extends":
        return ast.Extends(builder.span(found), name)
    return ast.FromTemplate(builder.span(found), name, levels.arguments(builder, found, "filling"))
