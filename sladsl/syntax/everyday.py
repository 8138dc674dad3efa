"""Words of everyday speech and of other languages, and which words of this one they may stand for."""

OFTEN_MEANT: dict[str, tuple[str, ...]] = {
    "each": ("per",),
    "every": ("per",),
    "a": ("per",),
    "an": ("per",),
    "annum": ("year",),
    "under": ("below",),
    "less": ("below",),
    "lower": ("below",),
    "over": ("above",),
    "exceeding": ("above",),
    "higher": ("above",),
    "if": ("when", "where"),
    "whenever": ("when", "where"),
    "then": ("gives",),
    "pays": ("gives",),
    "else": ("otherwise",),
    "except": ("excluding", "outside", "without"),
    "till": ("until",),
    "in": ("within", "during"),
    "true": ("yes",),
    "false": ("no",),
    "string": ("text",),
    "int": ("count",),
    "integer": ("count",),
    "decimal": ("number",),
    "float": ("number",),
    "boolean": ("yes",),
    "timestamp": ("instant",),
    "date": ("instant",),
    "penalty": ("credit",),
    "sla": ("objective",),
    "slo": ("objective",),
    "average": ("mean",),
    "avg": ("mean",),
}

BLOCKS: dict[str, tuple[str, ...]] = {
    "an `objective`": ("credit", "claim", "warn", "pay", "per", "when", "otherwise", "by"),
    "a `service`": ("fee",),
    "a `calendar`": ("open", "closed", "holidays", "special"),
    "a `stream`": ("moments", "states", "void"),
}
"""Lines that belong in a block, for those who write them by themselves."""

_UNITS_OF = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_UNITS_OF |= {"yearly": "year", "annually": "year", "biannually": "half year", "semiannually": "half year"}
ADVERBS = {adverb: f"per {unit}" for adverb, unit in _UNITS_OF.items()}
"""Windows in one word."""
