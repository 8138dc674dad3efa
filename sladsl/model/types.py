"""What an expression can be: a number with a unit, a text, one of some labels, an instant, a condition."""

from enum import Enum

from sladsl.frozen import Frozen, frozen
from sladsl.logs.schema import AttributeType
from sladsl.logs.schema import Kind as Stored
from sladsl.model.units import COUNT, DURATION, NUMBER, PERCENT, Unit, money


class Sort(Enum):
    NUMBER = "a number"
    TEXT = "a text"
    CHOICE = "one of some labels"
    INSTANT = "a date and time"
    CONDITION = "a condition"


@frozen
class Type(Frozen):
    """`unit` for numbers, `choices` for labels."""

    sort: Sort
    unit: Unit | None = None
    choices: tuple[str, ...] = ()

    def words(self) -> str:
        """The type as a message says it."""
        if self.unit is not None:
            return self.unit.words()
        return self.sort.value


TEXT = Type(Sort.TEXT)
INSTANT = Type(Sort.INSTANT)
CONDITION = Type(Sort.CONDITION)


def number(unit: Unit) -> Type:
    return Type(Sort.NUMBER, unit)


def choice(labels: tuple[str, ...]) -> Type:
    return Type(Sort.CHOICE, choices=labels)


def of_attribute(attribute: AttributeType) -> Type:
    """The type of an attribute's value in an expression."""
    match attribute.kind:
        case Stored.TEXT:
            return TEXT
        case Stored.CHOICE:
            return choice(attribute.choices)
        case Stored.COUNT:
            return number(COUNT)
        case Stored.NUMBER:
            return number(Unit(((attribute.unit, 1),)) if attribute.unit else NUMBER)
        case Stored.PERCENT:
            return number(PERCENT)
        case Stored.MONEY:
            return number(money(attribute.currency or "?"))
        case Stored.DURATION:
            return number(DURATION)
        case Stored.INSTANT:
            return INSTANT
        case Stored.FLAG:
            return CONDITION


def divisor(attribute: AttributeType) -> int:
    """By what a stored integer is divided to give the number in base units; 0 where it is no number."""
    match attribute.kind:
        case Stored.COUNT | Stored.DURATION | Stored.INSTANT:
            return 1
        case Stored.NUMBER | Stored.MONEY:
            return int(10**attribute.places)
        case Stored.PERCENT:
            return int(100 * 10**attribute.places)
        case Stored.TEXT | Stored.CHOICE | Stored.FLAG:
            return 0
