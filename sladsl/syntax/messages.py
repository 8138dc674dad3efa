"""What to say where parsing stopped: one sentence in the reader's words, and a way out where there is one."""

import re
from collections.abc import Callable

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import slips
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.syntax.brackets import extra_parenthesis, missing_brace, open_parenthesis, unclosed_text
from sladsl.syntax.distance import nearest
from sladsl.syntax.everyday import BLOCKS, CALLED, OFTEN_MEANT
from sladsl.syntax.lexer import OPEN_STRING
from sladsl.syntax.scene import Explanation, Scene, simple
from sladsl.syntax.vocabulary import CLAUSES, PHRASES, expected, keywords, spelling, words

_FIRST_WORD = re.compile(r"[ \t]*([^\W\d]\w*)")

_SOME_WORDS = re.compile(r"(?:[ \t]*[^\W\d]\w*){1,4}")
_COMMA = re.compile(",")
_NEXT_ROW = frozenset(("CASE", "EVERY", "DATETIME", "RBRACE"))
_CLAIM = re.compile(r"\bclaim\b")
_UNQUOTED = re.compile(r"[^\W\d][^\r\n#{}\"<=>]*+(?![<=>])")

# Operators and brackets are never what was left out: more than one would fit, and only the reader knows which.
_NEVER_LEFT_OUT = frozenset(
    "LPAR RPAR LBRACE RBRACE MINUS PLUS STAR SLASH DOT COMPARE NOT OR AND COMMA IS ROUNDED WITHIN IN".split()
)


def explain(scene: Scene) -> Diagnostic:
    for explanation in _EXPLANATIONS:
        if diagnostic := explanation(scene):
            return diagnostic
    return _unexpected(scene)


# The text ends, or a bracket is open


def _open_text(scene: Scene) -> Explanation:
    return unclosed_text(scene.here) if scene.stop.kind == OPEN_STRING else None


def _claim_without_anchor(scene: Scene) -> Explanation:
    """`claim within 30 calendar days`: said with the whole line, as half of it shows nobody what it should be."""
    words = list(_CLAIM.finditer(scene.text, 0, scene.before_end))
    if "OF_WINDOW_END" not in scene.stop.accepted or not words:
        return None
    start = words[-1].start()
    line = f"{' '.join(scene.text[start : scene.before_end].split())} of window end"
    message = f"a claim has a time that begins when its window ends: `{line}`"
    fix = Fix(f"write `{line}`", scene.span(scene.before_end, scene.before_end), " of window end")
    in_its_line = "\n" not in scene.text[scene.before_end : scene.stop.end] and scene.stop.kind not in (END, "RBRACE")
    if in_its_line:
        # What stands there instead may hold more than the wrong words.
        fix = Fix(fix.text)
    return Diagnostic(codes.UNFINISHED, message, scene.span(start, scene.before_end), fixes=(fix,))


def _unnamed_argument(scene: Scene) -> Explanation:
    """`f(1)`: nobody must know in which order the parameters stand."""
    before = scene.stop.before
    if before is None or before.type != "OPEN_ARGUMENTS" or scene.stop.kind == END:
        return None
    message = "each argument stands behind the name of its parameter, as in `uptime(down: outages)`"
    return Diagnostic(codes.UNEXPECTED, message, scene.here)


def _unfinished(scene: Scene) -> Explanation:
    if scene.stop.kind != END:
        return None
    if not scene.before:
        return Diagnostic(codes.UNFINISHED, f"{expected(scene.stop.accepted)} is expected here", scene.here)
    if misspelt := _misspelt_before(scene):
        return misspelt
    span = scene.span(scene.before_start, scene.before_end)
    message = f"nothing follows `{scene.before}`, where {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNFINISHED, message, span)


# Misspelt, misplaced and missing words


def _misspelt_clause(scene: Scene) -> Explanation:
    """A misspelt word where only a clause can begin."""
    if scene.rule != "clause" or scene.before:
        return None
    meant = nearest(scene.word, CLAUSES) or next(iter(OFTEN_MEANT.get(scene.word.lower(), ())), None)
    if meant in CLAUSES:
        message = f"`{scene.word}` is not known here; did you mean `{meant}`?"
        return simple(codes.UNKNOWN_WORD, message, scene.here, meant)
    block = next((block for block, lines in BLOCKS.items() if scene.word in lines), None)
    if block is None:
        return None
    return simple(codes.UNEXPECTED, f"`{scene.word}` stands inside {block}, not by itself in an agreement", scene.here)


def _misspelt(scene: Scene) -> Explanation:
    if not scene.word[:1].isalpha() or len(scene.word) < 3:
        return None
    return _correction(scene, scene.stop.start, scene.word, scene.stop.accepted)


def _misspelt_before(scene: Scene) -> Explanation:
    """A misspelt word can pass for a name, so that parsing stops only at the next one."""
    if scene.stop.before is None or scene.stop.before.type != "NAME":
        return None
    return _correction(scene, scene.before_start, scene.before, scene.accepted_before())


def _misspelt_line(scene: Scene) -> Explanation:
    """The same, where parsing went on further: the first word of the line, as in `clam within 30 days`."""
    start = scene.text.rfind("\n", 0, scene.stop.start) + 1
    found = _FIRST_WORD.match(scene.text, start)
    if found is None or found.start(1) >= scene.before_start:
        return None
    earlier = attempt(scene.text, scene.rule, 0, found.start(1))
    accepted = earlier.accepted if isinstance(earlier, Stop) else frozenset[str]()
    return None if found[1] in words(accepted) else _correction(scene, found.start(1), found[1], accepted)


def _correction(scene: Scene, start: int, word: str, accepted: frozenset[str]) -> Explanation:
    return _replacement(scene, start, word, nearest(word, words(accepted)))


def _called_otherwise(scene: Scene) -> Explanation:
    """A clause by a name that contracts have for it."""
    meant = CALLED.get(scene.word.lower())
    if meant is None or (END not in scene.stop.accepted and scene.before):
        return None
    return Diagnostic(
        codes.UNKNOWN_WORD,
        f"`{scene.word}` is not known here; did you mean {meant}?",
        scene.here,
        fixes=(Fix(f"say {meant}"),),
    )


def _misspelt_short(scene: Scene) -> Explanation:
    """Words of two letters come last: much is near to them."""
    if not scene.word[:1].isalpha() or len(scene.word) > 2:
        return None
    return _correction(scene, scene.stop.start, scene.word, scene.stop.accepted)


def _everyday(scene: Scene) -> Explanation:
    """A word that other languages or everyday speech have for one of ours."""
    found = _meant_by(scene, scene.stop.start, scene.word, scene.stop.accepted)
    if found is None and scene.before.lower() in OFTEN_MEANT:
        found = _meant_by(scene, scene.before_start, scene.before, scene.accepted_before())
    return found


def _meant_by(scene: Scene, start: int, word: str, accepted: frozenset[str]) -> Explanation:
    known = words(accepted)
    meant = next((each for each in OFTEN_MEANT.get(word.lower(), ()) if each in known), None)
    return _replacement(scene, start, word, meant)


def _replacement(scene: Scene, start: int, word: str, meant: str | None) -> Explanation:
    if meant is None or not scene.helps(start, start + len(word), meant):
        return None
    span = scene.span(start, start + len(word))
    if meant == word.lower():
        return simple(codes.UNKNOWN_WORD, f"`{word}` is written `{meant}`", span, meant, safe=True)
    return simple(codes.UNKNOWN_WORD, f"`{word}` is not known here; did you mean `{meant}`?", span, meant)


def _phrase(scene: Scene) -> Explanation:
    """`at lest`, `atleast`, `of the window end`"""
    start = scene.stop.start
    following = _SOME_WORDS.match(scene.text, start)
    ends = [found.end() for found in re.finditer(r"\S+", following[0])] if following else []
    candidates = [scene.text[start : start + end] for end in reversed(ends)]
    for kind, phrase in PHRASES.items():
        written = next((each for each in candidates if nearest(" ".join(each.split()), [phrase])), None)
        if kind in scene.stop.accepted and written and scene.helps(start, start + len(written), phrase):
            message = f"`{written}` is not known here; did you mean `{phrase}`?"
            return simple(codes.UNKNOWN_WORD, message, scene.span(start, start + len(written)), phrase)
    return None


def _comma_in_row(scene: Scene) -> Explanation:
    """`total 49, errors 2`: behind the comma, `errors` is one more value of `total`, and 2 begins the next row."""
    line = scene.text.rfind("\n", 0, scene.before_end) + 1
    for comma in _COMMA.finditer(scene.text, line, scene.stop.end):
        row = attempt(scene.text, scene.rule, 0, comma.start())
        if not isinstance(row, Stop) or not set(row.accepted) >= _NEXT_ROW:
            continue
        if scene.helps(comma.start(), comma.end(), " "):
            span = scene.span(comma.start(), comma.end())
            fix = Fix("take the comma out", span, "" if scene.text[comma.end() :][:1].isspace() else " ")
            return Diagnostic(codes.UNEXPECTED, "attributes of a row are not separated by commas", span, fixes=(fix,))
    return None


def _row_by_name(scene: Scene) -> Explanation:
    """`tickets { number  opened at }`, where `number` and `at` are columns of a table of values."""
    if not scene.stop.accepted >= _NEXT_ROW or not scene.word.isidentifier():
        return None
    message = f"a row begins with its time, or of cases with `case` and the key, not with `{scene.word}`"
    fix = Fix(
        "write the time, as in `2026-03-02T09:00 …`, or the key, as in `case T-1 …`; columns of `for each row of` "
        "stand for the values behind it"
    )
    return Diagnostic(codes.UNEXPECTED, message, scene.here, fixes=(fix,))


def _comma_too_much(scene: Scene) -> Explanation:
    """`for each tickets, by opened`: the comma makes a name of the word after it."""
    before = scene.text[: scene.before_start].rstrip()
    if not before.endswith(",") or scene.before not in keywords().values():
        return None
    if not scene.helps(len(before) - 1, len(before), " "):
        return None
    comma = scene.span(len(before) - 1, len(before))
    return simple(codes.UNEXPECTED, f"no comma stands before `{scene.before}`", comma, "")


def _reserved(scene: Scene) -> Explanation:
    """A word of the language where it is one, but was meant as a name."""
    word = scene.before
    if word not in keywords().values() or "NAME" not in scene.accepted_before():
        return None
    if not scene.helps(scene.before_start, scene.before_end, "x" * len(word)):
        return None
    message = f"`{word}` is a word of the language and cannot stand for a name here"
    fix = Fix(f"choose another name, such as `{word}_value`")
    return Diagnostic(codes.RESERVED_WORD, message, scene.span(scene.before_start, scene.before_end), fixes=(fix,))


def _nameless(scene: Scene) -> Explanation:
    """`stream of spans { }`: the name would be `of`."""
    word = scene.before
    if word not in keywords().values() or "NAME" not in scene.accepted_before():
        return None
    if not scene.helps(scene.before_start, scene.before_start, "x "):
        return None
    span = scene.span(scene.before_start, scene.before_end)
    return Diagnostic(codes.UNEXPECTED, f"a name is missing before `{word}`", span)


def _no_quotes(scene: Scene) -> Explanation:
    """`provider acme Acme Cloud`, `zone Asia/Tehran`: the latter goes on as a name until the slash."""
    if "EQUAL" in scene.stop.accepted and scene.helps(scene.stop.start, scene.stop.start, "= "):
        return None  # that is missing, and what follows is no text
    starts = [scene.stop.start] if "STRING" in scene.stop.accepted else []
    if scene.stop.before is not None and scene.stop.before.type == "NAME" and "STRING" in scene.accepted_before():
        starts.append(scene.before_start)
    for start in starts:
        if "\n" in scene.text[scene.before_start : start]:
            continue
        line = _UNQUOTED.match(scene.text, start)
        words = line[0].rstrip(" \t,") if line else ""
        span = scene.span(start, start + len(words))
        if words and scene.helps(span.start, span.end, f'"{words}"'):
            return simple(codes.WRONG_QUOTES, f'text stands in quotation marks: `"{words}"`', span, f'"{words}"')
    return None


def _left_out(scene: Scene) -> Explanation:
    """A single word or mark that is missing before this one."""
    at = scene.stop.start
    spellings = (spelling(kind) for kind in sorted(scene.stop.accepted - _NEVER_LEFT_OUT))
    found = [word for word in spellings if word and scene.helps(at, at, f"{word} ")]
    found = ["="] if "=" in found else found
    if len(found) != 1:
        return None
    fix = Fix(f"add `{found[0]}`", scene.span(at, at), f"{found[0]} ")
    return Diagnostic(codes.UNEXPECTED, f"`{found[0]}` is missing before `{scene.word}`", scene.here, fixes=(fix,))


def _unexpected(scene: Scene) -> Diagnostic:
    shown = scene.word if len(scene.word) <= 40 else scene.word[:39] + "…"
    after = f" after `{scene.before}`" if scene.before and len(scene.before) <= 40 else ""
    message = f"`{shown}` cannot stand{after or ' here'}; {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNEXPECTED, message, scene.here)


_EXPLANATIONS: tuple[Callable[[Scene], Explanation], ...] = (
    _open_text,
    slips.symbol,
    slips.malformed,
    slips.written_date,
    slips.time_of_day,
    slips.two_points,
    slips.unit,
    slips.shouted,
    slips.currency,
    slips.operator,
    slips.full_stop,
    slips.hyphen,
    slips.adverb,
    _comma_in_row,
    slips.quoted_name,
    open_parenthesis,
    extra_parenthesis,
    _claim_without_anchor,
    _unnamed_argument,
    _unfinished,
    _misspelt_clause,
    _phrase,
    _misspelt,
    _misspelt_before,
    _misspelt_line,
    _everyday,
    _called_otherwise,
    _misspelt_short,
    _comma_too_much,
    _reserved,
    missing_brace,
    _row_by_name,
    _nameless,
    _no_quotes,
    _left_out,
)
