"""The grammar, loaded once; its tables are kept in the user's cache folder, so that a start costs little."""

import gc
import hashlib
import io
import os
import pickle
import sys
from array import array
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import lark
from lark.grammar import Rule
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parsers import lalr_analysis
from lark.parsers.lalr_analysis import Reduce, Shift

from sladsl.syntax.lexer import SoftWordLexer
from sladsl.text.resources import resource

_FORM = 3
"""Of what is kept; it counts on where that changes and the grammar does not."""


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


class _Rows(dict[int, dict[str, Any]]):
    """The rows of the parser's table, each laid out when a text first comes to it: most texts come to few."""

    def __init__(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        super().__init__()
        words: dict[str, int] = {}
        cells: dict[Any, int] = {}
        self._row_ends, self._numbers = array("L", [0]), array("H")
        for state in range(len(rows)):
            for word, cell in rows[state].items():
                self._numbers.extend((words.setdefault(word, len(words)), cells.setdefault(cell, len(cells))))
            self._row_ends.append(len(self._numbers))
        self._words, self._cells = tuple(words), tuple(cells)

    def __missing__(self, state: int) -> dict[str, Any]:
        numbers = iter(self._numbers[self._row_ends[state] : self._row_ends[state + 1]])
        row = self[state] = {self._words[word]: self._cells[cell] for word, cell in zip(numbers, numbers, strict=True)}
        return row


class _Branches(dict[Rule, Any]):
    """What makes a branch of the tree, by rule, each made when a text first needs it."""

    def __bool__(self) -> bool:
        return True  # or else the parser makes no tree

    def __missing__(self, rule: Rule) -> Any:
        making: Any = ParseTreeBuilder
        self.update(making([rule], lark.Tree, propagate_positions=True).create_callback())
        return self[rule]


def _lighten(made: lark.Lark) -> None:
    """Leaves out what no parsing needs, so that a start loads a third of it: the grammar as a tree, equal symbols, and
    what most texts do not come to."""
    made.grammar = made._parse_tree_builder = None  # type: ignore[assignment]
    symbols: dict[Any, Any] = {}
    for rule in made.rules:
        rule.origin = symbols.setdefault(rule.origin, rule.origin)
        rule.expansion = [symbols.setdefault((each, vars(each).get("filter_out")), each) for each in rule.expansion]
    front: Any = made.parser
    front.parser._parse_table.states = _Rows(front.parser._parse_table.states)
    made._callbacks = front.parser_conf.callbacks = front.parser.parser.callbacks = _Branches()


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
    key = hashlib.sha256(grammar + f"{_FORM} {lark.__version__} {sys.version}".encode()).hexdigest()[:20]
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
