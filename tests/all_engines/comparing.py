"""One case asked of every engine: what they find, what comes of it as bytes, and what comes of its files."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from all_engines.engines import Compared, Difference, Enough
from property.scenes import Scene
from sladsl.engines import Engine
from sladsl.report.json import evaluation_json
from sladsl.rules.evaluate import evaluate
from strategies.logs import write


def differences(scene: Scene, others: Sequence[Engine], *, judge: bool = False) -> tuple[int, list[Difference]]:
    """How many numbers were measured, and those in which an engine differs. `judge`: also what the engines' own
    measurements come to, as the bytes of the result."""
    both = Compared(others, judge=judge)
    try:
        told = _told(scene, both)
    except Enough:
        return both.numbers, both.differences
    found = list(both.differences)
    for other in others if judge else ():
        if (mine := _told(scene, other)) != told:
            found.append(Difference(other.name, "the result", _around(told, mine), _around(mine, told)))
    return both.numbers, found


def _told(scene: Scene, engine: Engine) -> str:
    stage = scene.stage
    evaluation, problems = evaluate(
        scene.graph, scene.log, engine, period=stage.period, as_of=stage.as_of, coverage=stage.coverage
    )
    if evaluation is None:
        return "\n".join(f"{each.code.id} {each.message}" for each in problems)
    return evaluation_json(evaluation, scene.graph, cases="all", log=scene.log)


def _around(one: str, other: str) -> str:
    """The part of one text about the first place where it differs from another."""
    at = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[max(0, at - 200) : at + 200]


def report(scene: Scene, found: Sequence[Difference], title: str) -> str:
    """A difference as a page: the contract, what is evaluated, the log in its canonical form, what each engine says."""
    stage = scene.stage
    parts = [f"# {title}", "", *("    " + line for each in found for line in str(each).split("\n")), ""]
    parts += [f"period {stage.period}, as of {stage.as_of}, coverage {dict(stage.coverage)}", ""]
    parts += ["```sladsl", scene.contract.text.strip(), "```", ""]
    with TemporaryDirectory() as folder:
        for name, (file,) in write(scene.log, Path(folder), "jsonl").items():
            parts += [f"{name}:", "```jsonl", file.read_text(encoding="utf-8").strip(), "```", ""]
    return "\n".join(parts)
