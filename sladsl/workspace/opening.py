"""Earlier results, as `eval -f json` prints them → what an evaluation goes on from."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from pathlib import Path
from typing import cast, get_args

from sladsl.diagnostics import Diagnostic, Fix
from sladsl.diagnostics.catalogue import opening as codes
from sladsl.diagnostics.render.document import FORMAT_VERSION
from sladsl.engines.measurements import Scope
from sladsl.frozen import Changing, changing
from sladsl.graph import RuleGraph
from sladsl.model.units import COUNT, DURATION, Unit, declared, money
from sladsl.rules.opening import Opening, OpeningOutcome, WindowOf
from sladsl.rules.outcome import State
from sladsl.temporal import SECOND, Zone, parse_instant
from sladsl.workspace.reading import read_small, reason

MOST_BYTES = 256 * 1024 * 1024
_EXACT = re.compile(r"(-?[0-9]{1,1001})/([0-9]{1,1001})")
_DECIMAL = re.compile(r"-?[0-9]{1,1000}(\.[0-9]{1,100})?")
_ZERO = Fraction(0)


@changing
class _Read(Changing):
    """What all files together tell."""

    outcomes: dict[WindowOf, OpeningOutcome] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)


def read_opening(
    paths: Sequence[Path], graph: RuleGraph, stamps: Mapping[str, str]
) -> tuple[Opening | None, str | None, list[Diagnostic]]:
    """The opening and the digest of all files; or None and why. `stamps` are those of the evaluation to come."""
    read, found = _Read(), list[Diagnostic]()
    for path in paths:
        try:
            content = read_small(path, MOST_BYTES)
            if len(content) > MOST_BYTES:
                raise ValueError("it is longer than any result")
            found += _take(read, _document(content), path, graph, stamps)
            read.digests.append(hashlib.sha256(content).hexdigest())
        except OSError as trouble:
            found.append(_unreadable(path, reason(trouble)))
        except RecursionError:
            found.append(_unreadable(path, "its values are nested too deeply"))
        except ValueError as trouble:
            found.append(_unreadable(path, str(trouble)))
    if not read.starts or len(read.digests) < len(paths):
        return None, None, found
    digest = hashlib.sha256("\n".join(sorted(read.digests)).encode()).hexdigest()
    return Opening(min(read.starts), read.outcomes), digest, found


def _unreadable(path: Path, why: str) -> Diagnostic:
    fix = Fix("give a file that `sladsl eval … -f json -o FILE` has written")
    return Diagnostic(codes.UNREADABLE, f"the earlier result cannot be read: {why}", place=str(path), fixes=(fix,))


def _document(content: bytes) -> object:
    """Raises ValueError with the reason."""
    try:
        return json.loads(content, parse_float=str)
    except json.JSONDecodeError as trouble:
        raise ValueError(f"it is no JSON: line {trouble.lineno} goes wrong") from None
    except UnicodeDecodeError:
        raise ValueError("it is not encoded as UTF-8") from None
    except ValueError:
        raise ValueError("a number of it has too many digits") from None


def _take(
    read: _Read, document: object, path: Path, graph: RuleGraph, stamps: Mapping[str, str]
) -> Iterator[Diagnostic]:
    result = _object(document, "the document")
    if result.get("format_version") != FORMAT_VERSION:
        raise ValueError(f"its format_version is not {FORMAT_VERSION}")
    name = _object(result.get("agreement"), "agreement").get("name")
    if name != graph.name:
        yield Diagnostic(
            codes.OF_ANOTHER, f"it is a result of another agreement, `{name}`; this is `{graph.name}`", place=str(path),
            fixes=(Fix("give an earlier result of this agreement"),),
        )  # fmt: skip
        return
    yield from _other_text(_object(result.get("stamps"), "stamps"), stamps, path)
    zone = Zone.named(graph.zone)
    read.starts.append(_instant(_object(result.get("period"), "period").get("start"), "period.start", zone))
    keys = {each.name: each.keys for each in graph.objectives}
    for index, each in enumerate(_list(result.get("outcomes"), "outcomes")):
        place = f"outcomes[{index}]"
        outcome = _object(each, place)
        objective = outcome.get("objective")
        if not isinstance(objective, str) or objective not in keys or outcome.get("state") == "no verdict":
            continue
        window = _object(outcome.get("window"), f"{place}.window")
        start, end = (_instant(window.get(side), f"{place}.window.{side}", zone) for side in ("start", "end"))
        where = (objective, _scope(outcome.get("scope"), keys[objective], place), start, end)
        told = _outcome(outcome, graph, place)
        if read.outcomes.setdefault(where, told) != told:
            label = window.get("label")
            yield Diagnostic(
                codes.CONTRADICTING, f"two earlier results say different things of `{objective}` in {label}",
                place=str(path),
                fixes=(Fix("give the one that holds"),),
            )  # fmt: skip


def _other_text(before: Mapping[str, object], now: Mapping[str, str], path: Path) -> Iterator[Diagnostic]:
    compared = ["contract", "semantics", *(name for name in {**before, **now} if name.startswith("parameter "))]
    other = [name for name in dict.fromkeys(compared) if before.get(name) != now.get(name)]
    if other:
        yield Diagnostic(
            codes.OF_OTHER_TEXT, f"the earlier result differs in what it was made from: {', '.join(other)}",
            place=str(path),
            fixes=(Fix("make it again with the contract as it is now, or see that the difference does not matter"),),
        )  # fmt: skip


def _outcome(outcome: Mapping[str, object], graph: RuleGraph, place: str) -> OpeningOutcome:
    state = outcome.get("state")
    if state not in get_args(State):
        raise ValueError(f"{place}.state is no state")
    credit, bonus = (
        None if outcome.get(word) is None else _object(outcome[word], f"{place}.{word}") for word in ("credit", "bonus")
    )
    due, unit = _number(credit.get("due"), graph, f"{place}.credit.due") if credit else (_ZERO, None)
    points, _ = _number(outcome.get("points"), graph, f"{place}.points")
    return OpeningOutcome(
        cast(State, state),
        due,
        unit,
        _taken(credit, unit, f"{place}.credit"),
        _taken(bonus, _number(bonus.get("due"), graph, f"{place}.bonus.due")[1], f"{place}.bonus") if bonus else (),
        _waiting(credit, f"{place}.credit"),
        points,
    )


def _taken(credit: Mapping[str, object] | None, unit: Unit | None, place: str) -> tuple[Fraction, ...]:
    if credit is None:
        return ()
    every = _list(credit.get("taken"), f"{place}.taken")
    return tuple(_in_base(_exact(each, f"{place}.taken"), unit) for each in every)


def _waiting(credit: Mapping[str, object] | None, place: str) -> Fraction:
    """What was payable and has not been paid out."""
    if credit is None or credit.get("payable") is None or credit.get("issued") is None:
        return _ZERO
    return _decimal(credit["payable"], f"{place}.payable") - _decimal(credit["issued"], f"{place}.issued")


def _scope(value: object, keys: tuple[str, ...], place: str) -> Scope:
    scope = _object(value, f"{place}.scope")
    if set(scope) != set(keys):
        raise ValueError(f"{place}.scope has other keys than the objective")
    return tuple(_text(scope[key], f"{place}.scope.{key}") for key in keys)


def _number(value: object, graph: RuleGraph, place: str) -> tuple[Fraction | None, Unit | None]:
    if value is None:
        return None, None
    number = _object(value, place)
    unit = _unit(_text(number.get("unit"), f"{place}.unit"), graph)
    return _in_base(_exact(number.get("exact"), f"{place}.exact"), unit), unit


def _unit(name: str, graph: RuleGraph) -> Unit | None:
    if name in ("count", "number"):
        return COUNT
    if name == "second":
        return DURATION
    return declared(name) if name in {each for each, _ in graph.units} else money(name)


def _in_base(value: Fraction, unit: Unit | None) -> Fraction:
    return value * SECOND if unit == DURATION else value


def _exact(value: object, place: str) -> Fraction:
    found = _EXACT.fullmatch(_text(value, place))
    if found is None or int(found[2]) == 0:
        raise ValueError(f"{place} is no fraction")
    return Fraction(int(found[1]), int(found[2]))


def _decimal(value: object, place: str) -> Fraction:
    text = _text(value, place)
    if _DECIMAL.fullmatch(text) is None:
        raise ValueError(f"{place} is no amount")
    return Fraction(text)


def _instant(value: object, place: str, zone: Zone) -> int:
    text = _text(value, place)
    try:
        return parse_instant(text, zone)
    except ValueError:
        raise ValueError(f"{place} is no instant") from None


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{place} is missing, or no object")
    return value


def _list(value: object, place: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError(f"{place} is missing, or no list")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place} is missing, or no text")
    return value
