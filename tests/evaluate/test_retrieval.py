"""The evaluation over the real index: what the parts bring, and that the search has not become worse."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from forlobkg.cli import app
from forlobkg.evaluate import (
    HYBRID,
    JudgedQuestion,
    RetrievalReport,
    Split,
    fit_weights,
    load_questions,
    retrieval_report,
    run_arms,
    variants,
)
from forlobkg.index import Arm
from forlobkg.resources import evaluation_dir
from forlobkg.service import Forlobkg


@pytest.fixture(scope="module")
def dev() -> list[JudgedQuestion]:
    questions = load_questions(evaluation_dir() / "questions.jsonl")
    return [question for question in questions if question.split is Split.DEV]


@pytest.fixture(scope="module")
def report(dev: list[JudgedQuestion], service: Forlobkg) -> RetrievalReport:
    return retrieval_report(dev, run_arms(service.index, dev))


def ndcg(report: RetrievalReport, run: str, kind: str) -> float:
    return next(line.measures["nDCG@10"].mean for line in report.lines if (line.run, line.kind) == (run, kind))


@pytest.mark.parametrize(
    ("kind", "least"), [("everyday", 0.58), ("term", 0.85), ("inflection", 0.8), ("compound", 0.75), ("all", 0.7)]
)
def test_questions_of_every_kind_find_their_passages(kind: str, least: float, report: RetrievalReport) -> None:
    assert ndcg(report, HYBRID, kind) >= least


@pytest.mark.parametrize("arm", Arm)
def test_the_hybrid_is_better_than_each_arm_alone(arm: Arm, report: RetrievalReport) -> None:
    gain = next(line.gain for line in report.lines if (line.run, line.kind) == (f"{arm.value} alone", "all"))
    assert gain is not None
    assert gain.low > 0


def test_leaving_out_the_danish_letters_costs_nothing(dev: list[JudgedQuestion], service: Forlobkg) -> None:
    for way in ("digraph", "bare"):
        stripped = [question for question in variants(dev, "stripped") if question.id.endswith(way)]
        ids = {question.id.partition("~")[0] for question in stripped}
        typed = [question for question in dev if question.id in ids]
        values = [
            ndcg(retrieval_report(questions, run_arms(service.index, questions)[:1]), HYBRID, "all")
            for questions in (typed, [replace(question, kind="everyday") for question in stripped])
        ]
        assert values[1] >= values[0] - 0.01


def test_a_miss_is_a_question_without_an_answer_among_the_first_ten(
    dev: list[JudgedQuestion], report: RetrievalReport, service: Forlobkg
) -> None:
    by_id = {question.id: question for question in dev}
    assert report.misses
    for miss in report.misses:
        found = {hit.id for hit in service.index.search(by_id[miss.id].text, 10)}
        assert found.isdisjoint(miss.wanted)


def test_fitting_gives_weights_that_sum_to_one_and_do_no_worse(dev: list[JudgedQuestion], service: Forlobkg) -> None:
    few = dev[::6]
    fit = fit_weights(service.index, few)
    assert sum(fit.weights.values()) == pytest.approx(1.0, abs=0.01)
    assert fit.questions == len(few)
    assert fit.cross_validated <= fit.fitted + 0.02


def test_the_command_prints_the_report(service: Forlobkg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORLOBKG_HOME", str(service.settings.home))
    done = CliRunner().invoke(app, ["eval", "retrieval", "--split", "dev", "--json"])
    assert done.exit_code == 0
    lines = json.loads(done.stdout)["lines"]
    assert {line["run"] for line in lines} >= {HYBRID, "words alone", "hybrid without meaning"}
    assert {line["kind"] for line in lines} == {
        "term",
        "inflection",
        "compound",
        "everyday",
        "stripped",
        "typo",
        "all",
    }


def test_everyday_questions_find_less_without_the_glossary(
    service: Forlobkg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORLOBKG_HOME", str(service.settings.home))
    found = {}
    for option in ("--glossary", "--no-glossary"):
        done = CliRunner().invoke(app, ["eval", "retrieval", "--split", "dev", "--json", option])
        lines = json.loads(done.stdout)["lines"]
        found[option] = next(
            line["measures"]["nDCG@10"][0] for line in lines if (line["run"], line["kind"]) == (HYBRID, "everyday")
        )
    assert found["--glossary"] > found["--no-glossary"] + 0.05
