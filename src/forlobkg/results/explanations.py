"""Why the graph says a thing: the passages, or the rule and its premises, with quotes."""

from __future__ import annotations

from pydantic import Field

from forlobkg.results.answers import Citation, Term
from forlobkg.results.base import Frozen


class Derivation(Frozen):
    """That a statement follows by a rule from its premises, each explained in turn."""

    rule: Term
    premises: list[ExplainedFact]
    citations: list[str] = Field(description="the passages at the bottom of all the premises")


class ExplainedFact(Frozen):
    """A statement: ``stated`` by the passages of these citations, ``derived`` by rules, or ``standing`` otherwise.

    ``standing`` says in Danish in what kind of graph it stands that is no evidence: editorial, schema, outside.
    ``left_out`` says in Danish how many further derivations, premises or passages are not shown.
    """

    subject: Term
    predicate: Term
    object: Term
    stated: list[str]
    derived: list[Derivation]
    standing: list[str]
    left_out: list[str]


class ExplanationView(Frozen):
    """Why the graph says a thing, with all citations."""

    fact: ExplainedFact
    citations: list[Citation]
