"""The glossary: everyday phrases, the wordings of the sources that they stand for, and the things they name."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from forlobkg.corpus import Document
from forlobkg.errors import OntologyError
from forlobkg.graph.authoring.violations import Violation
from forlobkg.graph.names import Names
from forlobkg.settings import DEFAULT_BASE_IRI

GLOSSARY = "glossary.tsv"
_COLUMNS = ("phrase", "terms", "concept", "from", "note")
_NAMES = Names(DEFAULT_BASE_IRI)


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """A row of the glossary.

    ``terms`` are wordings of the sources, the closest first; ``concept`` is the slug of the thing that the phrase
    is a lay label of, or empty; ``origin`` is whose word it is.
    """

    line: int
    phrase: str
    terms: tuple[str, ...]
    concept: str
    origin: str
    note: str


def load_glossary(ontology_dir: Path) -> list[GlossaryRow]:
    """The glossary of the folder; none where there is no such file. Raises ``OntologyError`` naming the line."""
    path = ontology_dir / GLOSSARY
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{GLOSSARY}: filen kan ikke læses: {error}") from error
    rows = []
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if number == 1 and tuple(cells) != _COLUMNS:
            raise OntologyError(f"{GLOSSARY}, linje 1: kolonnerne skal være {', '.join(_COLUMNS)}")
        if number == 1 or not cells:
            continue
        if len(cells) != len(_COLUMNS) or not cells[0].strip() or not cells[1].strip():
            raise OntologyError(f"{GLOSSARY}, linje {number}: der skal være fem felter med tabulator imellem")
        terms = tuple(term.strip() for term in cells[1].split("|") if term.strip())
        rows.append(GlossaryRow(number, cells[0].strip(), terms, cells[2].strip(), cells[3], cells[4]))
    return rows


def lay_labels(rows: Sequence[GlossaryRow]) -> Graph:
    """The phrases that name a thing, as its lay labels."""
    graph = Graph()
    for row in rows:
        if row.concept:
            graph.add((URIRef(_NAMES.iri(row.concept)), SKOS.altLabel, Literal(row.phrase, lang="da")))
    return graph


def check_glossary(
    rows: Sequence[GlossaryRow], editorial: Graph, documents: Sequence[Document]
) -> Iterator[Violation]:
    """Phrases that stand twice, terms that no passage has, and things that are not in the editorial graph."""
    texts = [" ".join(passage.text.lower().split()) for document in documents for passage in document.passages]
    seen: dict[str, int] = {}
    for row in rows:
        place = f"{GLOSSARY}, linje {row.line}"
        first = seen.setdefault(row.phrase.lower(), row.line)
        if first != row.line:
            yield Violation(
                "glossary-phrase-twice",
                f"{place}: »{row.phrase}« står også i linje {first}. Skriv det hele i én linje.",
                file=GLOSSARY,
            )
        for term in row.terms:
            if not any(" ".join(term.lower().split()) in text for text in texts):
                yield Violation(
                    "glossary-term-unknown",
                    f"{place}: intet tekststed har ordlyden »{term}«. Skriv den, som kilden har den.",
                    file=GLOSSARY,
                )
        if row.concept and (URIRef(_NAMES.iri(row.concept)), RDF.type, None) not in editorial:
            yield Violation(
                "glossary-thing-unknown",
                f"{place}: ingen ting i redaktion.trig hedder »{row.concept}«. Ret navnet, eller slet det.",
                file=GLOSSARY,
            )
