"""Wrong text: which code, and where exactly. The clauses begin in line 2, column 1."""

import pytest

from sladsl.diagnostics import Diagnostic
from sladsl.syntax import parse
from sladsl.text import Source
from syntax.reading import complaints, placed, source_of

CLAUSES = [
    # Words and blocks
    ("objectiv o {\n x >= 99%\n}", ["SLA0002 2:1 objectiv"]),
    ("metirc a = 1\nmetric b = 2", ["SLA0002 2:1 metirc"]),
    ("metric a =", ["SLA0003 2:10 ="]),
    ("metric a = 5 +\nmetric b = 6", ["SLA0003 2:14 +"]),
    ("metric a 5", ["SLA0001 2:10 5"]),
    ("customer\nzone home", ["SLA0003 2:1 customer"]),
    ("term 2026-01-01", ["SLA0003 2:6 2026-01-01"]),
    ("term 2026-01-01 to 2027-01-01", ["SLA0001 2:17 to"]),
    ("limit all credit to 30% of fees", ["SLA0002 2:11 credit"]),
    ("define d = runs of at lest 5min in x", ["SLA0002 2:20 at lest"]),
    ("define d = a lasting 5min", ["SLA0001 2:22 5min"]),
    ("metric m = count of tickets were a = 1", ["SLA0002 2:29 were"]),
    ("metric m = 5 AND x", ["SLA0002 2:14 AND"]),
    ("metric m for each tickets, by opened = a", ["SLA0001 2:26 ,"]),
    ("service api {\n fee 5 USD each month\n}", ["SLA0002 3:12 each"]),
    ("stream s of span {\n a text\n}", ["SLA0002 2:13 span"]),
    ("objective o {\n time >= 5\n}", ["SLA0010 3:2 time"]),
    ("objective o {\n x >= 1 pr month\n}", ["SLA0002 3:9 pr"]),
    ("objective o {\n x >=\n credit 5 USD\n}", ["SLA0003 3:4 >="]),
    ("objective o {\n clam within 30 days of window end\n}", ["SLA0002 3:2 clam"]),
    ("objective o {\n x >= 1%\n claim within 30 days\n credit 5 USD\n}", ["SLA0003 4:2 claim within 30 days"]),
    ("objective o {\n x >= 1%\n claim within 30 days after it\n}", ["SLA0003 4:2 claim within 30 days"]),
    ("objective o {\n claim witin 30 days of window end\n}", ["SLA0002 3:8 witin"]),
    ("objective o {\n credit {\n }\n}", ["SLA0003 3:9 {"]),
    ("metric m = availability of a, exclding b", ["SLA0002 2:31 exclding"]),
    ("metric m = greater of (time from a to b, wihtout c, 5h)", ["SLA0002 2:42 wihtout"]),
    ("credit 5 USD", ["SLA0001 2:1 credit"]),
    ("metric m = (1 + 2", ["SLA0004 2:12 ("]),
    ("metric m = 1 + 2)", ["SLA0005 2:17 )"]),
    ("objective o {\n x per month per year\n}", ["SLA0011 3:18 year"]),
    ("metric m = availability of a, over 1h, over 2h", ["SLA0011 2:40 over 2h"]),
    ('scenario "s" {\n tickets { id opened x }\n}', ["SLA0001 3:12 id"]),
    # A `{` that is missing is told of where it belongs
    ("service api\n fee 5 USD per month\n}\nmetric m = 1", ["SLA0001 2:1 service api"]),
    ('exclusion m "M"\n a\n counts as up\n}\nmetric m = 1', ['SLA0001 2:1 exclusion m "M"']),
    ("objective o\n x >= 1%\n}", ["SLA0001 2:1 objective o"]),
    ("objective o\n x >= 1%\n", ["SLA0001 2:1 objective o"]),
    ("kpi o x >= 1% per month", ["SLA0001 2:1 kpi o"]),
    ("objective o {\n x >= 1%\n credit\n  below 5% gives 3%\n }\n}", ["SLA0001 4:2 credit"]),
    ("objective o {\n x >= 1%\n credit share of y\n  below 5% gives 3%\n}", ["SLA0001 4:2 credit share of y"]),
    # Names
    ("metric up-time = 5", ["SLA0023 2:8 up-time"]),
    ("kpi k { up-time >= 5% per month }", ["SLA0023 2:9 up-time"]),
    ("stream s of spans { root-cause text }", ["SLA0023 2:21 root-cause"]),
    ('currency "USD"', ['SLA0035 2:10 "USD"']),
    ('kpi "API up" { x per month }', ['SLA0001 2:5 "API up"']),
    # Windows
    ("kpi k { x monthly }", ["SLA0002 2:11 monthly"]),
    ("service s { fee 5 USD yearly }", ["SLA0002 2:23 yearly"]),
    ("service s { fee 5 USD/month }", ["SLA0034 2:22 /month"]),
    # Quoted text
    ('zone "UTC', ['SLA0006 2:6 "UTC']),
    ('zone "a\\q"', ["SLA0007 2:8 \\q"]),
    ("zone “UTC”", ["SLA0035 2:6 “UTC”"]),
    ("zone 'UTC'", ["SLA0035 2:6 'UTC'"]),
    ("zone Asia/Tehran", ["SLA0035 2:6 Asia/Tehran"]),
    ("provider acme Acme Cloud", ["SLA0035 2:15 Acme Cloud"]),
    ("kpi k { longest of outages with kind = network <= 5min per month }", ["SLA0001 2:48 <="]),
    ("kpi k { tickets by opened { when severity = high: x } per month }", ["SLA0001 2:34 severity"]),
    # Numbers, units, money
    ("metric m = 12,000.50", ["SLA0030 2:12 12,000.50"]),
    ("metric m = greater of (1,000 USD, 5 USD)", ["SLA0030 2:24 1,000"]),
    ("metric m = 99,9 %", ["SLA0030 2:12 99,9 %"]),
    ("metric m = 1.000.000", ["SLA0030 2:12 1.000.000"]),
    ("metric m = 99.9 %", ["SLA0031 2:12 99.9 %"]),
    ("objective o {\n x >= 99 percent\n}", ["SLA0031 3:7 99 percent"]),
    ("objective o {\n x <= 5 mins per month\n}", ["SLA0032 3:7 5 mins"]),
    ("objective o {\n x <= 24 h\n}", ["SLA0032 3:7 24 h"]),
    ("metric m = 4hrs", ["SLA0032 2:12 4hrs"]),
    ("objective o {\n x <= 4 per 1min\n}", ["SLA0001 3:13 1min"]),
    ("metric m = a + 5 minuts", ["SLA0032 2:18 minuts"]),
    ("objective o {\n credit $10\n}", ["SLA0033 3:9 $10"]),
    ("objective o {\n credit 10 €\n}", ["SLA0033 3:9 10 €"]),
    ("objective o {\n credit USD 10\n}", ["SLA0033 3:9 USD 10"]),
    ("objective o {\n credit 10 dollars\n}", ["SLA0033 3:9 10 dollars"]),
    ("metric m = 10usd", ["SLA0033 2:12 10usd"]),
    ("metric m = 1h1h", ["SLA0042 2:12 1h1h"]),
    ("metric m = a rounded to 1.5 places", ["SLA0043 2:25 1.5"]),
    ("metric m = percentile 101 of a of b", ["SLA0043 2:23 101"]),
    ("parameter p = 8_784_001h", ["SLA0043 2:15 8_784_001h"]),
    ("parameter p = 12_001 months", ["SLA0043 2:15 12_001"]),
    ("term from 1899-12-31", ["SLA0045 2:11 1899-12-31"]),
    (
        "calendar c { closed 3000-01-01T12:00 until 3000-01-01T13:00 }",
        ["SLA0045 2:21 3000-01-01", "SLA0045 2:44 3000-01-01"],
    ),
    (f"metric m = {'9' * 101}", [f"SLA0043 2:12 {'9' * 101}"]),
    ("service s { fee 1 USD per minute }", ["SLA0044 2:27 minute"]),
    ("service s { fee 1 USD per months }", ["SLA0044 2:27 months"]),
    # Habits from elsewhere
    ("metric m = a == b", ["SLA0034 2:14 =="]),
    ("metric m = a && b", ["SLA0034 2:14 &&"]),
    ("metric m = a || b", ["SLA0034 2:14 ||"]),
    ("metric m = !a", ["SLA0034 2:12 !"]),
    ("metric m = a <> b", ["SLA0034 2:14 <>"]),
    ('zone "UTC";', ["SLA0037 2:11 ;"]),
    ("currency USD.", ["SLA0037 2:13 ."]),
    ("// note\ncurrency USD", ["SLA0036 2:1 // note"]),
    ("-- note\ncurrency USD", ["SLA0036 2:1 -- note"]),
    ("/* note */ currency USD", ["SLA0036 2:1 /"]),
    ("calendar c {\n open Mon-Fri 08:00-17:00\n}", ["SLA0034 3:10 -"]),
    # Dates and times
    ("term 2026-02-30 until 2027-01-01", ["SLA0040 2:6 2026-02-30"]),
    ("term 2026-01-01 through 9999-12-31", ["SLA0045 2:25 9999-12-31"]),
    ("term 2026-1-1 until 2027-01-01", ["SLA0040 2:6 2026-1-1"]),
    ("term 01/02/2026 until 2027-01-01", ["SLA0040 2:6 01/02/2026"]),
    ("calendar c {\n closed every 02-30\n}", ["SLA0040 3:15 02-30"]),
    (
        "calendar c {\n closed 2026-02-29T08:00 until 2026-03-01T25:00\n}",
        ["SLA0040 3:9 2026-02-29", "SLA0041 3:43 25:00"],
    ),
    ("calendar c {\n open Mon 08:00-25:00\n}", ["SLA0041 3:17 25:00"]),
    ("calendar c {\n open Mon 24:00-06:00\n}", ["SLA0041 3:11 24:00"]),
    ("metric up\n availability of outages", ["SLA0001 3:2 availability"]),
    ("stream of spans { }", ["SLA0001 2:8 of"]),
    ("metric for api = 5", ["SLA0001 2:8 for"]),
    ("calendar c {\n closed 2026-03-01T24:00 until 2026-03-02T24:01\n}", ["SLA0041 3:43 24:01"]),
    ("calendar c {\n closed 2026-03-01T24:00:00.5 until 2026-03-03\n}", ["SLA0041 3:20 24:00:00.5"]),
    ("calendar c {\n open Mon 8:00-17:00\n}", ["SLA0041 3:11 8:00"]),
    ("objective o {\n x >= 23:59\n}", ["SLA0041 3:7 23:59"]),
    # Characters
    ("metric m = @", ["SLA0020 2:12 @"]),
    ("calendar c {\n open Mon 08:00–17:00\n}", ["SLA0020 3:16 –"]),
    ("metric m = ۱۲", ["SLA0020 2:12 ۱۲"]),
    ("metric m = （1）", ["SLA0020 2:12 （", "SLA0020 2:14 ）"]),
    ("metric m = a\u202eb # c", ["SLA0021 2:13 \u202e"]),
    ("# a\u2066b", ["SLA0021 2:4 \u2066"]),
    ('zone "a\u202db"', ["SLA0021 2:8 \u202d"]),
    ("metric m = a\x00", ["SLA0022 2:13 \x00"]),
    ("# a\rcurrency USD", ["SLA0022 2:4"]),
    ("# a\u2028currency USD", ["SLA0022 2:4"]),
    ("metric m\u200c = 5", ["SLA0023 2:9 \u200c"]),
    ("metric m\u200b = 5", ["SLA0023 2:9 \u200b"]),
    *(
        (f"metric m{unseen}m = 5", [f"SLA0023 2:9 {unseen}"])
        for unseen in "\u00ad\u034f\u115f\u17b4\u180b\u200d\u2061\u3164\ufe0f\uffa0\U000e0100"
    ),
    ("metric 2nd = 5", ["SLA0023 2:8 2nd"]),
]


@pytest.mark.parametrize(("written", "expected"), CLAUSES, ids=[str(number) for number in range(len(CLAUSES))])
def test_clauses(written: str, expected: list[str]) -> None:
    assert complaints(written) == expected


FILES = [
    ("", ["SLA0008 1:1"]),
    ("# nothing\n", ["SLA0008 1:1"]),
    ("edition 2026", ["SLA0008 1:1"]),
    ("edition 2031\nagreement a { }", ["SLA0012 1:9 2031"]),
    ("agreement a {", ["SLA0004 1:13 {"]),
    ("agreement a { }\n}", ["SLA0005 2:1 }"]),
    ("agreement a }", ["SLA0001 1:1 agreement a"]),
    ("agrement a { }", ["SLA0002 1:1 agrement"]),
    ("agreement { }", ["SLA0001 1:11 {"]),
    ('agreement "A" { }', ['SLA0035 1:11 "A"']),
    ('agreement a\n  zone "UTC"\n}', ["SLA0001 1:11 a"]),
    ("metric m = 5", ["SLA0009 1:1 metric"]),
    ("agreement a { } and more", ["SLA0009 1:17 and"]),
    ("hello\nagreement a { }", ["SLA0009 1:1 hello"]),
    ("{" * 100_000, ["SLA0026 1:129 {"]),
    ("agreement a { metric m = " + "(" * 10_000 + "1" + ")" * 10_000 + "}", ["SLA0026 1:153 ("]),
]


@pytest.mark.parametrize(("written", "expected"), FILES, ids=[str(number) for number in range(len(FILES))])
def test_files(written: str, expected: list[str]) -> None:
    source = Source("contract.sladsl", written)
    assert placed(source, parse(source)[1]) == expected


@pytest.mark.parametrize("link", ["a or ", "a and ", "a + ", "not ", "-", "1% of ", "started 1h in "])
def test_chains_without_end(link: str) -> None:
    file, diagnostics = parse(source_of(f"metric m = {link * 10_000}b"))
    assert [each.code.id for each in diagnostics] == ["SLA0026"]
    assert type(file.agreements[0].clauses[0]).__name__ == "Broken"


def test_long_but_not_too_long() -> None:
    assert complaints(f"metric m = {'a + ' * 100}b") == []
    assert complaints(f"metric m = {'(' * 100}b{')' * 100}") == []


def applied(text: str, diagnostic: Diagnostic) -> str:
    (fix,) = diagnostic.fixes
    assert fix.span is not None
    return text[: fix.span.start] + fix.replacement + text[fix.span.end :]


@pytest.mark.parametrize(
    "written",
    [
        *("metric m = 12,000", "metric m = 99.9 %", "metric m = 99,9%", "metric m = 4hrs", "metric m = a == b"),
        *("zone “UTC”", "zone Asia/Tehran", 'zone "UTC";', "// note", "metric m = (1 + 2", "metric m 5"),
        *("objective o {\n x <= 5 mins per month\n}", "objective o {\n credit $10\n}", "objectiv o { }"),
        *("term 2026-1-1 until 2027-01-01", "calendar c {\n open Mon 08:00–17:00\n}", "metric m = ۱۲", "currency USD."),
        *("calendar c {\n open Mon-Fri 08:00-17:00\n}", "metric m = 5 AND x", "metric m for each t, by o = a"),
        *("objective o {\n x\n", "service s { fee 1 USD per months }", "metric m = a && b", "# a\u202eb"),
    ],
)
def test_a_fix_mends(written: str) -> None:
    source = source_of(written)
    (diagnostic,) = parse(source)[1]
    assert parse(Source("mended", applied(source.text, diagnostic)))[1] == []
