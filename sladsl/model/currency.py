"""ISO 4217: which currencies there are and how many decimal places their amounts have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from sladsl.diagnostics import Fix
from sladsl.syntax import ast
from sladsl.text import Span

# ISO 4217 as of 2026-01-01 by the number of decimal places of the minor unit, with the units of account that contracts
# are written in, such as CLF, and two codes that were withdrawn lately. Metals and codes for tests have no minor unit.
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_TWO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW "
    "ZWG"
)
DECIMAL_PLACES: dict[str, int] = {
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
}

# What people write for a currency without its being a code.
_EVERYDAY = {
    "EURO": "EUR", "EUROS": "EUR", "DOLLAR": "USD", "US": "USD", "RMB": "CNY", "YUAN": "CNY",
    "NTD": "TWD", "NT": "TWD", "YEN": "JPY", "DONG": "VND", "VNĐ": "VND", "BAHT": "THB", "BHT": "THB", "UKP": "GBP",
    "STG": "GBP", "RUR": "RUB", "WON": "KRW", "SFR": "CHF", "RS": "INR",
}  # fmt: skip


def mistaken_for(code: str, span: Span) -> tuple[Fix, ...]:
    """Which currency is probably meant by what is no code."""
    meant = _EVERYDAY.get(code.upper())
    if meant is None and code.upper() in DECIMAL_PLACES:
        meant = code.upper()
    if meant is not None:
        return (Fix(f"write `{meant}`", span, meant),)
    return (Fix("codes are those of ISO 4217, for instance USD, VND, THB, TWD"),)


def most_used(parts: Iterable[object]) -> str | None:
    """The currency of most amounts below some parts of a syntax tree: what a clause meant that could not be read."""
    found: Counter[str] = Counter()
    waiting: list[Any] = [*parts]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Amount):
            found[part.code] += 1
        elif isinstance(part, tuple):
            waiting.extend(part)
        elif is_dataclass(part):
            waiting.extend(getattr(part, each.name) for each in fields(part))
    return min(found, key=lambda code: (-found[code], code), default=None)
