"""How much a log may ask of this machine before it is refused with a clear error."""

from sladsl.frozen import Frozen, frozen


@frozen
class Limits(Frozen):
    """`line_bytes`, `file_bytes` and `lines` hold for each file after decompression; `document_bytes` for a JSON
    document, which is held as a whole, and for a line of XML. `shown` is how many diagnostics of one code are listed
    before "and N more"."""

    line_bytes: int = 16 * 1024 * 1024
    file_bytes: int = 8 * 1024 * 1024 * 1024
    lines: int = 20_000_000
    document_bytes: int = 128 * 1024 * 1024
    shown: int = 1_000


DEFAULT_LIMITS = Limits()
