"""What else hangs on an objective, and on the agreement: points, bonuses, dates, payers; pools, rights, exceptions."""

from collections.abc import Sequence
from typing import Final

from property.drawn import rows, values
from property.drawn.draft import Draft, Stand, block
from property.drawn.literals import amount, counted_window

_SHARES: Final = ("75%", "100%", "50%", "0.1%")


def options(d: Draft, name: str) -> str:
    """Conditions and factors of a credit, which may look back at its own objective."""
    found = ""
    if d.chance(5):
        found += f", only when {_bracketed(d)}"
    if d.chance(5):
        again = f"{name} is breached in the previous {d.pick(('window', 'windows'))}"
        found += f", doubled when {d.pick((again, _bracketed(d)))}"
    if d.chance(8):
        found += f", times {d.pick(('1.5', '0', '50%', '3'))} when {_bracketed(d)}"
    return found


def _bracketed(d: Draft) -> str:
    """A comma after an availability or a share would go on with that."""
    return f"({values.condition(d)})"


def of_objective(d: Draft, name: str, taken: str) -> list[str]:
    """Lines of what is no kpi, whether it owes anything or not."""
    lines: list[str] = []
    if d.chance(5):
        given = f"{d.pick(('1', '2', '0.5'))}{d.pick(('', ', in any case', ', at most 3'))}"
        lines.append(f"points {given}{options(d, name)}")
        if not d.keys:
            d.pointed.append((name, taken))
    if d.chance(8):
        lines.append(f"applies when {_bracketed(d)}")
    if d.chance(8):
        lines.append(f'escalate to "director" at {d.pick(_SHARES)} of target')
    return lines


def of_debtor(d: Draft, name: str) -> list[str]:
    """Lines of what owes something."""
    lines: list[str] = []
    if d.chance(6):
        how = d.pick(("", ", in any case", ", only when breached"))
        lines.append(f"bonus {amount(d)}{how}{options(d, name)}")
    if d.chance(8):
        lines.append(f"eligible when {_bracketed(d)}")
    if d.chance(8):
        payer, payee = d.choices.order(d.parties)[:2]
        lines.append(f"payable by {payer} to {payee}")
    if d.chance(6):
        ahead = f"count over the next {d.count(1, 2)} windows where {name} is met >= 1"
        lines.append(f"earn back when {d.pick((ahead, f'{name} {d.pick(_AHEAD)}'))}")
    if d.chance(6):
        lines.append(f"pay once {amount(d)} accrued")
    if d.chance(8):
        lines.append(f"applied within {d.pick(('60 calendar days', '24h'))}{anchor(d)}")
    if d.chance(8):
        lines.append(f"expires within {d.pick(('30 calendar days', '1h'))}{anchor(d)}")
    return lines


def anchor(d: Draft) -> str:
    """From when a deadline runs."""
    made = [" of window end", " of window start"]
    if not d.style.timeless:
        stream = d.pick(d.shaped("spans"))
        made += [f" of {d.pick(('first', 'last'))} {d.pick(('start', 'end'))} of {stream.name}{rows.where(d, stream)}"]
    return d.pick(made)


def exception(d: Draft, name: str, left: str, sign: str, target: str) -> list[list[str]]:
    """Exceptions to an objective over windows, drawn with it, so that they know of no later one."""
    if not d.chance(6):
        return []
    held = f"{left} {sign} {target}"
    first, second = d.fresh(), d.fresh()
    lines = [d.pick((held, "does not apply", "nothing is due"))]
    found = [block(f"exception {first}{d.title()} to {name} when {values.condition(d)}", lines)]
    if d.chance():
        head = f"exception {second} to {name} when {values.condition(d)}, before {first}"
        found.append(block(head, ["does not apply"]))
    return found


def clauses(d: Draft) -> list[list[str]]:
    """What follows for the agreement from several objectives."""
    lines: list[list[str]] = []
    debtors = [each for each in d.stands if each.owes]
    if d.paid and debtors and d.chance(3):
        weights = [f"{each.name} weighs {d.pick(('40%', '100%', '0%'))}" for each in _some(d, debtors)]
        times = d.pick(("", ", times 150%", ", times 2"))
        lines.append(block(f"pool {d.fresh()}{d.title()} of {amount(d)}{times}{d.pick(('', ' per term'))}", weights))
    for _ in range(d.count(0, 2) if d.chance() else 0):
        lines.append([_right(d)])
    if d.pointed and d.currency and d.chance():
        names, taken = d.pick(d.pointed)
        table = [f"at least 1 gives {amount(d)}", f"at least 3 gives {amount(d)}"]
        lines.append(
            [
                f"remedy {d.fresh()} {{",
                f"  points of {names} per {taken}",
                "  credit {",
                *(f"    {row}" for row in table),
                "  }",
                "}",
            ]
        )
    return lines


def _right(d: Draft) -> str:
    """A right or an escalation, sometimes for each scope."""
    d.keys = values.keys(d) if d.chance(3) else ()
    each = f" for each {', '.join(d.keys)}" if d.keys else ""
    whom = f' for {d.pick(d.keys)} "disk"' if d.keys and d.chance() else ""
    fitting = [stand for stand in d.stands if set(stand.keys) <= set(d.keys)]
    per = ""
    if fitting and d.chance(4):
        condition = d.pick(fitting).asked(d.pick((*_ASKED, *_AHEAD)))
    elif fitting and d.chance():
        condition = f"consecutive breaches of {d.pick(fitting).name} >= {d.count(1, 2)}"
    else:
        condition, per = values.condition(d), f" per {counted_window(d)}"
    d.keys = ()
    if d.chance():
        notice = f", within {d.pick(('30 calendar days', '24h'))}{anchor(d)}" if d.chance() else ""
        named = f"{d.fresh()}{d.title()} " if d.chance() else ""
        party = d.pick(d.parties)
        d.rights.append(f"termination by {party}{whom}")
        return f"terminate {named}by {party}{each} when {condition}{per}{notice}"
    d.rights += [f'escalation to "board"{whom}'] * 2
    return f'escalate to "board"{each} when {condition}{per}'


_ASKED: Final = (
    "is breached",
    "is met",
    "is breached in 2 of any 3 windows",
    "is met in 1 consecutive window",
    "is breached in 2 consecutive windows",
    "is met in the previous window",
)


_AHEAD: Final = ("is met in the next window", "is breached in the next 2 windows", "is met in 1 of the next 2 windows")
"""Where nothing else depends on what is asked."""


def _some(d: Draft, stands: Sequence[Stand]) -> list[Stand]:
    return d.choices.order(stands)[: d.count(1, 2)]


def standing(d: Draft) -> str | None:
    """A condition on how an objective stands that is taken in the same windows, for scopes that are known here."""
    fitting = [each for each in d.stands if each.taken == d.taken and set(each.keys) <= set(d.keys)]
    return d.pick(fitting).asked(d.pick(_ASKED)) if fitting else None
