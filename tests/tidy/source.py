"""The modules of sladsl as text: what the tests of the source share."""

import ast
from functools import cache
from pathlib import Path

from spec_player.surroundings import ROOT

PACKAGE = ROOT / "sladsl"
FILES = sorted(PACKAGE.rglob("*.py"))


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), path)


def imported(node: ast.AST) -> list[str]:
    """The modules an import statement names; none for any other node."""
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case _:
            return []
