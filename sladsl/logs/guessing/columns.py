"""Which column, and which values, a name of the stream is bound to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sladsl.logs.binding import Rows
from sladsl.logs.complaints import Unfit
from sladsl.logs.durations import UNITS, read_duration
from sladsl.logs.guessing.guess import Guesses, Line
from sladsl.logs.guessing.labels import like, mapped
from sladsl.logs.guessing.layout import Rowing, end_of, is_number, is_status, key_score, start_of
from sladsl.logs.guessing.looking import Column, Table
from sladsl.logs.guessing.words import EQUAL, NEAR, PART, SAME, all_words_of, likeness, words_of
from sladsl.logs.numbers import read_exact
from sladsl.logs.schema import Attribute, Kind, Shape, StreamSchema
from sladsl.text.toml_words import inline, text, texts

_MOST_SHOWN = 6
_SHARES = frozenset(("rate", "ratio", "percent", "pct", "share", "percentage"))
# Decimal places of a unit that are whole microseconds.
_FINEST = {"ms": 3, "s": 6, "min": 7, "h": 8}
_YES_NO = frozenset(("yes", "no", "true", "false", "1", "0"))
_UNIT_WORDS = {"millis": "ms", "milliseconds": "ms", "secs": "s", "mins": "min", "hrs": "h", "hr": "h", "m": "min"}
_RESUMES = frozenset(("resume", "resumed", "unpause", "unhold", "unsnooze", "reactivate", "continue"))


@dataclass(slots=True)
class Binder:
    """Binds the names of a stream one after the other; a column that one name has taken is not free for attributes.
    `own` are the columns of attributes that were made for them."""

    table: Table
    rowing: Rowing
    schema: StreamSchema
    guesses: Guesses
    own: Mapping[str, Column] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def bind(self) -> None:
        """All names of the stream."""
        if self.rowing.shape is Shape.SPANS:
            self._ends()
        alike = self._alike()
        for name in self.schema.moments:
            self._moment(name, *alike.get(name, (0, None)))
        for name in self.schema.states:
            self._state(name)
        for used in (self.rowing.at, self.rowing.key, self.rowing.seq):
            if used is not None:
                self._taken.add(used.name)
        self._attributes()

    def _ends(self) -> None:
        times, named = self.rowing.times, {"start": start_of, "end": end_of}
        for key, find in named.items():
            column = next((each for each in times if each.name.casefold() == key), None) or find(times)
            if column is None or column.name in self._taken:
                column = next((each for each in times if each.name not in self._taken), None)
                doubt = "the name of the column does not say so"
            else:
                doubt = ""
            if column is None:
                if key == "end" and self._length():
                    return
                self.guesses.missing("", key, "no column says it")
                continue
            self._taken.add(column.name)
            self.guesses.add(Line(key, text(column.name), _open(column) if key == "end" else "", doubt))

    def _length(self) -> bool:
        """How long a span lasted, where no column says when it ended."""
        for column in self.table.columns.values():
            if "latency" in likeness_words(column.name) and (unit := _unit(column)) is not None:
                value = inline(column=text(column.name), unit=text(unit[0])) if unit[0] else inline(
                    column=text(column.name)
                )  # fmt: skip
                self.guesses.add(Line("duration", value, "", unit[1]))
                self._taken.add(column.name)
                return True
        return False

    def _alike(self) -> dict[str, tuple[int, Column]]:
        """For each moment the column with times that is called most like it; who is more alike goes first."""
        pairs = [
            (-likeness(name, column.name), at, place, name, column)
            for at, name in enumerate(self.schema.moments)
            for place, column in enumerate(self.rowing.times)
        ]
        found: dict[str, tuple[int, Column]] = {}
        taken: set[str] = set()
        for score, _, _, name, column in sorted(pairs, key=lambda each: each[:3]):
            if score and name not in found and column.name not in taken:
                found[name] = -score, column
                taken.add(column.name)
        return found

    def _moment(self, name: str, score: int, column: Column | None) -> None:
        """A column with its time, else a value that marks it."""
        if self.rowing.rows is not Rows.CASES and (score < PART or column is self.rowing.at):
            for status in self._told_by():
                values, likely = like(status.values, name)
                if likely > score or (likely and column is self.rowing.at and likely >= min(score, PART)):
                    doubt = "" if likely >= SAME else f"only {_likeness(likely)}"
                    self._becomes(name, status, values, doubt)
                    return
        if column is not None and score:
            self._taken.add(column.name)
            doubt = "" if score >= SAME else _likeness(score)
            if column is self.rowing.at and self.rowing.rows is not Rows.CASES:
                many = name in self.schema.many
                value = inline(column=text(column.name), take='"all"' if many else '"first"')
                reason = "each row of the case" if many else "the first row of the case"
                self.guesses.add(Line(name, value, reason, doubt), "moments")
            else:
                self.guesses.add(Line(name, text(column.name), _open(column), doubt), "moments")
        elif self.rowing.rows is not Rows.CASES and self.rowing.at and name == self.schema.moments[0]:
            first = inline(column=text(self.rowing.at.name), take='"first"')
            line = Line(name, first, "the first row of the case", "nothing in the file is called so")
            self.guesses.add(line, "moments")
        elif self.rowing.rows is not Rows.CASES and (told := self._told_by()):
            self._unlike("moments", name, "becomes", told[0])
        else:
            self.guesses.missing("moments", name, "no column or value is called like it")

    def _unlike(self, table: str, name: str, word: str, status: Column) -> None:
        """A line that can be read, for a name that no value is like: the value is to be put in."""
        shown = ", ".join(text(each) for each in status.values[:_MOST_SHOWN])
        value = inline(**{"column": text(status.name), word: text(name)})
        self.guesses.add(Line(name, value, "", f"no value is called like it; there are {shown}"), table)
        self.guesses.unbound.append(f"{table}.{name}")

    def _becomes(self, name: str, status: Column, values: Sequence[str], doubt: str) -> None:
        value = inline(column=text(status.name), becomes=texts(values))
        self.guesses.add(Line(name, value, "the first row with that value", doubt), "moments")

    def _state(self, name: str) -> None:
        """A value that holds while the state lasts, or two between which it does."""
        best: tuple[int, Column, list[str]] | None = None
        if self.rowing.rows is not Rows.CASES:
            for status in self._told_by():
                values, score = like(status.values, name)
                if values and (best is None or score > best[0]):
                    best = score, status, values
        if best is None and self.rowing.rows is not Rows.CASES and (told := self._told_by()):
            self._unlike("states", name, "in", told[0])
            return
        if best is None:
            column = next((each for each in self.table.columns.values() if likeness(name, each.name) >= SAME), None)
            if column is None or self.rowing.rows is not Rows.CASES:
                self.guesses.missing("states", name, "no value is called like it")
            else:
                self.guesses.add(Line(name, text(column.name), "its intervals", "are they start/end?"), "states")
            return
        score, status, values = best
        doubt = "" if score >= PART else _likeness(score)
        ends = [each for each in status.values if _RESUMES & set(words_of(each))]
        if self.rowing.rows is Rows.EVENTS and ends:
            value = inline(**{"column": text(status.name), "from": texts(values), "to": texts(ends)})
        else:
            value = inline(**{"column": text(status.name), "in": texts(values)})
            if self.rowing.rows is Rows.EVENTS:
                doubt = "; ".join(
                    each for each in (doubt, "ends with the next row of the case, whatever it is") if each
                )
        self.guesses.add(Line(name, value, "", doubt), "states")

    def _told_by(self) -> list[Column]:
        """The columns whose values say what happened, or how the case is."""
        named = [each for each in self.table.columns.values() if is_status(each)]
        if self.rowing.happening is not None and self.rowing.happening not in named:
            named.insert(0, self.rowing.happening)
        if self.table.format.name == "jira":
            named.insert(0, self.table.columns["to"])
        return named

    def _attributes(self) -> None:
        """By name first, the most alike before the others; then by what is the only one left of its kind."""
        wanted = list(self.schema.attributes)
        if self.own:
            for attribute in wanted:
                self._attribute(attribute, self.own[attribute.name], "")
            return
        scored = sorted(
            (
                (-self._likeness(attribute.name, column.name), at, place, attribute, column)
                for at, attribute in enumerate(wanted)
                for place, column in enumerate(self.table.columns.values())
                if self._may_be(attribute, column)
            ),
            key=lambda each: each[:3],
        )
        bound: dict[str, tuple[Column, str]] = {}
        for score, _, _, attribute, column in scored:
            # A time of a case may be an attribute as well; what is shown twice is shown twice on purpose.
            if attribute.name in bound or column.name in {each.name for each, _ in bound.values()}:
                continue
            bound[attribute.name] = column, "" if -score >= SAME else _likeness(-score)
        used = {each.name for each, _ in bound.values()} | self._taken
        for attribute in sorted(wanted, key=lambda each: each.optional):
            if attribute.name in bound or attribute.type.kind in (Kind.TEXT, Kind.INSTANT):
                continue
            free = [
                each
                for each in self.table.columns.values()
                if each.name not in used and not key_score(each.name) and can_be(attribute, each)
            ]
            if attribute.type.kind is Kind.CHOICE:
                free = [
                    each for each in free if len(mapped(each.values, attribute.type.choices)[0]) == len(each.values)
                ]
            said = [each for each in free if _says(attribute.type.kind, each)]
            free = said if len(free) > 1 else free
            if len(free) == 1:
                bound[attribute.name] = free[0], "only its values are alike"
                used.add(free[0].name)
        for attribute in wanted:
            if attribute.name in bound:
                self._attribute(attribute, *bound[attribute.name])
            elif not attribute.optional:
                self.guesses.missing("attributes", attribute.name, "no column is like it")

    def _may_be(self, attribute: Attribute, column: Column) -> bool:
        score = self._likeness(attribute.name, column.name)
        if attribute.type.kind is Kind.INSTANT and column.name in self._taken and score < EQUAL:
            return False
        return score >= (NEAR if attribute.type.kind is Kind.INSTANT else PART) and can_be(attribute, column)

    def _likeness(self, name: str, column: str) -> int:
        """A column of a record in the list `components` is also called `components.name`."""
        last = (self.table.records or "").rpartition(".")[2]
        return max(likeness(name, column), likeness(name, f"{last}.{column}") if last else 0)

    def _attribute(self, attribute: Attribute, column: Column, doubt: str) -> None:
        parts = {"column": text(column.name)}
        doubts = [doubt] if doubt else []
        kind = attribute.type.kind
        reason = ""
        if kind is Kind.CHOICE:
            pairs, assumed = mapped(column.values, attribute.type.choices)
            other = {value: choice for value, choice in pairs.items() if value != choice}
            if other:
                parts["map"] = inline(**{each: text(choice) for each, choice in other.items()})
            if assumed:
                doubts.append("is the order of the values the same?")
            if strange := [each for each in column.values if each not in pairs]:
                shown = ", ".join(text(each) for each in strange[:5])
                doubts.append(f"{shown}: none of {', '.join(attribute.type.choices)}")
        elif kind in (Kind.NUMBER, Kind.PERCENT, Kind.MONEY):
            comma = any("," in each for each in column.values)
            if comma:
                parts["decimal"] = '","'
            places = max((_places(each, comma) for each in column.values), default=0)
            if kind is Kind.PERCENT and _is_ratio(column):
                parts["unit"] = '"ratio"'
                doubts.append("are these shares of one, such as 0.05 for 5 %?")
                places = max(0, places - 2)
            if places > attribute.type.places:
                parts["places"] = str(attribute.type.places)
                doubts.append(f"values have up to {places} decimal places; this rounds them")
        elif kind is Kind.DURATION and (unit := _unit(column)) is not None and unit[0]:
            parts["unit"] = text(unit[0])
            finest = _FINEST.get(unit[0], 0)
            if any(_places(each, False) > finest for each in column.values):
                parts["places"] = str(finest)
                doubts.append("some values are finer than a microsecond; this rounds them")
            if unit[1]:
                doubts.append(unit[1])
        if (
            column.filled < column.rows
            and not attribute.optional
            and self.rowing.rows not in (Rows.UPDATES, Rows.EVENTS)
        ):
            doubts.append(f"empty in {column.rows - column.filled:,} rows, and not optional")
        value = parts["column"] if len(parts) == 1 else inline(**parts)
        self.guesses.add(Line(attribute.name, value, reason, "; ".join(doubts)), "attributes")


def likeness_words(name: str) -> frozenset[str]:
    """What a name means, for those who ask for one meaning."""
    from_name = frozenset(words_of(name))
    return from_name | ({"latency"} if from_name & {"duration", "elapsed", "length", "downtime"} else frozenset())


def can_be(attribute: Attribute, column: Column) -> bool:
    """Whether the values of a column can be those of an attribute."""
    values, kind = column.values, attribute.type.kind
    if column.lists:
        return False
    if not values:
        return attribute.optional
    if kind is Kind.TEXT:
        return True
    if kind is Kind.CHOICE:
        return not column.many and bool(mapped(values, attribute.type.choices)[0])
    if kind is Kind.INSTANT:
        return bool(column.forms)
    if kind is Kind.FLAG:
        return all(each.casefold() in _YES_NO for each in values)
    if column.forms and not column.forms[0].startswith("epoch"):
        return False
    if kind is Kind.COUNT:
        return all(each.isascii() and each.isdigit() for each in values)
    if kind is Kind.DURATION:
        return _unit(column) is not None
    if kind is Kind.PERCENT:
        values = tuple(each.removesuffix("%").rstrip() for each in values)
    if kind is Kind.MONEY:
        values = tuple(each.removesuffix(attribute.type.currency or "").rstrip() for each in values)
    return all(is_number(each) or is_number(each.replace(",", ".", 1)) for each in values)


def _says(kind: Kind, column: Column) -> bool:
    """Whether the name of a column says of which kind its values are."""
    words = set(all_words_of(column.name))
    if kind is Kind.DURATION:
        return bool(words & {*UNITS, *_UNIT_WORDS} - {"m"})
    return kind is Kind.PERCENT and bool(words & _SHARES)


def _open(column: Column) -> str:
    empty = column.rows - column.filled
    return f"empty in {empty:,} of {column.rows:,} rows" if empty else ""


def _likeness(score: int) -> str:
    if score >= EQUAL:
        return "called so"
    return "partly called so" if score >= PART else "called something near"


def _unit(column: Column) -> tuple[str, str] | None:
    """The unit of a column of durations ("" where each value has its own) and a doubt; None for other columns."""
    try:
        for each in column.values:
            read_duration(each, None)
    except Unfit:
        if not all(is_number(each) and not each.startswith("-") for each in column.values):
            return None
        for word in reversed(column.name.casefold().replace(".", "_").replace("-", "_").split("_")):
            unit = _UNIT_WORDS.get(word, word)
            if unit in UNITS:
                return unit, ""
        return "s", "in which unit are these numbers?"
    return "", ""


def _places(value: str, comma: bool) -> int:
    try:
        return read_exact(value.split()[0].removesuffix("%"), "," if comma else ".").places
    except Unfit:
        return 0


def _is_ratio(column: Column) -> bool:
    """Whether all values lie from 0 to 1, with a fraction among them."""
    plain = [each.replace(",", ".", 1) for each in column.values]
    return any("." in each for each in plain) and all(
        each in ("0", "1", "1.0", "1.00") or each.startswith("0.") for each in plain
    )
