"""Query files: one way to read their headers, whatever the files are for."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.errors import OntologyError
from forlobkg.graph import HeaderForm, read_query_file
from forlobkg.graph.query_files import run_query

STRICT = HeaderForm(frozenset({"da", "column"}), frozenset({"note"}), named=frozenset({"column"}))
WITH_REMARKS = HeaderForm(frozenset({"label", "label-en"}), remarks=True)
HEADER = "# da: Hvad?\n# column a: A\n"
QUERY = "SELECT ?a WHERE { ?a ?b ?c }\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "x.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_gives_its_values_and_the_query_below_it(tmp_path: Path) -> None:
    file = read_query_file(written(tmp_path, f"{HEADER}# column b: B: og mere \n\n{QUERY}\n"), STRICT)
    assert (file.name, file.value("da"), file.value("note")) == ("x", "Hvad?", "")
    columns = [(line.name, line.value, line.line) for line in file.lines("column")]
    assert columns == [("a", "A", 2), ("b", "B: og mere", 3)]
    assert (file.body, file.body_line) == (QUERY.strip(), 5)
    assert (file.place("da"), file.place("note")) == (f"{file.path}, linje 1", str(file.path))


def test_remarks_stand_among_the_keys_and_go_on_over_several_lines(tmp_path: Path) -> None:
    text = "# label: En\n# The first: of\n# things too: hence premise 1.\n# label-en: One\n# Or skos:broader.\nASK {}"
    file = read_query_file(written(tmp_path, text), WITH_REMARKS)
    assert (file.value("label"), file.value("label-en")) == ("En", "One")
    assert file.remarks == "The first: of things too: hence premise 1. Or skos:broader."


@pytest.mark.parametrize(
    ("header", "form", "said"),
    [
        (f"{HEADER}# da: Hvad?\n", STRICT, "linje 3: skriv «# nøgle: tekst», hver nøgle én gang"),
        (f"{HEADER}# column a: A\n", STRICT, "linje 3: "),
        (f"{HEADER}# emne: prøve\n", STRICT, "linje 3: "),
        (f"{HEADER}# note:\n", STRICT, "linje 3: "),
        (f"{HEADER}# note a: b\n", STRICT, "linje 3: "),
        (f"{HEADER}# column: b\n", STRICT, "nøgler: column navn, da, note"),
        (f"{HEADER}# This is a remark.\n", STRICT, "linje 3: "),
        ("# da: Hvad?\n", STRICT, "der mangler «# column navn:» øverst"),
        ("# label: En\n# lable-en: One\n", WITH_REMARKS, "linje 2: "),
        ("# label:\n# label-en: One\n", WITH_REMARKS, "linje 1: "),
        ("\n# label: En\n# label-en: One\n", WITH_REMARKS, "der mangler «# label:» øverst"),
    ],
)
def test_a_mistake_in_a_header_is_named(header: str, form: HeaderForm, said: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"x\.rq") as raised:
        read_query_file(written(tmp_path, header + QUERY), form)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?a {\n  ?a ?b }", "x.rq, linje 2: forespørgslen kan ikke læses"),
        ("SELECT (<http://x/f>(1) AS ?a) {}", "x.rq: forespørgslen kan ikke læses: The custom function"),
    ],
)
def test_a_query_that_cannot_be_run_is_named(query: str, said: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(said)):
        run_query("x.rq", query, ox.Store())
