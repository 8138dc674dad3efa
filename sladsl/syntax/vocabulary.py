"""The words of the language, for people: which there are, and what to call what the parser could take."""

from collections.abc import Iterable
from functools import lru_cache

from sladsl.syntax.grammar import parser

CLAUSES = (
    *("provider", "customer", "party", "term", "zone", "currency", "rounding", "parameter", "service", "calendar"),
    *("stream", "define", "exclusion", "metric", "objective", "kpi", "remedy", "limit"),
    *("unit", "pool", "terminate", "escalate", "scenario", "property", "exception"),
    *("register", "pairing", "distinct", "schedule"),
    *("definition", "mandatory", "override", "remove", "change", "add"),
    *("status", "renews", "notice", "precedence", "title", "clause", "duty", "report", "review"),
    *("underpinning", "component"),
)
"""What a clause begins with."""

ABOUT_CLAUSES = frozenset(("mandatory", "override", "remove", "change", "add"))
"""Words before a clause of another level, or before what it is called."""

_NAMELESS = {"term", "zone", "currency", "rounding", "limit", "terminate", "escalate", "scenario"}
_NAMELESS |= {"status", "renews", "notice", "precedence", "title", "review"}
NAMED_CLAUSES = frozenset(CLAUSES) - ABOUT_CLAUSES - _NAMELESS

UNITS = ("millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year")
_CLASSES = {
    "UNIT": (*UNITS, *(f"{unit}s" for unit in UNITS)),
    "WEEKDAY": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ROLE": ("provider", "customer", "party"),
    "SHAPE": ("spans", "cases", "samples", "events"),
    "KIND": (
        "party",
        "parameter",
        "service",
        "calendar",
        "stream",
        "register",
        "pairing",
        "distinct",
        "schedule",
        "define",
        "definition",
        "exclusion",
        "metric",
        "objective",
        "kpi",
        "remedy",
        "unit",
        "pool",
        "terminate",
        "escalate",
    ),
    "WITHIN_LENGTH": ("within",),
}
PHRASES = {
    "AMONG": "at least",
    "AT_LEAST": "at least",
    "AT_MOST": "at most",
    "NO_MORE_THAN": "at most",
}
_CALLED = {
    "NAME": "a name",
    "STRING": "text in quotation marks",
    "UNIT": "a unit of time",
    "WEEKDAY": "a weekday",
    "ROLE": "`provider`, `customer` or `party`",
    "SHAPE": "`spans`, `cases`, `samples` or `events`",
    "KIND": "what kind of clause it is, for instance `objective`",
    "OPEN_ARGUMENTS": "`(`",
    "DATE": "a date such as 2026-01-31",
    "DATETIME": "a time such as 2026-01-31T08:00",
    "MONTH_DAY": "a month and day such as 12-25",
    "HOURS": "hours such as 08:00-17:00",
    "NUMBER": "a number",
    "COUNTED": "a number of a declared unit",
    "ORDINAL": "an ordinal such as 2nd",
    "PERCENT": "a percentage",
    "AMOUNT": "an amount such as 50 USD",
    "DURATION": "a length of time such as 4h",
    "COMPARE": "a comparison such as `>=`",
    "AMONG": "`at least`",
    "AT_LEAST": "`at least`",
    "AT_MOST": "`at most`",
    "NO_MORE_THAN": "`at most`",
    "PER_CASE": "`per case missed`",
    "VOID_WHEN": "`void when`",
    "LONGEST_GAP": "`longest gap`",
    "FOR_EACH_ROW": "`for each row`",
    "WITHIN_LENGTH": "`within`",
    "OF_WINDOW_END": "`of window end`",
    "OF_WINDOW_START": "`of window start`",
    "OF_FIRST": "`of first`",
    "OF_LAST": "`of last`",
    "DAYS": "`days from`",
    "END_OF_THE": "`end of the`",
    "SIMULTANEOUS": "`the longest of simultaneous`",
    "AT_MOMENT": "`at`",
    "WITH_HISTORY": "`with history`",
    "AVAILABILITY_COMMA": "a comma",
    "CLOCK_COMMA": "a comma",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "a comma",
    "COLON": "`:`",
    "EQUAL": "`=`",
    "$END": "the next clause",
}
_VALUES = frozenset({"NUMBER", "PERCENT", "AMOUNT", "NAME", "LPAR"})
_MORE_VALUES = frozenset(
    "STRING DATE DATETIME DURATION YES NO MINUS AVAILABILITY TIME COUNT SUM MEAN MAX MIN MEDIAN PERCENTILE SHARE "
    "STARTED FULL GREATER LESSER NEXT PREVIOUS FEES NOT DAYS END_OF_THE".split()
)
_OPERATORS = frozenset(
    "PLUS MINUS STAR SLASH ROUNDED COMPARE AND OR IS WITHIN AT_LEAST AT_MOMENT DOT "
    "DURING OUTSIDE TOGETHER LASTING IN SINCE".split()
)
_SETS = frozenset({"NAME", "SPANS", "BUCKETS", "RUNS", "LPAR", "SIMULTANEOUS"})


@lru_cache(maxsize=1)
def keywords() -> dict[str, str]:
    """The words of the language by the grammar's name for them."""
    strings = [each for each in parser().terminals if each.pattern.type == "str"]
    return {each.name: each.pattern.value for each in strings if each.pattern.value[0].isalpha()}


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    return {each.name: each.pattern.value for each in parser().terminals if each.pattern.type == "str"}


def words(accepted: Iterable[str]) -> set[str]:
    """The words of the language among what could stand here."""
    known = keywords()
    found: set[str] = set()
    for kind in accepted:
        found.update(_CLASSES.get(kind, (known[kind],) if kind in known else ()))
    return found


def spelling(kind: str) -> str | None:
    """The one way to write a word or mark; None for kinds with many, such as names."""
    return _marks().get(kind)


def expected(accepted: frozenset[str], most: int = 4) -> str:
    """What could stand here, in few words."""
    rest = set(accepted)
    said: list[str] = []
    if accepted >= {"METRIC", "OBJECTIVE", "SERVICE"}:
        said.append("a clause")
        rest -= {kind for kind, word in keywords().items() if word in CLAUSES} | {"ROLE"}
    if accepted >= _VALUES:
        said.append("a value")
        rest -= _VALUES | _MORE_VALUES
    elif accepted >= _SETS:
        said.append("a time set")
        rest -= _SETS
    if accepted & {"PLUS", "OUTSIDE"}:
        rest -= _OPERATORS - ({"COMPARE"} if "COMPARE" in accepted and len(rest - _OPERATORS) < most else set())
    if accepted >= {"DATE", "DATETIME"}:
        rest -= {"DATETIME"}
    names = sorted({_name_of(kind) for kind in rest if kind != "$END"}, key=_rank)
    said += names[: max(most - len(said), 1)]
    return _listed(said)


def _name_of(kind: str) -> str:
    return _CALLED.get(kind) or f"`{_marks().get(kind, kind.lower())}`"


def _rank(words_for_it: str) -> tuple[bool, str]:
    return words_for_it.startswith("`"), words_for_it


def _listed(said: list[str]) -> str:
    if len(said) < 2:
        return said[0] if said else "the next clause"
    return f"{', '.join(said[:-1])} or {said[-1]}"
