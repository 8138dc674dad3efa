"""The outcomes of one objective as tables: what was measured, which records were missed, what is owed."""

from collections.abc import Sequence
from fractions import Fraction

from sladsl.diagnostics.render.cells import clipped, on_one_line
from sladsl.engines.measurements import RecordFound
from sladsl.model.units import PERCENT
from sladsl.report.cases import Cases, chosen_cases
from sladsl.report.numbers import MEASURE_PLACES, duration_words, is_short, places_apart, shown_number
from sladsl.report.tables import Row, left, right, table
from sladsl.report.words import allowance_words, amount_words, due_words, instant_words, scope_words, target_words
from sladsl.rules.outcome import Outcome
from sladsl.temporal import Zone

_INDENT = "  "
_MOST_CASES = 12
_WIDEST_KEY = 40

# Names of any script stand at the start of a line, and a Latin word follows before the first number: else a terminal
# that orders text by direction would move the number to the other side of the name.
_MEASURED = (*left("For", "State", "Window"), *right("Measured"), *left("Target"), *right("Allowed", "Used", "Left"))
_RECORDS = (*left("For", "State", "Window"), *right("Kept", "Met", "Missed", "Undecided", "No rule"))
_CASES = (*left("Case", "Verdict", "At"), *right("Taken", "Limit"), *left("Due", "Rule"))


def state_table(outcomes: Sequence[Outcome], width: int) -> list[str]:
    """One line a scope and window, and below it the reason where there is no verdict."""
    places = max((_places(each) for each in outcomes if each.measured is not None), default=0)
    if any(outcome.records is not None for outcome in outcomes):
        return table(_RECORDS, [Row(_records_cells(each, places), _reason(each)) for each in outcomes], width, _INDENT)
    return table(_MEASURED, [Row(_cells(each, places), _reason(each)) for each in outcomes], width, _INDENT)


def case_tables(outcomes: Sequence[Outcome], cases: Cases, zone: Zone, width: int) -> list[str]:
    """The records of each window, those missed if not all are wanted."""
    lines: list[str] = []
    for outcome in outcomes:
        found = list(chosen_cases(outcome.records, cases))
        if not found:
            continue
        shown = found if cases == "all" else found[:_MOST_CASES]
        what = "Records" if cases == "all" else "Missed"
        lines += ["", f"{_INDENT}{what} in {_window(outcome)}" + _for(outcome)]
        # Where one rule judges all, to name it beside each case only takes room.
        columns = _CASES if len({each.label for each in found}) > 1 else _CASES[:-1]
        rows = [Row(_case_cells(each, zone)[: len(columns)]) for each in shown]
        lines += table(columns, rows, width, _INDENT, last_if_it_fits=len(columns) == len(_CASES))
        if len(found) > len(shown):
            lines.append(f"{_INDENT}and {len(found) - len(shown):,} more")
    return lines


def _start(outcome: Outcome) -> tuple[str, str, str]:
    return scope_words(outcome.scope), outcome.state, _window(outcome)


def _window(outcome: Outcome) -> str:
    version = "" if outcome.version is None else f" by {outcome.version}"
    return outcome.window.label + (" (part)" if outcome.partial else "") + version


def _for(outcome: Outcome) -> str:
    return f", for {scope_words(outcome.scope)}" if outcome.scope else ""


def _reason(outcome: Outcome) -> tuple[str, ...]:
    return () if outcome.reason is None else (on_one_line(outcome.reason),)


def _places(outcome: Outcome) -> int:
    """The places that show the value: as few as are exact, or six, or as many as keep it apart from the target."""
    assert outcome.measured is not None
    value = shown_number(outcome.measured, outcome.unit, outcome.shown_in).value
    for places in range(MEASURE_PLACES):
        if is_short(value, places):
            return places
    if outcome.target is None:
        return MEASURE_PLACES
    return places_apart(value, shown_number(outcome.target, outcome.unit, outcome.shown_in).value)


def _cells(outcome: Outcome, places: int) -> tuple[str, ...]:
    measured, allowance = outcome.measured, outcome.allowance
    return (
        *_start(outcome),
        "" if measured is None else amount_words(measured, outcome.unit, outcome.shown_in, places),
        target_words(outcome.comparator, outcome.target, outcome.unit, outcome.shown_in),
        *(
            ("", "", "")
            if allowance is None
            else tuple(
                allowance_words(each, allowance.unit, of_records=False)
                for each in (allowance.allowed, allowance.used, allowance.left)
            )
        ),
    )


def _records_cells(outcome: Outcome, places: int) -> tuple[str, ...]:
    found = outcome.records
    if found is None:
        return (*_start(outcome), "", "", "", "", "")
    return (
        *_start(outcome),
        "" if outcome.measured is None else amount_words(outcome.measured, PERCENT, places=places),
        f"{found.met:,}",
        f"{found.missed:,}",
        f"{found.undecided:,}" if found.undecided else "",
        f"{found.none:,}" if found.none else "",
    )


def _case_cells(record: RecordFound, zone: Zone) -> tuple[str, ...]:
    taken = _clock(record.measured)
    return (
        # A span, sample or event has no key of its own: it is known by its line in the log.
        clipped(on_one_line(record.key), _WIDEST_KEY) if record.key else f"line {record.place.line}",
        record.verdict,
        instant_words(record.at, zone),
        f"{taken}, open" if record.open and taken else taken or ("open" if record.open else ""),
        _clock(record.limit),
        "" if record.due_at is None else due_words(record.due_at, record.breaches_after, zone),
        on_one_line(record.label or ""),
    )


def _clock(microseconds: int | None) -> str:
    return "" if microseconds is None else duration_words(Fraction(microseconds), days=False)
