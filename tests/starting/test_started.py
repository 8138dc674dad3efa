"""First contracts of every kind check clean, pass their scenarios and evaluate at once."""

import datetime
import json
from pathlib import Path

import pytest

from sladsl.starting.naming import name_from
from spec_player.command import run_line, sladsl

PARTIES = "--provider 'Northern Hosting Ltd' --customer 'Corner Bakery'"
CASES = [
    "availability --zone Europe/Berlin --from 2026-01-01 --currency EUR --fee 900",
    "availability --zone America/New_York --from 2026-02-15 --target 90%",
    "availability --zone Asia/Tehran --from 2026-03-21 --target 99.9999 --currency USD --fee 0.05",
    "availability --zone Asia/Tokyo --from 2028-02-29 --target 95.5% --currency JPY --fee 1_234_567",
    "support --zone Asia/Ho_Chi_Minh --from 2026-01-01 --currency VND --fee 12_000_000",
    "support --zone Asia/Tehran --from 2026-03-21 --days 'Sat to Wed' --hours 08:00-16:00 --target 100",
    "support --zone America/New_York --from 2026-10-02 --days 'every day' --hours 00:00-24:00 --target 50",
    "support --zone Australia/Lord_Howe --from 2026-03-31 --days 'Mon, Wed, Fri' --hours 10:00-12:00",
    "support --zone Europe/Lisbon --from 2026-03-01 --hours 09:00-13:00 --target 80",
    "delivery --zone Asia/Taipei --from 2026-01-01 --currency TWD --fee 33.33",
    "delivery --zone Africa/Cairo --from 2026-03-15 --days 'Mon, Wed, Sun' --target 97.5",
    "internal --zone Asia/Bangkok --from 2026-01-01",
    "internal --zone America/Santiago --from 2026-08-02 --days 'Sat to Wed' --hours 22:00-24:00 --target 100",
]


@pytest.mark.parametrize("case", CASES)
def test_it_can_be_used_at_once(case: str, tmp_path: Path) -> None:
    def run(line: str) -> str:
        outcome = run_line(f"sladsl {line}", sladsl, tmp_path)
        assert outcome.status == 0, outcome.stdout + outcome.stderr
        return outcome.stdout + outcome.stderr

    steps = run(f"init desk {PARTIES} --kind {case}")
    assert run("check desk").count("\n") == 1, "no findings"
    assert run("fmt --check desk") == "1 in style\n"
    assert "2 passed" in run("test desk")
    result = json.loads(run("eval desk/contract.sladsl --fail-on warning -f json"))
    states: dict[str, list[str]] = {}
    for each in result["outcomes"]:
        states.setdefault(each["objective"], []).append(each["state"])
    assert all(each in (["met", "breached", "met"], ["measured"] * 3) for each in states.values()), states
    for line in steps.splitlines():
        if line.startswith("  sladsl "):
            run(line.partition("sladsl ")[2].partition("  ")[0])


def test_the_same_answers_make_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        run_line(f"sladsl init {folder} {PARTIES} --kind {CASES[0]}", sladsl, tmp_path)
    one, other = (
        {each.name: each.read_bytes() for each in sorted((tmp_path / folder).iterdir())} for folder in ("one", "other")
    )
    assert one == other
    assert sorted(one) == ["contract.sladsl", "outages.csv", "sladsl.toml"]


@pytest.mark.parametrize(
    "words",
    [
        "--from ۲۰۲۶-۰۱-۰۱ --target ۹۹٫۹٪ --currency IRR --fee ۹۰۰_۰۰۰",
        "--from ๒๐๒๖-๐๑-๐๑ --target ๙๙.๙% --currency IRR --fee ๙๐๐๐๐๐",
        "--from ２０２６-０１-０１ --target ９９．９％ --currency IRR --fee ９０００００",
    ],
)
def test_digits_of_any_keyboard(words: str, tmp_path: Path) -> None:
    latin = "--from 2026-01-01 --target 99.9% --currency IRR --fee 900000"
    for folder, said in (("one", words), ("other", latin)):
        outcome = run_line(
            f"sladsl init {folder} {PARTIES} --kind availability --zone Asia/Tehran {said}", sladsl, tmp_path
        )
        assert outcome.status == 0, outcome.stderr
    assert (tmp_path / "one/contract.sladsl").read_bytes() == (tmp_path / "other/contract.sladsl").read_bytes()


def test_parties_that_look_alike_get_names_that_do_not(tmp_path: Path) -> None:
    words = "--kind availability --zone UTC --from 2026-01-01 --provider Acme --customer \u0410cme"
    assert run_line(f"sladsl init desk {words}", sladsl, tmp_path).status == 0
    assert run_line("sladsl check desk --fail-on warning", sladsl, tmp_path).status == 0


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Corner Bakery", "corner_bakery"),
        ("Công ty Máy Chủ Việt", "công_ty_máy_chủ_việt"),
        ("บริษัทซ่อมเร็ว", "บริษัทซ่อมเร็ว"),
        ("خانه‌داری تهران", "خانه‌داری_تهران"),
        ("永豐紙業行", "永豐紙業行"),
        ("  A.B. (C) & Söhne  ", "a_b_c_söhne"),
        ("3M", ""),
        ("***", ""),
        ("Dell-", "dell"),
        ("a" * 60 + " b", "a" * 60),
        ("one " * 30, "one_one_one_one_one_one_one_one_one_one"),
    ],
)
def test_names_from_titles(title: str, name: str) -> None:
    assert name_from(title) == name


@pytest.mark.parametrize(
    ("provider", "customer"),
    [
        ("until", "zone"),
        ("Uptime", "outages"),
        ("hosting", "hosting"),
        ("3M", "***"),
        ('Say "hi" \\ there # no comment', "a { b }"),
        ("เ", "‌x‌"),
        ("available", "UPTIME >="),
        ("永豐", "永豐"),
    ],
)
def test_any_title_can_be_written(provider: str, customer: str, tmp_path: Path) -> None:
    arguments = ["--kind", "availability", "--zone", "UTC", "--from", "2026-01-01", "--title", provider]
    outcome = sladsl(["init", str(tmp_path), *arguments, "--provider", provider, "--customer", customer], b"")
    if "SLA0804" in outcome.stderr:
        return
    assert outcome.status == 0, outcome.stderr
    checked = sladsl(["check", str(tmp_path)], b"")
    assert checked.status == 0 and "SLA0" not in checked.stdout, checked.stdout


def test_a_year_is_a_year(tmp_path: Path) -> None:
    run_line(f"sladsl init . {PARTIES} --kind {CASES[3]}", sladsl, tmp_path)
    text = (tmp_path / "contract.sladsl").read_text()
    assert f"2028-02-29 until {datetime.date(2029, 2, 28)}" in text
