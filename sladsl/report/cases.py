"""Which records of an outcome a report lists."""

from collections.abc import Iterator
from typing import Literal, assert_never

from sladsl.engines.measurements import RecordFound, RecordsFound
from sladsl.report.steps import chosen_steps, numbered_steps
from sladsl.rules.outcome import Outcome

Cases = Literal["missed", "all", "none"]


def chosen_cases(found: RecordsFound | None, cases: Cases) -> Iterator[RecordFound]:
    """The records to list, in order of time."""
    if found is None:
        return iter(())
    match cases:
        case "all":
            return iter(found.records)
        case "missed":
            return found.missed_records()
        case "none":
            return iter(())
        case _:
            assert_never(cases)


def judged_cases(outcome: Outcome) -> frozenset[str]:
    """The cases whose verdicts an outcome rests on."""
    steps = numbered_steps(chosen_steps(outcome, "all"))
    found = (each.step.found for each in steps)
    return frozenset(record.key for each in found if isinstance(each, RecordsFound) for record in each.records)


def told_records(found: RecordsFound, case: str | None, *, full: bool) -> tuple[RecordFound, ...]:
    """The records to tell of in an explanation: one case, all, or those that are not simply met."""
    if case is not None:
        return tuple(each for each in found.records if each.key == case)
    return tuple(each for each in found.records if full or each.verdict in ("missed", "undecided"))
