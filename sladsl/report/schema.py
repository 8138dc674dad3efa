"""JSON Schemas of the documents that sladsl prints."""

from pathlib import Path

_FOLDER = Path(__file__).with_name("schemas")
_SUFFIX = ".schema.json"


def schema_names() -> tuple[str, ...]:
    """Every document that has a schema."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _FOLDER.glob(f"*{_SUFFIX}")))


def schema(name: str) -> str:
    """The JSON Schema of a document; a document there is none of is a KeyError."""
    if name not in schema_names():
        raise KeyError(name)
    return (_FOLDER / f"{name}{_SUFFIX}").read_text(encoding="utf-8").rstrip("\n")
