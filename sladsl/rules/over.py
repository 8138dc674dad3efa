"""Values over other cells: those of smaller, earlier or later windows, or of all scopes of a kind."""

from fractions import Fraction
from operator import mul

from sladsl.diagnostics.catalogue.findings import LEFT_OUT
from sladsl.engines.exact_statistics import exact_statistic
from sladsl.graph.values import Over
from sladsl.model.units import COUNT, PERCENT, Unit
from sladsl.rules.cells import Cells, CellView
from sladsl.rules.demands import windows_around
from sladsl.rules.derivation import Step
from sladsl.rules.measured import NO_RECORDS, NOTHING_TO_DIVIDE_BY, is_empty


def over(node: Over, cell: CellView, cells: Cells) -> Step:
    """The statistic, with a step for every cell that counted, and for every earlier window that did not. A cell with
    nothing to measure is left out, and a finding says so; an earlier window without a verdict neither counts nor
    hinders; any other that is not known leaves no value."""
    found, told = list[tuple[Step, CellView]](), list[Step]()
    left_out = list[Step]()
    history = node.around is not None and node.around.last is not None and node.around.last <= 0
    words = _words(node)
    for name, other in _others(node, cell, cells):
        part = _part(node, other, name)
        if part is None:
            if history and node.operand is None and node.where is not None:
                told.append(_named(name, other.step(node.where)))
            continue
        if part.value is not None:
            found.append((part, other))
            told.append(part)
        elif history or is_empty(part.note):
            left_out.append(part)
        else:
            return Step(words, None, _unit(node), (part,), note=f"{name}: {part.note}")
    if left_out:
        cell.finding(LEFT_OUT, f"windows or scopes without a value are left out of a number of {cell.subject}")
    value, note = _value(node, found)
    if value is None:
        # That there was nothing is known only where nothing is left out that is not known.
        note = next((each.note for each in left_out if not is_empty(each.note)), note)
    elif left_out:
        note = f"{len(left_out)} without a value left out"
    return Step(words, value, _unit(node), tuple(told), note=note)


def _others(node: Over, cell: CellView, cells: Cells) -> list[tuple[str, CellView]]:
    if node.around is not None:
        windows = windows_around(cells.term, node.around, cell.rule, cell.window)
        rule = node.around.rule or cell.rule
        return [(each.label, cells.at(cell, cell.keys, cell.scope, each, rule)) for each in windows]
    keys, fixed = (*cell.keys, *node.keys), len(cell.keys)
    scopes = cells.scopes_within(cell.keys, cell.scope, node.keys)
    return [(", ".join(each[fixed:]), cells.at(cell, keys, each, cell.window, cell.rule)) for each in scopes]


def _part(node: Over, cell: CellView, name: str) -> Step | None:
    """One cell's value, or the condition of a share; None where the cell does not count."""
    condition = None if node.where is None else cell.step(node.where)
    if condition is not None and condition.value is not True:
        return None if condition.value is False else _named(name, condition)
    if node.weight is not None and cell.step(node.weight).value is None:
        return Step(f"in {name}", None, note="its weight is not known")
    if node.operand is None:
        return _named(name, condition or Step("counts", True))
    return _named(name, cell.step(node.operand))


def _named(name: str, step: Step) -> Step:
    return Step(f"in {name}", step.value, step.unit, (step,), note=step.note)


def _value(node: Over, found: list[tuple[Step, CellView]]) -> tuple[Fraction | None, str | None]:
    values = [step.known for step, _ in found]
    if node.statistic == "share":
        return (sum(values, Fraction(0)) / len(values), None) if values else (None, NO_RECORDS)
    if node.weight is not None:
        weights = [cell.step(node.weight).known for _, cell in found]
        total = sum(weights, Fraction(0))
        if total == 0:
            return None, NOTHING_TO_DIVIDE_BY
        return sum(map(mul, values, weights), Fraction(0)) / total, None
    value = exact_statistic(node.statistic, values, node.percentile, node.trim)
    return value, None if value is not None else NO_RECORDS


def _unit(node: Over) -> Unit:
    return {"count": COUNT, "share": PERCENT}.get(node.statistic, node.unit)


def _words(node: Over) -> str:
    return _whole(node) if node.trim is None else f"{_whole(node)} {node.trim.words()}"


def _whole(node: Over) -> str:
    if node.around is None:
        return f"{node.statistic} over {', '.join(node.keys)}"
    if node.around.due is not None:
        return f"{node.statistic} over {node.around.due}"
    return f"{node.statistic} over {'window' if node.around.rule is None else node.around.rule.unit}s"
