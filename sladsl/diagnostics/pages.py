"""The page of each code: what it means, why it matters, wrong and right."""

from sladsl.diagnostics import codes
from sladsl.text.resources import resource


def page(code: str) -> str:
    """The page of a code in Markdown. A code there is none of, or without a page, is a KeyError."""
    if code not in codes.ALL:
        raise KeyError(code)
    path = resource("docs", "reference", "diagnostics", f"{code}.md")
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(code) from None
