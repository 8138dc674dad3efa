"""JSON is written as the standard library writes it."""

import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics.render.document import Json, document_pieces, json_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_as_the_standard_library_writes_it(value: Json) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def by_and_by(value: Json) -> Json:
    """The same with an iterator in place of each list."""
    if isinstance(value, list):
        return iter([by_and_by(each) for each in value])
    return {key: by_and_by(each) for key, each in value.items()} if isinstance(value, dict) else value


@given(VALUES)
def test_what_is_found_by_and_by_is_written_as_a_list(value: Json) -> None:
    assert json_text(by_and_by(value)) == json_text(value)


def test_a_value_is_found_when_those_before_it_are_written() -> None:
    found = []

    def values() -> Iterator[Json]:
        for number in range(3):
            found.append(number)
            yield {"inside": iter([number])}

    pieces = document_pieces({"all": {"values": values()}})
    while '"inside": ' not in next(pieces):
        assert found in ([], [0])
    assert found == [0]
    "".join(pieces)
    assert found == [0, 1, 2]


def test_half_a_pair() -> None:
    assert json_text({"a": "\ud800"}) == '{\n  "a": "\\ud800"\n}'
