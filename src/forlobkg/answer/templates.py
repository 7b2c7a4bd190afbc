"""The templates that answer questions from the graph, read from their data file."""

from __future__ import annotations

import tomllib
from importlib import resources

from pydantic import BaseModel, ConfigDict

from forlobkg.answer.question import Question
from forlobkg.graph import Concept


class Template(BaseModel):
    """One template; the data file says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: str
    classes: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()
    only_named: frozenset[str] = frozenset()
    except_named: frozenset[str] = frozenset()
    unless_classes: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    query: str = ""
    bind: str = "subject"
    predicate: str = ""
    item: str = "{object}"
    sentence: str = ""
    remark: str = ""
    remark_passages: tuple[str, ...] = ()
    suggest: str = ""
    empty: str = ""
    abstain: str = ""

    def applies(self, question: Question, concepts: dict[str, Concept]) -> bool:
        """Whether the question is of the template's kind, and neither its words nor the things it names forbid it."""
        named_classes = {name for slug in question.slugs for name in concepts[slug].types}
        return (
            self.kind in question.kinds
            and self.except_named.isdisjoint(question.slugs)
            and self.unless_classes.isdisjoint(named_classes)
            and (not self.needs or any(token.lemma in self.needs for token in question.tokens))
        )

    def things(self, question: Question, concepts: dict[str, Concept]) -> tuple[str, ...]:
        """The slugs of the things that the template would be asked about; empty when the question names none."""
        named = [
            slug
            for slug in question.slugs
            if not self.classes.isdisjoint(concepts[slug].types) and (not self.only_named or slug in self.only_named)
        ]
        # "forløbsbeskrivelsen om udsatte gravide": both words name the one pathway, one of them the other too.
        most = max((question.times_named(slug) for slug in named), default=0)
        if named:
            return tuple(slug for slug in named if question.times_named(slug) == most)
        meant = self.beside.union(self.subjects)
        return self.subjects if all(not meant.isdisjoint(mention.slugs) for mention in question.mentions) else ()


def load_templates() -> tuple[Template, ...]:
    """All templates in the data file's order."""
    content = resources.files("forlobkg.answer").joinpath("data/templates.toml").read_text("utf-8")
    return tuple(Template(**entry) for entry in tomllib.loads(content)["template"])
