"""Numbers, units, money, dates and operators as people write them elsewhere."""

import re
import unicodedata

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax.characters import called
from sladsl.syntax.distance import nearest
from sladsl.syntax.everyday import ADVERBS
from sladsl.syntax.lexer import MALFORMED, UNKNOWN
from sladsl.syntax.scene import Explanation, Scene, simple
from sladsl.syntax.vocabulary import UNITS, keywords

# As written elsewhere → the unit's word and its short form, if it has one.
_SYNONYMS = {
    **dict.fromkeys(("ms", "msec", "msecs", "millis"), ("millisecond", "ms")),
    **dict.fromkeys(("s", "sec", "secs"), ("second", "s")),
    **dict.fromkeys(("m", "min", "mins"), ("minute", "min")),
    **dict.fromkeys(("h", "hr", "hrs", "hs"), ("hour", "h")),
    **dict.fromkeys(("d", "day", "days"), ("day", "")),
    **dict.fromkeys(("w", "wk", "wks"), ("week", "")),
    **dict.fromkeys(("mo", "mos", "mth", "mths"), ("month", "")),
    **dict.fromkeys(("q", "qtr", "qtrs"), ("quarter", "")),
    **dict.fromkeys(("y", "yr", "yrs"), ("year", "")),
}
_SIGNS = {
    "$": "USD",
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u20ab": "VND",
    "\u0e3f": "THB",
    "\u00a5": "JPY",
    "\ufdfc": "IRR",
}
_SIGNS |= {"\u20b9": "INR", "\u20a9": "KRW", "\u20aa": "ILS", "\u20bd": "RUB", "\u20ba": "TRY"}
_MONEY_WORDS = {"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP"}
_MONEY_WORDS |= {"dong": "VND", "baht": "THB", "rial": "IRR", "rials": "IRR", "yen": "JPY", "yuan": "CNY"}
_PERCENT_WORDS = ("percent", "pct", "percents", "percentage")
_OPERATORS = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "^": "*"}
_PER_SLASH = re.compile(rf"[ \t]*/[ \t]*({'|'.join(UNITS)})$")
_HYPHENED = re.compile(r"(?<!\w)[^\W\d]\w*+(?:-\w++)++")
_NOT_IN_NAMES = re.compile(r"\W+")
_FIGURE = re.compile(r"([0-9][0-9_]*(?:\.[0-9]+)?)([A-Za-z]+)")
_NUMBER_BEFORE = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?[ \t]*$")
_NUMBER_AFTER = re.compile(r"[ \t]*([0-9][0-9_]*(?:\.[0-9]+)?)")
_DATE = re.compile(
    r"(?<![0-9])(?:([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|[0-9]{1,2}([-/.])[0-9]{1,2}\5[0-9]{2,4})(?![0-9])"
)
_POINTS = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9.])")
_CLOCK = re.compile(r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?![0-9:])")


# Marks


def symbol(scene: Scene) -> Explanation:
    """A character that has no meaning in the language."""
    if scene.stop.kind != UNKNOWN:
        return None
    sign = scene.word
    if unicodedata.category(sign) == "Sc":
        return _sign(scene, sign)
    doubled = scene.text[scene.stop.start : scene.stop.start + 2]
    for written in (doubled, sign):
        if written in _OPERATORS:
            span = scene.span(scene.stop.start, scene.stop.start + len(written))
            meant = _OPERATORS[written]
            return simple(codes.FOREIGN_OPERATOR, f"`{written}` is written `{meant}`", span, meant)
    if sign == "%":
        return simple(codes.PERCENT_APART, "a percent sign stands right after a number: `99.9%`", scene.here)
    if sign in "'\u2018\u2019\u201c\u201d\u00ab\u00bb":
        return simple(codes.WRONG_QUOTES, f'quoted text stands between `"` and `"` on one line, not {sign}', scene.here)
    shown = f"`{sign}`" if sign.isprintable() else called(sign)
    return simple(codes.WRONG_CHARACTER, f"{shown} has no meaning in a contract", scene.here)


def _sign(scene: Scene, sign: str) -> Explanation:
    code = _SIGNS.get(sign, "USD")
    start = scene.stop.start
    before, after = _NUMBER_BEFORE.search(scene.text, 0, start), _NUMBER_AFTER.match(scene.text, scene.stop.end)
    note = f"Any currency is named by its three letters; {sign} alone can be of several countries."
    if after:
        whole, money = scene.span(start, after.end()), f"{after[1]} {code}"
    elif before:
        whole, money = scene.span(before.start(), scene.stop.end), f"{before[0].strip()} {code}"
    else:
        whole, money = scene.here, code
    return simple(codes.CURRENCY_SIGN, f"an amount is a number and a code: `{money}`", whole, money, note)


def operator(scene: Scene) -> Explanation:
    """`Mon - Fri`; `x - - y` is fine."""
    if scene.word == "-" and scene.before[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
        fix = Fix("write `to`", scene.here, " to ")
        return Diagnostic(codes.FOREIGN_OPERATOR, "a range of weekdays is written with `to`", scene.here, fixes=(fix,))
    if scene.word.startswith("/") and scene.text.startswith("/*", scene.stop.start):
        return simple(codes.FOREIGN_COMMENT, "a comment begins with `#` and ends with its line", scene.here)
    return None


def full_stop(scene: Scene) -> Explanation:
    at_end = not scene.text[scene.stop.end :].partition("\n")[0].partition("#")[0].strip()
    if scene.word in (".", ",", ":") and at_end and scene.helps(scene.stop.start, scene.stop.end, " "):
        message = f"nothing stands at the end of a line, no `{scene.word}`"
        return simple(codes.LINE_END, message, scene.here, None) if scene.word == ":" else _removed(scene, message)
    return None


def _removed(scene: Scene, message: str) -> Explanation:
    return simple(codes.LINE_END, message, scene.here, "")


# Words


def hyphen(scene: Scene) -> Explanation:
    """`up-time`, which is `up` less `time`."""
    line = scene.text.rfind("\n", 0, scene.stop.start) + 1
    for found in _HYPHENED.finditer(scene.text, line, min(scene.stop.end + 100, len(scene.text))):
        if found.start() > scene.stop.start or found.end() <= scene.before_start:
            continue
        name = found[0].replace("-", "_")
        if "_" in name and scene.helps(*found.span(), name):
            message = f"`-` takes one number from another; as a name write `{name}`"
            return simple(codes.BAD_NAME, message, scene.span(*found.span()), name)
    return None


def adverb(scene: Scene) -> Explanation:
    """`monthly` for `per month`, and `5 USD/month`."""
    words = ADVERBS.get(scene.word.lower())
    if words and "PER" in scene.stop.accepted and scene.helps(scene.stop.start, scene.stop.end, words):
        return simple(codes.UNKNOWN_WORD, f"`{scene.word}` is written `{words}`", scene.here, words)
    slash = _PER_SLASH.search(scene.text, 0, scene.before_end)
    if slash and "PER" in scene.stop.accepted:
        written = f" per {slash[1]}"
        place = scene.span(*slash.span())
        return simple(codes.FOREIGN_OPERATOR, f"a window is written with `per`: `per {slash[1]}`", place, written)
    return None


def quoted_name(scene: Scene) -> Explanation:
    """`currency "USD"`, `objective "API uptime" {`"""
    if scene.stop.kind != "STRING" or "NAME" not in scene.stop.accepted:
        return None
    name = _NOT_IN_NAMES.sub("_", scene.word[1:-1]).strip("_")
    if name == scene.word[1:-1] and scene.helps(scene.stop.start, scene.stop.end, name):
        return simple(codes.WRONG_QUOTES, f"a name stands without quotation marks: `{name}`", scene.here, name)
    both = f"{name.lower()} {scene.word}"
    if name and scene.helps(scene.stop.start, scene.stop.end, both):
        return simple(codes.UNEXPECTED, f"a name stands before the title: `{both}`", scene.here, both)
    return None


# Numbers with something after them


def malformed(scene: Scene) -> Explanation:
    """A run that begins as a number and ends as something else: `5mins`, `4hrs`, `1.000.000`, `2nd`."""
    if scene.stop.kind != MALFORMED:
        return None
    word = scene.word
    split = _FIGURE.fullmatch(word)
    if split and (found := _length(split[1], split[2])):
        if found == word:
            return None  # a length, where none can stand
        return simple(codes.UNKNOWN_UNIT, f"`{word}` is written `{found}`", scene.here, found)
    if split and len(split[2]) == 3 and (split[2].isupper() or split[2].upper() in _known_codes()):
        money = f"{split[1]} {split[2].upper()}"
        return simple(codes.CURRENCY_SIGN, f"an amount is a number, a space and a code: `{money}`", scene.here, money)
    if "NAME" in scene.stop.accepted and not split:
        return simple(
            codes.BAD_NAME, f"`{word}` is neither a number nor a name: a name begins with a letter", scene.here
        )
    if split and "AMOUNT" in scene.stop.accepted:
        message = f"`{split[2]}` is not a unit of time"
        notes = "Short units are `us`, `ms`, `s`, `min` and `h`; longer ones are words: `30 days`."
        return simple(codes.UNKNOWN_UNIT, message, scene.here, None, notes)
    return simple(codes.BAD_NAME, f"`{word}` is neither a number nor a name: a name begins with a letter", scene.here)


def two_points(scene: Scene) -> Explanation:
    """`1.000.000`"""
    found = _around(_POINTS, scene)
    if found is None:
        return None
    plain = found[0].replace(".", "_")
    notes = "Thousands are set apart by `_`, decimals by a point: `12_000.50`."
    return simple(
        codes.NUMBER_COMMA, f"a number has one point at most: `{plain}`", scene.span(*found.span()), plain, notes
    )


def shouted(scene: Scene) -> Explanation:
    """`5 AND x`: a word in capitals after a number passes for a currency."""
    before = scene.stop.before
    if before is None or before.type != "AMOUNT":
        return None
    word = before.split()[1]
    start = scene.before_end - len(word)
    if word.lower() not in keywords().values() or not scene.helps(start, scene.before_end, word.lower()):
        return None
    span = scene.span(start, scene.before_end)
    return simple(codes.UNKNOWN_WORD, f"`{word}` is written `{word.lower()}`", span, word.lower(), safe=True)


def unit(scene: Scene) -> Explanation:
    """A number, a space, and a word that is no unit: `24 h`, `5 mins`, `5 minuts`, `99 percent`."""
    before = scene.stop.before
    if before is None or before.type != "NUMBER" or not scene.word.isalpha():
        return None
    whole = scene.span(scene.before_start, scene.stop.end)
    word = scene.word.lower()
    if word in _PERCENT_WORDS or (word == "per" and scene.text[scene.stop.end :].split(None, 1)[:1] == ["cent"]):
        return simple(codes.PERCENT_APART, f"a percentage is written `{before}%`", whole, f"{before}%")
    if found := _length(before, scene.word):
        return simple(codes.UNKNOWN_UNIT, f"`{before} {scene.word}` is written `{found}`", whole, found)
    if word in _MONEY_WORDS or (len(word) == 3 and not scene.word.isupper() and word.upper() in _known_codes()):
        money = f"{before} {_MONEY_WORDS.get(word, word.upper())}"
        return simple(codes.CURRENCY_SIGN, f"an amount is a number and a code: `{money}`", whole, money)
    meant = nearest(word, [*UNITS, *(f"{each}s" for each in UNITS)])
    if meant and "UNIT" in scene.stop.accepted and scene.helps(scene.stop.start, scene.stop.end, meant):
        return simple(codes.UNKNOWN_UNIT, f"`{scene.word}` is not a unit; did you mean `{meant}`?", scene.here, meant)
    return None


def _known_codes() -> frozenset[str]:
    return frozenset((*_SIGNS.values(), *_MONEY_WORDS.values(), "CHF", "TWD", "HKD", "SGD", "AUD", "CAD", "CNY"))


def _length(figure: str, written: str) -> str | None:
    """The right way to write a length of time."""
    word = written.lower()
    full, short = _SYNONYMS.get(word) or _SYNONYMS.get(word.removesuffix("s")) or ("", "")
    if not full:
        full = word.removesuffix("s") if word.removesuffix("s") in UNITS else ""
    if not full:
        return None
    if short and written != full and written != f"{full}s":
        return f"{figure}{short}"
    return f"{figure} {full}" if figure == "1" else f"{figure} {full}s"


def currency(scene: Scene) -> Explanation:
    """`USD 10`: the number comes first."""
    before = scene.stop.before
    if (
        before is None
        or scene.stop.kind != "NUMBER"
        or before.type != "NAME"
        or len(before) != 3
        or not before.isupper()
    ):
        return None
    whole, money = scene.span(scene.before_start, scene.stop.end), f"{scene.word} {before}"
    return simple(codes.CURRENCY_SIGN, f"the number stands before the currency: `{money}`", whole, money)


# Dates and times


def written_date(scene: Scene) -> Explanation:
    """`2026-1-1`, `1/2/2026`."""
    found = _around(_DATE, scene)
    if found is None:
        return None
    span = scene.span(*found.span())
    if found[1]:
        date = f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"
        if found[0] == date:
            return None
        return simple(codes.BAD_DATE, f"a date is written year-month-day: `{date}`", span, date)
    return simple(codes.BAD_DATE, "a date is written year-month-day, such as `2026-01-31`", span)


def time_of_day(scene: Scene) -> Explanation:
    found = _around(_CLOCK, scene)
    if found is None:
        return None
    message = "a time of day stands in a range such as `08:00-17:00`, or in a full time such as `2026-01-31T08:00`"
    return simple(codes.BAD_TIME_OF_DAY, message, scene.span(*found.span()))


def _around(pattern: re.Pattern[str], scene: Scene) -> re.Match[str] | None:
    """A match on the line of the stop that holds the stop."""
    start = scene.text.rfind("\n", 0, scene.stop.start) + 1
    end = scene.text.find("\n", scene.stop.start)
    for found in pattern.finditer(scene.text, start, len(scene.text) if end < 0 else end):
        if found.start() <= scene.stop.start < found.end():
            return found
    return None
