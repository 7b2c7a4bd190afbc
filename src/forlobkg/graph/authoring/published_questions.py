"""The competency questions as runnable descriptions: SHACL's SPARQL executables, one for each question."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCAT, DCTERMS, RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from forlobkg.errors import OntologyError
from forlobkg.graph.competency import Question
from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

_OWN = Names(DEFAULT_BASE_IRI)
_USER_LABELS = {
    "fagperson": ("Fagperson", "Professional"),
    "underviser": ("Underviser", "Trainer"),
    "udvikler": ("Udvikler", "Developer"),
}
_FORMS = {"select": (SH.SPARQLSelectExecutable, SH.select), "ask": (SH.SPARQLAskExecutable, SH.ask)}
# No reader of a graph gives an unnamed node the same name twice, so prefixes are named too.
_PREFIXES = "spoergsmaal-praefikser"


def published_questions(questions: Iterable[Question]) -> Graph:
    """The graph that publishes ``questions``, its IRIs under the default base, as those of the files are.

    The queries and the declared prefixes are texts, which are not renamed with the IRIs: load the questions with
    the names that are served. Raises ``OntologyError`` where two questions use one prefix for two namespaces.
    """
    graph = Graph()
    listed = list(questions)
    _declare_prefixes(graph, listed)
    for question in listed:
        iri = URIRef(_OWN.iri(f"spoergsmaal-{question.name}"))
        kind, predicate = _FORMS[question.form]
        user = URIRef(_OWN.iri(f"bruger-{question.user}"))
        for triple_predicate, value in (
            (RDF.type, SH.SPARQLExecutable),
            (RDF.type, kind),
            (RDFS.label, Literal(question.danish, lang="da")),
            (RDFS.label, Literal(question.english, lang="en")),
            (DCTERMS.identifier, Literal(question.name)),
            (DCTERMS.audience, user),
            (DCAT.keyword, Literal(question.about, lang="da")),
            (SH.prefixes, URIRef(_OWN.iri(_PREFIXES))),
            (predicate, Literal(question.query)),
        ):
            graph.add((iri, triple_predicate, value))
        for comment in (question.note, question.empty):
            if comment:
                graph.add((iri, RDFS.comment, Literal(comment, lang="da")))
        danish, english = _USER_LABELS[question.user]
        graph.add((user, RDF.type, DCTERMS.AgentClass))
        graph.add((user, RDFS.label, Literal(danish, lang="da")))
        graph.add((user, RDFS.label, Literal(english, lang="en")))
    return graph


def _declare_prefixes(graph: Graph, questions: list[Question]) -> None:
    declared: dict[str, str] = {}
    for question in questions:
        for prefix, namespace in question.prefixes:
            if declared.setdefault(prefix, namespace) != namespace:
                raise OntologyError(
                    f"{question.name}: præfikset {prefix}: står for <{namespace}>, men i andre spørgsmål for "
                    f"<{declared[prefix]}>; brug det samme"
                )
    node = URIRef(_OWN.iri(_PREFIXES))
    for prefix, namespace in declared.items():
        declaration = URIRef(f"{node}#{prefix}")
        graph.add((node, SH.declare, declaration))
        graph.add((declaration, RDF.type, SH.PrefixDeclaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
