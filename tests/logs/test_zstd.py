"""Logs compressed with zstd."""

import hashlib
import io
from pathlib import Path

import pytest

from logs.samples import read, read_text
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.diagnostics.catalogue import usage
from sladsl.logs import libraries
from sladsl.logs.complaints import Complaints
from sladsl.logs.limits import Limits

TEXT = b"at,reams\n" + b"".join(b"2026-03-04T05:%02dZ,7\n" % minute for minute in range(60))
zstd = libraries.zstd(Complaints(1), "")
if zstd is None:
    pytest.skip("there is no zstd: install sladsl[columnar]", allow_module_level=True)


def test_is_told_by_content_and_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    packed = zstd.compress(TEXT)
    plain = read_text("deliveries", TEXT, tmp_path)
    for name in ("log.csv.zst", "log.csv"):
        log = read_text("deliveries", packed, tmp_path, name)
        assert (log.records, log.files[0].digest) == (plain.records, hashlib.sha256(packed).hexdigest())


def test_several_frames_are_one_text(tmp_path: Path) -> None:
    packed = zstd.compress(TEXT[:100]) + zstd.compress(TEXT[100:])
    assert read_text("deliveries", packed, tmp_path).records == read_text("deliveries", TEXT, tmp_path).records


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zstd.compress(TEXT)[:-5], codes.BROKEN_GZIP),
        (zstd.compress(TEXT)[:6], codes.BROKEN_GZIP),
        (zstd.compress(TEXT) + b"x", codes.BROKEN_GZIP),
        (b"\x28\xb5\x2f\xfdnonsense", codes.BROKEN_GZIP),
        (zstd.compress(zstd.compress(TEXT)), codes.UNREADABLE),
        (zstd.compress(b""), codes.EMPTY_LOG),
        (zstd.compress(TEXT.decode().encode("utf-16")), codes.NOT_UTF8),
    ],
    ids="cut,cut early,rubbish after,rubbish,twice,empty,utf16".split(","),
)
def test_what_is_wrong(content: bytes, code: object, tmp_path: Path) -> None:
    path = tmp_path / "log.csv.zst"
    path.write_bytes(content)
    assert code in [each.code for each in read("deliveries", [path])[1]]


def test_a_small_file_that_unpacks_to_a_large_one(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zstd.ZstdFile(packed, "w") as file:
        for _ in range(10):
            file.write(b"\n" * 1_000_000)
    path = tmp_path / "log.csv.zst"
    path.write_bytes(packed.getvalue())
    assert path.stat().st_size < 20_000
    assert [each.code for each in read("deliveries", [path], limits=Limits(lines=1_000))[1]] == [codes.TOO_LARGE]


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    path = tmp_path / "log.csv.zst"
    path.write_bytes(zstd.compress(TEXT))
    monkeypatch.setattr(libraries, "import_module", missing)
    (found,) = [each for each in read("deliveries", [path])[1] if each.code is not codes.EMPTY_LOG]
    assert (found.code, found.fixes[0].text) == (usage.MISSING_LIBRARY, "install with `pip install 'sladsl[columnar]'`")
