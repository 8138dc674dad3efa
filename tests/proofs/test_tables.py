"""Rows of tables: each is reached, or no downtime that can be measured comes to it."""

from pathlib import Path

import pytest

from proofs.proved import results

FRAME = "service api { fee 1_000.00 USD per month } stream probes of samples every 5min { errors percent } "
BUCKETS = "buckets of 5min of probes where errors > 5%"


@pytest.mark.parametrize(
    ("measured", "rows", "verdicts"),
    [
        # 0.1 % of a month of 31 days is 8.9 buckets of five minutes, 0.1005 % is 8.97 of them: nothing lies between.
        (f"availability of ({BUCKETS})", "below 99.9% and at least 99.8995% gives 5% below 99.8995% gives 10%",
         ["REFUTED", "PROVED"]),
        (f"availability of ({BUCKETS})", "below 99.9% and at least 99.899% gives 5% below 99.899% gives 10%",
         ["PROVED", "PROVED"]),
        # In runs, and in several words for the same.
        (f"availability of runs of at least 10min in ({BUCKETS})",
         "below 99.9% and at least 99.8995% gives 5% below 99.8995% gives 10%", ["REFUTED", "PROVED"]),
    ],
)  # fmt: skip
def test_rows(measured: str, rows: str, verdicts: list[str], tmp_path: Path) -> None:
    objective = f"objective up {{ uptime >= 99.9% per calendar month credit share of api.fee {{ {rows} }} }}"
    found = results(tmp_path, FRAME + f"metric uptime = {measured} " + objective)
    assert [each.verdict for each in found if each.claim == "every row is reached"] == verdicts


def test_a_hole_that_no_downtime_comes_to_is_none(tmp_path: Path) -> None:
    rows = "at least 99.8995% and below 99.9% gives 5% below 99.8993% gives 10%"
    objective = f"objective up {{ uptime >= 99.9% per calendar month credit share of api.fee {{ {rows} }} }}"
    found = results(tmp_path, FRAME + f"metric uptime = availability of ({BUCKETS}) " + objective)
    hole = next(each for each in found if each.claim == "no value lies in a hole of the table")
    assert hole.verdict == "PROVED"
    assert "whole pieces" in hole.sentence
