"""Frozen, slotted values that are cheap to define.

`@dataclass(frozen=True)` compiles six methods for each class; the classes of trees and graphs, rules and proofs would
cost every start of the command a fifth of a second. Here a class gets a method of its own when it is first used.
Everything else is a dataclass: `fields`, `replace` and `match` work, fields may have defaults, and those with
`compare=False` do not take part in equality.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, cast, dataclass_transform

ClassT = TypeVar("ClassT", bound=type)
_WRITTEN_LATE = ("__init__", "__eq__", "__hash__")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: ClassT) -> ClassT:
    """Makes a subclass of `Frozen` a dataclass of its annotations."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # or else a signature is made and printed for each
    own = vars(cls)
    made = cast(ClassT, dataclass(init=False, repr=False, eq=False, slots=True)(cls))
    for name in _WRITTEN_LATE:
        if name not in own:  # what a class that it is made of has written is not about its fields
            setattr(made, name, getattr(Frozen, name))
    return made


def _write(cls: type[Any], name: str) -> Callable[..., Any]:
    """Gives a class a method of its own, as `dataclass` would write it."""
    every = fields(cls)
    mine, theirs = ("".join(f"{of}.{each.name}, " for each in every if each.compare) for of in ("self", "other"))
    names: dict[str, Any] = {"_put": object.__setattr__, "_of_others": NotImplemented, "_made": MISSING}
    match name:
        case "__init__":
            given, values = zip(*map(_parameter, every), strict=True) if every else ((), ())
            lines = [f"_put(self, {each.name!r}, {value})" for each, value in zip(every, values, strict=True)]
            lines += ["self.__post_init__()"] if cls.__post_init__ is not Frozen.__post_init__ else []
            text = f"def __init__(self, {', '.join(given)}): {'; '.join(lines) or 'pass'}"
            names |= {f"_{each.name}": each.default if each.default_factory is MISSING else each.default_factory
                      for each in every}  # fmt: skip
        case "__eq__":
            same = f"self is other or ({mine}) == ({theirs})"
            text = f"def __eq__(self, other): return {same} if type(self) is type(other) else _of_others"
        case _:
            text = f"def __hash__(self): return hash((type(self), {mine}))"
    exec(text, names)
    setattr(cls, name, names[name])
    return cast(Callable[..., Any], names[name])


def _parameter(each: "Field[Any]") -> tuple[str, str]:
    """As it is called with, and what is put in the field. What is made is made for each value anew."""
    name = each.name
    if each.default_factory is not MISSING:
        return f"{name}=_made", f"_{name}() if {name} is _made else {name}"
    return name if each.default is MISSING else f"{name}=_{name}", name


def _names(cls: type) -> list[str]:
    return [each.name for each in fields(cls)]


class Frozen:
    """The methods of frozen values. Values of different classes are never equal."""

    __slots__ = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        _write(type(self), "__init__")(self, *given, **named)

    def __post_init__(self) -> None:
        """Checks of a class's own."""

    def __eq__(self, other: object) -> bool:
        return cast(bool, _write(type(self), "__eq__")(self, other))

    def __hash__(self) -> int:
        return cast(int, _write(type(self), "__hash__")(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(type(self)))
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, name) for name in _names(type(self)))
