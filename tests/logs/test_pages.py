"""The examples on the pages of codes about logs: the wrong ones get their code, the right ones get none."""

import re
from pathlib import Path

import pytest

from logs.samples import SCHEMAS, bound, read
from sladsl.diagnostics import Code, Diagnostic, errors
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.schema import Shape
from spec_player.page import blocks
from spec_player.surroundings import ROOT

CODES = [value for value in vars(codes).values() if isinstance(value, Code)]
LOGS = ("csv", "jsonl", "json", "xml")
COLUMNS = {"case": "tickets", "start": "outages", "total": "requests", "reams": "deliveries"}


def page_of(code: Code) -> str:
    return (ROOT / "docs" / "reference" / "diagnostics" / f"{code.id}.md").read_text(encoding="utf-8")


def found_in(section: str, folder: Path) -> list[Diagnostic] | None:
    """What the example of a section gets; None where it is told in words."""
    examples = {block.language: block.text for block in blocks(section)}
    binding = examples.get("toml", "")
    log = next((examples[kind] for kind in LOGS if kind in examples), None)
    if log is None and not binding:
        return None
    named = re.search(r"\[bind\.(\w+)", binding)
    stream = named[1] if named else next(name for column, name in COLUMNS.items() if column in (log or ""))
    if log is None:
        _, wrong = bound(stream, binding)
        return wrong or read(stream, [], binding)[1]
    path = folder / next(f"log.{kind}" for kind in LOGS if kind in examples)
    path.write_text(log, encoding="utf-8")
    return read(stream, [path], binding)[1]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_page(code: Code, tmp_path: Path) -> None:
    page = page_of(code)
    assert page.startswith(f"# {code.id} · {code.title}\n")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["What", "Why it matters", "Wrong", "Right"]
    wrong, right = page.split("## Wrong")[1].split("## Right")
    found = found_in(wrong, tmp_path)
    assert found is None or code in [each.code for each in found], found
    found = found_in(right, tmp_path)
    assert found is None or (errors(found) == [] and code not in [each.code for each in found]), found


def test_there_are_examples_for_every_shape() -> None:
    text = "".join(page_of(code) for code in CODES)
    assert all(column in text for column in COLUMNS)
    assert {SCHEMAS[each].shape for each in COLUMNS.values()} == set(Shape)
