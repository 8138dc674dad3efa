"""The figures of the founding situations stand in the contract of each example, or in what its page records."""

import re

import pytest

from spec_player.surroundings import ROOT

EXAMPLES = ROOT / "policies/examples"
FIGURES = {
    "E01": ("it_support", "00 until 2026-06-10T09:43:12", "00 until 2026-06-10T09:43:13", "43 min 12 s  43 min 13 s"),
    "E02": ("saas_plans", "customer bình  below 99.9% gives 10%", "customer cúc   below 99.95% gives 15%"),
    "E03": ("tshirts", "2026-06-30T10:00, 41, 8_000_000 VND", "breached  2026-06       999", "98.000000%"),
    "E04": ("premium_plans", "expect reserved_line does not apply", "expect credit of available = 4_000_000 VND"),
    "E05": ("paper_supply", "expect short_by = 1", "breached  2026-03        49", ">= 1) = 20%", "2026-02-10T11:00"),
    "E06": ("marketing_sales", "5,000.00 USD  at least 5,000.00 USD", "expect four_reports = 3", "100  at least 100"),
    "E07": ("marketing_sales", "expect kept_happy does not apply", "expect friction_report is met"),
    "E08": ("office_hours", "solving <= 4h", "solving <= 8h", "B     missed   2026-03-02 16:30+07:00  4 h 1 min"),
    "E09": (
        "disaster_recovery",
        "expect case D1 of rto is met",
        "expect case D2 of notices is missed",
        "2026-Q2        0%",
    ),
    "E10": ("customer_service", "expect csat does not apply", "expect satisfaction = 4.5"),
    "E11": (
        "user_life_cycle",
        "2026-05-29T23:59:59",
        "access_removed 2026-05-30T00:00",
        "before 2026-05-12 00:00+07:00",
    ),
    "E12": ("printer_sites", "เมือง: repair", "ชนบท: answer"),
    "E13": ("three_levels", "expect carried = 99.85005%", "expect floor is breached"),
    "E14": ("watermelon", "expect available is met", "expect peak_downtime = 216min"),
    "E15": ("fee_at_risk", "expect all credits = 10_000 TWD", "earned back since"),
    "E16": ("misplaced_nine", "5min15s360ms1us", "31s536ms", "allows     5 min 15.36 s", "allows     31.536 s"),
    "E17": ("unforeseen", "told 2026-09-13T02:01", "98.804645%"),
    "E18": ("quality", 'expect page for site "تهران" is breached', "81.737903 Mbps"),
    "E19": ("internet_provider", "expect case I2 of installed is missed", "expect credit of repaired = 150_000 VND"),
    "E20": ("life_of_a_contract", "Amended   ปรับปรุง_1 from 2026-07-01", "nothing is measured after the end"),
    "E21": (
        "targets_from_data",
        "set target = 99.3%",
        "at least 99.3%   12 of 12",
        "at most 17 h        10 of 10",
    ),
    "E22": ("impossible_promise", "expect best = 99.92991006999%"),
    "E23": ("roles_disputes", "expect case A1 of approvals_in_time is missed", "is escalated to 總監"),
}


@pytest.mark.parametrize("situation", FIGURES)
def test_figures(situation: str) -> None:
    folder, *figures = FIGURES[situation]
    files = [*(EXAMPLES / folder).glob("*.sladsl"), EXAMPLES / folder / "README.md"]
    told = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [figure for figure in figures if figure not in told] == []


def test_the_list_of_examples_is_complete() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (E\d\d) \| \[(\w+)\]", page, re.MULTILINE)
    assert listed == [(situation, folder) for situation, (folder, *_) in FIGURES.items()]
    assert {folder for _, folder in listed} == {readme.parent.name for readme in EXAMPLES.glob("*/README.md")}
    assert all(list((EXAMPLES / folder).glob("*.csv")) for _, folder in listed), "each has a log"
