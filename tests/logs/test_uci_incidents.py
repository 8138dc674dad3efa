"""A real export: 141,712 updates of 24,918 incidents, public at UCI."""

from collections import Counter
from pathlib import Path

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.assembling import assemble
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.records import CaseRecord
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema
from sladsl.temporal import Zone, format_instant

BINDING = """
[bind.tickets]
files    = "incident_event_log.csv.gz"
zone     = "Europe/Lisbon"
time     = "%d/%m/%Y %H:%M"
key      = "number"
seq      = "sys_mod_count"
rows     = "updates"
missing  = ["?"]
coverage = "2016-02-29 until 2017-03-01"

[bind.tickets.moments]
opened   = "opened_at"
resolved = { column = "ident_state", becomes = "Resolved", at = "sys_updated_at" }
closed   = "closed_at"

[bind.tickets.states]
waiting  = { column = "ident_state", in = ["Awaiting User Info", "Awaiting Vendor"], at = "sys_updated_at" }

[bind.tickets.attributes]
priority = { column = "priority", map = { "1" = "P1", "2" = "P2", "3" = "P3", "4" = "P4" } }
made_sla = "made_sla"
"""
TICKETS = StreamSchema(
    "tickets",
    Shape.CASES,
    (
        Attribute("priority", AttributeType(Kind.CHOICE, ("P1", "P2", "P3", "P4"))),
        Attribute("made_sla", AttributeType(Kind.FLAG)),
    ),
    ("opened", "resolved", "closed"),
    states=("waiting",),
)


def test_incidents(shared: Path) -> None:
    bindings, wrong = parse_bindings(BINDING, "sladsl.toml")
    assert wrong == []
    log, found = assemble([TICKETS], {}, bindings, "example", shared / "data" / "uci_incidents")
    stream = log.streams["tickets"]
    cases = [record for record in stream.records if isinstance(record, CaseRecord)]
    assert (stream.rows_read, stream.rows_rejected, len(cases)) == (141_712, 0, 24_918)
    assert Counter(case.values[0] for case in cases) == {"P1": 270, "P2": 408, "P3": 23_466, "P4": 774}
    assert all(case.moments[0] and case.moments[2] for case in cases)
    # Five cases in which an update with a later number has an earlier time; the header holds `category` twice.
    assert Counter(each.code for each in found) == {
        codes.CLOCK_SKEW: 5,
        codes.DUPLICATE_HEADER: 1,
        codes.EXTRA_COLUMN: 1,
    }
    lisbon = Zone.named("Europe/Lisbon")
    first = next(case for case in cases if case.key == "0000045")
    assert [format_instant(times[0], lisbon) for times in first.moments] == [
        "2016-02-29T01:16:00+00:00",
        "2016-02-29T08:53:00+00:00",
        "2016-03-05T12:00:00+00:00",
    ]
