"""Floors of the candidates on the test publication's gold."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation.publication.measure_candidates import REPORT, Measured, extract, is_development, measure, report

from forlobkg.curate import Candidate
from forlobkg.danish import Analyser

FLOORS = {
    "recommendations": (0.95, 0.95),
    "actors (mentions)": (0.90, 0.90),
    "responsibilities": (0.85, 0.80),
    "elements of lists": (0.95, 0.95),
    "definitions": (0.90, 0.80),
    "law references": (0.95, 0.95),
    "dates": (0.90, 0.85),
    "abbreviations": (0.90, 0.90),
}
"""Precision and recall on the chapters that the rules were not written with."""


@pytest.fixture(scope="module")
def candidates(lemmas: Path) -> list[Candidate]:
    return extract(Analyser(lemmas))


@pytest.fixture(scope="module")
def held_out(candidates: list[Candidate]) -> Measured:
    return measure(candidates, lambda chapter: not is_development(chapter))


@pytest.mark.parametrize("kind", FLOORS)
def test_the_chapters_that_were_kept_reach_the_floors(held_out: Measured, kind: str) -> None:
    precision, recall = FLOORS[kind]
    figure = held_out.figures[kind]
    assert figure.precision >= precision
    assert figure.recall >= recall


def test_the_report_is_that_of_the_rules(candidates: list[Candidate]) -> None:
    assert report(candidates) == REPORT.read_text("utf-8")
