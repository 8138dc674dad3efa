"""`published.jsonl` as rows of streams: each adapter reshapes one kind of event, without arithmetic on its figures."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Case = Mapping[str, Any]
Row = dict[str, Any]
Adapter = Callable[[Mapping[str, Any], Case], Iterator[Row]]


@dataclass(frozen=True)
class Recipe:
    """How the cases of one SLA run: the objective asked, the settings its parameters give, and its streams by kind of
    event. A stream named in `streams` but without events in a case is an empty log: nothing of its kind happened."""

    objective: str
    streams: Mapping[str, tuple[str, Adapter]]
    settings: Callable[[Case], dict[str, str]]


def spans(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    row = {"start": event["start"], "end": event["end"]}
    if "notified_at" in event:
        row["notified_at"] = event["notified_at"]
    yield row


def series(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    first = datetime.fromisoformat(event["first_start"])
    for index in range(event["count"]):
        start = first + timedelta(seconds=event["every_s"] * index)
        yield {"start": start.isoformat(), "end": (start + timedelta(seconds=event["duration_s"])).isoformat()}


def buckets(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    given = {datetime.fromisoformat(each["start"]): each for each in event["overrides"]}
    at = datetime.fromisoformat(case["window"]["start"])
    end = datetime.fromisoformat(case["window"]["end"])
    while at < end:
        figures = given.get(at, event["default"])
        yield {"at": at.isoformat(), "total": figures["total"], "failed": figures["failed"]}
        at += timedelta(seconds=event["interval_s"])


def minute_rates(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    first = datetime.fromisoformat(event["start"])
    given = {first + timedelta(minutes=index): rate for index, rate in enumerate(event["rates_percent"])}
    at = datetime.fromisoformat(case["window"]["start"])
    end = datetime.fromisoformat(case["window"]["end"])
    while at < end:
        yield {"at": at.isoformat(), "rate": given.get(at, event["elsewhere"])}
        at += timedelta(minutes=1)


def received(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": event["received"]}


def opened(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": event["opened"]}


def ticket(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    yield {"case": case["id"], "opened": event["opened"], "responded": event["responded"]}


def invoice(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": f"{event['period']}-01T00:00:00Z", "amount": event["amount"]}


def executions(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    yield {"at": case["window"]["start"], "total": event["total"], "failed": event["failed"]}


def _fee(name: str) -> Callable[[Case], dict[str, str]]:
    return lambda case: {name: f"{case['params']['fee']} {case['params']['currency']}"}


def _zone(case: Case) -> dict[str, str]:
    return {"headquarters": f'"{case["window"]["tz"]}"'}


_OUTAGES = {"outage": ("outages", spans), "outage_series": ("outages", series)}
_MAINTAINED = {**_OUTAGES, "maintenance": ("maintenance_windows", spans)}
_TICKETS: dict[str, tuple[str, Adapter]] = {"ticket": ("tickets", ticket)}


RECIPES: dict[str, Recipe] = {
    "aws-compute-region": Recipe("region_up", _OUTAGES, _fee("monthly_charges")),
    "aws-s3": Recipe(
        "storage_up",
        {"request_buckets": ("requests", buckets)},
        lambda case: {**_fee("monthly_charges")(case), "storage_class": f'"{case["params"]["storage_class"]}"'},
    ),
    "gcp-alloydb": Recipe("database_up", _OUTAGES, _fee("monthly_bill")),
    "gcp-datastore-multiregion-2016": Recipe(
        "datastore_up", {"minute_error_rates": ("errors", minute_rates)}, _fee("monthly_bill")
    ),
    "azure-storage": Recipe(
        "storage_up",
        {"request_buckets": ("transactions", buckets)},
        lambda case: {
            **_fee("monthly_fees")(case),
            "requests": {"<99.99": "reads_of_ra_grs", "<99.9": "others"}[case["params"]["table"][0][0]],
        },
    ),
    "azure-vm-single": Recipe("machine_up", _MAINTAINED, _fee("monthly_fees")),
    "github-enterprise-2020": Recipe(
        "feature_up",
        {**_OUTAGES, "claim": ("claims", received), "executions": ("executions", executions)},
        lambda case: {"quarterly_fees": f"{case['params']['fee']} USD"},
    ),
    "slack-2024": Recipe("workspace_up", _MAINTAINED, _fee("quarterly_fees")),
    "atlassian-premium": Recipe(
        "product_up",
        {
            **_OUTAGES,
            "minute_error_rates": ("errors", minute_rates),
            "claim": ("claims", received),
            "invoice": ("invoices", invoice),
        },
        _fee("monthly_fees"),
    ),
    "rackspace-network": Recipe(
        "network_up",
        {**_OUTAGES, "ticket": ("tickets", opened)},
        lambda case: {
            **_fee("monthly_fee")(case),
            "half_hours": {"floor": "completed", "ceil": "begun"}[case["params"]["rounding"]],
        },
    ),
    "ntt-sdpf": Recipe("monthly_downtime", _OUTAGES, lambda _case: {}),
    "digicloud-vn": Recipe("cam_kết_uptime", {"outage": ("sự_cố", spans)}, _fee("phí_tháng")),
    "mountain-maintenance": Recipe("monthly_uptime", _OUTAGES, lambda _case: {}),
    "canonical-weekday-sev1": Recipe("answered", _TICKETS, _zone),
    "canonical-weekday-sev2": Recipe("answered", _TICKETS, _zone),
    "canonical-weekday-sev3": Recipe("answered", _TICKETS, _zone),
}

# Streams whose absence in a case means that nobody can know, instead of that nothing happened.
_NOT_EMPTY = {"claims", "invoices", "errors"}
# Kinds of event that repeat what another event of the same case already says in numbers.
_SHADOWED = {("aws-s3", "outage"), ("azure-storage", "outage")}


def write_logs(case: Case, folder: Path) -> dict[str, list[Path]]:
    """The streams of a case as JSON Lines files in `folder`."""
    recipe = RECIPES[case["sla"]]
    rows: dict[str, list[Row]] = {name: [] for name, _ in recipe.streams.values() if name not in _NOT_EMPTY}
    for event in case["events"]:
        if (case["sla"], event["type"]) in _SHADOWED:
            continue
        stream, adapter = recipe.streams[event["type"]]
        rows.setdefault(stream, []).extend(adapter(event, case))
    files: dict[str, list[Path]] = {}
    for stream, content in rows.items():
        file = folder / f"{stream}.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content), encoding="utf-8")
        files[stream] = [file]
    return files
