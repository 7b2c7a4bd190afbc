"""When the sources change, exactly the lines that rest on the change are named; so are altered words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from forlobkg.corpus import Corpus
from forlobkg.files import sha256_bytes
from forlobkg.service import Forlobkg
from forlobkg.teach import Choice, Course, Outline, OutlineLine

PREGNANT = "udsatte-gravide-forloeb"


@pytest.fixture(scope="module")
def outline(service: Forlobkg) -> Outline:
    return service.course.propose(Choice(pathway=PREGNANT, profession="kommune", minutes=90, level="fordybelse"))


@pytest.fixture
def with_passages(service: Forlobkg) -> Callable[..., Course]:
    """A course over the sources with some passages rewritten, or gone where the text is None."""

    def make(**texts: str | None) -> Course:
        by_slug = {name.replace("_", "-"): text for name, text in texts.items()}
        passages = []
        for passage in service.corpus.passages.values():
            text = by_slug.get(passage.id, passage.text)
            if text is not None:
                passages.append(replace(passage, text=text, sha256=sha256_bytes(text.encode("utf-8"))))
        return Course(service.graph, Corpus(list(service.corpus.documents.values()), passages))

    return make


def resting_on(outline: Outline, passage: str) -> set[tuple[int, int]]:
    """Part and line, from 1, of every line whose file says that it rests on ``passage``."""
    return {
        (part_number, number)
        for part_number, part in enumerate(outline.parts, start=1)
        for number, line in enumerate(part.lines, start=1)
        if passage in {basis.passage for basis in line.rests_on}
    }


def rewritten(outline: Outline, part: int, line: int, **fields: object) -> Outline:
    """``outline`` with one line changed, both counted from 0."""
    parts = list(outline.parts)
    lines = list(parts[part].lines)
    lines[line] = lines[line].model_copy(update=fields)
    parts[part] = parts[part].model_copy(update={"lines": lines})
    return outline.model_copy(update={"parts": parts})


def test_nothing_is_to_be_looked_at_when_nothing_changed(service: Forlobkg, outline: Outline) -> None:
    assert service.course.check(outline) == []
    assert service.course.refresh(outline) == outline


def test_one_changed_passage_names_exactly_the_lines_on_it(
    with_passages: Callable[..., Course], outline: Outline
) -> None:
    course = with_passages(oplaeg_2023_l242="4. Indsatser omfatter støtte til familien i et år efter fødslen")
    found = course.check(outline)
    expected = [
        ("anbefalingerne", "Anbefaling 4: Indsatser omfatter støtte til familien efter fødslen."),
        ("efter-foedslen", "Indsatser omfatter støtte til familien efter fødslen (anbefaling 4)."),
    ]
    assert [(outline.parts[one.part - 1].id, one.text) for one in found] == expected
    for one in found:
        assert (one.kind, one.passage) == ("changed", "oplaeg-2023-l242")
        assert one.old == "4. Indsatser omfatter støtte til familien efter fødslen"
        assert one.new == "4. Indsatser omfatter støtte til familien i et år efter fødslen"
        assert outline.parts[one.part - 1].lines[one.line - 1].text == one.text


def test_a_changed_heading_names_every_line_below_it(with_passages: Callable[..., Course], outline: Outline) -> None:
    found = with_passages(oplaeg_2023_l189="Vigtige elementer i en forstærket ambulant indsats").check(outline)
    part = next(number for number, part in enumerate(outline.parts, start=1) if part.id == "ambulant-indsats")
    assert {(one.part, one.line) for one in found} == {(part, line) for line in range(1, 8)}
    assert {one.passage for one in found} == {"oplaeg-2023-l189"}


def test_every_passage_in_turn_names_what_rests_on_it_and_nothing_else(
    with_passages: Callable[..., Course], outline: Outline
) -> None:
    used = {basis.passage for part in outline.parts for line in part.lines for basis in line.rests_on}
    assert len(used) > 60
    for passage in sorted(used)[::6]:
        found = with_passages(**{passage.replace("-", "_"): "Noget helt andet"}).check(outline)
        assert {(one.part, one.line) for one in found} == resting_on(outline, passage)
        assert {(one.kind, one.passage) for one in found} == {("changed", passage)}


def test_a_passage_that_nothing_rests_on_may_change(with_passages: Callable[..., Course], outline: Outline) -> None:
    assert resting_on(outline, "nyhed-2022-l54") == set()
    assert with_passages(nyhed_2022_l54="Andre nyhedsbreve").check(outline) == []


def test_a_removed_passage_is_named_with_the_words_that_were_there(
    with_passages: Callable[..., Course], outline: Outline
) -> None:
    found = with_passages(oplaeg_2023_l291=None).check(outline)
    assert [(one.kind, one.passage, one.text, one.old, one.new) for one in found] == [
        ("removed", "oplaeg-2023-l291", "Netværksmøder", "Netværksmøder", "")
    ]


def test_a_line_on_what_changed_says_so_in_the_material(
    with_passages: Callable[..., Course], outline: Outline
) -> None:
    course = with_passages(oplaeg_2023_l291=None, oplaeg_2023_l294="Fælles indsatsplaner")
    agreement = next(part for part in course.material(outline).sections if part.id == "samarbejdsaftalen")
    states = {line.text: line.state for line in agreement.lines}
    assert states["Netværksmøder"] == "removed"
    assert states["Indsatsplaner"] == "changed"
    assert states["Overgange"] == "same"


def test_refreshing_takes_over_the_words_of_today(with_passages: Callable[..., Course], outline: Outline) -> None:
    course = with_passages(oplaeg_2023_l85="Alle kvinder vil have behov for en forstærket ambulant indsats")
    fresh = course.refresh(outline)
    assert course.check(fresh) == []
    texts = [line.text for part in fresh.parts for line in part.lines]
    assert "Alle kvinder vil have behov for en forstærket ambulant indsats." in texts
    same = [line for part in outline.parts for line in part.lines if "Nogle kvinder" not in line.text]
    assert all(line in [kept for part in fresh.parts for kept in part.lines] for line in same)


def test_altered_words_are_noticed_and_never_pass_as_the_sources(service: Forlobkg, outline: Outline) -> None:
    altered = rewritten(outline, 1, 0, text="Alle gravide skal i døgnbehandling.")
    (found,) = service.course.check(altered)
    assert (found.kind, found.part, found.line) == ("altered", 2, 1)
    assert found.new == "Forløbsbeskrivelsen handler om udsatte gravide med skadeligt rusmiddelforbrug."
    assert found.message.startswith("Ændret ordlyd")
    line = service.course.material(altered).sections[1].lines[0]
    assert (line.own, line.sources) == (True, ())
    # Refreshing does not write over what a trainer may have meant.
    assert service.course.refresh(altered) == altered


def test_words_marked_as_own_are_the_trainers(service: Forlobkg, outline: Outline) -> None:
    own = rewritten(outline, 1, 0, text="Min egen indledning", own=True, claim="", rests_on=[])
    assert service.course.check(own) == []


def test_an_altered_gap_is_no_longer_the_services(service: Forlobkg, outline: Outline) -> None:
    part = next(number for number, part in enumerate(outline.parts) if part.id == "slaa-op")
    last = next(n for n, line in enumerate(outline.parts[part].lines) if "koordinatoren" in line.text)
    assert outline.parts[part].lines[last].gap
    altered = rewritten(outline, part, last, text="Kommunen udpeger koordinatoren.")
    assert [one.kind for one in service.course.check(altered)] == ["altered"]
    line = service.course.material(altered).sections[part].lines[last]
    assert (line.own, line.gap) == (True, False)


def test_a_claim_that_the_graph_does_not_make_is_noticed(service: Forlobkg, outline: Outline) -> None:
    unknown = rewritten(outline, 1, 0, claim="maalgruppen/opfundet")
    assert [(one.kind, one.line) for one in service.course.check(unknown)] == [("unknown", 1)]
    line = service.course.material(unknown).sections[1].lines[0]
    assert (line.own, line.sources, line.state) == (True, (), "changed")


def test_a_claim_on_a_passage_that_does_not_carry_it_is_noticed(service: Forlobkg, outline: Outline) -> None:
    basis = outline.parts[2].lines[0].rests_on
    moved = rewritten(outline, 1, 0, rests_on=basis)
    (found,) = service.course.check(moved)
    assert (found.kind, found.passage) == ("unknown", basis[0].passage)
    assert service.course.material(moved).sections[1].lines[0].own


def test_reordering_and_removing_lines_changes_nothing_of_the_rest(service: Forlobkg, outline: Outline) -> None:
    parts = [part.model_copy(update={"lines": list(reversed(part.lines))[1:]}) for part in reversed(outline.parts)]
    parts[0] = parts[0].model_copy(update={"lines": [OutlineLine(text="Egen", own=True), *parts[0].lines]})
    assert service.course.check(outline.model_copy(update={"parts": parts})) == []
