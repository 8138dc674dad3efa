"""Bindings as text: what is understood, and what is refused with its place."""

from dataclasses import fields

import pytest

from logs.samples import bound
from sladsl.diagnostics import Code
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.binding import AttributeBinding, MomentBinding, Rows, StateBinding, StreamBinding
from sladsl.logs.from_toml import parse_bindings
from spec_player.page import blocks
from spec_player.surroundings import ROOT

SAMPLE = """
[bind.tickets]                       # stream `tickets` of any contract
files    = "exports/incident_*.csv.gz"
zone     = "Europe/Lisbon"           # of naive times
time     = "%d/%m/%Y %H:%M"          # or "iso", "epoch_s", "epoch_ms"
key      = "number"                  # the case
seq      = "sys_mod_count"           # order within an instant; else file order
rows     = "updates"                 # one row per update
coverage = "2016-02-29 until 2017-03-01"

[bind.tickets.moments]
opened   = "opened_at"
resolved = { column = "incident_state", becomes = "Resolved", at = "sys_updated_at" }

[bind.tickets.states]
waiting_for_customer = { column = "incident_state", in = ["Awaiting User Info"], at = "sys_updated_at" }

[bind.tickets.attributes]
priority = { column = "priority", map = { "1" = "P1", "2" = "P2", "3" = "P3" }, take = "last" }

[bind.requests]
files = "metrics/*.parquet"
time  = "epoch_ms"
at    = "ts"
attributes = { total = "count", errors = "count_5xx", latency = { column = "p95", unit = "ms", places = 3 } }
"""


def test_the_sample_of_the_design() -> None:
    bindings, found = parse_bindings(SAMPLE, "sladsl.toml")
    assert found == []
    tickets = bindings.for_stream("any", "tickets")
    assert tickets is not None
    assert tickets.rows is Rows.UPDATES
    assert dict(tickets.moments) == {
        "opened": MomentBinding("opened_at"),
        "resolved": MomentBinding("incident_state", ("Resolved",), "sys_updated_at"),
    }
    waiting = StateBinding("incident_state", within=("Awaiting User Info",), at="sys_updated_at")
    assert tickets.states == (("waiting_for_customer", waiting),)
    requests = bindings.for_stream("any", "requests")
    assert requests is not None
    assert dict(requests.attributes)["latency"] == AttributeBinding("p95", unit="ms", places=3)


def test_the_binding_of_an_agreement_wins() -> None:
    text = '[bind.tickets]\nkey = "a"\n[bind.gold.tickets]\nkey = "b"\n[bind.gold.outages]\nstart = "c"\n'
    bindings, found = parse_bindings(text, "sladsl.toml")
    assert found == []
    keys = [(each and each.key) for each in map(bindings.for_stream, ("gold", "silver"), ("tickets", "tickets"))]
    assert keys == [("b",), ("a",)]
    assert bindings.for_stream("silver", "outages") is None


def test_in_pyproject() -> None:
    bindings, found = parse_bindings('[tool.sladsl.bind.tickets]\nkey = "a"\nkeys = 1\n', "pyproject.toml")
    assert bindings.shared["tickets"].key == ("a",)
    assert [(each.code, each.place) for each in found] == [(codes.UNKNOWN_KEY, "pyproject.toml:3")]


def test_the_digest_is_of_what_is_said_not_how() -> None:
    one, _ = parse_bindings('[bind.t]\nkey = "a"\nseq = "b"\nattributes = { x = "1", y = "2" }\n', "one.toml")
    other, _ = parse_bindings(
        '# words\n[bind.t]\nseq="b"\nkey="a"\nattributes.y = "2"\nattributes.x = "1"\n', "two.toml"
    )
    third, _ = parse_bindings('[bind.t]\nkey = "a"\nseq = "c"\n', "one.toml")
    assert one.digest == other.digest != third.digest


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("[bind.tickets\n", codes.BAD_TOML, "sladsl.toml"),
        ("a = " + "[" * 5_000, codes.BAD_TOML, "sladsl.toml"),
        ("bind = 1\n", codes.BAD_SETTING, "sladsl.toml:1"),
        ('[bind.tickets]\nfiels = "x"\n', codes.UNKNOWN_KEY, "sladsl.toml:2"),
        ('[bind.t.moments]\nopened = { column = "a", becoms = "b" }\n', codes.UNKNOWN_KEY, "sladsl.toml:2"),
        ('[bind.t.attributes.x]\ncolumn = "a"\nmapp = {}\n', codes.UNKNOWN_KEY, "sladsl.toml:3"),
        ('[bind.gold.tickets]\nfiels = "x"\n', codes.UNKNOWN_KEY, "sladsl.toml:2"),
        ('[bind.t]\nformat = "cvs"\n', codes.BAD_SETTING, "sladsl.toml:2"),
        ('[bind.t]\nrows = "row"\n', codes.BAD_SETTING, "sladsl.toml:2"),
        ('[bind.t]\ndelimiter = "x"\n', codes.BAD_SETTING, "sladsl.toml:2"),
        ('[bind.t]\ntime = "isoo"\n', codes.BAD_SETTING, "sladsl.toml:2"),
        ('[bind.t]\ntime = "%d/%m/%Q"\n', codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\ntruncate = 1\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nkey = 1\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nkey = ''\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nkey = 'a'\nfiles = [1.5]\n", codes.BAD_SETTING, "sladsl.toml:3"),
        ("[bind.t]\nmoments = 'x'\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = 1\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = { column = 'a', places = 1.5 }\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = { column = 'a', places = true }\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = { column = 'a', take = 'best' }\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = { column = 'a', map = { b = 1.5 } }\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\ncoverage = []\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nkey = 'a'\nwhere = { x = [] }\n", codes.BAD_SETTING, "sladsl.toml:3"),
        ("[bind.t]\nkey = 'a'\nwhere = { x = ['a', 1] }\n", codes.BAD_SETTING, "sladsl.toml:3"),
        ("[bind.t]\nattributes.x = ''\n", codes.BAD_SETTING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = {}\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nmoments.x = {}\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nstates.x = {}\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nduration = {}\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nattributes.x = { places = 1 }\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nmoments.x = { column = 'a', at = 'b' }\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        ("[bind.t]\nstates.x = { column = 'a', from = 'b' }\n", codes.INCOMPLETE_BINDING, "sladsl.toml:2"),
        (
            "[bind.t]\nstates.x = { column = 'a', in = 'b', from = 'b', to = 'c' }\n",
            codes.INCOMPLETE_BINDING,
            "sladsl.toml:2",
        ),
    ],
)
def test_wrong_bindings(text: str, code: Code, place: str) -> None:
    _, found = parse_bindings(text, "sladsl.toml")
    assert [each.code for each in found] == [code], found
    assert found[0].place in (place, place + ":1")


def test_unknown_keys_are_suggested_and_placed() -> None:
    _, found = bound("tickets", '[bind.tickets]\nkey = "a"\ndelimitter = ","\n')
    assert [fix.text for each in found for fix in each.fixes] == ['did you mean "delimiter"?']
    assert found[0].span is not None
    assert (found[0].span.start, found[0].span.end) == (25, 35)


def test_the_reference_names_every_key_and_its_examples_are_valid() -> None:
    page = (ROOT / "docs" / "reference" / "binding.md").read_text(encoding="utf-8")
    examples = [block.text for block in blocks(page) if block.language == "toml"]
    assert [parse_bindings(text, "binding.md")[1] for text in examples] == [[], [], []]
    keys = {each.name for kind in (StreamBinding, MomentBinding, AttributeBinding) for each in fields(kind)}
    assert [
        key
        for key in sorted(keys - {"path", "span", "moments", "states", "attributes"})
        if f"{key}`" not in page and f"{key} =" not in page
    ] == []
