"""From text to an abstract syntax tree, with its comments."""

from sladsl.syntax.decode import decode
from sladsl.syntax.parse import parse

__all__ = ["decode", "parse"]
