"""Bytes to text."""

import pytest

from sladsl.syntax import decode
from sladsl.syntax.decode import LARGEST


def test_utf8_with_and_without_a_mark() -> None:
    for raw in (b"\xc3\xa9\r\n", b"\xef\xbb\xbf\xc3\xa9\r\n"):
        source, diagnostics = decode("a.sladsl", raw)
        assert source is not None
        assert (source.text, diagnostics) == ("é\r\n", [])


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("agreement".encode("utf-16"), "UTF-16"),
        ("agreement".encode("utf-16-be"), None),
        (b"agreement a\n# caf\xe9", "byte 0xE9 at offset 17 (line 2)"),
        (b"\xef\xbb\xbf\xff", "offset 3"),
        (b"\xed\xa0\x80", "offset 0"),
    ],
)
def test_other_encodings_are_named(raw: bytes, said: str | None) -> None:
    source, diagnostics = decode("a.sladsl", raw)
    if said is None:
        assert source is not None
        return
    (diagnostic,) = diagnostics
    assert source is None
    assert diagnostic.code.id == "SLA0024"
    assert said in diagnostic.message


def test_a_file_that_is_too_large() -> None:
    assert decode("a", b" " * LARGEST)[1] == []
    source, (diagnostic,) = decode("a", b" " * (LARGEST + 1))
    assert source is None
    assert diagnostic.code.id == "SLA0025"
