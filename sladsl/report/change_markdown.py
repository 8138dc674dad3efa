"""A review as a comment on a pull request: one that can be found again, read by its first line, and cut to its size."""

import hashlib
import re
from collections.abc import Iterator

from sladsl.report.change_text import clause_lines, fingerprint, first_line, replay_lines, side_words
from sladsl.review.change import AgreementChange, ClauseChange
from sladsl.temporal import Zone

MARKER = "sladsl-review"
"""By this a bot finds its comment."""
MOST = 60_000
_ISOLATE, _END = "\u2068", "\u2069"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!@])")
_ROOM = 400


def review_markdown(changes: tuple[AgreementChange, ...]) -> str:
    """Whole clauses as far as there is room, then how many more there are."""
    marks = sorted(fingerprint(change, clause) for change in changes for clause in change.clauses)
    digest = hashlib.sha256("\n".join([*marks, *(each.name for each in changes)]).encode()).hexdigest()[:16]
    text = f"<!-- {MARKER} {digest} -->\n**{plain(first_line(changes))}**\n"
    left = 0
    for block in _blocks(changes):
        if left or len(text) + len(block) > MOST - _ROOM:
            left += 1
        else:
            text += f"\n{block}"
    return text + (f"\nAnd {left} more that this comment has no room for: `sladsl diff` shows them.\n" if left else "")


def _blocks(changes: tuple[AgreementChange, ...]) -> Iterator[str]:
    for change in changes:
        if change.old is None or change.new is None:
            yield f"### {isolated(change.name)}: {'added' if change.old is None else 'removed'}\n"
        elif not change.clauses:
            yield f"### {isolated(change.name)}: same meaning (proved)\n"
        else:
            zone = Zone.named(change.new.zone)
            yield f"### {isolated(change.name)}: {side_words(change.worse_off, *change.clauses)}\n"
            yield from (_clause(change, each, zone) for each in change.clauses)
            for replay in change.replays:
                yield _fenced([line.removeprefix("  ") for line in replay_lines(replay)], "text")


def _clause(change: AgreementChange, clause: ClauseChange, zone: Zone) -> str:
    kinds = ", ".join(clause.kinds)
    lines = [f"**{isolated(clause.name)}** ({clause.code.id} {kinds}): {side_words(clause.worse_off, clause)}", ""]
    if clause.worse_off != "nobody":
        lines[0] += f" · `{fingerprint(change, clause)}`"
    code = [line[4:] for line in clause_lines(clause, zone)]
    return "\n".join(lines) + (f"\n{_fenced(code, 'diff')}" if code else "\n")


def _fenced(code: list[str], language: str) -> str:
    """A fence longer than any in it cannot be closed by what people wrote."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(code))), default=0))
    return "\n".join([f"{fence}{language}", *code, fence, ""])


def isolated(text: str) -> str:
    """Text in any script, kept from turning the words around it."""
    return f"{_ISOLATE}{plain(text)}{_END}"


def plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
