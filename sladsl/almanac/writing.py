"""A holiday file as text: what a reviewer reads, and what the language reads."""

from collections.abc import Iterator

from sladsl.almanac.asked import Collected
from sladsl.temporal import WEEKDAY_NAMES, Holiday, HolidayKind, ImportedFrom
from sladsl.text.toml_words import inline, text


def holiday_file_text(collected: Collected, command: str) -> str:
    """The file for some days; `command` is what made it."""
    start, end = collected.covers
    head = {"source": text(collected.source), "version": text(collected.version)}
    if collected.country is not None:
        head["country"] = text(collected.country)
    if collected.imported is not None:
        head["imported"] = _imported(collected.imported)
    head["covers"] = inline(**{"from": str(start), "until": str(end)})
    wide = max(map(len, head))
    lines = [
        f"# Made by: {command}",
        "# Review the days, and keep this file with the contract.",
    ]
    lines += [f"# {each}" for each in collected.remarks]
    lines += ["", *(f"{key:<{wide}} = {value}" for key, value in head.items())]
    for day in collected.days:
        lines += ["", "[[day]]", *_lines(day)]
    return "\n".join(lines) + "\n"


def _lines(day: Holiday) -> Iterator[str]:
    yield f"date = {day.day}"
    yield f"name = {text(day.name)}"
    if day.kind is not HolidayKind.HOLIDAY:
        yield f"kind = {text(day.kind.value)}"
    if day.hours_of is not None:
        yield f"hours_of = {text(WEEKDAY_NAMES[day.hours_of])}"


def _imported(choice: ImportedFrom) -> str:
    parts = {"library": text(choice.library)}
    if choice.subdivision is not None:
        parts["subdivision"] = text(choice.subdivision)
    if choice.language is not None:
        parts["language"] = text(choice.language)
    if choice.categories:
        parts["categories"] = f"[{', '.join(map(text, choice.categories))}]"
    return inline(**parts)
