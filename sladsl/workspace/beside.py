"""Scenarios that stand beside their contract: `scenarios for acme_gold in "acme.sladsl" { … }`."""

import os
from dataclasses import replace
from pathlib import Path

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import names, scenarios
from sladsl.diagnostics.diagnostic import errors
from sladsl.frozen import Frozen, frozen
from sladsl.levels.scope import LoadedFile
from sladsl.model.problems import Problems, listing
from sladsl.syntax import ast
from sladsl.text import Span
from sladsl.workspace.importing import Importer, OutOfReach


@frozen
class Unit(Frozen):
    """Agreements to compile together, and the folder their files are named from. `beside` is where a contract in
    another file is named: `only` that agreement is meant, and only what is said about the scenarios is said here, as
    the contract speaks for itself."""

    loaded: LoadedFile
    folder: Path
    beside: Span | None = None
    only: str | None = None


def units_of(loaded: LoadedFile, path: Path, importer: Importer, problems: Problems) -> list[Unit]:
    """The file itself, its own scenarios where they belong; and a unit for each contract in another file."""
    found: list[Unit] = []
    file = loaded.file
    for each in file.scenarios:
        if each.file is None:
            file = joined(file, each, "this file", problems, keep=True)
        elif (unit := _beside(each, each.file, path, importer, problems)) is not None:
            found.append(unit)
    own = Unit(replace(loaded, file=file), path.parent)
    return [own, *found] if file.agreements or file.amendments or not file.scenarios else found


def _beside(
    block: ast.ScenariosFor, named: ast.Text, path: Path, importer: Importer, problems: Problems
) -> Unit | None:
    own = Importer(importer.root, Problems(), importer.named)
    try:
        contract, other = own.read_beside(named.value, path, named.span.source)
    except (OSError, RuntimeError, ValueError) as trouble:
        message = f"the contract `{named.value}` cannot be used: {getattr(trouble, 'strerror', None) or trouble}"
        advice = [Fix("put the scenarios beside the contract, and name it relative to this file, as in `acme.sladsl`")]
        if isinstance(trouble, OutOfReach):
            advice.append(Fix(f"or name both: `sladsl test {path} {os.path.normpath(trouble.path)}`"))
        problems.add(scenarios.NO_CONTRACT, message, named.span, fixes=advice)
        return None
    importer.sources += own.sources
    if contract is None or errors(own.problems.found):
        unusable(named.span, problems)
        return None
    file = joined(contract.file, block, f"`{named.value}`", problems, keep=False)
    if file is contract.file:
        return None
    return Unit(replace(contract, file=file), other.parent, named.span, block.agreement.text)


def unusable(place: Span, problems: Problems) -> None:
    """Says that a contract has mistakes of its own."""
    problems.add(
        scenarios.NO_CONTRACT, "the contract of these scenarios has mistakes, so they cannot be run", place,
        fixes=[Fix("see what they are: `sladsl check` on the contract")],
    )  # fmt: skip


def joined(file: ast.File, block: ast.ScenariosFor, where: str, problems: Problems, *, keep: bool) -> ast.File:
    """The file with the scenarios as clauses of their agreement; `keep`: beside those it has."""
    known = [each.name.text for each in file.agreements]
    name = block.agreement
    if name.text not in known:
        fixes = list(problems.did_you_mean(name.text, known, name.span))
        fixes += [Fix(f"it holds {listing(known)}")] if known else []
        problems.add(
            names.NO_SUCH_AGREEMENT, f"{where} holds no agreement `{name.text}`", name.span, fixes=fixes
        )  # fmt: skip
        return file
    agreements = tuple(
        replace(each, clauses=(*_clauses(each, keep=keep), *block.clauses)) if each.name.text == name.text else each
        for each in file.agreements
    )
    return replace(file, agreements=agreements)


def _clauses(agreement: ast.Agreement, *, keep: bool) -> tuple[ast.Written, ...]:
    return tuple(each for each in agreement.clauses if keep or not isinstance(each, ast.Scenario))
