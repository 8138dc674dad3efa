"""The standard streams: what their encoding lacks is escaped, and output that goes nowhere is told of."""

import codecs
import io
import sys
from errno import EBADF

_ESCAPED = "sladsl-escaped"


class _Closed(io.TextIOBase):
    """Stands for a stdout that was closed before we began. Python has None there, and what is written to None is lost
    in silence."""

    def write(self, _text: str) -> int:
        raise OSError(EBADF, "it is closed")


def prepare_streams() -> None:
    """Makes both streams take any text, and a closed stdout say so."""
    codecs.register_error(_ESCAPED, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    if sys.stdout is None:
        sys.stdout = _Closed()


def _escaped(trouble: UnicodeError) -> tuple[str, int]:
    """`\\u8cb4` for what cannot be written, also in two halves, as JSON does it: a document stays one."""
    assert isinstance(trouble, UnicodeEncodeError)
    halves = trouble.object[trouble.start : trouble.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{halves[at : at + 2].hex()}" for at in range(0, len(halves), 2)), trouble.end
