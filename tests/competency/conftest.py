"""The questions, and how the results of any SPARQL client are read into answers that compare."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from forlobkg.graph import Names
from forlobkg.graph.competency import Answer
from forlobkg.resources import ontology_dir

FOLDER = ontology_dir() / "competency"
NAMES = Names()
RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def _readable(kind: str, value: str) -> str:
    if kind == "uri":
        for prefix, namespace in NAMES.prefixes.items():
            if value.startswith(namespace):
                return f"{prefix}:{value.removeprefix(namespace)}"
    return value


@pytest.fixture(scope="session")
def readable() -> Callable[[str, str], str]:
    """How an answer file writes a value of a kind (uri, literal): IRIs with their prefix, all else as it stands."""
    return _readable


@pytest.fixture(scope="session")
def as_answer() -> Callable[[bytes], Answer]:
    """What SPARQL 1.1 Query Results JSON says, as an answer; ASK has the one variable ``answer``."""

    def read(content: bytes) -> Answer:
        results = json.loads(content)
        if "boolean" in results:
            return Answer(("answer",), ((str(results["boolean"]).lower(),),))
        variables = tuple(results["head"]["vars"])
        rows = tuple(
            tuple(_readable(row[name]["type"], row[name]["value"]) if name in row else "" for name in variables)
            for row in results["results"]["bindings"]
        )
        return Answer(variables, rows)

    return read


@pytest.fixture(scope="session")
def xml_as_answer() -> Callable[[bytes], Answer]:
    """What SPARQL Query Results XML says, as an answer; also where unbound variables stand in the rows."""

    def read(content: bytes) -> Answer:
        root = ET.fromstring(content.decode("utf-8"))  # noqa: S314 - what our own server said
        variables = tuple(variable.attrib["name"] for variable in root.iter(f"{RESULTS}variable"))
        return Answer(variables, tuple(_row(result, variables) for result in root.iter(f"{RESULTS}result")))

    return read


def _row(result: ET.Element, variables: tuple[str, ...]) -> tuple[str, ...]:
    values = {}
    for binding in result.iter(f"{RESULTS}binding"):
        for term in binding:
            values[binding.attrib["name"]] = _readable(term.tag.removeprefix(RESULTS), term.text or "")
    return tuple(values.get(name, "") for name in variables)
