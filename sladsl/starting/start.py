"""The files of a first contract."""

import re
from collections.abc import Callable, Mapping

from sladsl.diagnostics.diagnostic import errors
from sladsl.formatting import format_source
from sladsl.frozen import Frozen, frozen
from sladsl.model.lookalikes import skeleton
from sladsl.starting import availability, delivery, internal, support
from sladsl.starting.answers import Answers, Kind
from sladsl.starting.naming import is_word_of, name_from
from sladsl.starting.parts import GENERIC, Names
from sladsl.syntax import parse
from sladsl.text import Source

CONTRACT = "contract.sladsl"
CONFIGURATION = "sladsl.toml"


@frozen
class Start(Frozen):
    """Files by name, and what is worth a look in the results: an objective, and a month in which it is breached."""

    files: Mapping[str, str]
    objective: str
    window: str


_CONTRACTS: Mapping[Kind, Callable[[Answers, Names], str]] = {
    Kind.AVAILABILITY: availability.contract,
    Kind.SUPPORT: support.contract,
    Kind.DELIVERY: delivery.contract,
    Kind.INTERNAL: internal.contract,
}
_LOGS: Mapping[Kind, Callable[[Answers], tuple[str, str]]] = {
    Kind.AVAILABILITY: availability.log,
    Kind.SUPPORT: support.log,
    Kind.DELIVERY: delivery.log,
    Kind.INTERNAL: internal.log,
}
_OBJECTIVES = {
    Kind.AVAILABILITY: availability.OBJECTIVE,
    Kind.SUPPORT: support.OBJECTIVE,
    Kind.DELIVERY: delivery.OBJECTIVE,
    Kind.INTERNAL: internal.OBJECTIVE,
}


def started(answers: Answers) -> Start:
    """The contract in the one style, the configuration, and a sample log of three months: the second is bad."""
    stream, rows = _LOGS[answers.kind](answers)
    files = {
        CONTRACT: _contract(answers),
        CONFIGURATION: _configuration(answers, stream),
        f"{stream}.csv": rows,
    }
    return Start(files, _OBJECTIVES[answers.kind], f"{answers.month(1):%Y-%m}")


def _contract(answers: Answers) -> str:
    """With names made of the titles where those can be names here, else with names of the roles."""
    write = _CONTRACTS[answers.kind]
    plain = write(answers, GENERIC)
    chosen: list[str] = []
    for title, instead in zip((answers.title, answers.provider, answers.customer), GENERIC, strict=True):
        name = name_from(title)
        alike = any(skeleton(name) == skeleton(each) for each in chosen)
        fits = name and not alike and not is_word_of(name, _without_titles(plain))
        chosen.append(name if fits else instead)
    for names in (Names(*chosen), GENERIC):
        text = write(answers, names)
        if not errors(parse(Source(CONTRACT, text))[1]):
            formatted = format_source(Source(CONTRACT, text)).text
            assert formatted is not None
            return formatted
    raise AssertionError("the contract with plain names has no mistakes")


def _without_titles(text: str) -> str:
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*', " ", text)


def _configuration(answers: Answers, stream: str) -> str:
    first, last = answers.month(0), answers.month(3)
    return f"""# Which file is the log, and how it is read. Put your own in place of the sample, for instance with
# sladsl import log YOUR_FILE --contract {CONTRACT}
[bind.{stream}]
files    = "{stream}.csv"
coverage = "{first} until {last}"
zone     = "{answers.zone.name}"
"""
