"""What we tell people about their contracts and logs: one diagnostic type, coded, placed, with a way out."""

from sladsl.diagnostics.code import Code, Severity
from sladsl.diagnostics.diagnostic import Diagnostic, Fix, Label, errors

__all__ = ["Code", "Diagnostic", "Fix", "Label", "Severity", "errors"]
