"""What is wrong with a log, gathered while it is read: every case counted, a bounded number listed."""

from collections.abc import Iterable, Sequence
from dataclasses import field

from sladsl.diagnostics import Code, Diagnostic, Fix
from sladsl.frozen import Changing, changing
from sladsl.logs.records import Place
from sladsl.logs.shown import escaped
from sladsl.temporal import Zone, format_instant
from sladsl.text import Span


class Unfit(Exception):
    """A value, row or case that cannot be used. It never leaves this room: readers turn it into a diagnostic. What has
    to be looked for to advise on it is looked for when it is listed, and not for each of millions."""

    def __init__(self, code: Code, reason: str, fixes: Iterable[Fix] = (), place: Place | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.fixes = fixes
        self.place = place

    def about(self, what: str) -> "Unfit":
        """The same complaint, with what it is about before it."""
        return Unfit(self.code, f"{what}: {self.reason}", self.fixes, self.place)

    def at(self, place: Place) -> "Unfit":
        """The same complaint about another row."""
        return Unfit(self.code, self.reason, self.fixes, place)


@changing
class Complaints(Changing):
    """`files` are the names that `Place.file` counts; `shown` is how many diagnostics of one code are kept; `zone`
    is where times are told (None: UTC)."""

    shown: int
    files: list[str] = field(default_factory=list)
    zone: Zone | None = None
    _kept: dict[Code, list[Diagnostic]] = field(default_factory=dict)
    _counts: dict[Code, int] = field(default_factory=dict)

    def add(
        self,
        code: Code,
        message: str,
        place: Place | str | None = None,
        fixes: Iterable[Fix] = (),
        notes: Sequence[str] = (),
        span: Span | None = None,
    ) -> None:
        """Count one complaint, and keep it while there are few of its code."""
        count = self._counts.get(code, 0) + 1
        self._counts[code] = count
        if count <= self.shown:
            where = self.name_of(place) if isinstance(place, Place) else place
            kept = Diagnostic(code, message, span, where, (), tuple(notes), tuple(fixes))
            self._kept.setdefault(code, []).append(kept)

    def more(self, code: Code, number: int) -> None:
        """Count complaints beyond those that are listed."""
        self._counts[code] = self._counts.get(code, 0) + number

    def take(self, others: "Complaints") -> None:
        """Add what was complained of elsewhere, as if it had been here."""
        for code, count in others._counts.items():
            here = self._counts.get(code, 0)
            if here < self.shown:
                self._kept.setdefault(code, []).extend(others._kept[code][: self.shown - here])
            self._counts[code] = here + count

    def unfit(self, trouble: Unfit, place: Place | str | None = None) -> None:
        """Add what a reader refused; the place it knows itself goes first."""
        self.add(trouble.code, trouble.reason, trouble.place or place, trouble.fixes)

    def name_of(self, place: Place) -> str:
        """`file:line`."""
        return f"{escaped(self.files[place.file])}:{place.line}"

    def told(self, instant: int) -> str:
        """An instant in the zone of the contract, where its reader lives."""
        return format_instant(instant, self.zone)

    def count(self, code: Code) -> int:
        """How often `code` was complained about, listed or not."""
        return self._counts.get(code, 0)

    @property
    def total(self) -> int:
        """How many complaints there are by now."""
        return sum(self._counts.values())

    def take_placed(self, others: Sequence["PlacedComplaints"]) -> None:
        """Add what was complained of in several places, in the order in which one reader would have found it."""
        told = [
            (where, number, code, diagnostic)
            for number, each in enumerate(others)
            for code, places in each.placed.items()
            for where, diagnostic in zip(places, each._kept[code], strict=True)
        ]
        ordered = Complaints(self.shown)
        for _, _, code, diagnostic in sorted(told, key=lambda each: each[:2]):
            ordered._kept.setdefault(code, []).append(diagnostic)
        for code in ordered._kept:
            ordered._counts[code] = sum(each.count(code) for each in others)
        self.take(ordered)

    def diagnostics(self) -> list[Diagnostic]:
        """By code in order of first appearance, each ending in "and N more" where the list was cut."""
        found: list[Diagnostic] = []
        for code, kept in self._kept.items():
            found.extend(kept)
            more = self._counts[code] - len(kept)
            if more:
                found.append(Diagnostic(code, f"and {more:,} more: {code.title}"))
        return found


@changing
class PlacedComplaints(Complaints):
    """Notes where in the whole each complaint belongs: a row at its place, but one that `belongs` elsewhere goes there;
    what is not about a row at the `default`."""

    default: tuple[int, ...] = ()
    belongs: dict[Place, tuple[int, ...]] = field(default_factory=dict)
    placed: dict[Code, list[tuple[int, ...]]] = field(default_factory=dict)

    def add(
        self,
        code: Code,
        message: str,
        place: Place | str | None = None,
        fixes: Iterable[Fix] = (),
        notes: Sequence[str] = (),
        span: Span | None = None,
    ) -> None:
        if self.count(code) < self.shown:
            where = self.belongs.get(place, (0, *place)) if isinstance(place, Place) else (0, *self.default)
            self.placed.setdefault(code, []).append((*where, self.total))
        Complaints.add(self, code, message, place, fixes, notes, span)
