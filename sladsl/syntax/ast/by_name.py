"""Expressions that are said by names alone."""

from typing import Literal as Words

from sladsl.frozen import frozen
from sladsl.syntax.ast.literals import Name, Node, Text


@frozen
class Member(Node):
    """`api.fee`"""

    owner: Name
    member: Name


@frozen
class ValueAt(Node):
    """`priority at opened`: the value that an attribute with history had then."""

    attribute: Name
    at: Name


@frozen
class ChangeOf(Node):
    """`change of priority to P1 restarts`: what a clock does when an attribute changes, or changes to a label."""

    attribute: Name
    then: Words["restarts", "continues"]
    to: Name | Text | None = None


@frozen
class ConsecutiveBreaches(Node):
    """`consecutive breaches of api_up`: how many windows in a row are breached, up to this one."""

    objective: Name


@frozen
class OutcomeOf(Node):
    """`credit of api_up`, `points of calls, answers`: what they come to in this window, added up."""

    what: Words["credit", "points"]
    objectives: tuple[Name, ...]
