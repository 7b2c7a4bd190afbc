"""The client reads linked data and whole datasets."""

from __future__ import annotations

import io
import zipfile

import pyoxigraph as ox
import pytest
import rdflib

from forlobkg.client import Client, MissingError
from forlobkg.errors import InputError
from forlobkg.service import Forlobkg

ID = "https://w3id.org/forlobkg/id/"


@pytest.mark.parametrize("name", ["region", f"{ID}region"])
def test_a_thing_is_described_both_ways(name: str, guidance: Client) -> None:
    graph = guidance.describe(name)
    region = rdflib.URIRef(f"{ID}region")
    assert (region, None, None) in graph
    assert (None, None, region) in graph


def test_passages_and_graphs_are_described_too(guidance: Client) -> None:
    assert len(guidance.describe("oplaeg-2023-l210")) > 0
    assert len(guidance.describe("graf/redaktion")) > 0


def test_what_there_is_not_cannot_be_described(guidance: Client) -> None:
    with pytest.raises(MissingError):
        guidance.describe("findes-ikke")


def test_the_whole_dataset_is_the_one_in_process(guidance: Client, service: Forlobkg) -> None:
    def quads(content: bytes) -> int:
        return sum(1 for _ in ox.parse(content, format=ox.RdfFormat.N_QUADS))

    assert quads(guidance.export("nq")) == quads(service.export("nq"))


def test_tables_come_in_a_zip_file(guidance: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(guidance.export("csv"))) as archive:
        assert "csv-metadata.json" in archive.namelist()


def test_an_unknown_format_is_refused_with_the_known_ones(guidance: Client) -> None:
    with pytest.raises(InputError, match="vælg trig, ttl"):
        guidance.export("docx")
