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

_CALLED = {
    "`agreement`": ("contract",),
    "`provider`": ("supplier", "vendor", "contractor", "seller"),
    "`customer`": ("client", "buyer", "purchaser"),
    "`term`": ("start", "begin", "begins", "effective", "duration", "expires", "validity"),
    "`zone`": ("timezone", "tz"),
    "`objective`": ("sla", "slo", "target", "goal", "commitment", "guarantee", "promise", "requirement"),
    "`metric`": ("sli", "measure", "indicator", "measurement", "formula", "average"),
    "`stream`": ("log", "data", "input", "source", "record", "records"),
    "`stream … of spans`": ("outage", "outages", "downtime", "incident", "incidents"),
    "`stream … of cases`": ("ticket", "tickets", "order", "orders"),
    "`exclusion`": ("maintenance", "force_majeure", "exclude", "exempt", "exemption"),
    "`credit`, in an `objective`": ("penalty", "penalties", "fine", "rebate", "refund", "compensation", "damages"),
    "`fee`, in a `service`": ("price", "charge", "rate", "cost", "charges"),
    "`calendar`": ("hours", "business_hours", "working_hours"),
    "`holidays`, in a `calendar`": ("holiday", "vacation"),
    "`limit`": ("cap", "caps", "maximum", "ceiling"),
    "`duty`": ("duties", "obligation", "obligations", "responsibility", "responsibilities"),
    "`terminate`": ("termination", "terminates", "cancel", "cancellation"),
    "`escalate`": ("escalation", "escalations"),
    "`renews by`": ("renewal", "renew"),
    "`define`": ("let", "set", "def", "var", "alias"),
    "`clause`": ("article", "section", "paragraph", "dispute", "confidentiality"),
}
CALLED = {word: meant for meant, every in _CALLED.items() for word in every}
"""What contracts call a clause → what it is called here."""

_UNITS_OF = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_UNITS_OF |= {"yearly": "year", "annually": "year", "biannually": "half year", "semiannually": "half year"}
ADVERBS = {adverb: f"per {unit}" for adverb, unit in _UNITS_OF.items()}
"""Windows in one word."""
