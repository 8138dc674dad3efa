"""The command `sladsl`."""

from sladsl.cli.main import main

__all__ = ["main"]
