"""Names for clauses, from the titles people gave."""

import re
import unicodedata

_JOINER = "\u200c"
_LONGEST = 40


def name_from(title: str) -> str:
    """The letters, marks and digits of a title, in small letters, with `_` between its words; "" if nothing is left."""
    kept = []
    text = unicodedata.normalize("NFC", title).lower()
    for position, each in enumerate(text):
        between = 0 < position < len(text) - 1 and text[position - 1].isalpha() and text[position + 1].isalpha()
        if unicodedata.category(each)[0] in "LM" or each.isdecimal() or (each == _JOINER and between):
            kept.append(each)
        else:
            kept.append("_")
    name = re.sub("_+", "_", "".join(kept)).strip("_")
    name = "_".join(_fitting(name.split("_")))
    return "" if not name or name[0].isdecimal() or unicodedata.category(name[0])[0] == "M" else name


def _fitting(words: list[str]) -> list[str]:
    """As many words as make a name of a bearable length, at least one."""
    kept: list[str] = []
    for each in words:
        if kept and len("_".join([*kept, each])) > _LONGEST:
            break
        kept.append(each)
    return kept


def is_word_of(name: str, text: str) -> bool:
    """Whether a text has this word already, as a keyword or as another name."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
