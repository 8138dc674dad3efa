"""The interface of a stream: its shape and the types of what its records carry."""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from sladsl.frozen import Frozen, frozen


class Shape(Enum):
    """The four kinds of event log a contract can talk about."""

    SPANS = "spans"
    CASES = "cases"
    SAMPLES = "samples"
    EVENTS = "events"


class Kind(Enum):
    """What a value is. Numbers are stored as integers scaled by 10**places (see AttributeType)."""

    TEXT = "text"
    CHOICE = "one of"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    INSTANT = "instant"
    FLAG = "yes or no"


@frozen
class AttributeType(Frozen):
    """The type of an attribute and how a value is stored.

    TEXT, CHOICE: str (CHOICE: one of `choices`). FLAG: bool. INSTANT, DURATION: int microseconds.
    COUNT: int. NUMBER, MONEY: int, the number times 10**places. PERCENT: int, the *percent figure*
    times 10**places (5.25 % with 4 places is 52500). A missing optional value is None.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    currency: str | None = None
    unit: str | None = None
    places: int = 0


@frozen
class Attribute(Frozen):
    """One attribute of a stream's records. `history`: it may change while a case lives, and its changes are kept."""

    name: str
    type: AttributeType
    optional: bool = False
    history: bool = False


@frozen
class StreamSchema(Frozen):
    """The interface of a stream. Order of attributes, moments and states is the order of stored values.

    `moments` and `states` belong to cases; `many` names the moments that may happen more than once.
    `every` is the declared sampling interval of samples in microseconds. `keys` names the attributes after `by`.
    `register`: the spans are rows of a table, each in force for its time; a row without a start always was.
    `made_of`: the stream whose events the records are made of; then no log holds them.
    """

    name: str
    shape: Shape
    attributes: tuple[Attribute, ...] = ()
    moments: tuple[str, ...] = ()
    many: frozenset[str] = frozenset()
    states: tuple[str, ...] = ()
    every: int | None = None
    keys: tuple[str, ...] = ()
    register: bool = False
    made_of: str | None = None
    _positions: Mapping[str, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        positions = {each.name: index for index, each in reversed(list(enumerate(self.attributes)))}
        object.__setattr__(self, "_positions", positions)

    @property
    def with_history(self) -> tuple[int, ...]:
        """Positions of the attributes whose changes are kept."""
        return tuple(index for index, each in enumerate(self.attributes) if each.history)

    def attribute_index(self, name: str) -> int | None:
        """Position of the attribute called `name`, None where there is none."""
        return self._positions.get(name)
