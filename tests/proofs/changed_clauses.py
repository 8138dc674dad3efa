"""More contracts with a known defect each: whole clauses of those in `policies/` are copied, lowered or added to.

Every operator takes a contract of one agreement, without its scenarios, and gives that contract with one defect.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_AGREEMENT = re.compile(r"^agreement (?P<name>\S+)(?: \"[^\"]*\")? \{$", re.MULTILINE)
_OBJECTIVE = re.compile(
    r"^  (?:mandatory )?objective (?P<name>\S+)(?P<title> \"[^\"]*\")?(?P<rest> [^\n{]*)?"
    r"\{(?P<body>[^\n]*|\n.*?^  )\}$",
    re.MULTILINE | re.DOTALL,
)
_TARGET = re.compile(r"(?P<what>[\w.]+(?: of [\w.]+)?) >= (?P<target>\d[\d.]*)%(?P<per> per [a-z ]+?)?(?= *[\n}])")
_PER = re.compile(r"(?<=\s)per [a-z][a-z ]*?(?= *[\n}])")
_PLAIN = re.compile(
    r"^  metric (?P<name>\S+)(?: \"[^\"]*\")?(?: for [^=\n]*)? = availability of (?P<stream>\w+)$", re.M
)
_SERVICE = re.compile(r"^  service (?P<name>\S+)(?P<title> \"[^\"]*\")? \{", re.MULTILINE)
_TERM = re.compile(r"^  term +(?P<start>\d{4}-\d\d-\d\d) until", re.MULTILINE)
_BUSINESS = re.compile(r"<= \d+ business hours")
_SHARES = re.compile(r"^ +credit share of (?P<base>[\w.]+) \{", re.MULTILINE)


@dataclass(frozen=True)
class Clause:
    """An objective in its text; `target` is the one comparison of a plain number with a fixed share, if that is all."""

    found: re.Match[str]

    @property
    def name(self) -> str:
        return self.found["name"]

    @property
    def body(self) -> str:
        return self.found["body"]

    @property
    def target(self) -> re.Match[str] | None:
        targets = list(_TARGET.finditer(self.body))
        plain = "when" not in self.body and "each" not in (self.found["rest"] or "") + self.body.partition(">=")[0]
        return targets[0] if len(targets) == 1 and plain and self.body.count(">=") == 1 else None

    @property
    def per(self) -> str | None:
        found = _PER.search(self.body)
        return None if found is None else found[0]

    def again(self, body: str, before: str = "", after: str = "") -> str:
        """The clause with another body, and with words before it and behind its title."""
        return (
            f"  {before}objective {self.name}{self.found['title'] or ''}{after}{self.found['rest'] or ' '}{{{body}}}\n"
        )


def clauses(text: str) -> list[Clause]:
    return [Clause(each) for each in _OBJECTIVE.finditer(text)]


def alone(text: str) -> bool:
    """Whether there is one agreement that stands by itself."""
    return len(_AGREEMENT.findall(text)) == 1 and not re.search(
        r"^(?:template|amendment|import|scenarios) ", text, re.M
    )


def _with_level(text: str, clause: str) -> str:
    (name,) = (each["name"] for each in _AGREEMENT.finditer(text))
    return f"{text.rstrip()}\n\nagreement lower_level extends {name} {{\n{clause}}}\n"


def _added(text: str, clause: str) -> str:
    """Before the bracket that closes the agreement, which is the last."""
    return text.rstrip().removesuffix("}") + clause + "}\n"


def override_of_the_same(text: str) -> Iterator[str]:
    """A level below says again what the level above says."""
    for each in clauses(text) if alone(text) else ():
        yield _with_level(text, each.again(each.body, "override ", ' because "as it was"'))


def floor_lowered(text: str) -> Iterator[str]:
    """A level below promises less than what is mandatory."""
    for each in clauses(text) if alone(text) else ():
        target = each.target
        if target is not None:
            lower = 100 - 2 * (100 - Fraction(target["target"]))
            if 0 < lower < 100:
                body = each.body[: target.start("target")] + _decimal(lower) + each.body[target.end("target") :]
                above = text[: each.found.start()] + each.again(each.body, "mandatory ").rstrip("\n")
                yield _with_level(above + text[each.found.end() :], each.again(body, "override ", ' because "agreed"'))


def promises_at_odds(text: str) -> Iterator[str]:
    """A second promise, the comparison of which is the wrong way round."""
    for each in clauses(text) if alone(text) else ():
        if each.target is not None and each.per is not None:
            what, target = each.target["what"], each.target["target"]
            yield _added(text, f"  kpi the_other_way {{ {what} < {target}% {each.per} }}\n")


def everything_excluded(text: str) -> Iterator[str]:
    """An exclusion without a condition: whatever happens, nothing counts."""
    for each in _PLAIN.finditer(text) if alone(text) else ():
        excluded = text[: each.end()] + ", excluding all_of_it" + text[each.end() :]
        used = re.search(rf"\b{re.escape(each['name'])} >= ", text)
        if used is not None:
            yield _added(excluded, f"  exclusion all_of_it {{\n    {each['stream']}\n    counts as up\n  }}\n")


def carried_too_weakly(text: str) -> Iterator[str]:
    """What a service rests on may be down for longer than the service."""
    plain = {each["name"] for each in _PLAIN.finditer(text)}
    service = _SERVICE.search(text)
    for each in clauses(text) if alone(text) and service is not None else ():
        target = each.target
        if target is None or target["what"] not in plain or not _SHARES.search(each.body) or service is None:
            continue
        weak = 100 - 2 * (100 - Fraction(target["target"]))
        if 0 < weak < 100 and f"{service['name']}.fee" in each.body:
            rests = f"  service {service['name']}{service['title'] or ''} underpinned by series of {{ weak_part }} {{"
            changed = text[: service.start()] + rests + text[service.end() :]
            yield _added(changed, f"  component weak_part availability assumed {_decimal(weak)}%\n")


def property_that_is_broken(text: str) -> Iterator[str]:
    """No objective is ever breached: a wish that no contract grants."""
    for each in clauses(text) if alone(text) else ():
        if each.target is not None and each.per is not None:
            yield _added(text, f"  property always_kept {{ never {each.name} is breached {each.per} }}\n")


def right_that_never_arises(text: str) -> Iterator[str]:
    """A right after more breaches than the term has months."""
    term = _TERM.search(text)
    for each in clauses(text) if alone(text) and term is not None else ():
        if each.per is not None and "month" in each.per and "for each" not in (each.found["rest"] or ""):
            right = f"when {each.name} is breached in 300 consecutive windows"
            yield _added(text, f'  escalate never_comes to "The board" {right}\n')


def deadline_beyond_the_term(text: str) -> Iterator[str]:
    """Hours where minutes were meant: no case can be late."""
    for each in _BUSINESS.finditer(text) if alone(text) and _TERM.search(text) else ():
        line = text[text.rindex("\n", 0, each.start()) : text.index("\n", each.end())]
        if " or " in line or " and " in line:
            continue  # then another part may decide
        yield text[: each.start()] + "<= 900_000 business hours" + text[each.end() :]


def beyond_the_fee(text: str) -> Iterator[str]:
    """A credit of more than is paid: one and a half times the fee."""
    if not alone(text) or "limit " in text:
        return
    for each in _SHARES.finditer(text):
        row = re.compile(r"below [\d.]+% +gives (?P<gives>[\d.]+)%").search(text, each.end())
        if row is not None and each["base"].endswith(".fee"):
            yield text[: row.start("gives")] + "150" + text[row.end("gives") :]


def _decimal(number: Fraction) -> str:
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


CLAUSE_OPERATORS = (
    ("override of the same", ("SLA1161",), override_of_the_same),
    ("floor lowered", ("SLA1160",), floor_lowered),
    ("promises at odds", ("SLA1112",), promises_at_odds),
    ("everything excluded", ("SLA1110", "SLA1131"), everything_excluded),
    ("carried too weakly", ("SLA1140",), carried_too_weakly),
    ("property that is broken", ("SLA1190",), property_that_is_broken),
    ("right that never arises", ("SLA1173",), right_that_never_arises),
    ("deadline beyond the term", ("SLA1176",), deadline_beyond_the_term),
    ("credit beyond the fee", ("SLA1182", "SLA1032"), beyond_the_fee),
)
