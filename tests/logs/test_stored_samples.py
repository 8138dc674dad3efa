"""What a stored log of samples says of its grid is what a log in memory says, and what it notes is so."""

from pathlib import Path
from random import Random

import pytest

from sladsl.logs.binding import StreamBinding
from sladsl.logs.reading import read_stream
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.stored.reading import read_into_store
from sladsl.logs.stored.store import Apart, Store, StoredRecords
from sladsl.temporal import MINUTE, Zone, parse_instant

duckdb = pytest.importorskip("duckdb")

EVERY = 5 * MINUTE
ATTRIBUTES = (Attribute("site", AttributeType(Kind.TEXT)), Attribute("n", AttributeType(Kind.COUNT)))
SCHEMA = StreamSchema("probes", Shape.SAMPLES, ATTRIBUTES, every=EVERY)


@pytest.mark.parametrize("seed", range(40))
def test_samples_that_share_a_step(seed: int, tmp_path: Path) -> None:
    """Most are alone in theirs; some are told twice, some lie off the grid, some before 1970."""
    random = Random(seed)
    base = random.choice(["2026-03-01T00:00:00Z", "1969-12-31T20:00:00Z", "1931-03-01T00:03:00Z"])
    first = parse_instant(base)
    rows = [(first + step * EVERY, site, random.randrange(3)) for step in range(200) for site in ("a", "b")]
    for _ in range(random.choice((0, 0, 1, 3))):
        at, site, count = random.choice(rows)
        rows.append((at + random.choice((0, 0, MINUTE)), site, random.choice((count, 9))))
    random.shuffle(rows)
    file = tmp_path / "probes.csv"
    lines = [f"{at // 1_000_000},{site},{count}" for at, site, count in rows]
    file.write_text("at,site,n\n" + "\n".join(lines), encoding="utf-8")
    binding = StreamBinding(time="epoch_s")
    one, said = read_stream(SCHEMA, [file], binding, told_in=Zone.named("UTC"))
    other, told = read_into_store(Store(duckdb), SCHEMA, [file], binding, told_in=Zone.named("UTC"))
    assert list(other.records) == list(one.records)
    assert told == said
    assert isinstance(other.records, StoredRecords)
    steps = {((at - first) // EVERY, site) for at, site, _ in rows}
    assert other.records.are_apart(Apart(frozenset(["a0"]), EVERY, first % EVERY)) == (len(steps) == len(rows))
    assert other.records.are_apart(Apart(frozenset(), EVERY // 7, 3)) is False
    longer = {((at - 7) // (2 * EVERY), site) for at, site, _ in rows}
    assert other.records.are_apart(Apart(frozenset(["a0"]), 2 * EVERY, 7)) == (len(longer) == len(rows))


def test_what_follows_from_samples_that_are_apart() -> None:
    def known(*columns: str, every: int = 300, origin: int = 0) -> Apart:
        return Apart(frozenset(columns), every, origin)

    assert known("a0").implies(known("a0", "a1"))
    assert known("a0").implies(known("a0", every=100))
    assert known("a0", origin=60).implies(known("a0", every=60))
    assert not known("a0").implies(known("a1"))
    assert not known("a0").implies(known("a0", every=600))
    assert not known("a0").implies(known("a0", every=200))
    assert not known("a0", origin=60).implies(known("a0"))
