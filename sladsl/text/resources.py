"""Files that come with sladsl: the grammar and the library of definitions."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PACKED = _PACKAGE / "_data"
_ROOT = _PACKED if _PACKED.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder: `resource("grammar", "sla.lark")`, `resource("policies", "std")`.

    A wheel holds them inside the package; a checkout, also an editable install of one, beside it.
    """
    return _ROOT.joinpath(*parts)
