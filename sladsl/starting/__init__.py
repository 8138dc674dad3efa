"""A first contract: what must be known for it, its text, and a sample log it can be evaluated on at once."""

from sladsl.starting.answers import KINDS, Answers, Kind
from sladsl.starting.questions import QUESTIONS, Question, Unfit, answered, words_of
from sladsl.starting.start import Start, started

__all__ = ["KINDS", "QUESTIONS", "Answers", "Kind", "Question", "Start", "Unfit", "answered", "started", "words_of"]
