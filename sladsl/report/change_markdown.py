"""A review as a comment on a pull request: one that can be found again, read by its first line, and cut to its size."""

from collections.abc import Iterator

from sladsl.diagnostics.render.comment import comment, fenced, isolated
from sladsl.report.change_text import (
    LACKS_AMOUNT,
    clause_lines,
    fingerprint,
    first_line,
    replay_lines,
    side_words,
    state_words,
    together_lines,
)
from sladsl.review.change import AgreementChange, ClauseChange
from sladsl.temporal import Zone

MARKER = "sladsl-review"
"""By this a bot finds its comment."""


def review_markdown(changes: tuple[AgreementChange, ...]) -> str:
    """Whole clauses as far as there is room, then how many more there are."""
    first = first_line(changes)
    marks = sorted(fingerprint(change, clause) for change in changes for clause in change.clauses)
    return comment(MARKER, [*marks, *(each.name for each in changes), first], first, _blocks(changes), "sladsl diff")


def _blocks(changes: tuple[AgreementChange, ...]) -> Iterator[str]:
    for change in changes:
        if change.old is None or change.new is None:
            zone = Zone.named(change.graph.zone)
            yield f"### {isolated(change.name)}: {state_words(change)}\n"
            yield from (_clause(change, each, zone) for each in change.clauses)
        elif not change.clauses:
            yield f"### {isolated(change.name)}: same meaning (proved)\n"
        else:
            zone = Zone.named(change.graph.zone)
            yield f"### {isolated(change.name)}: {side_words(change.worse_off, *change.clauses)}\n"
            yield from (_clause(change, each, zone) for each in change.clauses)
            for together in change.together:
                lines = together_lines(together, change.new.currency, zone)
                yield fenced([line.removeprefix("  ") for line in lines], "text")
            if change.lacks_amount:
                yield f"{LACKS_AMOUNT}.\n"
            for replay in change.replays:
                yield fenced([line.removeprefix("  ") for line in replay_lines(replay)], "text")


def _clause(change: AgreementChange, clause: ClauseChange, zone: Zone) -> str:
    kinds = ", ".join(clause.kinds)
    lines = [f"**{isolated(clause.name)}** ({clause.code.id} {kinds}): {side_words(clause.worse_off, clause)}", ""]
    if clause.worse_off != "nobody":
        lines[0] += f" · `{fingerprint(change, clause)}`"
    code = [line[4:] for line in clause_lines(clause, zone)]
    return "\n".join(lines) + (f"\n{fenced(code, 'diff')}" if code else "\n")
