"""Frozen, slotted values that are cheap to define.

`@dataclass(frozen=True)` compiles six methods for each class; the classes of trees and graphs would cost every start of
the command a tenth of a second. Here the methods are written once. Everything else is a dataclass: `fields`, `replace`
and `match` work, fields may have defaults, and those with `compare=False` do not take part in equality.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

ClassT = TypeVar("ClassT", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: ClassT) -> ClassT:
    """Makes a subclass of `Frozen` a dataclass of its annotations."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # or else a signature is made and printed for each
    return cast(ClassT, dataclass(init=False, repr=False, eq=False, slots=True)(cls))


_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}
_COMPARED: dict[type, Callable[[Any], object]] = {}


def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    """Every field with what makes its default, MISSING where it has none."""
    known = _DEFAULTS.get(cls)
    if known is None:
        made = ((each, each.default_factory) for each in fields(cls))
        known = tuple((each.name, each.default if make is MISSING else make()) for each, make in made)
        _DEFAULTS[cls] = known
    return known


def _compared(value: Any) -> object:
    """What of a value takes part in equality."""
    cls = type(value)
    known = _COMPARED.get(cls)
    if known is None:
        names = [each.name for each in fields(cls) if each.compare]
        known = _COMPARED[cls] = attrgetter(*names) if names else _nothing
    return known(value)


def _nothing(_value: object) -> object:
    return ()


class Frozen:
    """The methods of frozen values. Values of different classes are never equal."""

    __slots__ = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        cls = type(self)
        every = _defaults(cls)
        if len(given) > len(every):
            raise TypeError(f"{cls.__name__} has {len(every)} fields, {len(given)} values are given")
        for index, (name, default) in enumerate(every):
            value = given[index] if index < len(given) else named.pop(name, default)
            if value is MISSING:
                raise TypeError(f"{cls.__name__} needs a value for {name!r}")
            object.__setattr__(self, name, value)
        if named:
            raise TypeError(f"{cls.__name__} takes no second value for, or has no field, {', '.join(named)}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Checks of a class's own."""

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self is other or _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash((type(self), _compared(self)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name, _ in _defaults(type(self)))
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, name) for name, _ in _defaults(type(self)))
