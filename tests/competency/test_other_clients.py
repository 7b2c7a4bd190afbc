"""A SPARQL client that others wrote gets the same answers from the served endpoint: rasqal's roqet."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forlobkg.graph import Names
from forlobkg.graph.competency import Answer, Question, load_answer, load_questions
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg

FOLDER = ontology_dir() / "competency"
# roqet reads no answers to ASK from an endpoint.
SELECTS = [question for question in load_questions(FOLDER, Names()) if question.form == "select"]

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
    question: Question, endpoint: str, xml_as_answer: Callable[[bytes], Answer]
) -> None:
    file = FOLDER / f"{question.name}.rq"
    done = subprocess.run(
        ["roqet", "-q", "-p", endpoint, "-i", "sparql", "-r", "xml", str(file)],
        capture_output=True,
        check=True,
    )
    found, answer = xml_as_answer(done.stdout), load_answer(FOLDER, question.name)
    assert found.rows == answer.rows
    # roqet forgets the names of the variables where there are no rows.
    assert found.variables == (answer.variables if found.rows else ())
