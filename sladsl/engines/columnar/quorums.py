"""Sets that enough values of a key share: the set of each value by itself, and how many of them cover an instant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sladsl.engines.columnar.dialect import Dialect
from sladsl.engines.columnar.instants import Cover, Elsewhere, Every, Held, Instant, Some
from sladsl.engines.columnar.places import Binding
from sladsl.engines.columnar.scoping import as_text
from sladsl.engines.columnar.source import Source
from sladsl.engines.columnar.sweeps import Parts, runs
from sladsl.engines.reference.scopes import declared_choices
from sladsl.graph.sets import SetAmong
from sladsl.logs.schema import StreamSchema
from sladsl.temporal import IntervalSet


@dataclass(frozen=True, slots=True)
class Spread:
    """A scope of its own for each value of a key in each scope, whatever that binds the key to. `keys` are those of the
    new scopes; `relation` has their `id`, the scope `of` which each is one, and `k0`, `k1` …"""

    keys: tuple[str, ...]
    relation: str

    @classmethod
    def of(
        cls,
        key: str,
        keys: Sequence[str],
        schemas: Sequence[StreamSchema],
        rows_of: Callable[[str, Sequence[str]], tuple[Source, Binding]],
        parts: Parts,
    ) -> "Spread":
        kept = [(place, each) for place, each in enumerate(keys) if each != key]
        wider = tuple(each for _, each in kept)
        dialect = parts.dialect
        places = "".join(f", p.k{place} AS k{index}" for index, (place, _) in enumerate(kept))
        declared = declared_choices(key, schemas)
        if declared:
            listed = dialect.table([("v", dialect.text)], [[dialect.literal(each)] for each in declared])
            found = f"SELECT p.id AS of{places}, x.v FROM {parts.scopes} p CROSS JOIN {listed} x"
        else:
            nothing = f"SELECT p.id AS of{places}, CAST(NULL AS {dialect.text}) AS v FROM {parts.scopes} p WHERE FALSE"
            shown = (
                f"SELECT p.id AS of{places}, x.v FROM {_shown(key, *rows_of(each.name, wider), parts, kept)}"
                for each in schemas
                if each.attribute_index(key) is not None
            )
            found = " UNION ".join((nothing, *shown))
        columns = "".join(f"k{index}, " for index in range(len(wider)))
        numbered = f"SELECT row_number() OVER (ORDER BY of, v) AS id, of, {columns}v AS k{len(wider)} FROM ({found}) y"
        return cls((*wider, key), parts.named(numbered))


def _shown(key: str, source: Source, binding: Binding, parts: Parts, kept: Sequence[tuple[int, str]]) -> str:
    """The values that the records of a stream have for a key, beside the scopes they belong to."""
    column = f"a{source.schema.attribute_index(key)}"
    as_of = source.dialect.number(source.emitter.as_of)
    value = as_text(source, column, column)
    rows = (
        f"SELECT DISTINCT {binding.selected()}{value} AS v FROM {source.stored} o "
        f"WHERE t0 < {as_of} AND {column} IS NOT NULL AND {binding.known()}"
    )
    matched = " AND ".join(
        f"{as_text(source, bound, f'x.k{index}')} = p.k{kept[place][0]}"
        for index, (bound, place) in enumerate(zip(binding.columns, binding.places, strict=True))
    )
    return f"({rows}) x JOIN {parts.scopes} p ON {matched or 'TRUE'}"


def among(node: SetAmong, found: Cover, inner: Parts, spread: Spread, parts: Parts, horizon: IntervalSet) -> Cover:
    """`found`: the set of each value, over the scopes of `inner`. Not known where those decide of which it is not
    known, and where there is no value at all."""
    number = f"SELECT of AS id, count(*) AS many FROM {spread.relation} y GROUP BY of"
    needed = parts.named(f"SELECT id, many, {_needed(node, parts.dialect)} AS least FROM ({number}) y")

    def in_enough(instant: Instant) -> Held:
        held = runs(instant, inner).relation
        each = f"SELECT y.of AS id, r.s, r.e FROM {held} r JOIN {spread.relation} y ON y.id = r.id"
        covering = parts.named(
            f"SELECT r.id, r.s, r.e, n.least FROM ({each}) r JOIN {needed} n ON n.id = r.id WHERE n.least > 0"
        )
        # Less all but one of those that are needed: what is left over nothing is where there are enough.
        others = f"SELECT id, min(s), max(e), 1 - max(least) FROM {covering} y GROUP BY id"
        return Held(parts.named(f"SELECT id, s, e, 1 AS w FROM {covering} y UNION ALL {others}"), counted=True)

    start, end = map(parts.dialect.number, horizon.pairs[0])
    lacking = f"SELECT p.id, {start} AS s, {end} AS e FROM {parts.scopes} p LEFT JOIN {needed} n ON n.id = p.id"
    without = Held(parts.named(f"{lacking} WHERE n.id IS NULL"))
    decided = Every((in_enough(found.possible), Elsewhere(in_enough(found.sure))))
    return Cover(in_enough(found.inside), Some((decided, without)))


def _needed(node: SetAmong, dialect: Dialect) -> str:
    """Of so `many` values."""
    if node.least is not None:
        return str(node.least)
    share: Fraction | None = node.share
    assert share is not None, "a quorum is a number or a share"
    times, of = share.numerator, share.denominator
    # Rounded up, or strictly more: both are whole numbers above nothing.
    return f"{dialect.divided(f'{times} * many' if node.strict else f'{times} * many - 1', str(of))} + 1"
