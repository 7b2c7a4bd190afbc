"""A quiz from the graph: items, the linter, and what they are exported to."""

from forlobkg.teach.quiz.items import Item, Quiz
from forlobkg.teach.quiz.lint import Finding, Linter
from forlobkg.teach.quiz.making import ItemBank, make_quiz

__all__ = ["Finding", "Item", "ItemBank", "Linter", "Quiz", "make_quiz"]
