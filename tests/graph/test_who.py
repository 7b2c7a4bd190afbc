"""Who does what: the known rows with their quotes, the gaps, the filters, and nothing that no passage says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.answer import Citation
from forlobkg.errors import NotFoundError
from forlobkg.graph import FB, NONE, KnowledgeGraph, OxigraphStore, WhoRow, filter_rows, who_does_what
from forlobkg.resources import ontology_dir
from forlobkg.service import Forlobkg
from forlobkg.settings import DEFAULT_BASE_IRI
from forlobkg.views import GAP, WhoCell, WhoLine, WhoTable, who_matrix

PREGNANT, CHILDREN, DRUG_ABUSERS = "udsatte-gravide", "eksponerede-boern-og-unge", "stofmisbrugere"
OF_PREGNANT = "Udsatte gravide med skadeligt rusmiddelforbrug"
Quoted = list[tuple[str, list[str]]]


@pytest.fixture(scope="module")
def table(service: Forlobkg) -> WhoTable:
    return service.who()


@pytest.fixture(scope="module")
def rows(service: Forlobkg) -> list[WhoRow]:
    return who_does_what(service.graph)


@pytest.fixture(scope="module")
def quads(service: Forlobkg) -> list[ox.Quad]:
    return list(ox.Store.read_only(str(service.build.store)))


def citations_of(table: WhoTable) -> dict[str, Citation]:
    return {citation.id: citation for citation in table.citations}


def line(table: WhoTable, row_id: str) -> WhoLine:
    (found,) = (row for row in table.rows if row.id == row_id)
    return found


# Rows that someone read out of the sources by hand


@dataclass(frozen=True)
class Expected:
    """A row as the sources have it: each cell with the quotes that say it; a cell left out is a gap."""

    id: str
    task: str
    quote: str
    place: tuple[str, int | None]
    actors: Quoted = field(default_factory=list)
    targets: Quoted = field(default_factory=list)
    phases: Quoted = field(default_factory=list)
    recommendations: Quoted = field(default_factory=list)
    part_of: str | None = None


REC_1 = "1. Fagpersoner med målgruppekontakt deltager i forebyggelse, tidlig opsporing og intervention"
REC_3B = "b) Specialiseret døgnindsats"
REC_4 = "4. Indsatser omfatter støtte til familien efter fødslen"
REC_5 = "5. Organiseringen omfatter tværgående samarbejdsaftaler"
SPECIALISED = (
    "På den årlige FASD-dag (se boks) udgiver Socialstyrelsen to nye forløbsbeskrivelser med anbefalinger til, "
    "\N{NO-BREAK SPACE}"
    "hvordan kommunerne bedst kan tilrettelægge en specialiseret indsats, der kan hjælpe disse kvinder og børn."
)
CAREGIVERS = (
    "Det kræver blandt andet omsorgspersoner, der kan tage de rette hensyn og tilpasse krav og stimuli, "
    "så de bedst muligt understøtter barnets udvikling."
)
LEADERS = (
    "Forløbsbeskrivelserne er målrettet kommunale ledere med ansvar for planlægning, tilrettelæggelse og "
    "implementering af højt specialiserede indsatser."
)
COORDINATOR = "Udpegelsen af en koordinator for hvert forløb"
AGREEMENT = "Centrale elementer i en samarbejdsaftale mellem region og kommune"
TRAUMA = "Psykologhjælp med fokus på at styrke kvindens eventuelle traumer"
NEED = "Nogle kvinder vil have behov for en forstærket ambulant indsats, andre for et døgnbehandlingstilbud"
LAW = "§ 1. Lov om tilbageholdelse af stofmisbrugere i behandling"

EXPECTED = [
    Expected(
        "ansvar-forebyggelse-og-opsporing",
        "deltager i forebyggelse, tidlig opsporing og intervention",
        REC_1,
        ("oplaeg-2023", 10),
        actors=[("fagpersoner-med-maalgruppekontakt", [REC_1])],
        targets=[(PREGNANT, [REC_1, OF_PREGNANT])],
        recommendations=[("anbefaling-1", [REC_1])],
    ),
    Expected(
        "ansvar-tilrettelaeggelse",
        "tilrettelægge en specialiseret indsats, der kan hjælpe disse kvinder og børn",
        SPECIALISED,
        ("nyhed-2022", None),
        actors=[("kommune", [SPECIALISED])],
        targets=[(CHILDREN, [SPECIALISED]), (PREGNANT, [SPECIALISED])],
    ),
    Expected(
        "ansvar-hensyn-og-krav",
        "tage de rette hensyn og tilpasse krav og stimuli",
        CAREGIVERS,
        ("nyhed-2022", None),
        actors=[("omsorgspersoner", [CAREGIVERS])],
        targets=[(CHILDREN, [CAREGIVERS])],
    ),
    Expected(
        "ansvar-planlaegning",
        "planlægning, tilrettelæggelse og implementering af højt specialiserede indsatser",
        LEADERS,
        ("nyhed-2022", None),
        actors=[("kommunale-ledere", [LEADERS])],
    ),
    Expected(
        "samarbejdsaftale-udpegelse-af-koordinator",
        COORDINATOR,
        COORDINATOR,
        ("oplaeg-2023", 12),
        targets=[(PREGNANT, [COORDINATOR, AGREEMENT, REC_5, OF_PREGNANT])],
        recommendations=[("anbefaling-5", [COORDINATOR, AGREEMENT, REC_5])],
        part_of="samarbejdsaftale",
    ),
    Expected(
        "doegnbehandling-psykologhjaelp",
        TRAUMA,
        TRAUMA,
        ("oplaeg-2023", 9),
        targets=[(PREGNANT, [TRAUMA, NEED])],
        recommendations=[("anbefaling-3b", [TRAUMA, REC_3B])],
        part_of="doegnbehandling",
    ),
    Expected(
        "anbefaling-4",
        "Indsatser omfatter støtte til familien efter fødslen",
        REC_4,
        ("oplaeg-2023", 10),
        targets=[("familien", [REC_4]), (PREGNANT, [REC_4, OF_PREGNANT])],
        phases=[("fase-efter-foedslen", [REC_4])],
        recommendations=[("anbefaling-4", [REC_4])],
    ),
    Expected(
        "anbefaling-5",
        "Organiseringen omfatter tværgående samarbejdsaftaler",
        REC_5,
        ("oplaeg-2023", 10),
        targets=[(PREGNANT, [REC_5, OF_PREGNANT])],
        recommendations=[("anbefaling-5", [REC_5])],
    ),
]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.id)
def test_a_known_row_has_its_cells_with_their_quotes(expected: Expected, table: WhoTable) -> None:
    row, cited = line(table, expected.id), citations_of(table)

    def quoted(cells: list[WhoCell]) -> Quoted:
        return [(cell.slug, [cited[name].quote for name in cell.citations]) for cell in cells]

    assert row.task == expected.task
    assert [cited[name].quote for name in row.task_citations] == [expected.quote]
    assert [(cited[name].document.id, cited[name].page) for name in row.task_citations] == [expected.place]
    assert quoted(row.actors) == expected.actors
    assert quoted(row.targets) == expected.targets
    assert quoted(row.phases) == expected.phases
    assert quoted(row.recommendations) == expected.recommendations
    assert (row.part_of.slug if row.part_of else None) == expected.part_of


def test_detention_is_for_those_whom_the_act_names_and_for_no_others(table: WhoTable) -> None:
    row, cited = line(table, "doegnbehandling-tilbageholdelse"), citations_of(table)
    assert [(cell.slug, cell.derived) for cell in row.targets] == [(DRUG_ABUSERS, False)]
    assert [cited[name].quote for name in row.targets[0].citations] == [LAW]


def test_how_binding_and_what_for_are_the_words_of_the_source(table: WhoTable) -> None:
    cited = citations_of(table)
    caregivers = line(table, "ansvar-hensyn-og-krav")
    assert caregivers.modality
    assert caregivers.modality.text == "kræver blandt andet"
    assert caregivers.purpose
    assert caregivers.purpose.text == "så de bedst muligt understøtter barnets udvikling"
    assert line(table, "ansvar-planlaegning").modality is None
    stated = [words for row in table.rows for words in (row.modality, row.purpose) if words]
    for words in stated:
        quotes = [cited[name].quote for name in words.citations]
        read_under = [context.quote for name in words.citations for context in cited[name].context]
        assert any(words.text.lower() in quote.lower() for quote in (*quotes, *read_under)), words
    # What the lead-in says holds of each bullet under it.
    coordinator = line(table, "samarbejdsaftale-udpegelse-af-koordinator").modality
    assert coordinator
    assert coordinator.text == "Vigtigt at der er styr på"
    (citation,) = (cited[name] for name in coordinator.citations)
    assert (citation.quote, citation.context[0].quote) == (COORDINATOR, "Vigtigt at der er styr på:")


# Every row


def test_every_quote_stands_verbatim_at_its_place(table: WhoTable, service: Forlobkg) -> None:
    assert len(table.citations) > 30
    for citation in table.citations:
        text = service.corpus.documents[citation.document.id].text
        assert text[citation.start : citation.end] == citation.quote


def test_every_cell_is_cited_and_the_row_gathers_its_citations(table: WhoTable) -> None:
    used: list[str] = []
    for row in table.rows:
        assert row.task_citations
        cells = [*row.actors, *row.targets, *row.phases, *row.recommendations]
        assert all(cell.citations for cell in cells)
        # A derived cell shows all its premises; what is said outright may be said in several places.
        assert all(len(cell.citations) > 1 for cell in cells if cell.derived)
        parts = [row.task_citations, *(cell.citations for cell in cells)]
        parts += [words.citations for words in (row.modality, row.purpose) if words]
        assert row.citations == list(dict.fromkeys(name for part in parts for name in part))
        used += row.citations
    assert set(used) == {citation.id for citation in table.citations}


def test_every_row_says_what_kind_of_task_it_is(table: WhoTable) -> None:
    kinds = {row.id: row.kind for row in table.rows}
    assert kinds["ansvar-planlaegning"] == "responsibility"
    assert kinds["samarbejdsaftale-udpegelse-af-koordinator"] == "element"
    assert kinds["anbefaling-4"] == "recommendation"
    assert Counter(kinds.values()) == {"responsibility": 8, "element": 21, "recommendation": 6}


def test_every_gap_is_named(table: WhoTable) -> None:
    for row in table.rows:
        names = ("actor", "phase", "target", "recommendation")
        cells = (row.actors, row.phases, row.targets, row.recommendations)
        assert row.gaps == [name for name, cell in zip(names, cells, strict=True) if not cell]
        assert row.gap == ("actor" in row.gaps)
        assert (row.actor_text == GAP) == row.gap
    assert line(table, "ansvar-planlaegning").gaps == ["phase", "target", "recommendation"]
    assert line(table, "samarbejdsaftale-udpegelse-af-koordinator").gaps == ["actor", "phase"]


def slug(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value.removeprefix(DEFAULT_BASE_IRI)


def claims(quads: list[ox.Quad], predicate: str) -> set[tuple[str, str, str]]:
    """Subject, object and passage of every claim with ``predicate``, as slugs."""
    return {
        (slug(quad.subject), slug(quad.object), slug(quad.graph_name))
        for quad in quads
        if quad.predicate.value == FB + predicate
        and isinstance(quad.graph_name, ox.NamedNode)
        and "/graf/" not in quad.graph_name.value
    }


def test_no_actor_appears_that_no_passage_gives(rows: list[WhoRow], quads: list[ox.Quad]) -> None:
    shown = {(row.task, part.value, passage) for row in rows for part in row.actors for passage in part.passages}
    assert shown == claims(quads, "actor")
    assert not any(part.derived for row in rows for part in row.actors)


def test_every_responsibility_element_and_bare_recommendation_has_one_row(
    rows: list[WhoRow], quads: list[ox.Quad]
) -> None:
    tasks = {slug(quad.subject) for quad in quads if quad.predicate.value == FB + "task"}
    elements = {(element, whole) for whole, element, _ in claims(quads, "hasElement")}
    recommended = {recommendation for _, recommendation, _ in claims(quads, "hasRecommendation")}
    taken = {recommendation for _, recommendation, _ in claims(quads, "underRecommendation")}
    wanted = {(task, "") for task in tasks} | elements | {(bare, "") for bare in recommended - taken}
    found = [(row.task, row.whole) for row in rows]
    assert sorted(found) == sorted(wanted)
    assert "anbefaling-1" in taken
    assert len({row.id for row in rows}) == len(rows)


def test_rows_with_an_actor_come_first(rows: list[WhoRow]) -> None:
    named = [bool(row.actors) for row in rows]
    assert named == sorted(named, reverse=True)
    assert 0 < sum(named) < len(rows) / 2


def test_what_is_inferred_is_no_evidence(
    rows: list[WhoRow], quads: list[ox.Quad], service: Forlobkg, tmp_path: Path
) -> None:
    """The same store with an inferred actor, target group, phase and recommendation reads the same."""

    def node(name: str, base: str = DEFAULT_BASE_IRI) -> ox.NamedNode:
        return ox.NamedNode(base + name)

    inferred = [
        ox.Triple(node("netvaerksmoeder"), node("actor", FB), node("kommune")),
        ox.Triple(node("anbefaling-2"), node("forTarget", FB), node(CHILDREN)),
        ox.Triple(node("anbefaling-3a"), node("inPhase", FB), node("fase-under-graviditeten")),
        ox.Triple(node("netvaerksmoeder"), node("underRecommendation", FB), node("anbefaling-4")),
    ]
    store = ox.Store(str(tmp_path / "store"))
    store.extend(quads)
    for triple in inferred:
        for place in (node("graf/slutning-x"), ox.DefaultGraph()):
            store.add(ox.Quad(triple.subject, triple.predicate, triple.object, place))
    store.flush()
    del store
    graph = KnowledgeGraph(
        OxigraphStore.open(tmp_path / "store", service.names.prefixes), service.names, ontology_dir() / "queries"
    )
    assert len(graph) > len(quads)
    assert who_does_what(graph) == rows


# Filters


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"actor": "kommunale-ledere"}, {"ansvar-planlaegning"}),
        ({"phase": "fase-efter-foedslen"}, {"anbefaling-4"}),
        ({"target": DRUG_ABUSERS}, {"doegnbehandling-tilbageholdelse"}),
        ({"recommendation": "anbefaling-1"}, {"ansvar-forebyggelse-og-opsporing"}),
        ({"actor": "omsorgspersoner", "target": CHILDREN}, {"ansvar-hensyn-og-krav"}),
        ({"actor": "omsorgspersoner", "target": PREGNANT}, set()),
        ({"actor": "kommune", "target": PREGNANT, "recommendation": "anbefaling-1"}, set()),
        (
            {"actor": NONE, "phase": "fase-efter-foedslen", "target": PREGNANT, "recommendation": "anbefaling-4"},
            {"anbefaling-4"},
        ),
        ({"target": NONE}, {"ansvar-planlaegning", "ansvar-faelles-grundlag"}),
        ({"actor": NONE, "recommendation": "anbefaling-1"}, set()),
    ],
)
def test_rows_are_filtered_four_ways_and_combined(
    filters: dict[str, str], ids: set[str], rows: list[WhoRow], service: Forlobkg
) -> None:
    assert {row.id for row in filter_rows(rows, **filters)} == ids
    assert {row.id for row in service.who(**filters).rows} == ids


def test_a_recommendation_brings_its_parts(rows: list[WhoRow]) -> None:
    def ids(recommendation: str) -> set[str]:
        return {row.id for row in filter_rows(rows, recommendation=recommendation)}

    assert "forstaerket-ambulant-indsats-stoette-til-fremmoede" in ids("anbefaling-3a")
    assert "doegnbehandling-tilbageholdelse" in ids("anbefaling-3b")
    assert not ids("anbefaling-3a") & ids("anbefaling-3b")
    assert ids("anbefaling-3") == {"anbefaling-3"} | ids("anbefaling-3a") | ids("anbefaling-3b")


@pytest.mark.parametrize("part", ["actor", "phase", "target", "recommendation"])
def test_ingen_finds_the_gaps_and_nothing_else(part: str, rows: list[WhoRow]) -> None:
    gaps = filter_rows(rows, **{part: NONE})
    assert gaps == [row for row in rows if part in row.gaps]
    assert 0 < len(gaps) < len(rows)


@pytest.mark.parametrize(
    ("filters", "start", "known"),
    [
        ({"actor": "udsatte-gravide"}, "ingen aktør hedder 'udsatte-gravide'; vælg en af: ", "familieambulatoriet"),
        ({"phase": "?"}, "ingen fase hedder '?'; vælg en af: ", "fase-efter-foedslen"),
        ({"target": "?"}, "ingen målgruppe hedder '?'; vælg en af: ", "udsatte-gravide"),
        ({"recommendation": "?"}, "ingen anbefaling hedder '?'; vælg en af: ", "anbefaling-3a"),
    ],
)
def test_an_unknown_slug_is_told_what_there_is(
    filters: dict[str, str], start: str, known: str, service: Forlobkg
) -> None:
    with pytest.raises(NotFoundError) as error:
        service.who(**filters)
    assert str(error.value).startswith(start)
    assert known in str(error.value)
    assert str(error.value).endswith(", eller ingen (kildernes huller)")


# The matrix


def test_the_matrix_sets_actors_against_recommendations(table: WhoTable) -> None:
    matrix = who_matrix(table.rows)
    columns = [column.slug for column in matrix.columns]
    assert columns == [f"anbefaling-{number}" for number in ("1", "2", "3", "3a", "3b", "4", "5")] + [NONE]
    lines = {line.actor.slug: dict(zip(columns, line.cells, strict=True)) for line in matrix.lines}
    assert list(lines)[-1] == NONE
    assert matrix.lines[-1].actor.label == GAP
    assert lines["fagpersoner-med-maalgruppekontakt"]["anbefaling-1"] == ["ansvar-forebyggelse-og-opsporing"]
    assert lines["omsorgspersoner"][NONE] == ["ansvar-hensyn-og-krav"]
    assert "samarbejdsaftale-udpegelse-af-koordinator" in lines[NONE]["anbefaling-5"]
    assert lines[NONE]["anbefaling-1"] == []
    # No row is lost, and these have one recommendation at most.
    placed = [row_id for cells in lines.values() for ids in cells.values() for row_id in ids]
    assert sorted(placed) == sorted(row.id for row in table.rows for _ in range(max(1, len(row.actors))))


def test_the_matrix_goes_across_phases_too_and_its_cells_are_what_the_filters_find(
    table: WhoTable, service: Forlobkg
) -> None:
    matrix = who_matrix(table.rows, "phase")
    assert [column.slug for column in matrix.columns] == ["fase-efter-foedslen", NONE]
    for matrix_line in matrix.lines:
        for column, ids in zip(matrix.columns, matrix_line.cells, strict=True):
            found = service.who(actor=matrix_line.actor.slug, phase=column.slug)
            assert ids == [row.id for row in found.rows]
