"""Contracts made wrong by hand, each with one that is nearly the same and right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sladsl.proofs.known import KINDS
from spec_player.surroundings import ROOT

PAGES = ROOT / "docs" / "reference" / "diagnostics"
BLOCK = re.compile(r"^```sladsl(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Pair:
    """`code` must be found in `wrong`, and not in `right`."""

    code: str
    name: str
    wrong: str
    right: str


def codes() -> list[str]:
    """Those that a proof can come to."""
    return sorted({code for kind in KINDS for code in kind.codes})


def pairs() -> Iterator[Pair]:
    """Those of the pages, and more of what the pages have only one of."""
    for code in codes():
        text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
        blocks = [(each["words"].split(), each["text"]) for each in BLOCK.finditer(text)]
        wrong = [each for words, each in blocks if {"shows", "finds"} & set(words) and code in words]
        right = [each for words, each in blocks if not {"shows", "finds", "rejected"} & set(words)]
        for number, (one, other) in enumerate(zip(wrong, right, strict=False), 1):
            yield Pair(code, f"page ({number})", one, other)
