"""How the cases of each published SLA run: the contract and objective asked, its settings, its streams by event."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.published_cases import (
    Adapter,
    Case,
    Row,
    arrived,
    at_start,
    buckets,
    happened,
    hours_down,
    invoice,
    latency,
    minute_rates,
    monthly,
    one_case,
    opened,
    protected,
    received,
    reported,
    series,
    spans,
)

Streams = Mapping[str, tuple[str, Adapter]]
"""By kind of event: the stream and the adapter."""

Settings = Callable[[Case], dict[str, str]]


@dataclass(frozen=True)
class Recipe:
    """A stream named in `streams` but without events in a case is an empty log: nothing of its kind happened. `asked`
    chooses the objective by the case; the credits of those `beside` it add to its own. `contract` names the file where
    the SLA's own name makes none, `period` what the logs cover where a case's window is shorter than the contract's."""

    objective: str
    streams: Streams
    settings: Settings = lambda _case: {}
    asked: Callable[[Case], str] | None = None
    beside: tuple[str, ...] = ()
    contract: str | None = None
    period: str | None = None

    def objective_of(self, case: Case) -> str:
        return self.objective if self.asked is None else self.asked(case)


def _amounts(**names: str) -> Settings:
    """Parameters of money, by the case's parameter; what a case does not say stays as the contract has it."""
    return lambda case: {
        name: f"{case['params'][said]} {case['params'].get('currency', 'USD')}"
        for name, said in names.items()
        if case["params"].get(said) is not None
    }


def _fee(name: str) -> Settings:
    return _amounts(**{name: "fee"})


def _zone(case: Case) -> dict[str, str]:
    return {"headquarters": f'"{case["window"]["tz"]}"'}


def _start_of_subscription(case: Case) -> dict[str, str]:
    start = case["params"].get("subscription_start")
    return {} if start is None else {"subscription_start": str(start)}


def _all_of(*settings: Settings) -> Settings:
    return lambda case: {name: value for each in settings for name, value in each(case).items()}


def _unit(case: Case) -> str:
    return str(case["expected"]["unit"])


_OUTAGES: Streams = {"outage": ("outages", spans), "outage_series": ("outages", series)}
_MAINTAINED: Streams = {**_OUTAGES, "maintenance": ("maintenance_windows", spans)}
_TICKETS: Streams = {"ticket": ("tickets", one_case("opened", "responded"))}
_AVAILABILITY: Streams = {
    "availability": ("reports", reported(available="value_percent")),
    "monthly_availability": ("reports", monthly),
    "monthly_availability_list": ("reports", monthly),
}

RECIPES: dict[str, Recipe] = {
    "aws-compute-region": Recipe("region_up", _OUTAGES, _fee("monthly_charges")),
    "aws-ec2-instance-hourly": Recipe("instance_up", _OUTAGES, _amounts(rate_per_hour="rate_per_hour")),
    "aws-s3": Recipe(
        "storage_up",
        {"request_buckets": ("requests", buckets)},
        _all_of(_fee("monthly_charges"), lambda case: {"storage_class": f'"{case["params"]["storage_class"]}"'}),
    ),
    "gcp-alloydb": Recipe("database_up", _OUTAGES, _fee("monthly_bill")),
    "gcp-filestore-basic": Recipe("filestore_up", _OUTAGES, _fee("monthly_bill")),
    "gcp-datastore-multiregion-2016": Recipe(
        "datastore_up", {"minute_error_rates": ("errors", minute_rates)}, _fee("monthly_bill")
    ),
    "azure-storage": Recipe(
        "storage_up",
        {"request_buckets": ("transactions", buckets)},
        _all_of(
            _fee("monthly_fees"),
            lambda case: {
                "requests": {"<99.99": "reads_of_ra_grs", "<99.9": "others"}[case["params"]["table"][0][0]],
            },
        ),
    ),
    "azure-vm-single": Recipe("machine_up", _MAINTAINED, _fee("monthly_fees")),
    "azure-vm-single-mixed-disks": Recipe(
        "machine_up", {**_OUTAGES, "disk": ("disks", at_start("kind"))}, _fee("monthly_fees")
    ),
    "azure-automation": Recipe("jobs_start", {"jobs": ("jobs", at_start("total", "failed"))}, _fee("monthly_fees")),
    "azure-site-recovery-rto": Recipe(
        "recovered", {"failover": ("failovers", protected)}, _amounts(instance_fee="fee")
    ),
    "github-enterprise-2020": Recipe(
        "feature_up",
        {
            **_OUTAGES,
            "claim": ("claims", received),
            "executions": ("executions", at_start("total", "failed")),
        },
        lambda case: {"quarterly_fees": f"{case['params']['fee']} USD"},
        asked=lambda case: "actions_up" if "metric" in case["params"] else "feature_up",
    ),
    "github-business-2017": Recipe("platform_up", _OUTAGES, _fee("quarterly_fees")),
    "slack-2024": Recipe("workspace_up", _MAINTAINED, _fee("quarterly_fees")),
    "cloudflare-business": Recipe(
        "site_up",
        {**_OUTAGES, "notification": ("notifications", received)},
        _all_of(
            _fee("monthly_fee"),
            lambda case: {name: str(case["params"][name]) for name in ("multiplier",) if name in case["params"]},
        ),
    ),
    "fastly-business-days": Recipe("next_business_day", {"ticket": ("tickets", one_case("opened"))}),
    "verizon-latency": Recipe("latency_kept", {"latency_mean_ms": ("reports", latency)}, _fee("monthly_charge")),
    "snowflake": Recipe(
        "service_up",
        _AVAILABILITY,
        _all_of(
            _amounts(price_per_credit="price_per_credit"),
            lambda case: {"credits_used": f"{case['params']['credits_used_month']} platform_credits"},
        ),
    ),
    "notion": Recipe("workspace_up", _OUTAGES, _fee("monthly_fee")),
    "stakater-regional": Recipe("region_up", {**_OUTAGES, "excused": ("excused", spans)}, _fee("monthly_fee")),
    "redis-style (rmmbr)": Recipe(
        "database_up",
        {
            **_OUTAGES,
            "aware": ("awareness", happened),
            "ticket": ("tickets", opened),
            "claim": ("claims", received),
        },
        _fee("monthly_fee"),
        contract="redis-style-rmmbr",
    ),
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
        _all_of(
            _fee("monthly_fee"),
            lambda case: {"half_hours": {"floor": "completed", "ceil": "begun"}[case["params"]["rounding"]]},
        ),
    ),
    "commonpaper-sla-2": Recipe(
        "service_up",
        {
            **_MAINTAINED,
            **_AVAILABILITY,
            "credit_candidate": ("credit_candidates", at_start("amount")),
        },
        _all_of(
            _amounts(monthly_fee="fee", period_fees="fee_period_total", credited_before="credited_so_far"),
            _start_of_subscription,
        ),
        asked=lambda case: "candidates" if _unit(case) == "money" else "service_up",
    ),
    "twilio-segment": Recipe("service_up", _AVAILABILITY),
    "workday": Recipe(
        "no_failures", {"failures_in_rolling_6_months": ("reports", reported(failures="count"))}, _fee("monthly_fee")
    ),
    "servicenow": Recipe("instance_up", _MAINTAINED, _fee("monthly_fee")),
    "texas-dir": Recipe(
        "service_level_credits",
        {"service_level_default": ("defaults", at_start("pool_percent", "allocation_percent"))},
        _all_of(_amounts(invoice="invoice"), lambda case: {"at_risk_share": f"{case['params']['at_risk_percent']}%"}),
    ),
    "uk-msa-service-points": Recipe("service_available", _AVAILABILITY),
    "telus-ivr": Recipe(
        "points_paid",
        {
            "credit_points": ("point_reports", reported(total="total")),
            "monthly_availability_list": ("availability_reports", monthly),
        },
        _fee("next_month_billing"),
        asked=lambda case: {"points": "points_paid", "percent": "ivr_availability"}[_unit(case)],
    ),
    "tw-gov-late-penalty": Recipe(
        "delivered_in_time",
        {"delivery": ("deliveries", one_case("due", "done"))},
        _amounts(contract_total="fee", unfinished="unfinished_part"),
    ),
    "ofcom-auto-compensation": Recipe(
        "repaired", {"ticket": ("losses", one_case("opened", "resolved"))}, period="2025-04"
    ),
    "walmart-otif": Recipe(
        "on_time_in_full",
        {
            "cases": ("reports", reported(ordered="ordered", non_compliant="non_compliant")),
            "delivery": ("deliveries", arrived),
        },
        _amounts(case_cogs="case_cogs"),
    ),
    "call-centre-80-20": Recipe(
        "quick_answers",
        {
            "calls": (
                "reports",
                reported(offered="offered", answered_within_20s="answered_within_20s", abandoned="abandoned"),
            )
        },
        _fee("monthly_fee"),
        beside=("few_abandoned",),
    ),
    "ntt-sdpf": Recipe("monthly_downtime", _OUTAGES),
    "nifcloud-servers": Recipe(
        "fleet_up",
        _OUTAGES,
        _all_of(_fee("monthly_fee"), lambda case: {"servers": str(case["params"]["servers"])}),
    ),
    "digicloud-vn": Recipe("cam_kết_uptime", {"outage": ("sự_cố", spans)}, _fee("phí_tháng")),
    "vnpt-idc": Recipe("cam_kết_uptime", {"downtime_hours_in_year": ("báo_cáo", hours_down)}),
    "abrino": Recipe("uptime", _MAINTAINED),
    "aliyun-datahub": Recipe("datahub_up", _AVAILABILITY, _amounts(monthly_fee="fee", vouchers="vouchers_in_fee")),
    "mountain-maintenance": Recipe("monthly_uptime", _OUTAGES),
    "canonical-weekday-sev1": Recipe("answered", _TICKETS, _zone),
    "canonical-weekday-sev2": Recipe("answered", _TICKETS, _zone),
    "canonical-weekday-sev3": Recipe("answered", _TICKETS, _zone),
    "breach-notice-72h": Recipe("notified_in_time", {"incident": ("incidents", one_case("aware", "notified"))}),
}

# Streams whose absence in a case means that nobody can know, instead of that nothing happened.
_NOT_EMPTY = {"claims", "invoices", "errors", "notifications"}
# Kinds of event that repeat what another event of the same case already says in numbers.
_SHADOWED = {("aws-s3", "outage"), ("azure-storage", "outage")}


def write_logs(case: Case, folder: Path) -> dict[str, list[Path]]:
    """The streams of a case as JSON Lines files in `folder`."""
    recipe = RECIPES[case["sla"]]
    rows: dict[str, list[Row]] = {name: [] for name, _ in recipe.streams.values() if name not in _NOT_EMPTY}
    for event in _events(case):
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


def _events(case: Case) -> list[Mapping[str, object]]:
    """Those of the case, and the disks that one names among its parameters."""
    disks = case["params"].get("disks", ())
    return [*case["events"], *({"type": "disk", "kind": kind} for kind in disks)]
