"""A SPARQL client that others wrote gets the same answers from the served endpoint: rasqal's roqet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forlobkg.graph import Names
from forlobkg.graph.competency import Question, load_answer, load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

FOLDER = ontology_dir() / "competency"
# roqet reads no answers to ASK from an endpoint.
SELECTS = [question for question in load_questions(FOLDER, Names()) if question.form == "select"]
RESULTS = "{http://www.w3.org/2005/sparql-results#}"

pytestmark = pytest.mark.skipif(shutil.which("roqet") is None, reason="roqet is missing (Debian: rasqal-utils)")


@pytest.fixture(scope="module")
def endpoint(service: Forlobkg) -> Iterator[str]:
    """The address of the SPARQL endpoint of a served process."""
    command = Path(sys.executable).with_name("forlobkg")
    with subprocess.Popen(
        [command, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "FORLOBKG_HOME": str(service.settings.home)},
    ) as server:
        try:
            assert server.stdout is not None
            address = re.search(r"http://\S+?/", server.stdout.readline())
            assert address is not None
            yield f"{address[0]}sparql"
        finally:
            server.terminate()


@pytest.mark.parametrize("question", SELECTS, ids=lambda question: question.name)
def test_roqet_gets_the_answer_written_by_hand(
    question: Question, endpoint: str, readable: Callable[[str, str], str]
) -> None:
    file = FOLDER / f"{question.name}.rq"
    done = subprocess.run(
        ["roqet", "-q", "-p", endpoint, "-i", "sparql", "-r", "xml", str(file)],
        capture_output=True,
        check=True,
    )
    root = ET.fromstring(done.stdout.decode("utf-8"))  # noqa: S314 - what our own server said
    variables = tuple(variable.attrib["name"] for variable in root.iter(f"{RESULTS}variable"))
    rows = tuple(_row(result, variables, readable) for result in root.iter(f"{RESULTS}result"))
    answer = load_answer(FOLDER, question.name)
    assert rows == answer.rows
    # roqet forgets the names of the variables where there are no rows.
    assert variables == (answer.variables if rows else ())


def _row(result: ET.Element, variables: tuple[str, ...], readable: Callable[[str, str], str]) -> tuple[str, ...]:
    values = {}
    for binding in result.iter(f"{RESULTS}binding"):
        for term in binding:
            values[binding.attrib["name"]] = readable(term.tag.removeprefix(RESULTS), term.text or "")
    return tuple(values.get(name, "") for name in variables)
