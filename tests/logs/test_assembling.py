"""The streams of an agreement from their files."""

from pathlib import Path

from logs.samples import DELIVERIES, OUTAGES
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.assembling import assemble
from sladsl.logs.binding import Bindings
from sladsl.logs.from_toml import parse_bindings
from sladsl.temporal import IntervalSet

ROW = "2026-03-04T05:00Z,7\n"


def write(folder: Path, *names: str, text: str = "at,reams\n" + ROW) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(text: str, folder: Path, **overrides: list[Path]) -> tuple[list[str], list[str], str | None]:
    """Names of the files read, codes, and the binding's digest."""
    bindings, wrong = parse_bindings(text, "sladsl.toml")
    assert wrong == []
    log, found = assemble([DELIVERIES, OUTAGES], overrides, bindings, "example", folder)
    names = [file.name for stream in log.streams.values() for file in stream.files]
    return names, [each.code.id for each in found if each.code is not codes.DUPLICATE_RECORD], log.binding_digest


ABSENT = codes.STREAM_ABSENT.id


def test_nothing_given(tmp_path: Path) -> None:
    assert read("", tmp_path) == ([], [ABSENT, ABSENT], None)


def test_a_stream_that_is_said_to_hold_nothing(tmp_path: Path) -> None:
    march = IntervalSet.single(0, 1_000_000)
    log, found = assemble([DELIVERIES, OUTAGES], {}, Bindings(), "example", tmp_path, coverage={"outages": march})
    assert [(name, each.records, each.coverage) for name, each in log.streams.items()] == [("outages", (), march)]
    assert [each.code for each in found] == [codes.STREAM_ABSENT] * 2
    assert sum("nothing of its kind happened" in each.message for each in found) == 1


def test_a_glob_in_order(tmp_path: Path) -> None:
    write(tmp_path, "in/b.csv", "in/a.csv", "in/c.txt", "other.csv")
    names, found, digest = read('[bind.deliveries]\nfiles = "in/*.csv"\n', tmp_path)
    assert (names, found) == (["in/a.csv", "in/b.csv"], [ABSENT])
    assert digest is not None


def test_a_folder_and_what_it_does_not_give(tmp_path: Path) -> None:
    write(tmp_path, "in/b.csv", "in/README.md", "in/deeper/c.csv")
    names, found, _ = read('[bind.deliveries]\nfiles = "in"\n', tmp_path)
    assert (names, found) == (["in/b.csv"], [codes.FILE_SKIPPED.id, ABSENT])


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    assert read('[bind.deliveries]\nfiles = ["a.csv", "*.csv"]\n', tmp_path)[0] == ["a.csv"]


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    write(tmp_path, "a[1].csv")
    assert read('[bind.deliveries]\nfiles = "a[1].csv"\n', tmp_path)[0] == ["a[1].csv"]


def test_no_such_file(tmp_path: Path) -> None:
    assert read('[bind.deliveries]\nfiles = "in/*.csv"\n', tmp_path)[1] == [codes.NO_FILES.id, ABSENT]


def test_an_override_keeps_the_rest_of_the_binding(tmp_path: Path) -> None:
    write(tmp_path, "bound.csv")
    write(tmp_path, "given.csv", text="at;n\n4.3.2026;7\n")
    binding = (
        '[bind.deliveries]\nfiles = "FILE"\ndelimiter = ";"\nzone = "UTC"\ntime = "%d.%m.%Y"\nattributes.reams = "n"\n'
    )
    given = [tmp_path / "given.csv"]
    names, found, digest = read(binding.replace("FILE", "bound.csv"), tmp_path, deliveries=given)
    assert (names, found) == (["given.csv"], [ABSENT])
    assert read(binding.replace("FILE", "given.csv"), tmp_path) == (names, found, digest)


def test_an_unknown_stream(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    log, found = assemble([DELIVERIES], {"delivery": [tmp_path / "a.csv"]}, Bindings(), "example", tmp_path)
    assert [each.code for each in found] == [codes.UNKNOWN_STREAM, codes.STREAM_ABSENT]
    assert found[0].fixes[0].text == 'did you mean "deliveries"?'
    assert log.streams == {}


def test_folders_and_patterns_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, "in/b.csv", "in/a.csv", "in/README.md", "in/deeper/c.csv", "odd/a[1].csv")
    skipped, nothing = codes.FILE_SKIPPED.id, codes.NO_FILES.id
    for given, names, notes in (
        (["in"], ["in/a.csv", "in/b.csv"], [skipped]),
        (["in/*.csv"], ["in/a.csv", "in/b.csv"], []),
        (["in/b.csv", "in/*.csv", "in"], ["in/b.csv", "in/a.csv"], [skipped]),
        (["in/**/*.csv"], ["in/a.csv", "in/b.csv", "in/deeper/c.csv"], []),
        (["odd/a[1].csv"], ["odd/a[1].csv"], []),
        (["in/*.tsv"], [], [nothing]),
        (["in/*.tsv", "in/a.csv"], ["in/a.csv"], [nothing]),
        (["no/such.csv"], [], [codes.UNREADABLE.id]),
    ):
        found = read("", tmp_path, deliveries=[tmp_path / each for each in given])
        assert found == (names, [*notes, ABSENT], None), given


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert read("", tmp_path, deliveries=[tmp_path / "in"]) == ([], [codes.NO_FILES.id, ABSENT], None)


def test_a_folder_of_several_formats_and_columns(tmp_path: Path) -> None:
    write(tmp_path, "in/a.csv", text="at,reams,driver\n2026-03-04T05:00Z,1,x\n")
    write(tmp_path, "in/b.tsv", text="reams\tat\n2\t2026-03-04T06:00Z\n")
    write(tmp_path, "in/c.jsonl", text='{"reams": 3, "at": "2026-03-04T07:00Z"}\n')
    write(tmp_path, "in/d.csv", text="at,rems\n2026-03-04T05:00Z,1\n")
    log, found = assemble([DELIVERIES], {"deliveries": [tmp_path / "in"]}, Bindings(), "example", tmp_path)
    assert [record.values for record in log.streams["deliveries"].records] == [(1,), (2,), (3,)]
    assert [(each.code, each.place) for each in found] == [
        (codes.MISSING_COLUMN, "in/d.csv"),
        (codes.EXTRA_COLUMN, "in/a.csv"),
    ]
