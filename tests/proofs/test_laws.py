"""What a contract makes of a log depends on a few numbers only. That every piece of them has a log, `test_reach` shows;
so what holds of all pieces holds of all logs."""

from fractions import Fraction

from hypothesis import event, given

from property.effort import effort
from property.scenes import Scene, evaluated, scenes
from sladsl.graph import RuleGraph
from sladsl.proofs.scan import Point, Scan
from sladsl.proofs.subject import Subject
from sladsl.rules.outcome import Outcome


def asked(graph: RuleGraph) -> dict[str, Scan]:
    """The scans of objectives that look at one number, in one scope, and say the same all the time."""
    subject = Subject(graph, 100)
    found = {each.name: subject.scan(each) for each in graph.objectives if not each.versions and not graph.versions}
    return {name: each for name, each in found.items()
            if each is not None and each.exact and each.space.main and not each.space.others}  # fmt: skip


def of_number(scanned: Scan, outcome: Outcome, number: Fraction) -> Point | None:
    """What the scan says of a number in the scope of the outcome; its own where the contract names it."""
    contexts = [each for each in scanned.contexts if each and each[0].scope == outcome.scope] or list(scanned.contexts)
    for point in contexts[0] if len(contexts) == 1 else ():
        if point.piece is not None and point.piece.holds(number):
            return point
    return None


@effort(12)
@given(scenes(steady=True, complete=True))
def test_two_logs_with_the_same_number_come_to_the_same(scene: Scene) -> None:
    """Of any log: what is made of it is what is made of the piece in which its number lies."""
    scans = asked(scene.graph)
    evaluation, _ = evaluated(scene.graph, scene.log, scene.stage)
    for outcome in evaluation.outcomes if evaluation is not None else ():
        scanned = scans.get(outcome.objective)
        if scanned is None or outcome.measured is None or outcome.state == "no verdict":
            continue
        point = of_number(scanned, outcome, outcome.measured)
        if point is None:
            assert len(scanned.contexts) > 1, f"{outcome.measured} lies in no piece of {outcome.objective}"
            continue
        event("compared")
        assert outcome.state == point.outcome.state
        assert (outcome.credit is None) == (point.outcome.credit is None)
        if outcome.credit is not None and point.outcome.credit is not None:
            assert (outcome.credit.outcome, outcome.credit.row) == (
                point.outcome.credit.outcome,
                point.outcome.credit.row,
            )
