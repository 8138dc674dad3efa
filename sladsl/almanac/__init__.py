"""Holidays as others know them: a library, or a calendar file (.ics). They are asked when somebody imports a holiday
file or compares one, and never when a contract is evaluated; so nothing is imported here."""
