"""How like two names are: `opened` and `sys_created_at`, `priority` and `Severity`."""

import re

EQUAL, SAME, PART, NEAR = 5, 4, 3, 1
"""The same words; the same meanings; one says more than the other; mostly at the same time, but not the same."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# What a word of a name says nothing by.
_EMPTY = frozenset(
    "at on by in of the a date time timestamp ts datetime dt utc gmt sys u fields field values iso 8601 display first "
    "last name attributes case concept for info is was has summary title over log entry value".split()
)
_MEANINGS = {
    "opened": "open opening created create creation reported raised submitted submit logged registered received "
    "receive triggered trigger asked placed place ordered activate activated issued",
    "responded": "respond response replied reply answered answer acknowledged acknowledge ack acked",
    "started": "start begin began begun accepted active progress working since from down",
    "resolved": "resolve resolution solved solve solution fixed fix fulfilled fulfill completed complete done "
    "restored recovered recover",
    "closed": "close closure",
    "ended": "end finish finished until stop stopped to up",
    "updated": "update modified modify changed change",
    "paused": "pause hold held snooze suspended",
    "waiting": "wait awaiting await pending",
    "customer": "user caller requester requestor client reporter",
    "delivered": "deliver delivery arrived arrive arrival dropoff",
    "shipped": "ship dispatched dispatch sent departed pickup collected",
    "cancelled": "cancel canceled",
    "priority": "prio severity sev urgency",
    "service": "component product system application app ci",
    "region": "location country area site",
    "cause": "reason category",
    "kind": "type class",
    "total": "count requests sum",
    "errors": "error failed failures failure",
    "latency": "duration elapsed length",
    "status": "state stage",
    "amount": "price cost fee",
    "announced": "notified notice",
    "paid": "pay payment",
    "target": "sla goal policy",
}
# The same in languages of whom exports are often seen; more where the names of columns are translated.
_ELSEWHERE = {
    "opened": "erstellt eröffnet gemeldet bestellt créé ouvert creado abierto criado aberto tạo mở "
    "创建 创建时间 建立時間",
    "resolved": "gelöst behoben erledigt résolu resuelto resolvido quyết 解决 解决时间 解決時間",
    "closed": "geschlossen fermé cerrado fechado đóng 关闭 关闭时间 關閉時間",
    "delivered": "geliefert livré entregado entregue giao 送达 送達",
    "priority": "priorität dringlichkeit priorité prioridad prioridade tiên 优先级 優先級",
    "status": "zustand statut estado thái 状态 狀態",
    "customer": "kunde client cliente khách 客户 客戶",
    "amount": "wert betrag prix montant importe valor tiền 金额 金額",
}
_MEANINGS = {meaning: f"{words} {_ELSEWHERE.get(meaning, '')}" for meaning, words in _MEANINGS.items()}
_MEANING = {word: meaning for meaning, words in _MEANINGS.items() for word in (meaning, *words.split())}
_NUMBERS = frozenset(("id", "number", "key"))
_NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("opened", "started"),
        ("opened", "updated"),
        ("responded", "started"),
        ("resolved", "closed"),
        ("resolved", "ended"),
        ("closed", "ended"),
        ("paused", "waiting"),
        ("responded", "resolved"),
        ("announced", "opened"),
    )
)


def all_words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded."""
    return tuple(each.casefold() for each in _WORD.findall(_CAMEL.sub(" ", name)))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without those that say nothing, unless there are no others."""
    found = all_words_of(name)
    telling = tuple(each for each in found if each not in _EMPTY)
    return telling or found


def meanings_of(name: str) -> frozenset[str]:
    """What the words of a name mean, whatever word says it."""
    return frozenset(meaning_of(each) for each in words_of(name))


def meaning_of(word: str) -> str:
    """What a word means; its stem, where that is not known."""
    return _MEANING.get(word) or _MEANING.get(stem(word)) or _MEANING_OF_STEM.get(stem(word)) or stem(word)


def stem(word: str) -> str:
    """A word without the endings of plurals and of what is past."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word


# The first meaning that has a stem keeps it.
_MEANING_OF_STEM = {stem(word): meaning for word, meaning in reversed(_MEANING.items())}


def likeness(one: str, other: str) -> int:
    """0 (nothing in common) to `EQUAL`. Of a path such as `object.attributes.plan` the last part alone may do."""
    best = _likeness(one, other)
    for whole, against in ((one, other), (other, one)):
        last = whole.rpartition(".")[2]
        if last != whole and best < SAME and set(all_words_of(last)) - _EMPTY - _NUMBERS:
            best = max(best, min(SAME, _likeness(last, against)))
    return best


def _likeness(one: str, other: str) -> int:
    if words_of(one) == words_of(other):
        return EQUAL
    here, there = meanings_of(one), meanings_of(other)
    if here == there:
        return SAME
    if here < there or there < here:
        return PART
    if any(frozenset((a, b)) in _NEAR for a in here for b in there) or len(here & there) > 1:
        return NEAR
    return 0
