"""What the doors show of why the graph says a thing: the passages, or the rule and its premises, with quotes."""

from __future__ import annotations

from forlobkg.answer import Citations
from forlobkg.corpus import Corpus
from forlobkg.graph import Explanation, Inferred, KnowledgeGraph
from forlobkg.results import Derivation, ExplainedFact, ExplanationView, Term

__all__ = ["ExplainedFact", "ExplanationView", "explanation_view"]


def explanation_view(explanation: Explanation, graph: KnowledgeGraph, corpus: Corpus) -> ExplanationView:
    """The explanation with labels and quotes."""
    citations = Citations(corpus, graph.names)
    return ExplanationView(fact=_fact(explanation, citations), citations=citations.all)


def _fact(explanation: Explanation, citations: Citations) -> ExplainedFact:
    value = explanation.object
    return ExplainedFact(
        subject=_term(explanation.subject.value, explanation.subject.label),
        predicate=_term(explanation.predicate.value, explanation.predicate.label),
        object=_term(value.value if value.is_iri else None, value.label),
        stated=citations.cite(explanation.stated),
        derived=[_derivation(inferred, citations) for inferred in explanation.inferred],
        standing=[str(standing) for standing in explanation.standing],
        left_out=[str(left) for left in explanation.left_out],
    )


def _derivation(inferred: Inferred, citations: Citations) -> Derivation:
    return Derivation(
        rule=_term(inferred.rule, inferred.label),
        premises=[_fact(premise, citations) for premise in inferred.premises],
        citations=citations.cite(inferred.passages),
    )


def _term(iri: str | None, label: str) -> Term:
    return Term(iri=iri, label=label)
