"""A file that does not parse, read clause by clause: each broken clause is explained, the others are kept."""

import re
import unicodedata
from dataclasses import dataclass, field

from lark import Token, Tree

from sladsl.diagnostics import Diagnostic, Fix, Label
from sladsl.diagnostics.catalogue import syntax as codes
from sladsl.syntax import ast
from sladsl.syntax.attempt import END, Stop, attempt
from sladsl.syntax.blocks import explained
from sladsl.syntax.build import literals_of_header, read_clause
from sladsl.syntax.distance import nearest
from sladsl.syntax.messages import explain, unclosed_text
from sladsl.syntax.moved import moved
from sladsl.syntax.scan import Outline
from sladsl.syntax.scene import Scene
from sladsl.syntax.vocabulary import CLAUSES, NAMED_CLAUSES
from sladsl.text import Source, Span

MOST_EXPLAINED = 100
"""Broken clauses that are explained; further ones are kept as broken, in silence."""

_FIRST_WORD = re.compile(r"^([ \t\f]*)([^\W\d]\w*)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
