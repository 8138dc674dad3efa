"""Codes of field 09, our own mistakes."""

from sladsl.diagnostics.code import Code

OUR_MISTAKE = Code("SLA0901", "a mistake of ours")
WOULD_CHANGE = Code("SLA0902", "formatting would change more than the layout")
