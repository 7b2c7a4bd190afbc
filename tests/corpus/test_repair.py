"""The repair tables make the committed texts, mend everything the gold lists, and touch nothing else."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forlobkg.corpus import UNREADABLE, Document, DocumentRecord, repair_document
from forlobkg.corpus.repair import COLUMNS, RepairedText, apply_repairs, read_table
from forlobkg.errors import CorpusError
from forlobkg.resources import corpus_dir

GOLD = Path(__file__).parent / "gold"
SLIDES = "oplaeg-2023"
HYPHEN = "-"


def gold(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


TYPES = gold("ocr_gold_types.tsv")
SPANS = gold("ocr_gold_spans.tsv")
DAMAGED = [row for row in TYPES if row["class"] in ("L", "C")]
SLIPS = [row for row in TYPES if row["class"] == "T"]
BROKEN = [row for row in SPANS if row["class"][0] in "SH"]
NOISE = [row for row in SPANS if row["class"][0] == "N"]


def occurrences(words: str, text: str) -> int:
    """How often ``words`` stand in ``text`` as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def spaced(words: str, text: str) -> bool:
    """Whether ``words`` stand in ``text`` between spaces."""
    return re.search(rf"(?<!\S){re.escape(words)}(?!\S)", text) is not None


def row_id(row: dict[str, str]) -> str:
    return row["raw"]


@pytest.fixture(scope="module")
def slides(documents: Mapping[str, Document]) -> RepairedText:
    return documents[SLIDES].repaired


def stretches(received: str, record: DocumentRecord) -> list[tuple[int, int]]:
    """The received stretches that the rows of a document's table name, found without the code under test."""
    starts = [0] + [match.end() for match in re.finditer("\n", received)]
    found = []
    with (corpus_dir() / record.repairs).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = row["received"].replace("⏎", "\n").replace("␣", " ")
            line, _, column = row["place"].partition(":")
            start = starts[int(line) - 1]
            place = start + int(column) - 1 if column else received.index(words, start)
            assert received[place : place + len(words)] == words
            found.append((place, place + len(words)))
    return found


@pytest.mark.parametrize("document", [SLIDES, "nyhed-2022"])
def test_the_tables_make_the_committed_texts(document: str, records: Mapping[str, DocumentRecord]) -> None:
    record = records[document]
    made = repair_document(corpus_dir(), record).text
    assert made.encode() == (corpus_dir() / record.repaired).read_bytes()


def test_the_news_page_needs_no_repair(records: Mapping[str, DocumentRecord]) -> None:
    record = records["nyhed-2022"]
    assert (corpus_dir() / record.repaired).read_bytes() == (corpus_dir() / record.received).read_bytes()


@pytest.mark.parametrize("row", DAMAGED, ids=row_id)
def test_no_damaged_word_is_left(row: dict[str, str], slides: RepairedText) -> None:
    assert occurrences(row["raw"], slides.received)
    assert not occurrences(row["raw"], slides.text)


@pytest.mark.parametrize("mended", sorted({row["gold"] for row in DAMAGED}))
def test_every_damaged_word_stands_mended(mended: str, slides: RepairedText) -> None:
    raw_forms = [row["raw"] for row in DAMAGED if row["gold"] == mended]
    damaged = sum(occurrences(raw, slides.received) for raw in raw_forms)
    # The first half of a word that a line break divided goes on into the second half.
    words = mended.removesuffix(HYPHEN)
    now = slides.text.count(words) if words != mended else occurrences(words, slides.text)
    assert now >= damaged + occurrences(mended, slides.received)


@pytest.mark.parametrize("row", SLIPS, ids=row_id)
def test_the_authors_own_slips_stand(row: dict[str, str], slides: RepairedText) -> None:
    assert occurrences(row["raw"], slides.received) == occurrences(row["raw"], slides.text) == 1


@pytest.mark.parametrize("row", BROKEN, ids=row_id)
def test_every_broken_span_is_whole(row: dict[str, str], slides: RepairedText) -> None:
    for part in row["raw"].split(" / "):
        assert part in slides.received
        assert not spaced(part, slides.text)
    assert row["gold"].removesuffix(HYPHEN) in slides.text


@pytest.mark.parametrize("row", NOISE, ids=lambda row: f"{row['line']} {row['raw']}")
def test_noise_is_gone(row: dict[str, str], slides: RepairedText) -> None:
    assert spaced(row["raw"], slides.received.split("\n")[int(row["line"]) - 1])
    assert not spaced(row["raw"], slides.text)


def test_a_clipped_label_is_not_guessed(slides: RepairedText) -> None:
    assert '"ophold' in slides.received
    assert f"\n{UNREADABLE}ophold\n" in slides.text
    assert "Døgnophold" not in slides.text


@pytest.mark.parametrize("document", [SLIDES, "nyhed-2022"])
def test_what_no_row_names_stands_unchanged_once_and_in_order(
    document: str, documents: Mapping[str, Document]
) -> None:
    repaired, record = documents[document].repaired, documents[document].record
    named = {place for low, high in stretches(repaired.received, record) for place in range(low, high)}
    copied = []
    for place, char in enumerate(repaired.text):
        ((low, high),) = repaired.received_ranges(place, place + 1)
        if low not in named:
            assert high == low + 1
            assert char == repaired.received[low]
            copied.append(low)
    assert copied == [place for place in range(len(repaired.received)) if place not in named]


def test_no_clean_word_is_lost_or_changed(slides: RepairedText, records: Mapping[str, DocumentRecord]) -> None:
    named = {place for low, high in stretches(slides.received, records[SLIDES]) for place in range(low, high)}
    clean = Counter(
        match[0]
        for match in re.finditer(r"\S+", slides.received)
        if named.isdisjoint(range(match.start(), match.end()))
    )
    lost = clean - Counter(slides.text.split())
    # Words that a line break cut off from what stands before them, and that now go on from it.
    assert sorted(lost.elements()) == [
        "centret",
        "forsorg",
        "ing",
        "myndighed",
        "personligheds-",
        "plejerske",
        "skrivelser",
    ]


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_order_of_the_rows_does_not_matter(data: st.DataObject) -> None:
    content = (corpus_dir() / "oplaeg-2023.repairs.tsv").read_text("utf-8")
    received = (corpus_dir() / "received" / "oplaeg-2023.txt").read_text("utf-8")
    rows = read_table(content, "t.tsv")
    moves = [row for row in rows if row.to]
    others = data.draw(st.permutations([row for row in rows if not row.to]))
    assert apply_repairs(received, [*others, *moves], "t.tsv").text == apply_repairs(received, rows, "t.tsv").text


TOY = "en ko og en gris\nto høns\n"


def table(*rows: str) -> str:
    return "\n".join(["\t".join(COLUMNS), *rows]) + "\n"


def repair(*rows: str, received: str = TOY) -> str:
    return apply_repairs(received, read_table(table(*rows), "t.tsv"), "t.tsv").text


def test_a_table_of_each_kind() -> None:
    assert repair("1\tko\tkø\tletters\t\t", "2\tto␣\t\tnoise\t\t") == "en kø og en gris\nhøns\n"
    assert repair("1:17\t⏎\t␣\tjoin\t\t") == "en ko og en gris to høns\n"
    assert repair("1:1\ten␣\t␣en\tmove\t2:end\t", "1\tog␣\t␣og\tmove\t2:end\t") == "ko en gris\nto høns en og\n"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["1\tkat\tk\tletters\t\t"], "t.tsv, line 2: 'kat' does not stand on line 1"),
        (["1\thøns\tk\tletters\t\t"], "t.tsv, line 2: 'høns' does not stand on line 1"),
        (["1:2\tko\tk\tletters\t\t"], "t.tsv, line 2: 'ko' does not stand at 1:2"),
        (["1\tko\tkø\tletters\t\t", "1\ten\tk\tletters\t\t"], "t.tsv, line 3: 'en' stands more than once on line 1"),
        (["1\tko\tkø\tletters\t\t", "1:5\to og\tk\tletters\t\t"], "t.tsv: lines 2 and 3 change the same words"),
        (["1\tko\tkø\tletters\t\t", "1\tko\tkø\tletters\t\t"], "t.tsv: lines 2 and 3 change the same words"),
        (["1\tko\tkø\tguess\t\t"], "t.tsv, line 2: unknown kind 'guess'"),
        (["1\tko\tkø\tletters\t"], "t.tsv, line 2: 5 columns, 6 are needed"),
        (["1\tko\tkø\tletters\t\t\t"], "t.tsv, line 2: 7 columns, 6 are needed"),
        (["1\tko\tkø\tmove\t\t"], "t.tsv, line 2: 'to' is filled for kind move, and only there"),
        (["1\tko\tkø\tletters\t2\t"], "t.tsv, line 2: 'to' is filled for kind move, and only there"),
        (["9\tko\tkø\tletters\t\t"], "t.tsv, line 2: no line '9'"),
        (["0\tko\tkø\tletters\t\t"], "t.tsv, line 2: no line '0'"),
        (["x\tko\tkø\tletters\t\t"], "t.tsv, line 2: no line 'x'"),
        (["1:99\tko\tkø\tletters\t\t"], "t.tsv, line 2: no column '99' on line 1"),
        (["1:0\tko\tkø\tletters\t\t"], "t.tsv, line 2: no column '0' on line 1"),
        (["1\tko\tkø\tmove\t2:40\t"], "t.tsv, line 2: no column '40' on line 2"),
        (["1\tko\tkø\tmove\t9\t"], "t.tsv, line 2: no line '9'"),
        (["1\tgris\tg\tmove\t2:2\t", "2\tto\tTo\tletters\t\t"], "t.tsv, line 2: 'to' points into words another row"),
        (["1\t\tkø\tletters\t\t"], "t.tsv, line 2: the received words are missing"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_line(rows: list[str], fault: str) -> None:
    with pytest.raises(CorpusError, match=re.escape(fault)):
        repair(*rows)


def test_a_table_without_its_column_names_is_refused() -> None:
    for content in ("", "1\tko\tkø\tletters\t\t\n", "place\treceived\n"):
        with pytest.raises(CorpusError, match=r"t\.tsv: the first line must be the column names"):
            read_table(content, "t.tsv")


def test_a_changed_received_text_is_refused(corpus_copy: Path, records: Mapping[str, DocumentRecord]) -> None:
    path = corpus_copy / records[SLIDES].received
    path.write_bytes(path.read_bytes().replace(b"Spinkle", b"Spinkel"))
    with pytest.raises(CorpusError, match=r"received/oplaeg-2023\.txt: the received text has changed \(sha256"):
        repair_document(corpus_copy, records[SLIDES])


def test_a_row_that_no_longer_matches_the_real_text_is_refused(
    corpus_copy: Path, records: Mapping[str, DocumentRecord]
) -> None:
    path = corpus_copy / records[SLIDES].repairs
    path.write_text(path.read_text("utf-8").replace("\tBorn\t", "\tBorm\t"), "utf-8")
    with pytest.raises(CorpusError, match=r"oplaeg-2023\.repairs\.tsv, line 6: 'Borm' does not stand on line 7"):
        repair_document(corpus_copy, records[SLIDES])


WORDS = st.text("abæ ", min_size=1, max_size=6)
SEGMENTS = st.lists(st.tuples(WORDS, st.none() | st.text("xyø ", max_size=4)), min_size=1, max_size=8)


@settings(deadline=None)
@given(SEGMENTS)
def test_every_character_knows_where_it_came_from(segments: list[tuple[str, str | None]]) -> None:
    received = "".join(words for words, _ in segments)
    rows, expected, origins = [], "", []
    place = 0
    for words, replacement in segments:
        end = place + len(words)
        if replacement is None:
            expected += words
            origins += [(k, k + 1) for k in range(place, end)]
        else:
            cells = [words.replace(" ", "␣"), replacement.replace(" ", "␣")]
            rows.append(f"1:{place + 1}\t{cells[0]}\t{cells[1]}\tletters\t\t")
            expected += replacement
            origins += [(place, end)] * len(replacement)
        place = end
    repaired = apply_repairs(received, read_table(table(*rows), "t.tsv"), "t.tsv")
    assert repaired.text == expected
    assert [repaired.received_ranges(k, k + 1) for k in range(len(expected))] == [(origin,) for origin in origins]


@settings(deadline=None)
@given(data=st.data())
def test_the_received_ranges_of_a_stretch_are_those_of_its_characters(
    data: st.DataObject, documents: Mapping[str, Document]
) -> None:
    document = documents[data.draw(st.sampled_from(sorted(documents)))]
    passage = data.draw(st.sampled_from(document.passages))
    start = data.draw(st.integers(passage.start, passage.end - 1))
    end = data.draw(st.integers(start + 1, passage.end))
    repaired = document.repaired
    whole = {place for low, high in repaired.received_ranges(start, end) for place in range(low, high)}
    each: set[int] = set()
    for place in range(start, end):
        ((low, high),) = repaired.received_ranges(place, place + 1)
        each.update(range(low, high))
    assert whole == each
    assert whole <= {place for low, high in passage.received_ranges for place in range(low, high)}
