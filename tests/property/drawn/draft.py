"""A contract in the making: what has been declared so far, and of which type, so that what is added fits."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

from property.drawn.choices import Choices
from strategies.time import EVENTFUL_DATES

T = TypeVar("T")

Unit = str
"""`percent`, `count`, `number`, `time`, `money`, `open:<calendar>` or a unit that a stream declares (`Mbps`)."""

SHAPES: Final = ("spans", "cases", "samples", "events")

_WORDS: Final = (
    *("outages", "uptime", "a", "Api_2", "maintenance", "_x9", "sự_cố", "ตั๋วงาน", "障害", "可用性", "اختلال", "می‌شود"),
    *("phí_tháng", "ผู้ใช้", "Überwachung", "данные", "ΔΣ", "עברית"),
    # Decomposed: the same name as `sự_cố` to a reader, but not one a contract needs to hold.
    "bảo_tri\u0300",
    # Words of the language, where a name can stand.
    *("up", "open", "every", "Mon", "case", "deadline", "moments"),
)
TEXTS: Final = ("a", "disk", "điện", "ネットワーク", 'say "no"', "back\\slash", "x y", "P1")
LABELS: Final = ("P1", "P2", "standard", "vàng", "高", '"two words"')
TITLES: Final = ("", "", "", ' "A title"', ' "Cam kết chất lượng"', ' "服務 \\"A\\""', ' "ข้อตกลง # not a comment"')


@dataclass(frozen=True)
class Style:
    """What a law needs the contract to be. `shiftable`: everything repeats each week of UTC. `homogeneous`: money is
    rounded at the very end only. `timeless`: no record but an event is asked for its own time, nor counted, so that a
    span may be told as two that touch. `steady`: nothing looks for the nearest record, where order breaks ties."""

    shiftable: bool = False
    homogeneous: bool = False
    timeless: bool = False
    steady: bool = False


@dataclass(frozen=True)
class Attribute:
    """`unit` of a number; `labels` of a choice as they are written."""

    name: str
    kind: Literal["text", "choice", "number", "instant", "flag"]
    unit: Unit = ""
    labels: tuple[str, ...] = ()
    history: bool = False


@dataclass
class Stream:
    name: str
    shape: str
    attributes: list[Attribute] = field(default_factory=list)
    every: int = 0
    """Seconds between two samples; 0: not said."""
    moments: list[str] = field(default_factory=list)
    many: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Attribute]:
        return [each for each in self.attributes if each.kind == kind]


@dataclass(frozen=True)
class RowMetric:
    """A metric with a value for each record; a clock when `deadline`."""

    name: str
    stream: str
    unit: Unit
    deadline: bool


@dataclass(frozen=True)
class ValueMetric:
    name: str
    unit: Unit
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Stand:
    """An objective that others can look at: in which windows it is taken, for which keys, whether it can owe."""

    name: str
    taken: str
    keys: tuple[str, ...]
    owes: bool

    def asked(self, how: str) -> str:
        return f"{self.name} {how}"


@dataclass
class Draft:
    choices: Choices
    style: Style
    zone: str
    focus: datetime.date
    currency: str | None = None
    ends: bool = True
    brief: bool = False
    """The term may be too short for a calendar to open in it, which is an error."""
    names: dict[str, None] = field(default_factory=dict)
    calendars: list[str] = field(default_factory=list)
    labelled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: list[tuple[str, Unit]] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    schedules: list[str] = field(default_factory=list)
    registers: list[Stream] = field(default_factory=list)
    declared: bool = False
    """All streams are there: what is asked from now on may look beside its own."""
    derived: set[str] = field(default_factory=set)
    """Streams whose records are made of those of others: no log holds them."""
    sets: list[str] = field(default_factory=list)
    exclusions: list[str] = field(default_factory=list)
    rows: list[RowMetric] = field(default_factory=list)
    metrics: list[ValueMetric] = field(default_factory=list)
    owing: list[tuple[str, str]] = field(default_factory=list)
    """Objectives that give a credit, each with its window."""
    judged: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)
    """Objectives; those that judge records; those with a claim. Only such as a scenario can name."""
    keys: tuple[str, ...] = ()
    taken: str = ""
    """The window of the clause that is being drawn."""
    parties: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    """What may follow, as a scenario expects it."""
    pointed: list[tuple[str, str]] = field(default_factory=list)
    """Objectives that give points and are for no scope, with their windows."""

    def pick(self, options: Sequence[T]) -> T:
        return self.choices.pick(options)

    def chance(self, of: int = 2) -> bool:
        """True once in `of` times."""
        return self.choices.chance(of)

    def count(self, least: int, most: int) -> int:
        return self.choices.count(least, most)

    def made(self, *makers: Callable[[], str | None]) -> str:
        """What one of the makers makes; the first always can."""
        made = self.pick(makers)()
        return made if made is not None else makers[0]() or ""

    def fresh(self) -> str:
        """A name that nothing in the contract has yet."""
        word = self.pick(_WORDS)
        name, number = word, 2
        while name in self.names:
            name, number = f"{word}_{number}", number + 1
        self.names[name] = None
        return name

    def title(self) -> str:
        return self.pick(TITLES)

    def shaped(self, *shapes: str) -> list[Stream]:
        return [each for each in self.streams if each.shape in shapes]

    def stream(self, name: str) -> Stream:
        return next(each for each in self.streams if each.name == name)

    def day(self, least: int = -40, most: int = 40) -> datetime.date:
        """A date near the focus."""
        return self.focus + datetime.timedelta(days=self.count(least, most))

    def scopes(self) -> list[Attribute]:
        """The attributes by which something can be taken `for each`."""
        found = {a.name: a for s in self.streams for a in s.attributes if a.kind in ("text", "choice")}
        kinds = {name: {a.kind for s in self.streams for a in s.attributes if a.name == name} for name in found}
        return [each for name, each in found.items() if len(kinds[name]) == 1]


def indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def block(head: str, lines: Sequence[str]) -> list[str]:
    """`head { … }`, on one line where there is little to say."""
    if len(lines) < 2 and not any("{" in line for line in lines):
        return [f"{head} {{ {''.join(lines)} }}"]
    return [f"{head} {{", *indented(lines), "}"]


ZONES: Final = ("UTC", *sorted(EVENTFUL_DATES), "Asia/Ho_Chi_Minh")


def focus_dates(zone: str) -> tuple[str, ...]:
    """Dates on which something happens in the zone."""
    return EVENTFUL_DATES.get(zone, ("2026-03-01", "2024-02-29", "2025-12-31"))
