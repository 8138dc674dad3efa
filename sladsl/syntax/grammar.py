"""The grammar, loaded once; its tables are kept in the user's cache folder, so that a start costs little."""

import gc
import hashlib
import io
import os
import pickle
import sys
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import lark
from lark.parsers import lalr_analysis
from lark.parsers.lalr_analysis import Reduce, Shift

from sladsl.syntax.lexer import SoftWordLexer
from sladsl.text.resources import resource


@lru_cache(maxsize=1)
def parser() -> lark.Lark:
    """The parser, with the rules `start` (a file) and `clause`."""
    rules, terminals = resource("grammar", "sla.lark"), resource("grammar", "terminals.lark")
    cache = _cache_file(rules.read_bytes() + terminals.read_bytes())
    # Thousands of objects are made here and all are kept: to look for garbage meanwhile takes a quarter of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _kept(cache) or _made(rules, cache)
    finally:
        if collecting:
            gc.enable()


def _kept(cache: Path | None) -> lark.Lark | None:
    """The parser as it was kept. A cache that cannot be read is made anew: nobody can act on a message about it."""
    if cache is None:
        return None
    try:
        found = pickle.loads(cache.read_bytes())
    except Exception:  # a damaged pickle can raise anything
        return None
    return found if isinstance(found, lark.Lark) else None


def _made(rules: Path, cache: Path | None) -> lark.Lark:
    """The parser from the grammar, kept for the next start if it can be."""
    made = lark.Lark(
        rules.read_text(encoding="utf-8"),
        source_path=str(rules),
        import_paths=[str(rules.parent)],
        parser="lalr",
        lexer=SoftWordLexer,
        propagate_positions=True,
        maybe_placeholders=False,
        start=["start", "clause"],
    )
    _lighten(made)
    if cache is not None:
        with suppress(OSError):
            _keep(made, cache)
    return made


def _lighten(made: lark.Lark) -> None:
    """Leaves out what no parsing needs, so that a start loads a third of it: the grammar as a tree, and the many equal
    cells of the tables."""
    made.grammar = None  # type: ignore[assignment]
    cells: dict[Any, Any] = {}
    for row in made.parser.parser._parse_table.states.values():
        for kind, cell in row.items():
            row[kind] = cells.setdefault(cell, cell)


def _keep(made: lark.Lark, cache: Path) -> None:
    content = io.BytesIO()
    _Pickler(content, protocol=pickle.HIGHEST_PROTOCOL).dump(made)
    # Written beside and moved, so that another process never reads half of it.
    part = cache.with_suffix(f".{os.getpid()}")
    part.write_bytes(content.getvalue())
    part.replace(cache)


class _Pickler(pickle.Pickler):
    """Lark's own cache keeps tables that it then builds objects from, five times slower than to load the objects. They
    hold a module, which does not pickle, and two marks that must stay the same objects."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, ModuleType):
            return import_module, (value.__name__,)
        if value is Shift or value is Reduce:
            return getattr, (lalr_analysis, "Shift" if value is Shift else "Reduce")
        return NotImplemented


def _cache_file(grammar: bytes) -> Path | None:
    """Where the tables are kept: a private folder, because loading a pickle that others can write runs their code."""
    folder = _cache_folder()
    if folder is None:
        return None
    key = hashlib.sha256(grammar + lark.__version__.encode() + sys.version.encode()).hexdigest()[:20]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name != "nt":
            facts = folder.stat()
            if facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
                return None
    except OSError:
        return None
    return folder / f"grammar-{key}.pickle"


def _cache_folder() -> Path | None:
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "sladsl" / "cache" if local else None
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(given) if given.startswith("/") else Path.home() / ".cache") / "sladsl"
    except RuntimeError:
        return None
