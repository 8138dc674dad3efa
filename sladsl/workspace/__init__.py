"""Contracts, configuration and logs as they lie on disk, and the stages in their order."""

from sladsl.workspace.compiling import Compiled, CompiledFile, compile_files
from sladsl.workspace.configuration import Configuration, find_configuration
from sladsl.workspace.evaluating import EvaluationRequest, Evaluated, evaluate_contract

__all__ = [
    "Compiled",
    "CompiledFile",
    "Configuration",
    "Evaluated",
    "EvaluationRequest",
    "compile_files",
    "evaluate_contract",
    "find_configuration",
]
