"""JSON is written as the standard library writes it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics.render.document import Json, json_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_as_the_standard_library_writes_it(value: Json) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def test_half_a_pair() -> None:
    assert json_text({"a": "\ud800"}) == '{\n  "a": "\\ud800"\n}'
