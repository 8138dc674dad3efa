"""W1: events of tickets at six desks with office hours of their own, with pauses and reopenings."""

import datetime
import zoneinfo
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from workloads.workload import MIX, Numbers, Workload, as_pair, key, microseconds

DESKS = {
    "hanoi": ("Asia/Ho_Chi_Minh", "open Mon to Fri 08:00-12:00, 13:00-17:00", ("2025-01-27", "2025-02-03")),
    "tehran": ("Asia/Tehran", "open Sat to Wed 08:00-16:30", ("2025-03-20", "2025-03-26")),
    "berlin": ("Europe/Berlin", "open Mon to Fri 09:00-17:30", ("2025-04-18", "2025-04-22")),
    "lisbon": ("Europe/Lisbon", "open Mon to Sat 08:00-20:00", ("2025-12-24", "2025-12-27")),
    "denver": ("America/Denver", "open Mon to Fri 08:00-18:00", ("2025-11-27", "2025-11-29")),
    "sydney": ("Australia/Sydney", "open every day 07:00-19:00", ("2025-12-25", "2025-12-27")),
}
TARGETS = {"P1": 4, "P2": 8, "P3": 24}
CUSTOMERS = 1_000
START, END = "2025-01-01T00:00:00+07:00", "2026-01-01T00:00:00+07:00"
BLOCK = 250_000
EVENTS_PER_TICKET = 4.8


def _contract() -> str:
    calendars = "".join(
        f"""  calendar hours_{desk} {{
    zone   "{zone}"
    {hours}
    closed {closed} until {until} "Holidays"
  }}
"""
        for desk, (zone, hours, (closed, until)) in DESKS.items()
    )
    metrics = "".join(
        f"""  metric solution_{desk} for each tickets by opened =
    time in hours_{desk} from opened to resolved, without waiting, reopened continues
"""
        for desk in DESKS
    )
    kept = " or ".join(
        f"""(desk = "{desk}" and priority = {each} and solution_{desk} <= {hours} business hours)"""
        for desk in DESKS
        for each, hours in TARGETS.items()
    )
    return f"""agreement desks "Six desks, a thousand customers" {{
  term     2025-01-01 until 2026-01-01
  zone     "Asia/Ho_Chi_Minh"
  currency USD

{calendars}
  stream tickets of cases by desk, customer {{
    priority one of {", ".join(TARGETS)}
    moments  opened, resolved many, reopened many
    states   waiting
  }}

{metrics}
  objective solved for each desk, customer {{
    (share of tickets with {kept}) >= 80% per calendar month
    credit 100 USD
  }}
}}
"""


CONFIGURATION = """[bind.tickets]
files = "tickets/*.parquet"
rows  = "updates"
key   = "ticket"
at    = "at"
seq   = "seq"

[bind.tickets.attributes]
desk  = "site"

[bind.tickets.moments]
opened   = { column = "state", becomes = "new" }
resolved = { column = "state", becomes = "resolved" }
reopened = { column = "state", becomes = "reopened" }

[bind.tickets.states]
waiting  = { column = "state", in = ["waiting"] }
"""


def make(database: Any, folder: Path, rows: int, seed: int) -> None:
    """Files of some hundred thousand tickets each, in the order of their opening, the events of a file in that of time.
    Lengths lie on a grid, so that targets are met to the second now and then."""
    (folder / "tickets").mkdir(parents=True, exist_ok=True)
    database.execute(MIX)
    tickets = max(int(rows / EVENTS_PER_TICKET), 1)
    first, last = microseconds(START) // 1_000_000, microseconds(END) // 1_000_000
    desks = "[" + ", ".join(f"'{each}'" for each in DESKS) + "]"
    for number, begin in enumerate(range(0, tickets, BLOCK)):
        database.execute(f"""
          COPY (
            WITH tickets AS (
              SELECT i, drawn({seed}, 1, i) % {CUSTOMERS} AS customer, drawn({seed}, 2, i) % 3 AS priority,
                drawn({seed}, 3, i) % 100 AS kind,
                {first} + (i * {last - first} // {tickets}) // 60 * 60 AS opened
              FROM range({begin}, {min(begin + BLOCK, tickets)}) t(i)
            ), told AS (
              SELECT *, CASE
                WHEN kind < 55 THEN ['new', 'working', 'waiting', 'working', 'resolved']
                WHEN kind < 70 THEN ['new', 'working', 'resolved']
                WHEN kind < 85 THEN ['new', 'working', 'waiting', 'working', 'resolved', 'reopened', 'resolved']
                WHEN kind < 95 THEN ['new', 'working', 'waiting', 'working']
                ELSE ['new', 'resolved'] END AS states
              FROM tickets
            ), events AS (
              SELECT *, unnest(states) AS state, generate_subscripts(states, 1) AS seq FROM told
            ), timed AS (
              SELECT *, opened + coalesce(list_sum(list_transform(range(1, seq), lambda j:
                CASE drawn({seed}, 10 + j, i) % 4
                  WHEN 0 THEN 60 * (1 + drawn({seed}, 20 + j, i) % 120)
                  WHEN 1 THEN 3600 * (1 + drawn({seed}, 30 + j, i) % 8)
                  WHEN 2 THEN 900 * (1 + drawn({seed}, 40 + j, i) % 40)
                  ELSE 43200 * (1 + drawn({seed}, 50 + j, i) % 5) END)), 0)::BIGINT AS t
              FROM events
            )
            SELECT printf('T%09d', i) AS ticket, to_timestamp(t) AS "at", seq::INTEGER AS seq, state,
              ({desks})[1 + customer % {len(DESKS)}] AS site, printf('C%04d', customer) AS customer,
              'P' || (1 + priority) AS priority
            FROM timed WHERE t < {last} ORDER BY t, i, seq
          ) TO '{folder / "tickets" / f"{number:04d}.parquet"}' (FORMAT parquet, COMPRESSION zstd)""")


SCAN = """SELECT count(*), max(ticket), sum(epoch_us("at")), sum(seq), max(state), max(site),
  max(customer), max(priority) FROM '{folder}/tickets/*.parquet'"""


def open_days() -> list[tuple[int, int, int, list[tuple[int, int]]]]:
    """For each desk and day of UTC: open microseconds before it, and its openings as a start and a length."""
    day = datetime.timedelta(days=1)
    found = []
    for number, (zone, hours, (closed, until)) in enumerate(DESKS.values()):
        named = zoneinfo.ZoneInfo(zone)
        weekdays, *windows = _weekly(hours)
        spans = []
        date = datetime.date(2024, 12, 25)
        while date < datetime.date(2026, 1, 8):
            if date.weekday() in weekdays and not closed <= date.isoformat() < until:
                spans += [tuple(_at(date, minute, named) for minute in window) for window in windows]
            date += day
        first, length = microseconds("2024-12-28T00:00:00+00:00"), 86_400_000_000
        before = 0
        for index in range(376):
            begin = first + index * length
            here = [(max(a, begin), min(b, begin + length)) for a, b in spans if a < begin + length and b > begin]
            found.append((number, begin // length, before, [(a, b - a) for a, b in here]))
            before += sum(b - a for a, b in here)
    return found


def _weekly(hours: str) -> list[Any]:
    """`open Mon to Fri 08:00-12:00, 13:00-17:00` as weekdays and pairs of minutes."""
    names = "Mon Tue Wed Thu Fri Sat Sun".split()
    words = hours.replace(",", "").split()[1:]
    if words[0] == "every":
        days, times = set(range(7)), words[2:]
    else:
        low, high = names.index(words[0]), names.index(words[2])
        days, times = {(low + k) % 7 for k in range((high - low) % 7 + 1)}, words[3:]
    pairs = [tuple(int(t[:2]) * 60 + int(t[3:]) for t in each.split("-")) for each in times]
    return [days, *pairs]


def _at(date: datetime.date, minute: int, zone: zoneinfo.ZoneInfo) -> int:
    local = datetime.datetime.combine(date, datetime.time(minute // 60, minute % 60), zone)
    return microseconds(local.astimezone(datetime.UTC).isoformat())


def yardstick(database: Any, folder: Path) -> Numbers:
    """As one would write it for this contract: one pass, one window, the openings of a day looked up by one key."""
    days = open_days()
    widest = max(len(each[3]) for each in days)
    columns = ", ".join(f"s{k}, d{k}" for k in range(widest))
    rows = ", ".join(
        f"({desk * 100_000 + day}, {before}, "
        + ", ".join(f"{start}, {length}" for start, length in [*each, *[(0, 0)] * (widest - len(each))])
        + ")"
        for desk, day, before, each in days
    )
    database.execute(f"CREATE OR REPLACE TEMP TABLE open_days AS SELECT * FROM (VALUES {rows}) v(k, w, {columns})")
    end = microseconds(END)
    w = " + ".join(f"least(greatest(t - s{k}, 0), d{k})" for k in range(widest))
    codes = " ".join(f"WHEN '{desk}' THEN {number}" for number, desk in enumerate(DESKS))
    limits = " ".join(f"WHEN '{each}' THEN {hours * 3_600_000_000}" for each, hours in TARGETS.items())
    found = database.execute(f"""
      WITH events AS (
        SELECT ticket, seq, state, CASE site {codes} END AS desk, customer, priority, epoch_us("at") AS t
        FROM '{folder}/tickets/*.parquet'
      ), counted AS (
        SELECT ticket, seq, state, desk, customer, priority, t, w + {w} AS w
        FROM events JOIN open_days ON k = desk * 100000 + t // 86400000000
      ), ended AS (
        SELECT (SELECT list(w + {w.replace("t - ", f"{end} - ")} ORDER BY k) FROM open_days
                WHERE k % 100000 = {end // 86_400_000_000}) AS ends
      ), lasting AS (
        SELECT *, lead(w) OVER (PARTITION BY ticket ORDER BY seq) AS next FROM counted
      ), tickets AS (
        SELECT any_value(desk) AS desk, any_value(customer) AS customer, any_value(priority) AS priority,
          min(t) AS opened, bool_or(next IS NULL AND state <> 'resolved') AS open,
          sum(CASE WHEN state IN ('new', 'working', 'reopened') THEN coalesce(next, ends[1 + desk]) - w ELSE 0 END)
            AS taken
        FROM lasting, ended GROUP BY ticket
      ), judged AS (
        SELECT desk, customer, date_trunc('month', make_timestamp(opened + 7 * 3600000000)) AS month,
          taken <= CASE priority {limits} END AS kept, open
        FROM tickets
      )
      SELECT desk, customer, strftime(month, '%Y-%m-%d'), count(*) FILTER (kept AND NOT open),
        count(*) FILTER (NOT kept)
      FROM judged GROUP BY ALL""").fetchall()
    names = list(DESKS)
    shares = {("solved", customer, names[desk], month): (met, missed) for desk, customer, month, met, missed in found}
    return {each: as_pair(Fraction(100 * met, met + missed)) for each, (met, missed) in shares.items() if met + missed}


def told(result: Mapping[str, Any]) -> Numbers:
    return {key(each): as_pair(Fraction(each["measured"]["exact"])) for each in result["outcomes"] if each["measured"]}


WORKLOAD = Workload(
    "W1", "events of tickets: pauses, reopenings, six calendars, a thousand customers", _contract(), CONFIGURATION,
    "2025", make, SCAN, yardstick, told, "SELECT count(*) FROM '{folder}/tickets/*.parquet'",
)  # fmt: skip
