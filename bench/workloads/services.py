"""W2: outages and maintenances of many services; announced maintenance is excluded, four hours of it a month."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workloads.workload import MIX, Numbers, Workload, key, microseconds

CONTRACT = """agreement services "Many services" {
  term     2025-01-01 until 2025-04-01
  zone     "Etc/UTC"
  currency USD

  stream outages of spans by service { }
  stream maintenances of spans by service { announced instant }

  exclusion maintenance {
    maintenances where announced at least 72h before start
    at most 4h per month
    counts as up
  }

  metric uptime for each service = availability of outages, excluding maintenance

  objective up for each service {
    uptime >= 99.9% per calendar month
    credit 100 USD
  }
}
"""
CONFIGURATION = """[bind.outages]
files = "outages/*.parquet"

[bind.maintenances]
files = "maintenances/*.parquet"
"""
START, END = "2025-01-01T00:00:00+00:00", "2025-04-01T00:00:00+00:00"
MOST_SERVICES = 10_000
ROWS_PER_SERVICE = 40
BLOCK = 2_000_000
HOUR = 3_600


def make(database: Any, folder: Path, rows: int, seed: int) -> None:
    """Five outages for each maintenance. Maintenances are announced about three days ahead, some at the border to the
    second; outages of a service begin on the quarters of an hour, so that they touch and overlap now and then."""
    database.execute(MIX)
    services = max(min(MOST_SERVICES, rows // ROWS_PER_SERVICE), 1)
    first, last = (microseconds(each) // 1_000_000 for each in (START, END))
    quarters = (last - first) // 900
    for name, count, columns, salt in (
        ("outages", rows * 5 // 6, "to_timestamp(start) AS start, to_timestamp(start + length) AS \"end\"", 1),
        (
            "maintenances", rows // 6,
            "to_timestamp(start - 259200 + notice) AS announced, to_timestamp(start) AS start,"
            " to_timestamp(start + 4 * length) AS \"end\"", 7,
        ),
    ):  # fmt: skip
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number, begin in enumerate(range(0, count, BLOCK)):
            database.execute(f"""
              COPY (
                SELECT printf('service-%05d', service) AS service, {columns} FROM (
                  SELECT i, drawn({seed}, {salt}, i) % {services} AS service,
                    {first} + (i * {quarters} // {count}) * 900 AS start,
                    60 * (1 + drawn({seed}, {salt + 1}, i) % 90) AS length,
                    CASE drawn({seed}, {salt + 2}, i) % 4 WHEN 0 THEN 1 WHEN 1 THEN 0 WHEN 2 THEN -86400
                      ELSE -60 * (drawn({seed}, {salt + 3}, i) % 4000) END AS notice
                  FROM range({begin}, {min(begin + BLOCK, count)}) t(i))
              ) TO '{folder / name / f"{number:04d}.parquet"}' (FORMAT parquet, COMPRESSION zstd)""")


SCAN = """SELECT (SELECT count(*) + sum(epoch_us(start)) + sum(epoch_us("end")) + count(service)
    FROM '{folder}/outages/*.parquet'),
  (SELECT count(*) + sum(epoch_us(start)) + sum(epoch_us("end")) + count(service) + sum(epoch_us(announced))
    FROM '{folder}/maintenances/*.parquet')"""


def yardstick(database: Any, folder: Path) -> Numbers:
    """Maintenances by month, cut where the allowance ends; then one sweep over the borders of both."""
    found = database.execute(f"""
      WITH months(m, a, b) AS (VALUES
        ('2025-01-01', {microseconds(START)}, {microseconds("2025-02-01T00:00:00+00:00")}),
        ('2025-02-01', {microseconds("2025-02-01T00:00:00+00:00")}, {microseconds("2025-03-01T00:00:00+00:00")}),
        ('2025-03-01', {microseconds("2025-03-01T00:00:00+00:00")}, {microseconds(END)})
      ), announced AS (
        SELECT service, epoch_us(start) AS s, epoch_us("end") AS e FROM '{folder}/maintenances/*.parquet'
        WHERE epoch_us(announced) <= epoch_us(start) - {72 * HOUR}000000
      ), begun AS (
        SELECT *, s > coalesce(max(e) OVER (PARTITION BY service ORDER BY s, e
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS new FROM announced
      ), runs AS (
        SELECT service, min(s) AS s, max(e) AS e FROM (
          SELECT *, count(*) FILTER (new) OVER (PARTITION BY service ORDER BY s, e) AS run FROM begun
        ) GROUP BY service, run
      ), parts AS (
        SELECT service, m, greatest(s, a) AS s, least(e, b) AS e FROM runs JOIN months ON s < b AND e > a
      ), spent AS (
        SELECT *, coalesce(sum(e - s) OVER (PARTITION BY service, m ORDER BY s
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM parts
      ), excluded AS (
        SELECT service, m, s, s + least(e - s, {4 * HOUR}000000 - before) AS e FROM spent
        WHERE before < {4 * HOUR}000000
      ), outages AS (
        SELECT service, m, greatest(s, a) AS s, least(e, b) AS e FROM (
          SELECT service, epoch_us(start) AS s, epoch_us("end") AS e FROM '{folder}/outages/*.parquet'
        ) JOIN months ON s < b AND e > a
      ), points AS (
        SELECT service, m, s AS t, 1 AS down, 0 AS out FROM outages
        UNION ALL SELECT service, m, e, -1, 0 FROM outages
        UNION ALL SELECT service, m, s, 0, 1 FROM excluded
        UNION ALL SELECT service, m, e, 0, -1 FROM excluded
      ), swept AS (
        SELECT service, m, lead(t) OVER w - t AS length, sum(down) OVER w AS down, sum(out) OVER w AS out
        FROM points WINDOW w AS (PARTITION BY service, m ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
      )
      SELECT service, m, coalesce(sum(length) FILTER (down > 0 AND out = 0), 0)::BIGINT,
        coalesce(sum(length) FILTER (out > 0), 0)::BIGINT
      FROM swept GROUP BY ALL""").fetchall()
    return {("up", service, month): (down, out) for service, month, down, out in found}


def told(result: Mapping[str, Any]) -> Numbers:
    found = {key(each): each["classes"][0] for each in result["outcomes"]}
    every = {each: (classes["down"], classes["excluded_up"]) for each, classes in found.items()}
    return {each: numbers for each, numbers in every.items() if any(numbers)}


WORKLOAD = Workload(
    "W2", "outages and maintenances with notice and a monthly allowance, ten thousand services", CONTRACT,
    CONFIGURATION, "2025-01-01 until 2025-04-01", make, SCAN, yardstick, told,
    "SELECT (SELECT count(*) FROM '{folder}/outages/*.parquet') + "
    "(SELECT count(*) FROM '{folder}/maintenances/*.parquet')",
)  # fmt: skip
