"""The bindings in policies/bindings: each gives the recorded result, and its samples are bound as proposed, too."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from sladsl.diagnostics import errors
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.assembling import assemble
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.guessing.inventing import clause_of
from sladsl.logs.guessing.proposing import propose
from sladsl.logs.reading import read_stream
from sladsl.syntax import parse
from sladsl.text import Source
from sladsl.workspace.compiling import compile_file
from spec_player.command import run_line, sladsl
from spec_player.surroundings import ROOT

FOLDERS = sorted(each for each in (ROOT / "policies" / "bindings").iterdir() if each.is_dir())
STAMPS = re.compile(r"  From .*?\n\n", re.DOTALL)
each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def samples() -> list[tuple[Path, str, Path]]:
    """Contract, stream and export of each binding."""
    found = []
    for folder in FOLDERS:
        bindings, wrong = parse_bindings((folder / "sladsl.toml").read_text(encoding="utf-8"), "sladsl.toml")
        assert wrong == []
        (contract,) = folder.glob("*.sladsl")
        found += [(contract, name, folder / each.files[0]) for name, each in bindings.shared.items()]
    return found


each_sample = pytest.mark.parametrize(
    ("contract", "stream", "export"), samples(), ids=lambda each: each.parent.name if isinstance(each, Path) else each
)


def test_every_tool_is_there() -> None:
    assert [each.name for each in FOLDERS] == [
        "jira", "ocel", "pagerduty", "prometheus", "servicenow", "statuspage", "upptime", "xes", "zendesk",
    ]  # fmt: skip


@each_folder
def test_recorded_result(folder: Path, tmp_path: Path, bless: bool) -> None:
    recorded = (folder / "result.txt").read_text(encoding="utf-8")
    command = recorded.partition("\n")[0].removeprefix("$ ")
    copytree(folder, tmp_path / "copy")
    outcome = run_line(command, sladsl, tmp_path / "copy")
    now = f"$ {command}\n" + STAMPS.sub("\n", outcome.stdout)
    assert "error[" not in outcome.stderr
    if bless:
        (folder / "result.txt").write_text(now, encoding="utf-8")
    assert now == (folder / "result.txt").read_text(encoding="utf-8")


@each_folder
def test_nothing_of_a_sample_is_lost(folder: Path) -> None:
    (contract,) = folder.glob("*.sladsl")
    (agreement,) = compile_file(contract, {}).agreements
    assert agreement.graph is not None
    bindings, _ = parse_bindings((folder / "sladsl.toml").read_text(encoding="utf-8"), "sladsl.toml")
    log, found = assemble(agreement.graph.streams, {}, bindings, agreement.name, folder)
    assert {each.code for each in found} <= {codes.EXTRA_COLUMN}
    assert all(each.rows_rejected == 0 and each.records and each.coverage for each in log.streams.values())


@each_sample
def test_a_proposal_for_the_stream_binds_at_once(contract: Path, stream: str, export: Path) -> None:
    (agreement,) = compile_file(contract, {}).agreements
    assert agreement.graph is not None
    schema = next(each for each in agreement.graph.streams if each.name == stream)
    proposal, found = propose(export, export.name, schema, "UTC")
    assert proposal is not None, found
    assert errors(proposal.diagnostics) == []
    bindings, wrong = parse_bindings(proposal.text, "sladsl.toml")
    assert wrong == []
    log, found = read_stream(schema, [export], bindings.for_stream("", stream))
    assert errors(found) == []
    assert log.records
    assert log.rows_rejected == 0


@each_sample
def test_a_stream_for_the_export_can_be_declared(contract: Path, stream: str, export: Path) -> None:
    proposal, found = propose(export, export.name, None, "UTC")
    assert proposal is not None, (contract, stream, found)
    clause = "\n".join(clause_of(proposal.schema))
    _, problems = parse(Source("a", f"agreement a {{\n{clause}\n}}"))
    assert problems == []
    bindings, wrong = parse_bindings(proposal.text, "sladsl.toml")
    assert wrong == []
    log, found = read_stream(proposal.schema, [export], bindings.for_stream("", proposal.schema.name))
    assert errors(found) == []
    assert log.records
