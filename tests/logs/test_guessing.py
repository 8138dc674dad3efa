"""Proposed bindings: what is guessed, what is marked as doubtful, and that a proposal binds its file."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logs.samples import DELIVERIES, OUTAGES, REQUESTS, TICKETS
from sladsl.diagnostics import Code, errors
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.guessing.inventing import clause_of
from sladsl.logs.guessing.labels import mapped
from sladsl.logs.guessing.proposing import Proposal, propose
from sladsl.logs.guessing.times import forms_of
from sladsl.logs.guessing.words import EQUAL, NEAR, PART, SAME, likeness
from sladsl.logs.reading import read_stream
from sladsl.logs.records import StreamLog
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.syntax import parse
from sladsl.text import Source

UPDATES = """\
number,incident_state,sys_mod_count,opened_at,sys_updated_at,priority,resolved_at
INC1,New,0,2/3/2026 09:10,2/3/2026 09:12,3 - Moderate,?
INC1,On Hold,1,2/3/2026 09:10,2/3/2026 11:00,3 - Moderate,?
INC1,Active,2,2/3/2026 09:10,3/3/2026 09:30,3 - Moderate,?
INC1,Resolved,3,2/3/2026 09:10,3/3/2026 15:40,3 - Moderate,3/3/2026 15:40
INC2,New,0,23/3/2026 16:45,23/3/2026 16:50,2 - High,?
INC2,Resolved,1,23/3/2026 16:45,24/3/2026 14:00,2 - High,24/3/2026 14:00
"""


def proposed(
    content: str, schema: StreamSchema | None, folder: Path, name: str = "log.csv", zone: str | None = None
) -> Proposal:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    proposal, found = propose(path, name, schema, zone)
    assert proposal is not None, found
    return proposal


def bound(proposal: Proposal, path: Path) -> StreamLog:
    """The file, read by the proposal as it stands there."""
    bindings, found = parse_bindings(proposal.text, "sladsl.toml")
    assert found == []
    log, found = read_stream(proposal.schema, [path], bindings.for_stream("any", proposal.schema.name))
    assert errors(found) == []
    return log


def said(proposal: Proposal) -> list[Code]:
    return [each.code for each in proposal.diagnostics]


def test_updates_of_a_service_desk(tmp_path: Path) -> None:
    proposal = proposed(UPDATES, TICKETS, tmp_path, zone="Europe/Lisbon")
    assert (
        proposal.text
        == """\
# Proposed by `sladsl import log` from 6 rows of log.csv. Look at each line with a question mark.
# Tried: 6 rows, 2 cases.

[bind.tickets]
files      = "log.csv"
rows       = "updates"             # several rows a case, each the case as it was then
key        = "number"              # 6 rows, 2 values
at         = "sys_updated_at"      # differs among the rows of a case
seq        = "sys_mod_count"       # counts up within a case
time       = "%d/%m/%Y %H:%M"      # as in "2/3/2026 09:10"
zone       = "Europe/Lisbon"       # as you said
missing    = ["?"]                 # stand for nothing
# coverage = "2026-03-02 until …"  # when the file is complete: its times are of 2026-03-02 to 2026-03-24

[bind.tickets.moments]
opened   = "opened_at"
update   = { column = "sys_updated_at", take = "all" }  # each row of the case
resolved = "resolved_at"                                # empty in 4 of 6 rows

[bind.tickets.states]
waiting = { column = "incident_state", in = "On Hold" }  # ? called something near

[bind.tickets.attributes]
priority = { column = "priority", map = { "3 - Moderate" = "P3", "2 - High" = "P2" } }
"""
    )
    assert said(proposal) == [codes.DOUBTFUL_GUESS]
    log = bound(proposal, tmp_path / "log.csv")
    assert [(case.key, len(case.moments[1]), len(case.states[0]), case.values) for case in log.records] == [
        ("INC1", 4, 1, ("P3",)),
        ("INC2", 2, 0, ("P2",)),
    ]


def test_a_zone_is_never_guessed(tmp_path: Path) -> None:
    proposal = proposed(UPDATES, TICKETS, tmp_path)
    assert 'zone       = "…"' in proposal.text
    assert codes.ZONE_NOT_SAID in said(proposal)
    assert proposal.log is not None
    assert len(proposal.log.records) == 2
    bindings, _ = parse_bindings(proposal.text, "sladsl.toml")
    _, found = read_stream(TICKETS, [tmp_path / "log.csv"], bindings.for_stream("any", "tickets"))
    assert [each.code for each in found] == [codes.BAD_SETTING]


def test_day_and_month_that_could_be_either(tmp_path: Path) -> None:
    rows = "".join(f"api,0{day}/03/2026 10:00,0{day}/03/2026 11:00\n" for day in range(1, 6))
    proposal = proposed(f"service,start,end\n{rows}", OUTAGES, tmp_path, zone="UTC")
    assert 'time       = "%d/%m/%Y %H:%M"' in proposal.text
    assert "? %m/%d/%Y %H:%M would fit as well" in proposal.text
    rows = "".join(f"api,0{month}/03/2026 10:00,0{month}/03/2026 11:00\n" for month in (1, 2, 3))
    rows += "api,01/04/2026 10:00,01/04/2026 11:00\n"
    proposal = proposed(f"service,start,end\n{rows}", OUTAGES, tmp_path, zone="UTC")
    assert 'time       = "%d/%m/%Y %H:%M"' in proposal.text


@pytest.mark.parametrize(
    ("name", "values", "forms"),
    [
        ("at", ["2026-03-02T10:00Z", "2026-03-02 10:00"], ("iso",)),
        ("created", ["1772445600", "1772445601.5"], ("epoch_s",)),
        ("number", ["1772445600"], ()),
        ("ts", ["1772445600000"], ("epoch_ms",)),
        ("Created", ["02/Mar/26 9:10 AM"], ("%d/%b/%y %I:%M %p",)),
        ("x", ["13.03.2026 10:00:00"], ("%d.%m.%Y %H:%M:%S",)),
        ("x", ["3/13/2026"], ("%m/%d/%Y",)),
        ("x", ["3/13/2026", "13/3/2026"], ()),
        ("x", ["up", "down"], ()),
        ("x", [], ()),
    ],
)
def test_forms_of_times(name: str, values: list[str], forms: tuple[str, ...]) -> None:
    assert forms_of(name, values) == forms


def test_a_stray_value_does_not_hide_a_column_of_times(tmp_path: Path) -> None:
    times = [f"{day:02d}/03/2026 10:00" for day in range(1, 31)]
    assert forms_of("x", [*times, "soon"]) == ("%d/%m/%Y %H:%M",)
    assert forms_of("x", [*times, "soon", "later"]) == ()
    rows = "".join(f"{number},{time},{time}\n" for number, time in enumerate([*times, "soon"]))
    proposal = proposed(f"service,start,end\n{rows}", OUTAGES, tmp_path, zone="UTC")
    assert "1 row left out" in proposal.text
    assert codes.BAD_TIME in said(proposal)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("opened", "opened_at", EQUAL),
        ("opened", "sys_created_on", SAME),
        ("opened", "openedAt", EQUAL),
        ("resolved", "Resolution Date", SAME),
        ("responded", "first_response_at", SAME),
        ("priority", "fields.priority.name", EQUAL),
        ("waiting_for_customer", "Awaiting User Info", SAME),
        ("waiting", "Awaiting User Info", PART),
        ("opened", "started_at", NEAR),
        ("opened", "priority", 0),
        ("assessed", "Assess claim", PART),
        ("paid", "Pay claim", PART),
        ("plan", "object.attributes.plan", SAME),
        ("placed", "com.example.order.placed", SAME),
        ("acknowledged", "acknowledge_log_entry", SAME),
        ("delivered", "Geliefert", SAME),
        ("created", "创建时间", SAME),
        ("", "", EQUAL),
    ],
)
def test_likeness_of_names(one: str, other: str, score: int) -> None:
    assert likeness(one, other) == likeness(other, one) == score


@pytest.mark.parametrize(
    ("values", "choices", "pairs", "assumed"),
    [
        (["p1", "P2"], ["P1", "P2"], {"p1": "P1", "P2": "P2"}, False),
        (["1 - Critical", "2 - High"], ["P1", "P2", "P3"], {"1 - Critical": "P1", "2 - High": "P2"}, False),
        (["urgent", "high", "normal"], ["P1", "P2", "P3"], {"urgent": "P1", "high": "P2", "normal": "P3"}, True),
        (["Highest", "Low"], ["critical", "low"], {"Highest": "critical", "Low": "low"}, False),
        (["in progress"], ["in_progress", "done"], {"in progress": "in_progress"}, False),
        (["blue"], ["P1"], {}, False),
    ],
)
def test_values_and_choices(values: list[str], choices: list[str], pairs: dict[str, str], assumed: bool) -> None:
    assert mapped(values, choices) == (pairs, assumed)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    proposal = proposed("id,created\n1,2026-03-02T10:00Z\n", TICKETS, tmp_path)
    assert '# resolved = "…"' in proposal.text
    assert "# no column or value is called like it" in proposal.text
    assert "# Not bound yet: moments.update, moments.resolved, states.waiting, attributes.priority." in proposal.text
    assert codes.NOT_BOUND in said(proposal)


def test_who_is_called_more_alike_goes_first(tmp_path: Path) -> None:
    schema = StreamSchema("tickets", Shape.CASES, (), ("opened", "responded", "resolved"))
    content = "Key,Created,Done\n1,2026-03-02T10:00Z,2026-03-02T11:00Z\n"
    proposal = proposed(content, schema, tmp_path)
    assert 'opened      = "Created"' in proposal.text
    assert '# responded = "…"' in proposal.text
    assert 'resolved    = "Done"' in proposal.text


def test_numbers_by_the_units_and_shares_in_their_names(tmp_path: Path) -> None:
    attributes = (Attribute("latency", AttributeType(Kind.DURATION)), Attribute("load", AttributeType(Kind.PERCENT)))
    schema = StreamSchema("traffic", Shape.SAMPLES, attributes)
    rows = "".join(f"{1772323200 + 60 * n},{n}81.5,0.00{n}\n" for n in range(5))
    proposal = proposed(f"ts,p95_ms,error_rate\n{rows}", schema, tmp_path)
    assert 'latency = { column = "p95_ms", unit = "ms" }' in proposal.text
    assert 'load    = { column = "error_rate", unit = "ratio", places = 0 }' in proposal.text
    assert bound(proposal, tmp_path / "log.csv").records


def test_samples_by_the_only_numbers_there_are(tmp_path: Path) -> None:
    rows = "".join(f'{{"ts": {1772445600000 + 300000 * n}, "hits": {n}, "area": "eu"}}\n' for n in range(6))
    proposal = proposed(rows, REQUESTS, tmp_path, "log.jsonl")
    assert 'time       = "epoch_ms"' in proposal.text
    assert 'total  = "hits"' in proposal.text
    assert 'region = "area"' in proposal.text
    assert [record.values[:2] for record in bound(proposal, tmp_path / "log.jsonl").records] == [
        ("eu", n) for n in range(6)
    ]


def test_a_stream_is_invented_where_nobody_asks_for_one(tmp_path: Path) -> None:
    proposal = proposed(UPDATES, None, tmp_path, "incident list.csv", zone="UTC")
    assert clause_of(proposal.schema) == [
        "stream incident_list of cases {",
        '  incident_state  one of New, "On Hold", Active, Resolved optional',
        '  priority        one of "3 - Moderate", "2 - High" optional',
        "  moments         opened, resolved, active",
        "  states          on_hold",
        "}",
    ]
    assert len(bound(proposal, tmp_path / "incident list.csv").records) == 2


def test_every(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-02T10:{5 * n:02d}Z,{n}.5\n" for n in range(6))
    proposal = proposed(f"at,load\n{rows}", None, tmp_path)
    assert clause_of(proposal.schema)[0] == "stream log of samples every 5min {"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "no column holds times"),
        ("a,b\n", "no rows"),
        ("", "no rows"),
    ],
)
def test_nothing_to_bind(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(content)
    proposal, found = propose(tmp_path / "log.csv", "log.csv")
    assert proposal is None
    assert [each.code for each in found] == [codes.NOTHING_TO_BIND]
    assert words in found[0].message


def test_the_public_export_is_bound_as_by_hand(shared: Path) -> None:
    path = shared / "data" / "uci_incidents" / "incident_event_log.csv.gz"
    proposal, _ = propose(path, "incidents.csv.gz", TICKETS, "UTC")
    assert proposal is not None
    for line in ('key        = "number"', 'at         = "sys_updated_at"', 'seq        = "sys_mod_count"',
                 'time       = "%d/%m/%Y %H:%M"', 'opened   = "opened_at"', 'resolved = "resolved_at"'):  # fmt: skip
        assert line in proposal.text
    assert proposal.log is not None
    assert proposal.log.rows_read == 141_712


CELLS = st.sampled_from(
    ["", "?", "1", "2.5", "P1", "high", "yes", "2026-03-02T10:00Z", "2026-03-02 10:00", "02/03/2026 10:00", "open",
     "resolved", "on hold", 'a "b"', "x\\y", "1772445600", "điện", "a\u202eb", "PT4H", "90s"]
) | st.text(max_size=5)  # fmt: skip
HEADERS = st.sampled_from(
    ["number", "id", "case", "at", "ts", "start", "end", "opened_at", "resolved_at", "updated", "state", "type",
     "priority", "total", "load", "service", "duration", "seq", "metric", "object.type"]
) | st.text(max_size=5)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_table(data: st.DataObject) -> None:
    """A proposal can always be read, says the same each time, and a stream made for a file can be declared."""
    header = data.draw(st.lists(HEADERS, min_size=1, max_size=6))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=8))
    schema = data.draw(st.sampled_from([None, TICKETS, OUTAGES, REQUESTS, DELIVERIES]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("log.csv" if data.draw(st.booleans()) else "log.jsonl")
        if path.suffix == ".csv":
            out = io.StringIO()
            csv.writer(out).writerows([header, *rows])
            path.write_text(out.getvalue(), encoding="utf-8")
        else:
            lines = [json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in rows]
            path.write_text("".join(lines), encoding="utf-8")
        proposal, found = propose(path, path.name, schema, "UTC")
        again, _ = propose(path, path.name, schema, "UTC")
    assert (proposal and proposal.text) == (again and again.text)
    if proposal is None:
        assert errors(found)
        return
    assert all(line.isprintable() for line in proposal.text.split("\n"))
    assert all(each.message.isprintable() for each in proposal.diagnostics)
    bindings, wrong = parse_bindings(proposal.text, "sladsl.toml")
    assert wrong == []
    assert bindings.for_stream("any", proposal.schema.name) is not None
    if schema is None:
        clause = "\n".join(clause_of(proposal.schema))
        _, problems = parse(Source("a", f"agreement a {{\n{clause}\n}}"))
        assert problems == []
        if proposal.schema.shape is Shape.CASES:
            assert proposal.schema.moments
