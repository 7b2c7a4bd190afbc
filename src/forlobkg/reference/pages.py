"""The pages of the reference, written with the templates in ``data``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import Graph

from forlobkg.files import write_atomic
from forlobkg.graph import Names, QueryFile
from forlobkg.reference.diagrams import Pictures, in_language
from forlobkg.reference.evidence import draw_evidence
from forlobkg.reference.files import read_prefixes, read_toml
from forlobkg.reference.measuring import Faces, load_faces
from forlobkg.reference.model import LANGUAGES, Reference, Term, Words
from forlobkg.reference.reading import read_reference

_DATA = Path(str(files("forlobkg.reference") / "data"))
_T = TypeVar("_T", bound=Term)
# The last letters of the Danish alphabet in their order, after z.
_ALPHABET = str.maketrans({"æ": "{a", "ø": "{b", "å": "{c"})
_STYLE = "reference.css"
_BESIDE = {"style": _STYLE, **{language: f"index.{language}.html" for language in LANGUAGES}}
"""The links between the files as they lie beside each other."""
_SECTIONS = (
    "namespaces",
    "evidence",
    "overview",
    "classes",
    "properties",
    "other-properties",
    "schemes",
    "shapes",
    "rules",
    "questions",
    "alignments",
)
_HEADLINES = {"da": ("da", "label"), "en": ("en", "label-en")}
"""The keys under which a query file's header says in a language what it is about."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to stand in a page: its identifier, and its SVG."""

    identifier: str
    content: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text and the language that it is in."""

    text: str
    language: str


def write_reference(
    ontology_dir: Path,
    graphs: Mapping[str, Graph],
    names: Names,
    out_dir: Path,
    served: Names | None = None,
    links: Mapping[str, str] = _BESIDE,
) -> list[Path]:
    """Write the reference in Danish and English into ``out_dir``; gives the paths of the files, sorted.

    ``graphs`` are the public graphs by name, with IRIs under ``names.base``, as those of the queries in the
    files are. The pages show them under ``served.base`` where that is another. ``links`` are where the pages find
    the style sheet (``style``) and each other (by language). The same files come of the same input. Raises
    ``OntologyError`` when a file under ``ontology_dir`` cannot be used.
    """
    layout = read_toml(ontology_dir / "diagrams.toml")
    prefixes = read_prefixes(ontology_dir / "context.jsonld", names)
    reference = read_reference(ontology_dir, graphs, names, prefixes, layout.get("evidence", {}))
    written = {f"index.{language}.html": render(reference, layout, language, links) for language in LANGUAGES}
    for name, page in written.items():
        if served is not None:
            page = page.replace(escape(names.base), escape(served.base))
        write_atomic(out_dir / name, page.encode("utf-8"))
    write_atomic(out_dir / _STYLE, (_DATA / _STYLE).read_bytes())
    return sorted(out_dir / name for name in (*written, _STYLE))


def render(reference: Reference, layout: Mapping[str, Any], language: str, links: Mapping[str, str] = _BESIDE) -> str:
    """The page in ``language``; ``layout`` is the content of ``diagrams.toml``. Raises ``OntologyError``."""
    texts: dict[str, dict[str, str]] = read_toml(_DATA / "texts.toml")
    own_texts = texts[language]
    names = _all_names(reference, own_texts, language)
    environment = Environment(
        loader=FileSystemLoader(_DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    other = next(each for each in LANGUAGES if each != language)
    return environment.get_template("page.html.j2").render(
        lang=language,
        other={"language": other},
        links=links,
        t=_Texts(own_texts),
        r=reference,
        classes=_in_order(reference.classes, names),
        properties={term.iri: term for term in reference.properties},
        own_properties=_in_order([term for term in reference.properties if term.own], names),
        other_properties=_in_order([term for term in reference.properties if not term.own], names),
        questions=_by_user(reference.questions),
        anchors=_anchors(reference),
        pictures=_pictures(reference, layout, language, names, own_texts),
        sections=[key for key in _SECTIONS if _is_there(reference, key)],
        name=lambda iri: names.get(iri, reference.curies.get(iri, iri)),
        curie=lambda iri: reference.curies.get(iri, iri),
        speak=lambda words: _speak(words, language),
        headline=_headline,
        number=lambda value: f"{value:,}".replace(",", "." if language == "da" else ","),
    )


class _Texts(dict[str, str]):
    """The page's own words; a status or user that has none there is empty, and the page shows its name."""

    def __missing__(self, key: str) -> str:
        if key.startswith(("status-", "user-")):
            return ""
        raise KeyError(key)


def _in_order(terms: Iterable[_T], names: Mapping[str, str]) -> list[_T]:
    """``terms`` by their names as a Danish dictionary has them, ours first."""
    return sorted(terms, key=lambda term: (not term.own, names[term.iri].casefold().translate(_ALPHABET), term.iri))


def _speak(words: Words, language: str) -> Spoken:
    """``words`` in ``language``, or in the other where they are in that alone."""
    if language in words:
        return Spoken(words[language], language)
    return next((Spoken(text, other) for other, text in words.items()), Spoken("", language))


def _headline(query: QueryFile) -> dict[str, str]:
    return {language: query.value(key) for language, keys in _HEADLINES.items() for key in keys if query.value(key)}


def _all_names(reference: Reference, texts: Mapping[str, str], language: str) -> dict[str, str]:
    names = dict(reference.curies)
    names |= {iri: texts[curie] for iri, curie in reference.curies.items() if curie in texts}
    names |= in_language(reference.labels, language)
    for term in (*reference.classes, *reference.properties):
        names[term.iri] = _speak(term.label, language).text or term.curie
    return names


def _anchors(reference: Reference) -> dict[str, str]:
    anchors = {term.iri: term.anchor for term in (*reference.classes, *reference.properties)}
    waiting = [concept for scheme in reference.schemes for concept in scheme.top]
    anchors |= {scheme.iri: scheme.anchor for scheme in reference.schemes}
    while waiting:
        concept = waiting.pop()
        anchors[concept.iri] = concept.anchor
        waiting.extend(concept.narrower)
    return anchors


def _pictures(
    reference: Reference,
    layout: Mapping[str, Any],
    language: str,
    names: Mapping[str, str],
    texts: Mapping[str, str],
) -> dict[str, Picture | None]:
    faces: Faces = load_faces(layout.get("divide", ()))
    artist = Pictures(language, faces, names, texts)
    properties = {term.iri: term for term in reference.properties}
    drawings = {term.iri: artist.neighbourhood(term, properties) for term in reference.classes}
    drawings["overview"] = artist.overview(
        layout["overview"], {term.iri: term for term in reference.classes}, properties
    )
    drawings["evidence"] = (
        draw_evidence(reference.evidence, names, language, faces, texts) if reference.evidence else None
    )
    return {
        key: None if drawing is None else Picture(drawing.identifier, drawing.svg())
        for key, drawing in drawings.items()
    }


def _by_user(questions: tuple[QueryFile, ...]) -> list[tuple[str, list[QueryFile]]]:
    """The questions by who asks them, in the order in which each user first asks."""
    users = list(dict.fromkeys(question.value("user") for question in questions))
    ordered = sorted(questions, key=lambda question: users.index(question.value("user")))
    return [(user, list(asked)) for user, asked in groupby(ordered, key=lambda q: q.value("user"))]


def _is_there(reference: Reference, section: str) -> bool:
    there = {
        "rules": bool(reference.rules),
        "questions": bool(reference.questions),
        "alignments": bool(reference.alignments),
        "other-properties": any(not term.own for term in reference.properties),
    }
    return there.get(section, True)
