"""What this room raises. All are ValueErrors with a message in plain words; callers turn them into diagnostics."""


class NaiveTime(ValueError):
    """A time was written without an offset, and no zone says what it means."""


class UnknownZone(ValueError):
    """A name is in no IANA time zone database we know; the message suggests near names."""


class NoOpenTime(ValueError):
    """A calendar has no open time (or no business day) within the bounded stretch that was searched."""
