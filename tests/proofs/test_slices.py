"""Parts of an agreement by themselves, and how far a term without an end is looked at."""

from sladsl.graph import RuleGraph
from sladsl.graph.contract import Objective
from sladsl.proofs.slices import alone, streams_of, with_those_asked, without_limits
from sladsl.proofs.windows import horizon_of, last_looked_at, looked_at, one_of_each, whole_windows
from sladsl.temporal import DAY, Window, WindowKind, parse_instant
from strategies.contracts import graph_of

GRAPH = graph_of("""
agreement a {
  term 2026-01-10 until 2027-01-01
  zone "UTC"
  currency USD
  service api { fee 100 USD per month }
  stream outages of spans { }
  stream works of spans { }
  stream letters of events { }
  objective up { availability of outages >= 99% per calendar month  credit 10% of api.fee  limit credit to 5 USD }
  objective calm { count of letters <= 3 per calendar month  applies when up is met  credit 1 USD }
  objective quiet { time of works <= 1h per calendar month  credit 1 USD }
  limit credits of up, quiet to 50% of fees per calendar month
}
""")


def objective(name: str, graph: RuleGraph = GRAPH) -> Objective:
    return next(each for each in graph.objectives if each.name == name)


def named(graph: RuleGraph) -> tuple[set[str], set[str], int]:
    return {each.name for each in graph.objectives}, {each.name for each in graph.streams}, len(graph.limits)


def test_one_alone_and_with_those_that_it_looks_at() -> None:
    assert named(alone(GRAPH, objective("up"))) == ({"up"}, {"outages"}, 1)
    assert named(with_those_asked(GRAPH, [objective("calm")])) == ({"up", "calm"}, {"outages", "letters"}, 1)
    assert named(with_those_asked(GRAPH, [objective("quiet")])) == ({"quiet"}, {"works"}, 1)
    free = without_limits(GRAPH, [objective("calm"), objective("quiet")])
    assert named(free) == ({"up", "calm", "quiet"}, {"outages", "letters", "works"}, 0)
    assert not any(each.limits for each in free.objectives) and objective("up").limits


def test_on_what_each_rests() -> None:
    found = {each.name: set(streams_of(GRAPH, each)) for each in GRAPH.objectives}
    assert found == {"up": {"outages"}, "calm": {"outages", "letters"}, "quiet": {"works"}}


def test_windows_that_the_term_cuts_stand_for_none() -> None:
    horizon = horizon_of(GRAPH)
    assert (horizon.start, horizon.end, horizon.bounded) == (
        parse_instant("2026-01-10T00:00Z"), parse_instant("2027-01-01T00:00Z"), False,
    )  # fmt: skip
    windows = whole_windows(GRAPH, objective("up"), horizon, [(horizon.start, horizon.end)])
    assert [each.label for each in windows] == [f"2026-{month:02}" for month in range(2, 13)]
    assert [each.label for each in one_of_each(windows)] == ["2026-03", "2026-04", "2026-02"]
    assert [each.label for each in one_of_each(windows, lambda each: each.label < "2026-06")] == [
        "2026-07", "2026-06", "2026-03", "2026-02", "2026-04",
    ]  # fmt: skip
    first = [(horizon.start, parse_instant("2026-01-31T00:00Z"))]
    assert [each.start for each in whole_windows(GRAPH, objective("up"), horizon, first)] == [horizon.start]


def endless(more: str = "") -> RuleGraph:
    return graph_of(f'agreement a {{ term from 2026-01-01 zone "UTC" {more} }}')


def test_how_far_a_term_without_an_end_is_looked_at() -> None:
    plain = endless()
    start, year = parse_instant("2026-01-01T00:00Z"), 366 * DAY
    assert last_looked_at(plain) == start + 5 * year
    horizon = horizon_of(plain)
    assert (horizon.start, horizon.end, horizon.bounded, horizon.years) == (start, start + 5 * year, True, 5)
    assert horizon_of(plain, start + DAY).end == start + DAY
    assert looked_at(horizon) == [(start, start + 4 * year)]
    assert looked_at(horizon_of(GRAPH)) == [(parse_instant("2026-01-10T00:00Z"), parse_instant("2027-01-01T00:00Z"))]
    far = endless("calendar office { open Mon to Fri 09:00-17:00  closed 2036-01-01 }")
    assert last_looked_at(far) == start + 11 * year
    near = endless("calendar office { open Mon to Fri 09:00-17:00  closed 2026-05-01 }")
    assert last_looked_at(near) == start + 5 * year


def test_of_windows_of_many_shapes_some() -> None:
    windows = [Window(WindowKind.term(), 0, length, "") for length in range(1, 100)]
    assert one_of_each(windows) == windows[:60]


MADE = graph_of("""
agreement a {
  term 2026-01-10 until 2027-01-01
  zone "UTC"
  currency USD
  service api { fee 100 USD per month }
  stream jobs of events by job { job text  status one of ok, failed }
  stream others of cases { moments opened  value money  void when value = 0 USD }
  stream unread of cases { moments opened  value money  void when value = 0 USD }
  stream spares of events by job { job text }
  distinct single of jobs by job within 10min of the first
  distinct spare of spares by job within 10min of the first
  pairing repairs of single by job { failed where status = failed  fixed where status = ok }
  objective fixed { count of repairs by failed <= 3 per month  credit 1 USD }
  objective quiet { count of others by opened <= 3 per month  credit 2 USD }
  objective owed { credit of fixed <= 5 USD per month }
  limit all credits to 50% of fees per calendar month
  limit credits of quiet to 20% of fees per calendar month
}
""")


def parts(*names: str) -> tuple[set[str], set[str], int, set[str], set[str]]:
    """The objectives, the streams, how many limits, what is made, and of what records are void."""
    part = with_those_asked(MADE, [objective(each, MADE) for each in names])
    return *named(part), {each.stream for each in part.makings}, {each.stream for each in part.voids}


def test_what_is_made_of_other_streams_needs_them() -> None:
    assert parts("fixed") == ({"fixed"}, {"jobs", "single", "repairs"}, 1, {"single", "repairs"}, set())
    assert parts("quiet") == ({"quiet"}, {"others"}, 2, set(), {"others"})
    assert streams_of(MADE, objective("fixed", MADE)) == {"jobs"}


def test_who_asks_what_others_owe_needs_them() -> None:
    assert parts("owed")[0] == {"owed", "fixed"}
    assert streams_of(MADE, objective("owed", MADE)) == {"jobs"}


def test_of_each_version_some_years_are_looked_at() -> None:
    graph = graph_of("""
agreement a {
  term from 2026-01-01
  zone "UTC"
  calendar office { open Mon to Fri 09:00-17:00  closed 2027-05-01  closed 2030-01-01 }
  stream outages of spans { }
  objective up { time of outages <= 1h per month }
}
amendment b to a from 2028-01-01 because "growth" { change objective up { time of outages <= 2h per month } }
""")
    start, year = parse_instant("2026-01-01T00:00Z"), 366 * DAY
    assert last_looked_at(graph) == start + 7 * year
    second = parse_instant("2028-01-01T00:00Z")
    assert looked_at(horizon_of(graph), graph) == [(start, second + 4 * year)]
    assert looked_at(horizon_of(graph, second), graph) == [(start, second)]
    assert looked_at(horizon_of(graph, second + DAY), graph) == [(start, second + DAY)]
    assert looked_at(horizon_of(graph, start + DAY), graph) == [(start, start + DAY)]
