"""Collects findings, so that one cause in many windows is one message that names them."""

from dataclasses import field

from sladsl.diagnostics import Code, Diagnostic
from sladsl.frozen import Changing, changing
from sladsl.text import Span

_NAMED = 3


@changing
class Findings(Changing):
    """Messages in the order they were first made, each with the windows it was made for."""

    _found: dict[tuple[str, str, Span | None], tuple[Code, dict[str, None]]] = field(default_factory=dict)

    def add(self, code: Code, message: str, span: Span | None, where: str | None = None) -> None:
        _, places = self._found.setdefault((code.id, message, span), (code, {}))
        if where is not None:
            places[where] = None

    def diagnostics(self) -> list[Diagnostic]:
        return [
            Diagnostic(code, message, span, notes=_places(list(places)))
            for (_, message, span), (code, places) in self._found.items()
        ]


def _places(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    more = len(names) - _NAMED
    return ("in " + ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else ""),)
