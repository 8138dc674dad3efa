"""Time zones as written → zones of `sladsl.temporal`."""

import re
from collections.abc import Mapping

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import time
from sladsl.model.agreement import DeclaredParameter
from sladsl.model.problems import Problems
from sladsl.syntax import ast
from sladsl.temporal import Zone, known_zone_names
from sladsl.text import Span

# Places that people name although the database goes by another city of the same clock.
_ELSEWHERE = {
    "hanoi": "Asia/Ho_Chi_Minh", "ha noi": "Asia/Ho_Chi_Minh", "hà nội": "Asia/Ho_Chi_Minh",
    "vietnam": "Asia/Ho_Chi_Minh", "việt nam": "Asia/Ho_Chi_Minh", "da nang": "Asia/Ho_Chi_Minh",
    "thailand": "Asia/Bangkok", "taiwan": "Asia/Taipei",
    "beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "india": "Asia/Kolkata", "ist": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "germany": "Europe/Berlin",
    "frankfurt": "Europe/Berlin", "munich": "Europe/Berlin", "ict": "Asia/Bangkok", "jst": "Asia/Tokyo",
    "japan": "Asia/Tokyo", "korea": "Asia/Seoul", "iran": "Asia/Tehran", "san francisco": "America/Los_Angeles",
    "pst": "America/Los_Angeles", "pt": "America/Los_Angeles", "et": "America/New_York",
    "washington": "America/New_York",
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])0?(\d{1,2})(?::?00)?", re.IGNORECASE)


def zone_named(
    written: ast.Text | ast.Name, parameters: Mapping[str, DeclaredParameter], problems: Problems
) -> Zone | None:
    """The time zone, in quotation marks or as a parameter's value; or a diagnostic and None."""
    text: ast.Expression = written
    if isinstance(written, ast.Name):
        parameter = parameters.get(written.text)
        if parameter is None:
            problems.add(
                time.UNKNOWN_ZONE,
                f"`{written.text}` is neither in quotation marks nor a parameter that holds a time zone",
                written.span,
                fixes=_quoted(written, problems),
            )
            return None
        text = parameter.value
    if not isinstance(text, ast.Text | ast.Name):
        problems.add(
            time.UNKNOWN_ZONE,
            f"the parameter `{getattr(written, 'text', '')}` does not hold the name of a time zone",
            written.span,
            fixes=[Fix('give it a name in quotation marks, for instance `"UTC"`')],
        )
        return None
    name = text.value if isinstance(text, ast.Text) else text.text
    if name in known_zone_names():
        return Zone.named(name)
    problems.add(
        time.UNKNOWN_ZONE,
        f'there is no time zone "{name}"',
        text.span,
        fixes=_meant(name, text.span, problems),
        notes=['zones have the names of the IANA database, for instance "Asia/Ho_Chi_Minh" or "UTC"'],
    )
    return None


def _quoted(written: ast.Name, problems: Problems) -> list[Fix]:
    if written.text in known_zone_names():
        return [Fix(f'write `"{written.text}"`', written.span, f'"{written.text}"')]
    return [
        *_meant(written.text, written.span, problems),
        Fix('zones stand in quotation marks, for instance `zone "UTC"`'),
    ]


def _meant(name: str, span: Span, problems: Problems) -> list[Fix]:
    """The zone that is probably meant: a city, a country, an abbreviation, an offset from UTC."""
    offset = _OFFSET.fullmatch(name.strip())
    if offset is not None and 0 < int(offset[2]) <= 12:
        # The names of the database count the other way round: Etc/GMT-7 is seven hours ahead of Greenwich.
        fixed = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{offset[2]}"
        return [
            Fix('name a place, for instance `"Asia/Bangkok"`: its zone knows when clocks change'),
            Fix(f'`"{fixed}"` is always {offset[1]}{offset[2]} hours (its sign is turned round)', span, f'"{fixed}"'),
        ]
    cities: dict[str, str] = {}
    for known in known_zone_names():
        cities.setdefault(known.rsplit("/", 1)[-1].replace("_", " ").casefold(), known)
    place = name.rsplit("/", 1)[-1].strip().replace("_", " ").casefold()
    found = _ELSEWHERE.get(place) or cities.get(place)
    if found is not None:
        return [Fix(f'did you mean `"{found}"`?', span, f'"{found}"')]
    return [
        Fix(f'did you mean `"{fix.replacement}"`?', fix.span, f'"{fix.replacement}"')
        for fix in problems.did_you_mean(name, known_zone_names(), span)
    ]
