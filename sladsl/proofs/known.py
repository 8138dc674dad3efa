"""The claims there are: their names, the codes of what is found, and on what their verdicts rest. One line each, in the
order of `proving.CLAIMS`; the page on `sladsl verify` shows them as a table."""

import re
from collections.abc import Iterable

from sladsl.frozen import Frozen, frozen
from sladsl.proofs.verdict import Result

SWEEP = "every piece of every number"
LOGS = "a log"
PARTS = "what each part may lose, laid as badly as it can be"
LENGTHS = "every length of a window, and the pieces in which downtime comes"
STEPS = "every opening and closing of the hours; shares added up"
TERM = "every window and day of the term"
HOURS = "a log, or the hours of both over the whole term"
TREE = "the most each credit comes to, under all limits"
WITHOUT = "every piece of every number, with and without"
ATTACK = "every combination of numbers, or logs on all borders"


@frozen
class ClaimKind(Frozen):
    """`claim` is its name, with … for what differs from contract to contract; `family` the function that makes it;
    `rests` on what PROVED or a finding rests. `somewhere`: it is enough that it holds for one of the choices that
    parameters leave."""

    family: str
    claim: str
    codes: tuple[str, ...]
    rests: str
    somewhere: bool = False

    def is_of(self, claim: str) -> bool:
        return re.fullmatch(".+".join(map(re.escape, self.claim.split("…"))), claim) is not None


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("table_claims", "no value lies in a hole of the table", ("SLA1020",), SWEEP),
    ClaimKind("table_claims", "no two rows give different amounts", ("SLA1021",), SWEEP),
    ClaimKind("table_claims", "nothing is due while the target is met", ("SLA1024",), SWEEP),
    ClaimKind("table_claims", "every breach costs something", ("SLA1025",), SWEEP),
    ClaimKind("table_claims", "worse service never costs less", ("SLA1101",), SWEEP),
    ClaimKind("table_claims", "every row is reached", ("SLA1103", "SLA1022"), LOGS, somewhere=True),
    ClaimKind("double_row_claims", "no two rows say the same of one value", ("SLA1104",), SWEEP),
    ClaimKind("exact_bound_claims", "a bound is met exactly in all windows or in none", ("SLA1105",), LENGTHS),
    ClaimKind("promise_claims", "can be breached", ("SLA1110",), LOGS),
    ClaimKind("promise_claims", "can be kept", ("SLA1111",), LOGS),
    ClaimKind("together_claims", "can be kept at once", ("SLA1112",), SWEEP),
    ClaimKind("small_sample_claims", "one record does not decide", ("SLA1113",), LOGS),
    ClaimKind("exclusion_claims", "something is left to be counted", ("SLA1131",), HOURS),
    ClaimKind("exclusion_claims", "the exclusion changes something", ("SLA1130",), HOURS, somewhere=True),
    ClaimKind("exclusion_claims", "excluded time cannot fill a window", ("SLA1042", "SLA1132"), LOGS),
    ClaimKind("exclusion_claims", "the exclusion never costs whom it is for", ("SLA1133",), LOGS),
    ClaimKind("green_claims", "downtime while everything is met", ("SLA1150",), LOGS),
    ClaimKind("green_claims", "the longest outage while everything is met", ("SLA1151",), LOGS),
    ClaimKind("green_claims", "time lost in … while everything is met", ("SLA1152",), LOGS),
    ClaimKind("flapping_claims", "outages that are too short to count", ("SLA1153",), LOGS),
    ClaimKind("never_closed_claims", "cases that are never done do not help", ("SLA1154",), LOGS),
    ClaimKind("underpinning_claims", "… keeps its word", ("SLA1140", "SLA1141"), PARTS),
    ClaimKind("uncovered_claims", "nothing is owed while everything below keeps its word", ("SLA1146",), PARTS),
    ClaimKind("excuse_claims", "what counts above counts below", ("SLA1142", "SLA1143"), LOGS),
    ClaimKind("chain_claims", "the steps in time are the whole in time", ("SLA1144", "SLA1145"), STEPS),
    ClaimKind("floor_claims", "what is mandatory above is kept wherever this is", ("SLA1160",), LOGS),
    ClaimKind("floor_claims", "an override changes something", ("SLA1161",), "both texts", somewhere=True),
    ClaimKind("ceiling_claims", "no more is owed than a mandatory limit above allows", ("SLA1162",), TREE),
    ClaimKind("clock_change_claims", "hours are as long as the clock says", ("SLA1170", "SLA1171"), TERM),
    ClaimKind("tolerance_claims", "… is breached often", ("SLA1172", "SLA1173"), TERM),
    ClaimKind("wait_claims", "how long … take", ("SLA1175", "SLA1176"), TERM),
    ClaimKind("wait_claims", "what comes first has less time", ("SLA1174",), TERM),
    ClaimKind("property_claims", "it holds", ("SLA1190", "SLA1191"), ATTACK),
    ClaimKind("property_claims", "line … holds", ("SLA1190", "SLA1191"), ATTACK),
    ClaimKind("money_claims", "what is owed has a greatest amount", ("SLA1180", "SLA1181"), TREE),
    ClaimKind("money_claims", "no more is owed than is paid", ("SLA1182", "SLA1032"), TREE),
    ClaimKind("money_claims", "no row always gives more than its limit", ("SLA1183", "SLA1030"), TREE),
    ClaimKind("money_claims", "something reaches the limit", ("SLA1184", "SLA1031"), TREE, somewhere=True),
    ClaimKind("money_claims", "… makes a difference", ("SLA1122", "SLA1124"), WITHOUT, somewhere=True),
    ClaimKind("money_claims", "no two exceptions hold at once without an order", ("SLA1120",), SWEEP),
    ClaimKind("money_claims", "never a credit and a bonus at once", ("SLA1102",), SWEEP),
    ClaimKind(
        "money_claims", "each of several values is taken at times", ("SLA1123",), "bounds of each value", somewhere=True
    ),
    ClaimKind("money_claims", "nothing is paid for twice", ("SLA1121",), LOGS),
    ClaimKind("money_claims", "what a step further costs", ("SLA1185",), SWEEP),
    ClaimKind("money_claims", "from where on nothing more is owed", ("SLA1186",), SWEEP),
    ClaimKind("money_claims", "after how long nothing more is owed", ("SLA1187",), LOGS),
    ClaimKind("money_claims", "rounded parts are the rounded whole", ("SLA1188",), "what each part is rounded by"),
    ClaimKind("money_claims", "not everything can be earned back", ("SLA1189",), LOGS),
)


@frozen
class Choice(Frozen):
    """Which claims are looked at, each word a code or the name of a claim. `only` empty: all."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.only and not self.without

    def takes(self, words: Iterable[str]) -> bool:
        names = set(words)
        return not names & set(self.without) and (not self.only or bool(names & set(self.only)))

    def takes_result(self, result: Result) -> bool:
        if self.whole:
            return True
        found = () if result.diagnostic is None else (result.diagnostic.code.id,)
        # What was found has one code; what was not could have come to any of its kind.
        names = found or tuple(code for kind in KINDS if kind.is_of(result.claim) for code in kind.codes)
        return self.takes((result.claim, *(kind.claim for kind in KINDS if kind.is_of(result.claim)), *names))

    def takes_family(self, family: str) -> bool:
        """Whether any claim of a family can be taken; one that nobody listed can."""
        kinds = [kind for kind in KINDS if kind.family == family]
        options = [(kind.claim, code) for kind in kinds for code in kind.codes]
        return not kinds or any(self.takes(each) for each in options)


def holds_somewhere(claim: str) -> bool:
    """Whether a claim is about a clause that must matter for some choice of the parameters, not for all."""
    return any(each.somewhere and each.is_of(claim) for each in KINDS)


def codes_left_open(results: Iterable[Result]) -> frozenset[str]:
    """The codes of claims that could not be settled."""
    open_ones = [each.claim for each in results if each.verdict == "UNKNOWN"]
    return frozenset(code for kind in KINDS for code in kind.codes if any(kind.is_of(each) for each in open_ones))


def words_for(text: str) -> list[str]:
    """The claims and codes that a word on the command line can mean: one of them, or none."""
    codes = {code for kind in KINDS for code in kind.codes}
    return [each for each in (*codes, *(kind.claim for kind in KINDS)) if each.casefold() == text.casefold()]
