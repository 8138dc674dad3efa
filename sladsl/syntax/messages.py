"""What to say where parsing stopped: one sentence in the reader's words, and a way out where there is one."""

from collections.abc import Callable

from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import slips
from sladsl.syntax.attempt import END
from sladsl.syntax.distance import nearest
from sladsl.syntax.lexer import OPEN_STRING
from sladsl.syntax.scan import outline
from sladsl.syntax.scene import Explanation, Scene, simple
from sladsl.syntax.vocabulary import CLAUSES, expected, keywords, spelling, words
from sladsl.text import Span


_OFTEN_MEANT = {
    **dict.fromkeys(("each", "every", "a", "an"), ("per",)),
    **dict.fromkeys(("under", "less", "lower"), ("below",)),
    **dict.fromkeys(("over", "exceeding", "higher"), ("above",)),
    **dict.fromkeys(("if", "whenever", "where"), ("when", "where")),
    **dict.fromkeys(("then", "pays", "is", "="), ("gives",)),
    **{"else": ("otherwise",), "except": ("excluding", "outside", "without"), "till": ("until",), "true": ("yes",)},
    **{"false": ("no",), "string": ("text",), "int": ("count",), "integer": ("count",), "boolean": ("yes",)},
    **{"timestamp": ("instant",), "date": ("instant",), "in": ("within", "during"), "penalty": ("credit",)},
    **{"sla": ("objective",), "slo": ("objective",), "holiday": ("holidays",), "average": ("mean",), "avg": ("mean",)},
}
"""Words of other languages and of everyday speech, and what the word is here."""

_BLOCKS = {
    "an `objective`": ("credit", "claim", "warn", "pay", "per", "when", "otherwise", "by"),
    "a `service`": ("fee",),
    "a `calendar`": ("open", "closed", "holidays", "special"),
    "a `stream`": ("moments", "states"),
}

# Operators and brackets are never what was left out: more than one would fit, and only the reader knows which.
_NEVER_LEFT_OUT = frozenset(
    "LPAR RPAR LBRACE RBRACE MINUS PLUS STAR SLASH DOT COMPARE NOT OR AND COMMA IS ROUNDED WITHIN IN".split()
)


def explain(scene: Scene) -> Diagnostic:
    for attempted in _EXPLANATIONS:
        if diagnostic := attempted(scene):
            return diagnostic
    return _unexpected(scene)


# The text ends, or a bracket is open


def _open_text(scene: Scene) -> Explanation:
    if scene.stop.kind != OPEN_STRING:
        return None
    return unclosed_text(scene.here)


def unclosed_text(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNCLOSED_TEXT,
        "the text opened here is not closed on its line",
        span,
        fixes=(Fix('put `"` after the last word of the text'),),
    )


def _open_parenthesis(scene: Scene) -> Explanation:
    """`(` that nothing closes: said there, not where that shows."""
    if "RPAR" not in scene.stop.accepted or scene.stop.kind in ("NAME", "NUMBER"):
        return None
    upto = outline(scene.text, 0, scene.stop.start).unclosed
    opened = next((each for each in reversed(upto) if each.mark == "("), None)
    if opened is None or outline(scene.text).unclosed == []:
        return None
    return Diagnostic(
        codes.UNCLOSED_BLOCK,
        "the `(` opened here is not closed",
        scene.span(opened.opened, opened.opened + 1),
        labels=(Label(scene.span(scene.before_start, scene.before_end), "`)` could stand after this"),),
        fixes=(Fix("add `)`", scene.span(scene.before_end, scene.before_end), ")"),),
    )


def _unfinished(scene: Scene) -> Explanation:
    if scene.stop.kind != END:
        return None
    if scene.stop.before is None:
        return Diagnostic(codes.UNFINISHED, f"{expected(scene.stop.accepted)} is expected here", scene.here)
    if misspelt := _misspelt_before(scene):
        return misspelt
    span = scene.span(scene.before_start, scene.before_end)
    message = f"nothing follows `{scene.before}`, where {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNFINISHED, message, span)


# Misspelt, misplaced and missing words


def _misspelt(scene: Scene) -> Explanation:
    if not scene.word[:1].isalpha():
        return None
    return _correction(scene, scene.stop.start, scene.word, scene.stop.accepted)


def _misspelt_before(scene: Scene) -> Explanation:
    """A misspelt word can pass for a name, so that parsing stops only at the next one."""
    if scene.stop.before is None or scene.stop.before.type != "NAME":
        return None
    return _correction(scene, scene.before_start, scene.before, scene.accepted_before())


def _correction(scene: Scene, start: int, word: str, accepted: frozenset[str]) -> Explanation:
    known = words(accepted)
    foreign = next((each for each in _OFTEN_MEANT.get(word.lower(), ()) if each in known), None)
    meant = foreign or nearest(word, known)
    if meant is None or not scene.helps(start, start + len(word), meant):
        return None
    span = scene.span(start, start + len(word))
    if meant == word.lower():
        return simple(codes.UNKNOWN_WORD, f"`{word}` is written `{meant}`", span, meant, safe=True)
    return simple(codes.UNKNOWN_WORD, f"`{word}` is not known here; did you mean `{meant}`?", span, meant)


def _misspelt_clause(scene: Scene) -> Explanation:
    """A misspelt word where only a clause can begin."""
    if scene.rule != "clause" or scene.stop.start > 0:
        return None
    meant = nearest(scene.word, CLAUSES)
    if meant:
        message = f"`{scene.word}` is not known here; did you mean `{meant}`?"
        return simple(codes.UNKNOWN_WORD, message, scene.here, meant)
    block = next((block for block, lines in _BLOCKS.items() if scene.word in lines), None)
    if block:
        message = f"`{scene.word}` stands inside {block}, not by itself in an agreement"
        return simple(codes.UNEXPECTED, message, scene.here)
    return None


def _at_least(scene: Scene) -> Explanation:
    for kind, phrase in (("AT_LEAST", "at least"), ("AT_MOST", "at most")):
        if kind not in scene.stop.accepted:
            continue
        first, _, second = scene.text[scene.stop.start :].partition(" ")
        second = second.split(None, 1)[0] if second.strip() else ""
        written = f"{first} {second}" if nearest(f"{first} {second}", [phrase]) else first
        if nearest(written, [phrase]) and scene.helps(scene.stop.start, scene.stop.start + len(written), phrase):
            span = scene.span(scene.stop.start, scene.stop.start + len(written))
            return simple(codes.UNKNOWN_WORD, f"`{written}` is not known here; did you mean `{phrase}`?", span, phrase)
    return None


def _reserved(scene: Scene) -> Explanation:
    """A word of the language where it is one, but was meant as a name."""
    before = scene.stop.before
    if before is None or before not in keywords().values():
        return None
    if "NAME" not in scene.accepted_before() or not scene.helps(
        scene.before_start, scene.before_end, "x" * len(before)
    ):
        return None
    span = scene.span(scene.before_start, scene.before_end)
    message = f"`{before}` is a word of the language and cannot stand for a name here"
    return Diagnostic(
        codes.RESERVED_WORD, message, span, fixes=(Fix(f"choose another name, such as `{before}_value`"),)
    )


def _no_quotes(scene: Scene) -> Explanation:
    if "STRING" not in scene.stop.accepted or scene.word[:1].isdigit() or not scene.word[:1].isalpha():
        return None
    rest = scene.text[scene.stop.start :].partition("\n")[0].partition("#")[0].partition("{")[0].partition('"')[0]
    rest = rest.rstrip(" \t\r,")
    if not rest or not scene.helps(scene.stop.start, scene.stop.start + len(rest), f'"{rest}"'):
        return None
    span = scene.span(scene.stop.start, scene.stop.start + len(rest))
    return simple(codes.WRONG_QUOTES, f'text stands in quotation marks: `"{rest}"`', span, f'"{rest}"')


def _comma_too_much(scene: Scene) -> Explanation:
    """`for each tickets, by opened`: the comma makes a name of the word after it."""
    before = scene.text[: scene.before_start].rstrip()
    if not before.endswith(",") or scene.before not in keywords().values():
        return None
    if not scene.helps(len(before) - 1, len(before), " "):
        return None
    comma = scene.span(len(before) - 1, len(before))
    return simple(codes.UNEXPECTED, f"no comma stands before `{scene.before}`", comma, "")


def _left_out(scene: Scene) -> Explanation:
    """A single word or mark that is missing before this one."""
    found = [
        word
        for kind in sorted(scene.stop.accepted - _NEVER_LEFT_OUT)
        if (word := spelling(kind)) and scene.helps(scene.stop.start, scene.stop.start, f"{word} ")
    ]
    if len(found) != 1:
        return None
    fix = Fix(f"add `{found[0]}`", scene.span(scene.stop.start, scene.stop.start), f"{found[0]} ")
    return Diagnostic(codes.UNEXPECTED, f"`{found[0]}` is missing before `{scene.word}`", scene.here, fixes=(fix,))


def _unexpected(scene: Scene) -> Diagnostic:
    shown = scene.word if len(scene.word) <= 40 else scene.word[:39] + "…"
    after = f" after `{scene.before}`" if scene.before and len(scene.before) <= 40 else ""
    message = f"`{shown}` cannot stand{after or ' here'}; {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNEXPECTED, message, scene.here)


def _extra_bracket(scene: Scene) -> Explanation:
    if scene.word not in ("}", ")"):
        return None
    if scene.word == ")" and outline(scene.text, 0, scene.stop.end).stray:
        return simple(codes.EXTRA_BRACKET, "nothing is open that this `)` could close", scene.here, "")
    return None


_EXPLANATIONS:
        if diagnostic := attempted(scene):
            return diagnostic
    return _unexpected(scene)


# The text ends, or a bracket is open


def _open_text(scene: Scene) -> Explanation:
    if scene.stop.kind != OPEN_STRING:
        return None
    return unclosed_text(scene.here)


def unclosed_text(span: Span) -> Diagnostic:
    return Diagnostic(
        codes.UNCLOSED_TEXT,
        "the text opened here is not closed on its line",
        span,
        fixes=(Fix('put `"` after the last word of the text'),),
    )


def _open_parenthesis(scene: Scene) -> Explanation:
    """`(` that nothing closes: said there, not where that shows."""
    if "RPAR" not in scene.stop.accepted or scene.stop.kind in ("NAME", "NUMBER"):
        return None
    upto = outline(scene.text, 0, scene.stop.start).unclosed
    opened = next((each for each in reversed(upto) if each.mark == "("), None)
    if opened is None or outline(scene.text).unclosed == []:
        return None
    return Diagnostic(
        codes.UNCLOSED_BLOCK,
        "the `(` opened here is not closed",
        scene.span(opened.opened, opened.opened + 1),
        labels=(Label(scene.span(scene.before_start, scene.before_end), "`)` could stand after this"),),
        fixes=(Fix("add `)`", scene.span(scene.before_end, scene.before_end), ")"),),
    )


def _unfinished(scene: Scene) -> Explanation:
    if scene.stop.kind != END:
        return None
    if scene.stop.before is None:
        return Diagnostic(codes.UNFINISHED, f"{expected(scene.stop.accepted)} is expected here", scene.here)
    if misspelt := _misspelt_before(scene):
        return misspelt
    span = scene.span(scene.before_start, scene.before_end)
    message = f"nothing follows `{scene.before}`, where {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNFINISHED, message, span)


# Misspelt, misplaced and missing words


def _misspelt(scene: Scene) -> Explanation:
    if not scene.word[:1].isalpha():
        return None
    return _correction(scene, scene.stop.start, scene.word, scene.stop.accepted)


def _misspelt_before(scene: Scene) -> Explanation:
    """A misspelt word can pass for a name, so that parsing stops only at the next one."""
    if scene.stop.before is None or scene.stop.before.type != "NAME":
        return None
    return _correction(scene, scene.before_start, scene.before, scene.accepted_before())


def _correction(scene: Scene, start: int, word: str, accepted: frozenset[str]) -> Explanation:
    known = words(accepted)
    foreign = next((each for each in _OFTEN_MEANT.get(word.lower(), ()) if each in known), None)
    meant = foreign or nearest(word, known)
    if meant is None or not scene.helps(start, start + len(word), meant):
        return None
    span = scene.span(start, start + len(word))
    if meant == word.lower():
        return simple(codes.UNKNOWN_WORD, f"`{word}` is written `{meant}`", span, meant, safe=True)
    return simple(codes.UNKNOWN_WORD, f"`{word}` is not known here; did you mean `{meant}`?", span, meant)


def _misspelt_clause(scene: Scene) -> Explanation:
    """A misspelt word where only a clause can begin."""
    if scene.rule != "clause" or scene.stop.start > 0:
        return None
    meant = nearest(scene.word, CLAUSES)
    if meant:
        message = f"`{scene.word}` is not known here; did you mean `{meant}`?"
        return simple(codes.UNKNOWN_WORD, message, scene.here, meant)
    block = next((block for block, lines in _BLOCKS.items() if scene.word in lines), None)
    if block:
        message = f"`{scene.word}` stands inside {block}, not by itself in an agreement"
        return simple(codes.UNEXPECTED, message, scene.here)
    return None


def _at_least(scene: Scene) -> Explanation:
    for kind, phrase in (("AT_LEAST", "at least"), ("AT_MOST", "at most")):
        if kind not in scene.stop.accepted:
            continue
        first, _, second = scene.text[scene.stop.start :].partition(" ")
        second = second.split(None, 1)[0] if second.strip() else ""
        written = f"{first} {second}" if nearest(f"{first} {second}", [phrase]) else first
        if nearest(written, [phrase]) and scene.helps(scene.stop.start, scene.stop.start + len(written), phrase):
            span = scene.span(scene.stop.start, scene.stop.start + len(written))
            return simple(codes.UNKNOWN_WORD, f"`{written}` is not known here; did you mean `{phrase}`?", span, phrase)
    return None


def _reserved(scene: Scene) -> Explanation:
    """A word of the language where it is one, but was meant as a name."""
    before = scene.stop.before
    if before is None or before not in keywords().values():
        return None
    if "NAME" not in scene.accepted_before() or not scene.helps(
        scene.before_start, scene.before_end, "x" * len(before)
    ):
        return None
    span = scene.span(scene.before_start, scene.before_end)
    message = f"`{before}` is a word of the language and cannot stand for a name here"
    return Diagnostic(
        codes.RESERVED_WORD, message, span, fixes=(Fix(f"choose another name, such as `{before}_value`"),)
    )


def _no_quotes(scene: Scene) -> Explanation:
    if "STRING" not in scene.stop.accepted or scene.word[:1].isdigit() or not scene.word[:1].isalpha():
        return None
    rest = scene.text[scene.stop.start :].partition("\n")[0].partition("#")[0].partition("{")[0].partition('"')[0]
    rest = rest.rstrip(" \t\r,")
    if not rest or not scene.helps(scene.stop.start, scene.stop.start + len(rest), f'"{rest}"'):
        return None
    span = scene.span(scene.stop.start, scene.stop.start + len(rest))
    return simple(codes.WRONG_QUOTES, f'text stands in quotation marks: `"{rest}"`', span, f'"{rest}"')


def _comma_too_much(scene: Scene) -> Explanation:
    """`for each tickets, by opened`: the comma makes a name of the word after it."""
    before = scene.text[: scene.before_start].rstrip()
    if not before.endswith(",") or scene.before not in keywords().values():
        return None
    if not scene.helps(len(before) - 1, len(before), " "):
        return None
    comma = scene.span(len(before) - 1, len(before))
    return simple(codes.UNEXPECTED, f"no comma stands before `{scene.before}`", comma, "")


def _left_out(scene: Scene) -> Explanation:
    """A single word or mark that is missing before this one."""
    found = [
        word
        for kind in sorted(scene.stop.accepted - _NEVER_LEFT_OUT)
        if (word := spelling(kind)) and scene.helps(scene.stop.start, scene.stop.start, f"{word} ")
    ]
    if len(found) != 1:
        return None
    fix = Fix(f"add `{found[0]}`", scene.span(scene.stop.start, scene.stop.start), f"{found[0]} ")
    return Diagnostic(codes.UNEXPECTED, f"`{found[0]}` is missing before `{scene.word}`", scene.here, fixes=(fix,))


def _unexpected(scene: Scene) -> Diagnostic:
    shown = scene.word if len(scene.word) <= 40 else scene.word[:39] + "…"
    after = f" after `{scene.before}`" if scene.before and len(scene.before) <= 40 else ""
    message = f"`{shown}` cannot stand{after or ' here'}; {expected(scene.stop.accepted)} is expected"
    return Diagnostic(codes.UNEXPECTED, message, scene.here)


def _extra_bracket(scene: Scene) -> Explanation:
    if scene.word not in ("}", ")"):
        return None
    if scene.word == ")" and outline(scene.text, 0, scene.stop.end).stray:
        return simple(codes.EXTRA_BRACKET, "nothing is open that this `)` could close", scene.here, "")
    message = f"`}}` comes too early: {expected(scene.stop.accepted)} is expected after `{scene.before}`"
    return Diagnostic(codes.UNFINISHED, message, scene.here) if "RBRACE" not in scene.stop.accepted else None


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
    _open_parenthesis,
    _extra_bracket,
    _unfinished,
    _misspelt_clause,
    _at_least,
    _misspelt,
    _misspelt_before,
    _comma_too_much,
    _reserved,
    _no_quotes,
    _left_out,
)
