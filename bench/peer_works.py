"""What other libraries are asked, run by the Python of their own environment: one line of JSON each.

It imports nothing of this project.
"""

import datetime
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

PAIRS = 20_000
CASES = 100_000
RUNS = 3
BATCH = 500
"""Of a thousand, Rego gives no output."""
TARGETS = {"P1": 4 * 3600, "P2": 8 * 3600, "P3": 24 * 3600}
OPEN, CLOSE = datetime.time(9), datetime.time(17)


def pairs() -> list[tuple[datetime.datetime, datetime.datetime]]:
    """A few days each, in the year 2025, to the second."""
    drawn = random.Random(20)
    begin = datetime.datetime(2025, 1, 1)
    starts = [begin + datetime.timedelta(seconds=drawn.randrange(350 * 86_400)) for _ in range(PAIRS)]
    return [(each, each + datetime.timedelta(seconds=drawn.randrange(10 * 86_400))) for each in starts]


def cases() -> list[dict[str, Any]]:
    drawn = random.Random(21)
    return [{"priority": drawn.choice("P1 P2 P3".split()), "taken": drawn.randrange(200_000)} for _ in range(CASES)]


def businesstimedelta() -> Callable[[], int]:
    import businesstimedelta as library

    hours = library.Rules([library.WorkDayRule(start_time=OPEN, end_time=CLOSE, working_days=[0, 1, 2, 3, 4])])
    few = pairs()

    def work() -> int:
        found = (hours.difference(start, end) for start, end in few)
        return sum(each.hours * 3600 + each.seconds for each in found)

    return work


def business_duration() -> Callable[[], int]:
    from business_duration import businessDuration

    few = pairs()

    def work() -> int:
        return sum(
            round(businessDuration(startdate=start, enddate=end, starttime=OPEN, endtime=CLOSE, unit="sec"))
            for start, end in few
        )

    return work


def pm4py() -> Callable[[], int]:
    from pm4py.util.business_hours import BusinessHours

    slots = [((day * 24 + 9) * 3600, (day * 24 + 17) * 3600) for day in range(5)]
    few = pairs()
    return lambda: round(sum(BusinessHours(start, end, business_hour_slots=slots).get_seconds() for start, end in few))


def pandas() -> Callable[[], int | None]:
    """Its offsets count hours from an instant, not between two: when eight of them are used up."""
    import pandas as library

    eight = library.offsets.CustomBusinessHour(8, start="09:00", end="17:00")
    few = [library.Timestamp(start) for start, _ in pairs()]

    def work() -> None:
        for each in few:
            each + eight

    return work


def rule_engine() -> Callable[[], int]:
    import rule_engine as library

    rule = library.Rule(" or ".join(f"(priority == '{name}' and taken <= {limit})" for name, limit in TARGETS.items()))
    every = cases()
    return lambda: sum(rule.matches(each) for each in every)


def rego() -> Callable[[], int]:
    from regopy import Interpreter

    engine = Interpreter()
    conditions = "\n".join(
        f'met contains i if {{ some i; input[i].priority == "{name}"; input[i].taken <= {limit} }}'
        for name, limit in TARGETS.items()
    )
    engine.add_module("targets", f"package targets\nimport rego.v1\n{conditions}\nn := count(met)\n")
    every = cases()[: CASES // 10]
    batches = [every[start : start + BATCH] for start in range(0, len(every), BATCH)]

    def work() -> int:
        total = 0
        for batch in batches:
            engine.set_input(batch)
            total += int(json.loads(str(engine.query("data.targets.n")))["expressions"][0])
        return total

    return work


def cedar() -> Callable[[], int]:
    from cedarpy import is_authorized_batch

    policies = "\n".join(
        f'permit(principal, action, resource) when {{ context.priority == "{name}" && context.taken <= {limit} }};'
        for name, limit in TARGETS.items()
    )
    requests = [
        {"principal": 'User::"u"', "action": 'Action::"a"', "resource": 'Case::"c"', "context": each}
        for each in cases()[: CASES // 5]
    ]
    return lambda: sum(each.allowed for each in is_authorized_batch(requests, policies, []))


BETWEEN = f"{PAIRS:,} pairs of instants"
DECIDED = "cases whose time is given: is the target met"
WORKS: tuple[tuple[str, str, int, Callable[[], Callable[[], int | None]]], ...] = (
    ("businesstimedelta", BETWEEN, PAIRS, businesstimedelta),
    ("business-duration", BETWEEN, PAIRS, business_duration),
    ("pm4py", BETWEEN, PAIRS, pm4py),
    ("pandas CustomBusinessHour", f"{PAIRS:,} deadlines of 8 hours", PAIRS, pandas),
    ("rule-engine", DECIDED, CASES, rule_engine),
    (f"Rego (regopy), {BATCH} in a batch", DECIDED, CASES // 10, rego),
    ("Cedar (cedarpy), in one batch", DECIDED, CASES // 5, cedar),
)


def main() -> None:
    for name, work_of, count, make in WORKS:
        told: dict[str, Any] = {"name": name, "work": work_of}
        try:
            work = make()
            taken, found = [], None
            for _ in range(RUNS):
                began = time.perf_counter()
                found = work()
                taken.append(time.perf_counter() - began)
                if sum(taken) > 60:
                    break
            told["per_second"] = count / statistics.median(taken)
            told["sum" if work_of == BETWEEN else "met"] = found
        except Exception as trouble:
            told["trouble"] = f"{type(trouble).__name__}: {trouble}"[:120].replace("\n", " ")
        print(json.dumps(told), flush=True)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
