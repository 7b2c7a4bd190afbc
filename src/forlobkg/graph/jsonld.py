"""JSON-LD that reads well: named graphs of things, with the short names of a context file.

Written here, since pyoxigraph writes expanded JSON-LD only. What the context has no name for is written out in
full, so that nothing depends on the context's being complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from forlobkg.errors import OntologyError
from forlobkg.graph.names import RDF, XSD, Names

_TYPE = f"{RDF}type"


@dataclass(frozen=True, slots=True)
class _Term:
    """A short name for a property, and the kind of values that it is for."""

    name: str
    is_iri: bool = False
    datatype: str = ""
    by_language: bool = False

    @property
    def is_for_any(self) -> bool:
        """Whether it takes every value, which then says its kind itself."""
        return not (self.is_iri or self.datatype or self.by_language)

    def takes(self, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> bool:
        """Whether ``value`` can be written under this name."""
        if self.is_for_any:
            return True
        if not isinstance(value, ox.Literal):
            return self.is_iri
        if self.by_language:
            return value.language is not None
        return value.language is None and value.datatype.value == self.datatype


@dataclass(frozen=True, slots=True)
class Context:
    """A JSON-LD context: ``document`` as it is written, the prefixes it declares, its names for terms.

    ``terms`` are the names of each property, those for one kind of values first; ``classes`` the name of each
    class that has one.
    """

    document: Mapping[str, Any]
    prefixes: Mapping[str, str]
    terms: Mapping[str, tuple[_Term, ...]]
    classes: Mapping[str, str]

    def compact(self, iri: str) -> str:
        """``iri`` with a prefix where one fits, as ``@id`` and keys take it."""
        fitting = [(len(space), prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            return iri
        length, prefix = max(fitting)
        local = iri[length:]
        return f"{prefix}:{local}" if local and not local.startswith("//") else iri

    def compact_type(self, iri: str) -> str:
        """``iri`` as a class is written."""
        return self.classes.get(iri) or self.compact(iri)

    def term(self, predicate: str, value: Any) -> _Term | None:
        """The short name of ``predicate`` that takes ``value``, or None where there is none."""
        return next((term for term in self.terms.get(predicate, ()) if term.takes(value)), None)


def read_context(path: Path, names: Names) -> Context:
    """The context file at ``path``, its prefix ``id`` set to ``names.base``.

    Raises ``OntologyError`` when the file cannot be read or names a term in a way that it does not define.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise OntologyError(f"JSON-LD-konteksten {path} kan ikke læses: {error}") from error
    document["id"] = names.base
    said = {name: value for name, value in document.items() if not name.startswith("@")}
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    prefixes = {name: value for name, value in texts.items() if value.endswith(("/", "#"))}
    classes = {_expand(value, prefixes, path): name for name, value in texts.items() if name not in prefixes}
    terms: dict[str, list[_Term]] = {}
    for name, definition in said.items():
        if isinstance(definition, dict):
            kind = definition.get("@type", "")
            term = _Term(
                name,
                is_iri=kind == "@id",
                datatype="" if kind in ("", "@id") else _expand(kind, prefixes, path),
                by_language=definition.get("@container") == "@language",
            )
            terms.setdefault(_expand(definition.get("@id", name), prefixes, path), []).append(term)
    in_order = {iri: tuple(sorted(several, key=lambda term: term.is_for_any)) for iri, several in terms.items()}
    return Context(document, prefixes, in_order, classes)


def write_jsonld(quads: Iterable[ox.Quad], context: Context) -> bytes:
    """``quads``, which come sorted by graph and subject, as compact JSON-LD with ``context``."""
    graphs = [
        {"@id": _name(graph, context), "@graph": [_node(subject, list(of), context) for subject, of in things]}
        for graph, things in (
            (graph, groupby(in_graph, key=lambda quad: quad.subject))
            for graph, in_graph in groupby(quads, key=lambda quad: quad.graph_name)
        )
    ]
    document = {"@context": context.document, "@graph": graphs}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _node(subject: Any, quads: list[ox.Quad], context: Context) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _name(subject, context)}
    for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
        values: list[Any] = [quad.object for quad in group]
        if predicate == _TYPE and all(isinstance(value, ox.NamedNode) for value in values):
            node["@type"] = _one_or_more([context.compact_type(value.value) for value in values])
            continue
        by_term: dict[_Term | None, list[Any]] = {}
        for value in values:
            by_term.setdefault(context.term(predicate, value), []).append(value)
        for term, several in by_term.items():
            if term is None:
                node[context.compact(predicate)] = _one_or_more([_full(value, context) for value in several])
            elif term.by_language:
                node[term.name] = _by_language(several)
            else:
                node[term.name] = _one_or_more([_short(value, term, context) for value in several])
    return node


def _by_language(values: list[Any]) -> dict[str, Any]:
    languages = sorted({value.language for value in values})
    return {
        language: _one_or_more([value.value for value in values if value.language == language])
        for language in languages
    }


def _short(value: Any, term: _Term, context: Context) -> Any:
    if term.is_iri:
        return _name(value, context)
    if term.datatype:
        return value.value
    native = _native(value) if isinstance(value, ox.Literal) else None
    return _full(value, context) if native is None else native


def _native(value: ox.Literal) -> int | bool | None:
    """The value as JSON has it, where reading it back gives the same lexical form, else None."""
    datatype = value.datatype.value
    if datatype == f"{XSD}boolean" and value.value in ("true", "false"):
        return value.value == "true"
    if datatype == f"{XSD}integer" and value.value.lstrip("-").isdecimal() and str(int(value.value)) == value.value:
        return int(value.value)
    return None


def _full(value: Any, context: Context) -> Any:
    if not isinstance(value, ox.Literal):
        return {"@id": _name(value, context)}
    if value.language is not None:
        return {"@language": value.language, "@value": value.value}
    datatype = value.datatype.value
    if datatype == f"{XSD}string":
        return value.value
    return {"@type": context.compact(datatype), "@value": value.value}


def _name(term: Any, context: Context) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else context.compact(term.value)


def _one_or_more(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _expand(name: str, prefixes: Mapping[str, str], path: Path) -> str:
    prefix, colon, local = name.partition(":")
    if not colon:
        raise OntologyError(f"{path}: »{name}« skal skrives med et præfiks eller som en hel IRI")
    return prefixes[prefix] + local if prefix in prefixes else name
