"""`published.jsonl` as rows of streams: each adapter reshapes one kind of event, without arithmetic on its figures."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

Case = Mapping[str, Any]
Row = dict[str, Any]
Adapter = Callable[[Mapping[str, Any], Case], Iterator[Row]]


def spans(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {name: event[name] for name in ("start", "end", "notified_at", "affected", "resource") if name in event}


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


def reported(**names: str) -> Adapter:
    """A figure that the case gives as measured, with its period; `names` are those of the event by attribute."""

    def adapter(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
        yield {**case_period(case), **{attribute: event[name] for attribute, name in names.items()}}

    return adapter


def case_period(case: Case) -> Row:
    return {"start": case["window"]["start"], "end": case["window"]["end"]}


def monthly(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    """One figure a month, by its month or in a list from the first month on."""
    values = event["values"]
    by_month = values if isinstance(values, dict) else dict(zip(_months(event["first_month"]), values, strict=False))
    for month, value in by_month.items():
        following = list(zip(range(2), _months(month), strict=False))[1][1]
        row = {"start": f"{month}-01T00:00:00Z", "end": f"{following}-01T00:00:00Z", "available": value}
        yield {**row, **({"notified": event["notified_in_time"]} if "notified_in_time" in event else {})}


def _months(first: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while True:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def latency(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    yield {**case_period(case), "latency": f"{event['value']}ms"}


def hours_down(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    exact = Fraction(event["value"])  # "657/50" is how a case writes 13.14
    yield {**case_period(case), "gián_đoạn": f"{Decimal(exact.numerator) / exact.denominator}h"}


def at_start(*names: str) -> Adapter:
    """An event of which the case says no time, at the beginning of the window."""
    return lambda event, case: iter([{"at": case["window"]["start"], **{name: event[name] for name in names}}])


def received(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": event["received"]}


def opened(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": event["opened"]}


def happened(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": event["at"]}


def one_case(*names: str) -> Adapter:
    """A case with the moments and attributes of these names."""
    return lambda event, case: iter([{"case": case["id"], **{name: event[name] for name in names if name in event}}])


def invoice(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    yield {"at": f"{event['period']}-01T00:00:00Z", "amount": event["amount"]}


def protected(event: Mapping[str, Any], case: Case) -> Iterator[Row]:
    """What was protected is said by the parameters of the case."""
    size, encrypted = case["params"]["size_gb"], case["params"]["encrypted"]
    yield {"case": case["id"], "size": size, "encrypted": encrypted, **{at: event[at] for at in ("started", "running")}}


def arrived(event: Mapping[str, Any], _case: Case) -> Iterator[Row]:
    names = ("window_start", "window_end", "ordered", "received")
    yield {"at": event["arrived"], **{name: event[name] for name in names}}
