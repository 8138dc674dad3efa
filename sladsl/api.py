"""sladsl for programs: compile contracts, evaluate logs. Calendars and instants are in `sladsl.temporal`."""

from sladsl.diagnostics import Diagnostic, Severity
from sladsl.rules.outcome import CreditOutcome, Evaluation, Outcome, Total
from sladsl.workspace.compiling import Compiled, CompiledFile, compile_file, compile_files, parse_setting
from sladsl.workspace.configuration import Configuration, find_configuration
from sladsl.workspace.evaluating import Evaluated, EvaluationRequest, evaluate_contract

__all__ = [
    "Compiled",
    "CompiledFile",
    "Configuration",
    "CreditOutcome",
    "Diagnostic",
    "Evaluated",
    "Evaluation",
    "EvaluationRequest",
    "Outcome",
    "Severity",
    "Total",
    "compile_file",
    "compile_files",
    "evaluate_contract",
    "find_configuration",
    "parse_setting",
]
