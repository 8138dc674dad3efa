"""W3: request counters of many services every five minutes: bad stretches of a quarter of an hour, and error rates."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from workloads.workload import MIX, Numbers, Workload, as_pair, key, microseconds

CONTRACT = """agreement counters "Request counters" {
  term     2025-01-01 until 2025-04-01
  zone     "Etc/UTC"
  currency USD

  stream requests of samples every 5min by service {
    total  count
    errors count
  }

  define bad = runs of at least 15min in buckets of 5min of requests where errors / total > 5%

  metric uptime for each service = availability of bad
  metric error_rate for each service = sum of errors of requests / sum of total of requests

  objective up for each service {
    uptime >= 99.9% per calendar month
    credit 100 USD
  }
  kpi failed for each service { error_rate <= 1% per calendar month }
}
"""
CONFIGURATION = """[bind.requests]
files = "requests/*.parquet"
"""
START, END = "2025-01-01T00:00:00+00:00", "2025-04-01T00:00:00+00:00"
EVERY = 300
BLOCK = 5_000_000


def make(database: Any, folder: Path, rows: int, seed: int) -> None:
    """In the order of time, so many services that the quarter has about so many samples. One sample in forty is bad,
    in stretches; some lie on five percent exactly."""
    database.execute(MIX)
    (folder / "requests").mkdir(parents=True, exist_ok=True)
    first, last = (microseconds(each) // 1_000_000 for each in (START, END))
    slots = (last - first) // EVERY
    services = max(rows // slots, 1)
    for number, begin in enumerate(range(0, slots, max(BLOCK // services, 1))):
        until = min(begin + max(BLOCK // services, 1), slots)
        database.execute(f"""
          COPY (
            SELECT to_timestamp({first} + slot * {EVERY}) AS "at", printf('service-%05d', service) AS service, total,
              CASE
                WHEN drawn({seed}, 2, (slot // 4) * {services} + service) % 40 > 0 THEN drawn({seed}, 3, n) % 100 // 97
                WHEN drawn({seed}, 4, n) % 8 = 0 THEN total // 20
                ELSE total // 20 + 1 + drawn({seed}, 5, n) % 40
              END AS errors
            FROM (
              SELECT slot, service, slot * {services} + service AS n,
                20 * (5 + drawn({seed}, 1, slot * {services} + service) % 2000) AS total
              FROM range({begin}, {until}) a(slot), range({services}) b(service)
            ) ORDER BY slot, service
          ) TO '{folder / "requests" / f"{number:04d}.parquet"}' (FORMAT parquet, COMPRESSION zstd)""")


SCAN = """SELECT count(*), sum(epoch_us("at")), count(service), sum(total), sum(errors)
FROM '{folder}/requests/*.parquet'"""


def yardstick(database: Any, folder: Path) -> Numbers:
    """Bad samples numbered along time: those of one stretch keep the same distance to their number."""
    months = f"""(VALUES
        ('2025-01-01', {microseconds(START)}, {microseconds("2025-02-01T00:00:00+00:00")}),
        ('2025-02-01', {microseconds("2025-02-01T00:00:00+00:00")}, {microseconds("2025-03-01T00:00:00+00:00")}),
        ('2025-03-01', {microseconds("2025-03-01T00:00:00+00:00")}, {microseconds(END)})) months(m, a, b)"""
    bad = database.execute(f"""
      WITH bad AS (
        SELECT service, epoch_us("at") // 300000000 AS slot FROM '{folder}/requests/*.parquet'
        WHERE errors * 100 > total * 5
      ), runs AS (
        SELECT service, min(slot) * 300000000 AS s, (max(slot) + 1) * 300000000 AS e FROM (
          SELECT service, slot, slot - row_number() OVER (PARTITION BY service ORDER BY slot) AS run FROM bad
        ) GROUP BY service, run HAVING count(*) >= 3
      )
      SELECT service, m, sum(least(e, b) - greatest(s, a))::BIGINT FROM runs JOIN {months} ON s < b AND e > a
      GROUP BY ALL""").fetchall()
    sums = database.execute(f"""
      SELECT service, m, errors, total FROM (
        SELECT service, date_trunc('month', make_timestamp(epoch_us("at")))::DATE::VARCHAR AS m,
          sum(errors)::BIGINT AS errors, sum(total)::BIGINT AS total
        FROM '{folder}/requests/*.parquet' GROUP BY ALL)""").fetchall()
    found: dict[tuple[str, ...], tuple[int, ...]] = {("up", service, m): (down,) for service, m, down in bad}
    found |= {("failed", service, m): as_pair(Fraction(100 * errors, total)) for service, m, errors, total in sums}
    return found


def told(result: Mapping[str, Any]) -> Numbers:
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for each in result["outcomes"]:
        if each["objective"] == "failed":
            found[key(each)] = as_pair(Fraction(each["measured"]["exact"]))
        elif each["classes"][0]["down"]:
            found[key(each)] = (each["classes"][0]["down"],)
    return found


WORKLOAD = Workload(
    "W3", "request counters: stretches of bad samples, and rates of two sums", CONTRACT, CONFIGURATION,
    "2025-01-01 until 2025-04-01", make, SCAN, yardstick, told, "SELECT count(*) FROM '{folder}/requests/*.parquet'",
)  # fmt: skip
