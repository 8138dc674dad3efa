"""The grammar, loaded once; its tables are kept in the user's cache folder, so that a start costs little."""

import gc
import hashlib
import logging
import os
import sys
from functools import lru_cache
from pathlib import Path

import lark

from sladsl.syntax.lexer import SoftWordLexer
from sladsl.text.resources import resource


@lru_cache(maxsize=1)
def parser() -> lark.Lark:
    """The parser, with the rules `start` (a file) and `clause`."""
    rules, terminals = resource("grammar", "sla.lark"), resource("grammar", "terminals.lark")
    return _load(rules, _cache_file(rules.read_bytes() + terminals.read_bytes()))


def _load(rules: Path, cache: Path | None) -> lark.Lark:
    # A damaged cache is Lark's to rebuild; that it was damaged is nothing a user can act on.
    logging.getLogger(lark.logger.name).setLevel(logging.CRITICAL)
    # Thousands of objects are made here and all are kept: to look for garbage meanwhile takes a quarter of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _compiled(rules, cache)
    except OSError:
        return _compiled(rules, None)
    finally:
        if collecting:
            gc.enable()


def _compiled(rules: Path, cache: Path | None) -> lark.Lark:
    return lark.Lark(
        rules.read_text(encoding="utf-8"),
        source_path=str(rules),
        import_paths=[str(rules.parent)],
        parser="lalr",
        lexer=SoftWordLexer,
        propagate_positions=True,
        maybe_placeholders=False,
        start=["start", "clause"],
        cache=False if cache is None else str(cache),
    )


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
