"""Names that a reader takes for one and the same, though they are written with other letters."""

import re
import unicodedata

# Letters of other scripts drawn like Latin ones, and letters of one script that keyboards mix up: Persian and Arabic
# yeh and kaf, the Vietnamese d with a stroke and the Icelandic eth. NFKC folds full-width letters and ligatures.
_LIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03b1\u03c1\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u064a\u0649\u0643\u00f0\u00d0",
    "aeopcyxijsABEKMHOPCTYXIJSoapvABEZHIKMNOPTYX\u06cc\u06cc\u06a9\u0111\u0110",
)
# What a typeface without serifs draws alike, and Thai sara ae typed as two sara e.
_ALIKE = str.maketrans("01I", "Oll")
_TYPED_AS_TWO = ("\u0e40\u0e40", "\u0e41")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Of Vietnamese: `hoà` and `hòa` are one word, with the mark where people were taught to put it."""
_SYLLABLE = re.compile(r"[^\W\d_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200c\u200d\u00ad"))


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton cannot be told apart on paper."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name.translate(_INVISIBLE).translate(_LIKE)).replace(*_TYPED_AS_TWO)
        name = _SYLLABLE.sub(_tones_last, name)
    return name.translate(_ALIKE)


def _tones_last(syllable: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFD", syllable[0])
    if _TONES.isdisjoint(apart):
        return syllable[0]
    return "".join(each for each in apart if each not in _TONES) + "".join(each for each in apart if each in _TONES)


def look_alike(one: str, other: str) -> bool:
    """Whether two different names look the same."""
    return one != other and skeleton(one) == skeleton(other)


def odd_letters(name: str, other: str) -> str:
    """Says which letter of `name` is not the one of `other`."""
    for mine, its in zip(name, other, strict=False):
        if mine != its:
            return f"this one has {_called(mine)} where the other has {_called(its)}"
    return "one of them has an invisible letter"


def _called(letter: str) -> str:
    return f"`{letter}` ({unicodedata.name(letter, 'a letter without a name').lower()})"
