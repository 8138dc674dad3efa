"""Frozen values, and those that change, are dataclasses, whenever their methods are written."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from sladsl.frozen import Changing, Frozen, changing, frozen


@frozen
class Point(Frozen):
    x: int
    y: int = 2
    seen: list[int] = field(default_factory=list, compare=False)


@frozen
class Placed(Point):
    name: str = "here"


@dataclass(frozen=True)
class Usual:
    x: int
    y: int = 2


@frozen
class Checked(Frozen):
    x: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError(self.x)


@frozen
class Nothing(Frozen):
    pass


def test_it_is_made_as_a_dataclass_is() -> None:
    assert (Point(1).y, Point(1, 3).y, Point(x=1, y=4).y, Placed(1, name="there").name) == (2, 3, 4, "there")
    assert [each.name for each in fields(Placed)] == ["x", "y", "seen", "name"]
    assert replace(Point(1), y=5) == Point(1, 5)
    for wrong in ({}, {"x": 1, "z": 3}, {"x": 1, "y": 2, "seen": [], "name": ""}):
        with pytest.raises(TypeError):
            Point(**wrong)


def test_what_is_made_is_made_for_each_value() -> None:
    one, other = Point(1), Point(1)
    one.seen.append(1)
    assert other.seen == []
    assert one == other and hash(one) == hash(other)


def test_values_of_different_classes_are_not_equal() -> None:
    assert Point(1) == Point(1) != Point(2)
    assert Point(1) != Placed(1)
    assert Placed(1) != Placed(1, name="there")
    assert Nothing() == Nothing() != Point(1)
    assert Point(1) != 1
    assert len({Point(1), Point(1), Placed(1), Nothing(), Nothing()}) == 3


def test_nothing_is_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del Point(1).x
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(Point(1), "z", 2)


def test_its_own_checks_are_made() -> None:
    assert Checked(1).x == 1
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)


def test_it_reads_and_travels_as_a_dataclass_does() -> None:
    assert repr(Checked(1)) == "Checked(x=1)"
    assert repr(Usual(1)).replace("Usual", "Point") == repr(Point(1)).replace(", seen=[]", "")
    assert pickle.loads(pickle.dumps(Placed(1, 3))) == Placed(1, 3)
    match Point(1, 7):
        case Point(x, y):
            assert (x, y) == (1, 7)


@frozen
class Looked(Frozen):
    """One that keeps what it has looked up."""

    name: str
    places: dict[str, int] = field(hash=False)
    length: int = field(init=False)
    _name: list[str] = field(init=False, default_factory=list, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.places))


@changing
class Count(Changing):
    of: str
    number: int = 0
    seen: list[str] = field(default_factory=list, repr=False)
    _number: int = field(init=False, default=7)
    _of: list[str] = field(init=False, default_factory=list)


@changing
class Twice(Count):
    factor: int = 2

    def __post_init__(self) -> None:
        self.number *= self.factor


def test_what_is_not_given_is_put_there() -> None:
    one, other = Looked("a", {"x": 1}), Looked("a", {"x": 1})
    one._name.append("seen")
    assert one == other != Looked("a", {}) and hash(one) == hash(other) == hash(pickle.loads(pickle.dumps(one)))
    assert (one.length, other._name, pickle.loads(pickle.dumps(one))) == (1, [], one)
    with pytest.raises(TypeError):
        Looked("a", {}, 1)  # type: ignore[call-arg]


def test_what_changes_is_equal_to_itself_only() -> None:
    one, other = Count("a"), Count("a", 0, [])
    one.number += 1
    one.seen.append("b")
    one._of.append("c")
    assert (other.number, other.seen, other._number, other._of) == (0, [], 7, [])
    assert one == one != other and len({one, other}) == 2
    assert repr(other) == "Count(of='a', number=0, _number=7, _of=[])"
    assert (Twice("a", 3).number, Twice("a", 3, factor=5).number) == (6, 15)
    assert pickle.loads(pickle.dumps(one)).seen == ["b"]
    with pytest.raises(AttributeError):
        one.more = 1  # type: ignore[attr-defined]
