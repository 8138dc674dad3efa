"""Slotted values that are cheap to define, frozen ones and ones that change.

`@dataclass(frozen=True)` compiles six methods for each class; the classes of trees and graphs, rules and proofs would
cost every start of the command a fifth of a second. Here a class gets a method of its own when it is first used.
Everything else is a dataclass: `fields`, `replace` and `match` work, fields may have defaults, and those with
`compare=False` do not take part in equality. Of a class whose values change, each is equal to itself only.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, cast, dataclass_transform

ClassT = TypeVar("ClassT", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: ClassT) -> ClassT:
    """Makes a subclass of `Frozen` a dataclass of its annotations."""
    return _made(cls, Frozen, ("__init__", "__eq__", "__hash__"))


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def changing(cls: ClassT) -> ClassT:
    """Makes a subclass of `Changing` a dataclass of its annotations."""
    return _made(cls, Changing, ("__init__",))


def _made(cls: ClassT, base: type, written_late: tuple[str, ...]) -> ClassT:
    cls.__doc__ = cls.__doc__ or cls.__name__  # or else a signature is made and printed for each
    own = vars(cls)
    made = cast(ClassT, dataclass(init=False, repr=False, eq=False, slots=True)(cls))
    for name in written_late:
        if name not in own:  # what a class that it is made of has written is not about its fields
            setattr(made, name, getattr(base, name))
    return made


def _write(cls: type[Any], name: str) -> Callable[..., Any]:
    """Gives a class a method of its own, as `dataclass` would write it."""
    every = fields(cls)
    compared = [each for each in every if each.compare]
    mine, theirs = ("".join(f"{of}.{each.name}, " for each in compared) for of in ("self", "other"))
    names: dict[str, Any] = {"_put": object.__setattr__, "_of_others": NotImplemented, "_made": MISSING}
    match name:
        case "__init__":
            given = [_parameter(each) for each in every if each.init]
            put = "_put(self, {!r}, {})" if issubclass(cls, Frozen) else "self.{} = {}"
            lines = [put.format(each.name, value) for each in every if (value := _value(each)) is not None]
            lines += ["self.__post_init__()"] if cls.__post_init__ is not _Slotted.__post_init__ else []
            text = f"def __init__(self, {', '.join(given)}): {'; '.join(lines) or 'pass'}"
            names |= {f"_default_{each.name}": each.default if each.default_factory is MISSING else each.default_factory
                      for each in every}  # fmt: skip
        case "__eq__":
            same = f"self is other or ({mine}) == ({theirs})"
            text = f"def __eq__(self, other): return {same} if type(self) is type(other) else _of_others"
        case _:
            hashed = "".join(f"self.{each.name}, " for each in compared if each.hash is not False)
            text = f"def __hash__(self): return hash((type(self), {hashed}))"
    exec(text, names)
    setattr(cls, name, names[name])
    return cast(Callable[..., Any], names[name])


_MADE_ONCE: set[type] = set()
"""Classes of which there is a value. Most have one only in a short run, and to write its method would take longer."""


def _fill(value: Any, given: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Puts the fields as the method would that is still to be written. False: it would complain."""
    every = fields(value)
    names = [each.name for each in every if each.init]
    put = dict(zip(names, given, strict=False)) | named
    if len(put) < len(given) + len(named) or not named.keys() <= set(names):
        return False
    for each in every:
        if each.name in put:
            continue
        if each.default_factory is not MISSING:
            put[each.name] = each.default_factory()
        elif each.default is not MISSING:
            put[each.name] = each.default
        elif each.init:
            return False
    for name, what in put.items():
        object.__setattr__(value, name, what)
    value.__post_init__()
    return True


def _parameter(each: "Field[Any]") -> str:
    """As it is called with."""
    if each.default_factory is not MISSING:
        return f"{each.name}=_made"
    return each.name if each.default is MISSING else f"{each.name}=_default_{each.name}"


def _value(each: "Field[Any]") -> str | None:
    """What is put in the field. What is made is made for each value anew; None: a check of its own puts it there."""
    name = each.name
    if each.default_factory is not MISSING:
        made = f"_default_{name}()"
        return f"{made} if {name} is _made else {name}" if each.init else made
    if each.init:
        return name
    return None if each.default is MISSING else f"_default_{name}"


class _Slotted:
    __slots__ = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        cls = type(self)
        if cls in _MADE_ONCE or not _fill(self, given, named):
            _write(cls, "__init__")(self, *given, **named)
        _MADE_ONCE.add(cls)

    def __post_init__(self) -> None:
        """Checks of a class's own."""

    def __repr__(self) -> str:
        shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(cast(Any, self)) if each.repr)
        return f"{type(self).__qualname__}({shown})"


class Changing(_Slotted):
    """The methods of values that change."""

    __slots__ = ()


class Frozen(_Slotted):
    """The methods of frozen values. Values of different classes are never equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return cast(bool, _write(type(self), "__eq__")(self, other))

    def __hash__(self) -> int:
        return cast(int, _write(type(self), "__hash__")(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, each.name) for each in fields(cast(Any, self)) if each.init)
