"""A smaller contract and a smaller log that still show the same."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from property.scenes import Scene
from sladsl.diagnostics.diagnostic import errors
from sladsl.logs.records import EventLog
from strategies.contracts import compiled

T = TypeVar("T")
MOST_TRIES = 400


def shrunk(scene: Scene, differs: Callable[[Scene], bool]) -> Scene:
    """Without the records, clauses and lines of clauses that make no difference to `differs`."""
    tries = 0

    def still(other: Scene) -> bool:
        nonlocal tries
        tries += 1
        return tries <= MOST_TRIES and differs(other)

    before = None
    while before != (size := (len(scene.contract.text), sum(len(each.records) for each in scene.log.streams.values()))):
        before = size
        scene = _without_records(scene, still)
        for cut in (_clauses, _lines):
            scene = _without_parts(scene, cut, still)
    return scene


def _without_records(scene: Scene, still: Callable[[Scene], bool]) -> Scene:
    def with_these(kept: Sequence[tuple[str, object]]) -> Scene:
        streams = {
            name: replace(each, records=tuple(record for stream, record in kept if stream == name))
            for name, each in scene.log.streams.items()
        }
        return replace(scene, log=EventLog(streams))

    every = [(name, record) for name, each in scene.log.streams.items() for record in each.records]
    return with_these(_least(every, lambda kept: still(with_these(kept))))


def _without_parts(scene: Scene, cut: Callable[[str], list[str]], still: Callable[[Scene], bool]) -> Scene:
    def with_these(kept: Sequence[str]) -> Scene | None:
        text = "\n".join(kept)
        graph, found = compiled(text)
        if graph is None or errors(found):
            return None
        there = {each.name for each in graph.streams}
        log = EventLog({name: each for name, each in scene.log.streams.items() if name in there})
        return replace(scene, contract=replace(scene.contract, text=text), graph=graph, log=log)

    def holds(kept: Sequence[str]) -> bool:
        made = with_these(kept)
        return made is not None and still(made)

    return with_these(_least(cut(scene.contract.text.replace("\r\n", "\n")), holds)) or scene


def _clauses(text: str) -> list[str]:
    """Whole clauses: each begins on a line indented by two spaces, or none."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and (line == "}" or re.match(r"  ( |\})|\s*#", line)) and line != "}":
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _least(parts: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Parts of which none can be left out, by halves, then quarters, and so on."""
    size = max(len(parts) // 2, 1)
    while parts:
        smaller = next((each for each in _with_less(parts, size) if holds(each)), None)
        if smaller is not None:
            parts = smaller
            size = min(size, max(len(parts) // 2, 1))
        elif size == 1:
            break
        else:
            size //= 2
    return parts


def _with_less(parts: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(parts), size):
        yield [*parts[:start], *parts[start + size :]]
