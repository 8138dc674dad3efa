"""One change at a time in the text of a contract: every number, comparison, hour and condition that it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<skipped>#[^\n]*|\"(?:[^\"\\\n]|\\.)*\")"
    r"|(?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d)"
    r"|(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<hours>\d\d:\d\d[ \t]*-[ \t]*\d\d:\d\d)"
    r"|(?P<clock>\d\d:\d\d)"
    r"|(?P<month_day>\b\d\d-\d\d\b)"
    r"|(?P<compare>[<>!]=|[<>]|(?<=[\w)%] )=(?= [\w\"(]))"
    r"|(?P<phrase>\bat least\b|\bat most\b|\bcounts as \w+|\bonly when \w+|\bbusiness days?\b|\bcalendar days?\b)"
    r"|(?P<number>(?<![\w.])\d[\d_]*(?:\.\d+)?)"
    r"|(?P<word>\b(?:below|above|and|or|not|Mon|Tue|Wed|Thu|Fri|Sat|Sun|month|months|quarter|quarters|hours?|days?|end|start)\b)"
)
_OTHER = {
    ">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": "!=", "!=": "=", "at least": "at most", "at most": "at least",
    "below": "above", "above": "below", "and": "or", "or": "and", "not": "", "counts as up": "counts as outside",
    "counts as outside": "counts as up", "counts as down": "counts as up", "only when breached": "only when met",
    "only when met": "only when breached", "business day": "calendar day", "business days": "calendar days",
    "calendar day": "business day", "calendar days": "business days", "month": "quarter", "months": "quarters",
    "quarter": "month", "quarters": "months", "hour": "day", "hours": "days", "day": "hour", "days": "hours",
    "end": "start", "start": "end", "Mon": "Tue", "Tue": "Wed", "Wed": "Thu", "Thu": "Fri", "Fri": "Thu", "Sat": "Sun",
    "Sun": "Sat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text with one thing changed: what was written on which line, and what stands there now."""

    text: str
    line: int
    was: str
    now: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.was} → {self.now}: {self.text.splitlines()[self.line - 1].strip()}"


def mutants(text: str) -> Iterator[Mutant]:
    """In the order of the text. What stands in scenarios is no contract. Some of them do not compile."""
    scenarios = list(_scenarios(text))
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "skipped" or any(start <= token.start() < end for start, end in scenarios):
            continue
        if token["word"] in ("end", "start") and not text[: token.start()].rstrip().endswith(("window", "after")):
            continue
        line = text.count("\n", 0, token.start()) + 1
        if text[text.rfind("\n", 0, token.start()) + 1 :].startswith("edition"):
            continue
        for other in _others(token):
            yield Mutant(text[: token.start()] + other + text[token.end() :], line, token[0], other)


def _others(token: re.Match[str]) -> Iterator[str]:
    said = token[0]
    match token.lastgroup:
        case "number":
            yield _more(said)
        case "date" | "datetime":
            day = said[8:10]
            yield said[:8] + ("17" if day != "17" else "18") + said[10:]
        case "month_day":
            yield said[:3] + ("17" if said[3:] != "17" else "18")
        case "hours" | "clock":
            hour = int(said[-5:-3])
            yield f"{said[:-5]}{hour - 1 if hour else 1:02}{said[-3:]}"
        case _:
            if said in _OTHER:
                yield _OTHER[said]


def _more(number: str) -> str:
    """One more in the last place; of 100 percent and the like one less is looked at by the rows beside it."""
    whole, dot, places = number.replace("_", "").partition(".")
    value = int(whole + places) + 1
    digits = str(value).rjust(len(places) + 1, "0")
    return f"{digits[: len(digits) - len(places)]}{dot}{digits[len(digits) - len(places) :] if places else ''}"


def _scenarios(text: str) -> Iterator[tuple[int, int]]:
    for each in re.finditer(r"^[ \t]*scenario\b[^\n{]*\{", text, re.MULTILINE):
        depth = 0
        for mark in re.finditer(r'#[^\n]*|"(?:[^"\\\n]|\\.)*"|[{}]', text[each.start() :]):
            depth += {"{": 1, "}": -1}.get(mark[0], 0)
            if mark[0] == "}" and depth == 0:
                yield each.start(), each.start() + mark.end()
                break
