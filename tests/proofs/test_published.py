"""What is found in the published agreements is what the page on them says; and every claim made is listed."""

import json
import pickle
from functools import cache
from pathlib import Path

import pytest

from sladsl.diagnostics.known import compared
from sladsl.proofs.known import KINDS
from sladsl.proofs.proving import CLAIMS
from sladsl.report.verify_json import verification_json
from sladsl.workspace.verifying import Request, verify_each
from spec_player.surroundings import ROOT

PAGE = ROOT / "docs" / "explanation" / "published-slas.md"
REFERENCE = ROOT / "docs" / "reference" / "verify.md"
FOLDER = ROOT / "policies" / "published"
HEAD = ["| SLA | found | shown by this log |", "|---|---|---|"]
MOST_SHOWN = 150


PATHS = {each.name: each for each in sorted(FOLDER.glob("*.sladsl"))}


@cache
def verified(name: str) -> dict[str, object]:
    told = verify_each([PATHS[name]], Request(), None, 1, lambda _: None)
    assert pickle.loads(pickle.dumps(told)) == told, "what is told is kept, and goes from one process to another"
    found: dict[str, object] = json.loads(verification_json(told, compared([], [])))["files"][0]
    return found


def table() -> list[str]:
    """The rows that stand on the page."""
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index("\n".join(HEAD)) :].partition("\n\n")[0].rstrip("\n").splitlines()[len(HEAD) :]


def lines(file: dict) -> list[str]:  # type: ignore[type-arg]
    """One line for each finding of an agreement, those first that it allows."""
    name = Path(file["file"]).name
    found = []
    for agreement in file["agreements"]:
        for each in agreement["allowed"]:
            found.append(line(name, each["finding"]["diagnostic"], each["claim"], f"; allowed: “{each['reason']}”"))
        for claim in agreement["claims"]:
            if claim["finding"] is not None:
                found.append(line(name, file["findings"][claim["finding"]]["diagnostic"], claim, ""))
    return found


def line(name: str, diagnostic: dict, claim: dict, allowed: str) -> str:  # type: ignore[type-arg]
    code, message = diagnostic["code"], diagnostic["message"].replace("|", "\\|")
    contract = f"[{name.removesuffix('.sladsl')}](../../policies/published/{name})"
    return f"| {contract} | {message} ([{code}](../reference/diagnostics/{code}.md)){allowed} | {shown(claim)} |"


def shown(claim: dict) -> str:  # type: ignore[type-arg]
    """The rows of the log in one line, as far as they fit."""
    if claim["witness"] is None:
        return "the text itself" if claim["verdict"] == "FINDING" else "no log is needed"
    rows = [each.strip() for each in claim["witness"]["scenario"].splitlines()[2:-1]]
    log = " ".join(each for each in rows if not each.startswith(("expect", "no log of")))
    if len(log) > MOST_SHOWN:
        log = log[: log.rindex(" ", 0, MOST_SHOWN)] + " …"
    return f"`{log}`" if log else "nothing happens"


@pytest.mark.parametrize("name", PATHS)
def test_the_page_says_what_is_found(name: str, bless: bool) -> None:
    link = f"| [{name.removesuffix('.sladsl')}]("
    found = lines(verified(name))
    if not bless:
        told = [each for each in table() if each.startswith(link)]
        assert told == found, "`pytest --bless` with this path writes the page anew"


def test_the_page_is_in_order(bless: bool) -> None:
    if bless:
        text, before = PAGE.read_text(encoding="utf-8"), "\n".join([*HEAD, *table()])
        now = "\n".join([*HEAD, *(each for name in PATHS for each in lines(verified(name)))])
        PAGE.write_text(text.replace(before, now), encoding="utf-8")
    named = [each.partition("[")[2].partition("]")[0] + ".sladsl" for each in table()]
    assert named == sorted(named, key=list(PATHS).index)


def test_every_claim_is_listed() -> None:
    made = {
        (claim["claim"], None if claim["finding"] is None else file["findings"][claim["finding"]]["diagnostic"]["code"])  # type: ignore[index]
        for file in map(verified, PATHS)
        for agreement in file["agreements"]  # type: ignore[attr-defined]
        for claim in agreement["claims"]
    }
    for claim, code in made:
        kinds = [kind for kind in KINDS if kind.is_of(claim)]
        assert kinds, f"`{claim}` has no line in sladsl/proofs/known.py"
        assert code is None or any(code in kind.codes for kind in kinds), f"`{claim}` can come to {code}"


@pytest.mark.parametrize("family", [claims.__name__ for claims in CLAIMS])
def test_every_family_is_listed(family: str) -> None:
    assert any(kind.family == family for kind in KINDS), "see sladsl/proofs/known.py"


def test_families_are_there() -> None:
    assert {kind.family for kind in KINDS} <= {claims.__name__ for claims in CLAIMS}


def test_the_table_of_claims_is_that_of_the_page(bless: bool) -> None:
    head = ["| claim | where it fails | what PROVED, or the finding, rests on |", "|---|---|---|"]
    rows = [f"| {kind.claim} | {', '.join(f'[{code}](diagnostics/{code}.md)' for code in kind.codes)} | {kind.rests} |"
            for kind in KINDS]  # fmt: skip
    wanted = "\n".join([*head, *rows])
    text = REFERENCE.read_text(encoding="utf-8")
    start = text.index(head[0])
    end = text.index("\n\n", start)
    if bless:
        REFERENCE.write_text(text[:start] + wanted + text[end:], encoding="utf-8")
    else:
        assert text[start:end] == wanted, "`pytest --bless` with this path writes it anew"
