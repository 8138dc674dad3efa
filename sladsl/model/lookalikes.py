"""Names that a reader takes for one and the same, though they are written with other letters."""

import unicodedata

# Letters of other scripts drawn like Latin ones, and letters of one script that keyboards mix up: Persian and Arabic
# yeh and kaf, the Vietnamese d with a stroke and the Icelandic eth. NFKC folds full-width letters and ligatures.
_LIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03b1\u03c1\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u064a\u0649\u0643\u00f0\u00d0",
    "aeopcyxijsABEKMHOPCTYXIJSoapvABEZHIKMNOPTYX\u06cc\u06cc\u06a9\u0111\u0110",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200c\u200d\u00ad"))


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton cannot be told apart on paper."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFKC", name.translate(_INVISIBLE).translate(_LIKE))


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
