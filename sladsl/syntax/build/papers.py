"""The life and the words of a contract, duties, reports, and what carries a service."""

from typing import Literal, cast

from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.build import literals, remedies
from sladsl.syntax.build.builder import Branch, Builder, Rule, parts, token, tokens, tree, trees
from sladsl.syntax.build.expressions import condition
from sladsl.syntax.build.streams import list_of_names

State = Literal["draft", "reviewed", "signed", "in force", "ended"]


def _status(builder: Builder, branch: Branch) -> ast.Status:
    state, *_ = parts(branch)
    signing = tree(branch, "signing")
    since = next(tokens(branch, "DATE"), None)
    words = cast(State, state.data.removeprefix("state_").replace("_", " "))
    return ast.Status(
        builder.span(branch),
        words,
        literals.day(builder, since) if since else None,
        literals.day(builder, token(signing, "DATE")) if signing else None,
        tuple(literals.text(builder, each) for each in tokens(signing, "STRING")) if signing else (),
    )


def _renewal(builder: Builder, branch: Branch) -> ast.Renewal:
    notice = tree(branch, "notice_before")
    (by,) = parts(branch, "notice_before")
    return ast.Renewal(
        builder.span(branch), builder.quantity(by), builder.quantity(parts(notice)[0]) if notice else None
    )


def _notice(builder: Builder, branch: Branch) -> ast.NoticePeriod:
    (length,) = parts(branch)
    return ast.NoticePeriod(builder.span(branch), builder.quantity(length), builder.name(token(branch, "NAME")))


def _document_order(builder: Builder, branch: Branch) -> ast.DocumentOrder:
    named = tuple(literals.text(builder, each) for each in tokens(branch, "STRING"))
    return ast.DocumentOrder(builder.span(branch), named)


def _titles(builder: Builder, branch: Branch) -> ast.Titles:
    of = next((builder.name(each) for each in tokens(branch, "NAME")), None)
    made = tuple(
        (builder.name(token(each, "NAME")), literals.text(builder, token(each, "STRING")))
        for each in trees(branch, "translation")
    )
    return ast.Titles(builder.span(branch), made, of)


def _texts(builder: Builder, branch: Branch) -> tuple[ast.TextLine, ...]:
    return tuple(
        ast.TextLine(
            builder.span(each),
            literals.text(builder, token(each, "STRING")),
            next((builder.name(name) for name in tokens(each, "NAME")), None),
        )
        for each in trees(branch, "text_line")
    )


def _article(builder: Builder, branch: Branch) -> ast.Article:
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    return ast.Article(builder.span(branch), name, _texts(builder, branch), title)


def _duty(builder: Builder, branch: Branch) -> ast.Duty:
    name, title = builder.name(token(branch, "NAME")), literals.title(builder, branch)
    obliged = tree(branch, "obliged")
    lines = list(trees(branch, "duty_deadline"))
    for again in lines[1:]:
        builder.complain(codes.SAID_TWICE, "a duty has one deadline; make a second duty of it", again)
    return ast.Duty(
        builder.span(branch),
        name,
        title,
        builder.name(token(obliged, "NAME")) if obliged else None,
        _texts(builder, branch),
        _kept(builder, branch, lines[0], name, title) if lines else None,
        any(tree(each, "proof") for each in lines),
    )


def _kept(builder: Builder, duty: Branch, line: Branch, name: ast.Name, title: str | None) -> ast.Objective:
    """`each advisories where …: patched within 14 calendar days after published` as a kpi over cases."""
    stream, stop, start = (builder.name(each) for each in tokens(line, "NAME"))
    span = builder.span(line)
    (limit,) = parts(line, "where", "proof")
    # So many business days are counted in their own calendar.
    within = builder.quantity(limit)
    kept = ast.Compare(span, "<=", ast.Clock(span, start, stop, within.calendar), within)
    window = remedies.per(builder, duty) or ast.WindowSpec(span, "term")
    return ast.Objective(
        builder.span(duty),
        "kpi",
        name,
        title,
        ast.ForEach(span, (stream,), start),
        requirements=(ast.Requirement(span, kept, condition(builder, line)),),
        windows=(window,),
    )


def _report(builder: Builder, branch: Branch) -> ast.Report:
    recipient = tree(branch, "recipient")
    due = parts(branch, "title", "recipient")
    return ast.Report(
        builder.span(branch),
        builder.name(token(branch, "NAME")),
        literals.title(builder, branch),
        cast(ast.Schedule, builder.rules["schedule"](builder, branch)) if due else None,
        list_of_names(builder, parts(recipient)[0]) if recipient else (),
    )


def _review(builder: Builder, branch: Branch) -> ast.Review:
    when = next((literals.text(builder, each) for each in tokens(branch, "STRING")), None)
    return ast.Review(builder.span(branch), builder.quantity(parts(branch)[0]) if parts(branch) else None, when)


def _underpinning(builder: Builder, branch: Branch) -> ast.Underpinning:
    name, title, span = builder.name(token(branch, "NAME")), literals.title(builder, branch), builder.span(branch)
    window = remedies.per(builder, branch)
    if branch.data == "underpinning_promise":
        if token(branch, "COMPARE") not in (">=", "\u2265"):
            builder.complain(codes.UNEXPECTED, "an availability is promised with `>=`", token(branch, "COMPARE"))
        return ast.Underpinning(span, name, title, literals.percent(builder, token(branch, "PERCENT")), window)
    (promise,) = parts(branch, "title", "per")
    kept = builder.expression(promise)
    known = kept.right if isinstance(kept, ast.Compare) and isinstance(kept.right, ast.Percent) else None
    measured = ast.Objective(
        span,
        "kpi",
        name,
        title,
        requirements=(ast.Requirement(builder.span(promise), kept),),
        windows=(window,) if window else (),
    )
    return ast.Underpinning(span, name, title, known, window, measured)


def _component(builder: Builder, branch: Branch) -> ast.Component:
    share = literals.percent(builder, token(branch, "PERCENT"))
    return ast.Component(
        builder.span(branch), builder.name(token(branch, "NAME")), share, literals.title(builder, branch)
    )


RULES: dict[str, Rule] = {
    "status": _status,
    "renewal": _renewal,
    "notice_period": _notice,
    "document_order": _document_order,
    "titles": _titles,
    "article": _article,
    "duty": _duty,
    "report": _report,
    "review_every": _review,
    "review_when": _review,
    "underpinning_promise": _underpinning,
    "underpinning_measured": _underpinning,
    "component": _component,
}
