"""What the SPARQL editor offers: prefixes, the terms that the dataset uses, the competency questions as examples."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from forlobkg.graph import KnowledgeGraph


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class UsedTerm(_View):
    """A class or property; ``label`` is Danish and empty where it has none, ``count`` how often it is used."""

    iri: str
    label: str
    count: int


class ExampleQuery(_View):
    """A competency question; ``user`` says in Danish who asks, ``note`` how the answer is to be read."""

    name: str
    question: str
    user: str
    query: str
    note: str


class EditorView(_View):
    """What a query can be put together from."""

    base: str = Field(description="Start of the IRIs of things and passages")
    prefixes: dict[str, str]
    classes: list[UsedTerm]
    properties: list[UsedTerm]
    examples: list[ExampleQuery]


def editor_view(graph: KnowledgeGraph) -> EditorView:
    """The view of ``graph``, whose description of itself names the terms."""
    terms: dict[str, dict[str, UsedTerm]] = {"class": {}, "property": {}}
    for row in graph.rows("dataset-terms"):
        term = UsedTerm(iri=row["term"], label=row.get("label", ""), count=int(row["count"]))
        terms[row["kind"]].setdefault(term.iri, term)
    return EditorView(
        base=graph.names.base,
        prefixes=graph.names.prefixes,
        classes=list(terms["class"].values()),
        properties=list(terms["property"].values()),
        examples=_examples(graph),
    )


def _examples(graph: KnowledgeGraph) -> list[ExampleQuery]:
    examples: dict[str, ExampleQuery] = {}
    for row in graph.rows("example-queries"):
        known = examples.get(row["name"])
        notes = (known.note if known else "", row.get("note", ""))
        examples[row["name"]] = ExampleQuery(
            name=row["name"],
            question=row["question"],
            user=row["user"],
            query=row["query"],
            note=" ".join(note for note in notes if note),
        )
    return list(examples.values())
