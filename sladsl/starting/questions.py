"""The questions, how an answer is understood, and why one cannot be taken."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.model.currency import DECIMAL_PLACES
from sladsl.starting.answers import KINDS, Answers, Kind
from sladsl.syntax import ast, parse
from sladsl.temporal import FIRST_YEAR, LAST_YEAR, Zone
from sladsl.text import Source

Known = Mapping[str, Any]
"""What has been answered so far, by the name of the question."""

_LONGEST_TITLE = 200
_TARGET = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%?", re.ASCII)
_FEE = re.compile(r"(\d[\d_]{0,20})(?:\.(\d{1,4}))?", re.ASCII)
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_LEAST_DAYS, _LEAST_MINUTES = 3, 120
_SIGNS = str.maketrans("\u066b\u066a\uff05\uff1a\uff0e\uff0d", ".%%:.-")
"""The decimal point and the percent sign of Arabic and Persian, and full-width signs."""


class Unfit(ValueError):
    """An answer that cannot be taken, with the reason in plain words."""


@frozen
class Question(Frozen):
    """`name` is that of the option. `read` understands an answer, or raises Unfit. `asked`: whether it matters, seeing
    what is known. `default` is what an empty answer means; None: there must be one."""

    name: str
    words: str
    read: Callable[[str, Known], Any]
    asked: Callable[[Known], bool]
    default: Callable[[Known], str | None]
    misplaced: str = ""


def _kind(text: str, _known: Known) -> Kind:
    try:
        return Kind(text.strip().lower())
    except ValueError:
        kinds = "; ".join(f"{kind}: {words}" for kind, words in KINDS.items())
        raise Unfit(f"the kinds are {kinds}") from None


def quoted(title: str) -> str:
    """A title as the language writes it."""
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _title(text: str, _known: Known) -> str:
    title = " ".join(text.split())
    if not title:
        raise Unfit("a name is needed")
    if len(title) > _LONGEST_TITLE:
        raise Unfit(f"it is longer than {_LONGEST_TITLE} characters")
    try:
        title.encode()
    except UnicodeEncodeError:
        raise Unfit("it is not text") from None
    _, found = parse(Source("title", f"agreement a {quoted(title)} {{ }}"))
    if errors(found):
        raise Unfit(errors(found)[0].message)
    return title


def _zone(text: str, _known: Known) -> Zone:
    try:
        return Zone.named(text.strip())
    except ValueError as trouble:
        raise Unfit(str(trouble)) from None


def _typed(text: str) -> str:
    """Digits and signs of any keyboard as the language writes them: `۹۹٫۹٪` is `99.9%`."""
    latin = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text.strip())
    return latin.translate(_SIGNS)


def _date(text: str, _known: Known) -> datetime.date:
    text = _typed(text)
    try:
        day = datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year < LAST_YEAR:
        raise Unfit("a date is written as 2026-01-31, in the Gregorian calendar, from the year 1900 on")
    return day


def _currency(text: str, _known: Known) -> str | None:
    code = text.strip().upper()
    if code and code not in DECIMAL_PLACES:
        raise Unfit("currencies are the codes of ISO 4217, such as USD, VND, THB, TWD")
    return code or None


def _fee(text: str, known: Known) -> Fraction:
    text = _typed(text)
    found = _FEE.fullmatch(text)
    places = DECIMAL_PLACES[known["currency"]]
    if not found or len(found[2] or "") > places:
        raise Unfit(f"an amount of {known['currency']} is written as {money(Fraction(12000), known['currency'])}")
    amount = Fraction(text.replace("_", ""))
    if not amount:
        raise Unfit("credits are a share of the fee, so there must be one")
    return amount


def _target(text: str, known: Known) -> Fraction:
    found = _TARGET.fullmatch(_typed(text))
    share = Fraction(found[1]) / 100 if found else Fraction(-1)
    if known["kind"] is Kind.AVAILABILITY and not Fraction(9, 10) <= share < 1:
        raise Unfit("an availability from 90% to 99.9999%, written as 99.9%")
    if not Fraction(1, 2) <= share <= 1:
        raise Unfit("a share from 50% to 100%, written as 95% or 97.5%")
    return share


def _days(text: str, _known: Known) -> tuple[str, tuple[int, ...]]:
    days = " ".join(text.split())
    file, found = parse(Source("days", f"agreement a {{ calendar c {{ open {days} 09:00-17:00 }} }}"))
    match [each.clauses for each in file.agreements]:
        case [(ast.Calendar(lines=(ast.Open(days=weekdays, always=False),)),)] if not errors(found) and "#" not in days:
            if len(set(weekdays)) < _LEAST_DAYS:
                raise Unfit(f"the sample needs {_LEAST_DAYS} days a week or more; change the contract later")
            return days, tuple(sorted(set(weekdays)))
    raise Unfit("days are written as `Mon to Fri`, `Sat to Wed`, `Mon, Wed, Fri` or `every day`")


def _hours(text: str, _known: Known) -> str:
    hours = _typed(text)
    if not _HOURS.fullmatch(hours):
        raise Unfit("hours are written as 09:00-17:00; midnight at the end of the day is 24:00")
    start, end = (int(each[:2]) * 60 + int(each[3:]) for each in hours.split("-"))
    if end == 24 * 60 - 1:
        raise Unfit("midnight at the end of the day is 24:00")
    if end - start < _LEAST_MINUTES:
        raise Unfit("the sample needs two hours a day or more; change the contract later")
    return hours


def money(amount: Fraction, currency: str) -> str:
    """An amount as the language writes it, without its currency; it has no more places than the currency."""
    places = DECIMAL_PLACES[currency]
    units = amount.numerator * 10**places // amount.denominator
    whole, part = divmod(units, 10**places)
    return f"{whole:_}" + (f".{part:0{places}}" if places else "")


_TITLES = {
    Kind.AVAILABILITY: "Availability agreement",
    Kind.SUPPORT: "Support agreement",
    Kind.DELIVERY: "Delivery agreement",
    Kind.INTERNAL: "Agreement between departments",
}
_TARGETS = {Kind.AVAILABILITY: "99.9%", Kind.SUPPORT: "95%", Kind.DELIVERY: "95%", Kind.INTERNAL: "90%"}
_TARGET_WORDS = {
    Kind.AVAILABILITY: "How much of each month is it up",
    Kind.SUPPORT: "How many of the tickets are in time",
    Kind.DELIVERY: "How many of the orders are in time",
    Kind.INTERNAL: "How many of the requests are in time",
}


def _always(_known: Known) -> bool:
    return True


def _none(_known: Known) -> None:
    return None


QUESTIONS = (
    Question("kind", f"What is promised ({', '.join(KINDS)})", _kind, _always, _none),
    Question("title", "Title of the agreement", _title, _always, lambda known: _TITLES[known["kind"]]),
    Question("provider", "Who provides", _title, _always, _none),
    Question("customer", "Who receives", _title, _always, _none),
    Question("zone", "Time zone of the agreement, such as Europe/Berlin", _zone, _always, _none),
    Question("from", "First day, such as 2026-01-01", _date, _always, _none),
    Question(
        "currency", "Currency of credits, such as EUR (nothing: no credits)", _currency,
        lambda known: known["kind"] is not Kind.INTERNAL, lambda _known: "",
        misplaced="an agreement between departments has no credits here",
    ),
    Question(
        "fee", "Fee for a month, of which credits are a share", _fee,
        lambda known: known.get("currency") is not None, _none,
        misplaced="a fee needs a currency: `--currency EUR`",
    ),
    Question("target", "Target", _target, _always, lambda known: _TARGETS[known["kind"]]),
    Question(
        "days", "Days on which work is done", _days, lambda known: known["kind"] is not Kind.AVAILABILITY,
        lambda _known: "Mon to Fri", misplaced="availability is promised day and night here",
    ),
    Question(
        "hours", "Hours in which work is done", _hours, lambda known: known["kind"] is not Kind.AVAILABILITY,
        lambda _known: "09:00-17:00", misplaced="availability is promised day and night here",
    ),
)  # fmt: skip


def words_of(question: Question, known: Known) -> str:
    """The question as it is put, seeing what is known."""
    return _TARGET_WORDS[known["kind"]] if question.name == "target" else question.words


def answered(known: Known) -> Answers:
    """All answers together."""
    days, weekdays = known.get("days") or ("Mon to Fri", (0, 1, 2, 3, 4))
    return Answers(
        known["kind"], known["title"], known["provider"], known["customer"], known["zone"], known["from"],
        known["target"], known.get("currency"), known.get("fee"), days, known.get("hours") or "09:00-17:00", weekdays,
    )  # fmt: skip
