"""Over what time a stored log reaches is what it is of the same log in memory."""

import pytest

from sladsl.logs.records import StreamLog
from sladsl.logs.schema import StreamSchema
from sladsl.logs.stored.store import Store
from sladsl.rules.coverage import hull_of, touched
from strategies.graphs import OUTAGES, PROBES, TICKETS, case, sample, span

duckdb = pytest.importorskip("duckdb")

LOGS = (
    (OUTAGES, [span(5, 9, 1, "a"), span(20, None, 1, "a"), span(7, 7, 1, "b")]),
    (OUTAGES, []),
    (PROBES, [sample(5, 1, None, "a"), sample(90, 1, 2, "b")]),
    (TICKETS, [case("a", (5, None, 40), waiting=((6, 8), (30, None))), case("b", (7, 7, None), on_hold=((1, 60),))]),
    (TICKETS, [case("a", (5, None, None))]),
)


@pytest.mark.parametrize(("schema", "records"), LOGS)
@pytest.mark.parametrize("as_of", [None, 3, 25, 100])
def test_extent(schema: StreamSchema, records: list, as_of: int | None) -> None:  # type: ignore[type-arg]
    plain = StreamLog(schema, tuple(records))
    kept = StreamLog(schema, Store(duckdb).keep(schema, records))
    assert hull_of(kept, as_of) == hull_of(plain, as_of)
    for start in (0, 5, 6, 8, 9, 21, 41, 61, 95):
        for end in (start + 1, start + 4, 100):
            assert touched(kept, (start, end)) == touched(plain, (start, end)), (start, end)
