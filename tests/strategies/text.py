"""Texts that are nearly contracts: soups of words, and good contracts with something wrong."""

import re

from hypothesis import strategies as st

_WORD = re.compile(r'"[^"\n]*"|#[^\n]*|\w+|[^\w\s]|\s+')

_LETTERS = "a b1 é می\u200cروند ระบบ _ x\u0301 \u200c \u202e \u2028 \ufeff \u00a0 \x00 \r ٣ ｘ"
_FOREIGN = "“ ” ‘ « ， （ ； ≥ – × € $ % @ \\ ' \" ' ` ~"
_MARKS = "{ } ( ) , : = . + - * / < > <= >= != == && || ! ; // # \n"
_VALUES = '"text" 99.9% 12,000 12_000.50 5 USD 4h 1h30min 4hrs 24 h 2026-01-31 2026-02-30 08:00-17:00 25:00 02-30 5mins'
_KEYWORDS = (
    "agreement provider customer term until through zone currency rounding half up parameter one of service fee per "
    "once calendar open every day holidays closed special Mon to Fri always stream spans cases samples events by text "
    "count number in places money instant optional moments states many define together with during outside buckets "
    "runs at least lasting more than whole minutes each run started clock since first where exclusion at most month or "
    "none it counts as leaves the denominator and not is present missing within before rounded availability time "
    "window mean over share full greater lesser next previous fees sum percentile excluding unknown while without "
    "deadline close metric for shown objective kpi when otherwise limit credit pay only above warn target year "
    "breached any case gives exactly below claim end inclusive credits all edition business hours from"
)

words = st.sampled_from(
    [*_LETTERS.split(" "), *_FOREIGN.split(" "), *_MARKS.split(" "), *_VALUES.split(" "), *_KEYWORDS.split()]
)


@st.composite
def soups(draw: st.DrawFn) -> str:
    """Words of the language and marks in any order, perhaps inside an agreement."""
    inside = "".join(word + draw(st.sampled_from(["", " ", " ", "\n"])) for word in draw(st.lists(words, max_size=40)))
    around = ["{}", "agreement a {{\n{}\n}}", "agreement a {{\nobjective o {{\n{}\n}}\n}}"]
    return draw(st.sampled_from(around)).format(inside)


@st.composite
def mutations(draw: st.DrawFn, good: str) -> str:
    """A contract with a few of its words left out, doubled, swapped, replaced or cut."""
    pieces = _WORD.findall(good)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(pieces) - 2))
        match draw(st.integers(0, 4)):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case 2:
                pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
            case 3:
                pieces[at] = draw(words)
            case _:
                pieces[at] = pieces[at][:-1]
    return "".join(pieces)
