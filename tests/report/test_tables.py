"""Tables are aligned by what a terminal shows, not by code points."""

from hypothesis import given
from hypothesis import strategies as st

from report.samples import TITLES
from sladsl.diagnostics.render.cells import cell_width
from sladsl.report.tables import Row, left, right, table

names = st.sampled_from([*TITLES.values(), "plain", "e\u0301te\u0301", ""])


def test_columns_start_at_one_cell_whatever_the_script() -> None:
    rows = [Row((title, "met", str(number))) for number, title in enumerate(TITLES.values())]
    lines = table((*left("For", "State"), *right("Number")), rows, 80)
    starts = {cell_width(line[: line.index("met")]) for line in lines[1:]}
    assert len(starts) == 1
    assert {cell_width(line) for line in lines} == {cell_width(lines[0])}


@given(st.lists(st.tuples(names, names, names), min_size=1, max_size=5), st.integers(10, 100))
def test_nothing_is_lost_however_narrow(rows: list[tuple[str, str, str]], width: int) -> None:
    columns = left("A", "B", "C")
    lines = table(columns, [Row(cells) for cells in rows], width)
    told = "\n".join(lines)
    assert all(cell in told for cells in rows for cell in cells)


def test_a_table_that_does_not_fit_is_told_row_by_row() -> None:
    lines = table(left("For", "State"), [Row(("somebody with a long name", "breached"), ("why",))], 20, "  ")
    assert lines == ["  somebody with a long name", "    State  breached", "    why"]


def test_empty_columns_are_left_out() -> None:
    assert table(left("For", "State"), [Row(("", "met"))], 80) == ["State", "met"]
