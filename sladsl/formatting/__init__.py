"""One style for contracts: the layout of a text, from its words and from the blocks and rows they form."""

from sladsl.formatting.formatter import Formatted, format_source

__all__ = ["Formatted", "format_source"]
