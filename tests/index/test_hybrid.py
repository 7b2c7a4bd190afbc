"""Search by words, letters, synonyms, names and meaning over a few Danish sentences, with the built-in model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forlobkg.danish import Analyser
from forlobkg.errors import BuildError
from forlobkg.index import (
    ConceptRecord,
    GlossaryEntry,
    Hit,
    HybridIndex,
    IndexEntry,
    LightEmbedder,
    ModelChoice,
    Why,
    load_build_embedder,
    load_query_embedder,
)
from forlobkg.resources import builtin_model_dir

ENTRIES = [
    IndexEntry("foedsel", "Familien får støtte efter fødslen", "Anbefalingerne"),
    IndexEntry("koordinator", "Udpegelsen af en koordinator for hvert forløb", "Samarbejdsaftale"),
    IndexEntry("laege", "Praktiserende læge", "Aktører omkring den gravide"),
    IndexEntry("bolig", "Afklaring af boligsituation og økonomi"),
    IndexEntry("psykolog", "Psykologhjælp til at styrke kvindens traumer", "Døgnbehandling"),
    IndexEntry("vold", "Konfliktfyldte relationer med risiko for vold"),
    IndexEntry("hjemloes", "Hjemløshed"),
]
GLOSSARY = [
    GlossaryEntry("slår hende", ("vold", "Konfliktfyldte relationer")),
    GlossaryEntry("bor på gaden", ("Hjemløshed",)),
]
CONCEPTS = [ConceptRecord("praktiserende-laege", ("Praktiserende læge", "huslæge", "egen læge"), ("laege",))]


@pytest.fixture(scope="module")
def analyser(lemmas: Path) -> Analyser:
    words = Analyser(lemmas)
    texts = [entry.text for entry in ENTRIES] + [entry.context for entry in ENTRIES]
    return Analyser(lemmas, {form for text in texts for form in words.forms(text)})


@pytest.fixture(scope="module")
def embedder() -> LightEmbedder:
    return LightEmbedder(builtin_model_dir())


@pytest.fixture(scope="module")
def index(analyser: Analyser, embedder: LightEmbedder) -> HybridIndex:
    return HybridIndex.build(ENTRIES, analyser, embedder, concepts=CONCEPTS, glossary=GLOSSARY)


def reasons(hit: Hit, why: Why) -> list[tuple[str, str]]:
    return [(reason.asked, reason.found) for reason in hit.reasons if reason.why is why]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("støtte til familier efter fødsel", "foedsel"),
        ("koordinatorer", "koordinator"),
        ("Hvilke læger er med?", "laege"),
        ("økonomien", "bolig"),
        ("KOORDINATOR", "koordinator"),
        ("okonomi", "bolig"),
        ("kordinator", "koordinator"),
        ("aftale om samarbejde", "koordinator"),
        ("hjælp fra psykolog", "psykolog"),
        ("hjemløs", "hjemloes"),
    ],
)
def test_inflections_parts_and_slips_find_the_entry(query: str, best: str, index: HybridIndex) -> None:
    hit = index.search(query, 5)[0]
    assert hit.id == best
    assert 0 < hit.score <= 1.0


def test_a_hit_tells_which_words_it_matched(index: HybridIndex) -> None:
    hit = index.search("støtte og økonomi efter fødslen", 5)[0]
    assert (hit.id, hit.matched) == ("foedsel", ("støtte", "fødsel"))


def test_a_hit_tells_which_compound_part_it_matched(index: HybridIndex) -> None:
    hit = next(hit for hit in index.search("boligstøtte", 5) if hit.id == "bolig")
    assert reasons(hit, Why.PART) == [("boligstøtte", "bolig")]
    assert hit.matched == ()


@pytest.mark.parametrize(
    ("query", "best", "phrase", "term"),
    [
        ("Ham hun bor med, slår hende tit", "vold", "slår hende", "vold"),
        ("hun har boet på gaden i et halvt år", "hjemloes", "bor på gaden", "Hjemløshed"),
    ],
)
def test_a_phrase_of_the_glossary_finds_what_it_stands_for(
    query: str, best: str, phrase: str, term: str, index: HybridIndex
) -> None:
    hit = index.search(query, 5)[0]
    assert hit.id == best
    assert (phrase, term) in reasons(hit, Why.GLOSSARY)


def test_a_lay_name_finds_the_entries_that_speak_of_the_thing(index: HybridIndex) -> None:
    hit = index.search("min huslæge", 5)[0]
    assert hit.id == "laege"
    assert reasons(hit, Why.CONCEPT) == [("huslæge", "praktiserende-laege")]


def test_a_synonym_of_the_thesaurus_is_told_as_one(index: HybridIndex) -> None:
    hit = next(hit for hit in index.search("doktor", 5) if hit.id == "laege")
    assert ("doktor", "læge") in reasons(hit, Why.SYNONYM)


def test_the_words_of_a_heading_find_what_stands_under_it(index: HybridIndex) -> None:
    hit = index.search("samarbejdsaftaler", 5)[0]
    assert (hit.id, hit.matched) == ("koordinator", ("samarbejdsaftale",))


def test_words_of_no_entry_find_by_meaning(index: HybridIndex) -> None:
    hits = index.search("barsel", 5)
    assert hits[0].id == "foedsel"
    assert all(hit.matched == () for hit in hits)
    assert reasons(hits[0], Why.MEANING) == [("", "")]


def test_hits_come_best_first_and_no_more_than_asked_for(index: HybridIndex) -> None:
    scores = [hit.score for hit in index.search("støtte til den gravides bolig", 5)]
    assert scores == sorted(scores, reverse=True)
    assert len(index.search("støtte", 2)) == 2
    assert index.search("støtte", 0) == []


@pytest.mark.parametrize("query", ["", "?!", "😀🤰🏽", "\u0000\u0007", "\ud800", "日本語", "_"])
def test_nothing_to_search_with_finds_nothing_surely(query: str, index: HybridIndex) -> None:
    assert all(hit.matched == () for hit in index.search(query, 5))


@settings(deadline=None, max_examples=60)
@given(query=st.text(max_size=60) | st.text("aæeoøå dgnlst-\u030a\u200d😀§1", max_size=60))
def test_any_text_can_be_searched_with(query: str, index: HybridIndex) -> None:
    for hit in index.search(query, 5):
        assert 0 < hit.score <= 1


def test_a_long_query_and_function_words_alone_are_fine(index: HybridIndex) -> None:
    assert index.search("hvad er støtte efter fødslen " * 40, 3)[0].id == "foedsel"
    assert index.search("efter en af den", 3)[0].matched


def test_a_rare_word_weighs_more_than_a_common_one(index: HybridIndex) -> None:
    assert index.idf("ukendt") > index.idf("læge") > index.idf("af") > 0
    assert index.knows("læge")
    assert index.knows("bolig")
    assert not index.knows("ukendt")


def test_a_saved_index_gives_the_same_hits(
    index: HybridIndex, analyser: Analyser, embedder: LightEmbedder, tmp_path: Path
) -> None:
    index.save(tmp_path)
    loaded = HybridIndex.load(tmp_path, analyser, embedder)
    for query in ("støtte efter fødslen", "kordinator", "slår hende", "barsel", "huslæge"):
        assert loaded.search(query, 5) == index.search(query, 5)
    assert loaded.idf("læge") == index.idf("læge")
    assert loaded.recall == 1.0


def test_an_index_of_more_entries_than_candidates_finds_the_same_best(
    analyser: Analyser, embedder: LightEmbedder
) -> None:
    fillers = [IndexEntry(f"n{number}", f"Beretning nummer {number} om havnens skibe") for number in range(1500)]
    large = HybridIndex.build([*fillers, *ENTRIES], analyser, embedder, glossary=GLOSSARY, flat_limit=500)
    assert large.recall >= 0.9
    assert large.search("hun bor på gaden", 3)[0].id == "hjemloes"
    assert large.search("økonomien", 3)[0].id == "bolig"


class _ShortVectors(LightEmbedder):
    """The built-in model, said to give shorter vectors."""

    def __init__(self) -> None:
        super().__init__(builtin_model_dir())
        self.dimension //= 2


class _OtherName(LightEmbedder):
    """The built-in model under another name."""

    def __init__(self) -> None:
        super().__init__(builtin_model_dir())
        self.name = "another-model"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (_ShortVectors, r"gives \d+ dimensions, the index has \d+; run: forlobkg build"),
        (_OtherName, r"was made with .*, not another-model; run: forlobkg build"),
    ],
)
def test_another_model_is_refused(
    model: Callable[[], LightEmbedder], message: str, index: HybridIndex, analyser: Analyser, tmp_path: Path
) -> None:
    index.save(tmp_path)
    with pytest.raises(BuildError, match=message):
        HybridIndex.load(tmp_path, analyser, model())


@pytest.mark.parametrize("content", [b"", b"nonsense", b"IxFI" + bytes(8), b"{}", b"[1, 2]"])
@pytest.mark.parametrize(
    "name",
    [
        "vectors.faiss",
        "entries.json",
        "words/terms.json",
        "words/weights.npy",
        "characters/places.npy",
        "concepts.json",
        "expansions.json",
        "name-words.json",
        "name-words.npy",
    ],
)
def test_a_damaged_file_is_refused(
    name: str, content: bytes, index: HybridIndex, analyser: Analyser, embedder: LightEmbedder, tmp_path: Path
) -> None:
    index.save(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BuildError, match="run: forlobkg build"):
        HybridIndex.load(tmp_path, analyser, embedder)


@pytest.mark.parametrize("name", ["vectors.faiss", "words/weights.npy", "characters/starts.npy", "name-words.npy"])
def test_a_file_that_is_cut_short_is_refused(
    name: str, index: HybridIndex, analyser: Analyser, embedder: LightEmbedder, tmp_path: Path
) -> None:
    index.save(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-20])
    with pytest.raises(BuildError, match="run: forlobkg build"):
        HybridIndex.load(tmp_path, analyser, embedder)


def test_the_model_of_builds_gives_the_vectors_of_questions(embedder: LightEmbedder) -> None:
    texts = [f"{entry.context} {entry.text}".strip() for entry in ENTRIES]
    built = load_build_embedder(ModelChoice()).encode_passages(texts)
    assert built == pytest.approx(embedder.encode_passages(texts), abs=1e-5)
    assert isinstance(load_query_embedder(ModelChoice()), LightEmbedder)
