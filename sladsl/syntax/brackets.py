"""Brackets that are missing or too many: said where they belong, not where that shows."""

import re

from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.syntax.scan import outline
from sladsl.syntax.scene import LONGEST_TRIED, Explanation, Scene, simple
from sladsl.text import Span

_OPENING = " {"
_HEAD = re.compile(r"[ \t]*(?:.*[{}][ \t]*)?")


def unclosed_text(span: Span) -> Diagnostic:
    fix = Fix('put `"` after the last word of the text')
    return Diagnostic(codes.UNCLOSED_TEXT, "the text opened here is not closed on its line", span, fixes=(fix,))


def open_parenthesis(scene: Scene) -> Explanation:
    """`(` that nothing closes: said there, not where that shows."""
    if "RPAR" not in scene.stop.accepted or scene.stop.kind in ("NAME", "NUMBER"):
        return None
    waiting = outline(scene.text, 0, scene.stop.start).unclosed
    opened = next((each.opened for each in reversed(waiting) if each.mark == "("), None)
    if opened is None or not outline(scene.text).unclosed:
        return None
    return Diagnostic(
        codes.UNCLOSED_BLOCK,
        "the `(` opened here is not closed",
        scene.span(opened, opened + 1),
        labels=(Label(scene.span(scene.before_start, scene.before_end), "`)` could stand after this"),),
        fixes=(Fix("add `)`", scene.span(scene.before_end, scene.before_end), ")"),),
    )


def extra_parenthesis(scene: Scene) -> Explanation:
    if scene.word == ")" and outline(scene.text, 0, scene.stop.end).stray:
        return simple(codes.EXTRA_BRACKET, "nothing is open that this `)` could close", scene.here, "")
    return None


def missing_brace(scene: Scene) -> Explanation:
    """`exclusion maintenance` without `{`, whether or not its `}` is there: said at the line where it belongs."""
    if not scene.before or len(scene.text) > LONGEST_TRIED:
        return None
    # The first word of the next line may pass for a name, as in `credit` and below it `below 99% gives 10%`.
    line_before = len(scene.text[: scene.text.rfind("\n", 0, scene.stop.start) + 1].rstrip())
    places = [scene.before_end] if "LBRACE" in scene.stop.accepted else []
    if line_before < scene.before_start:
        earlier = attempt(scene.text, scene.rule, 0, line_before)
        places += [line_before] if isinstance(earlier, Stop) and "LBRACE" in earlier.accepted else []
    closed = bool(outline(scene.text).stray)
    at = next((place for place in places if _opens(scene, place, closed)), None)
    if at is None:
        return None
    line = scene.text.rfind("\n", 0, at) + 1
    head = _HEAD.match(scene.text, line, at)
    start = head.end() if head else line
    message = f"`{{` is missing after `{_short(scene.text[start:at])}`"
    also = () if closed else ("What belongs to it stands between `{` and `}`.",)
    fix = Fix("add `{`" if closed else "add `{`, and `}` after its last line", scene.span(at, at), _OPENING)
    return Diagnostic(codes.UNEXPECTED, message, scene.span(start, at), notes=also, fixes=(fix,))


def _opens(scene: Scene, at: int, closed: bool) -> bool:
    """Whether a `{` at this place makes sense of at least the line that follows it."""
    tried = f"{scene.text[:at]}{_OPENING}{scene.text[at:]}" + ("" if closed else "\n}")
    result = attempt(tried, scene.rule)
    if not isinstance(result, Stop):
        return True
    begun = tried.find("\n", scene.stop.end + len(_OPENING))
    return result.kind != END and 0 <= begun < result.start


def _short(head: str) -> str:
    return head if len(head) <= 60 else f"{head[:59]}…"


def tells_of_missing_brace(diagnostic: Diagnostic) -> bool:
    return any(fix.replacement == _OPENING for fix in diagnostic.fixes)
