"""Passages: their names, pages, sections, contexts and offsets, and what keeps a name where it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from forlobkg.corpus import Document, Passage, PassageKind, load_corpus, load_documents, read_manifest, save_corpus
from forlobkg.errors import CorpusError

REPAIRS = "oplaeg-2023.repairs.tsv"
OUTLINE = "oplaeg-2023.outline.tsv"


@pytest.fixture(scope="session")
def passages(documents: Mapping[str, Document]) -> Mapping[str, Passage]:
    return {passage.id: passage for document in documents.values() for passage in document.passages}


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_bytes().decode()
    assert content.count(old) == 1, f"{old!r} does not stand once in {path.name}"
    path.write_bytes(content.replace(old, new).encode())


@pytest.mark.parametrize(
    ("name", "page", "text"),
    [
        ("oplaeg-2023-l1", 1, "Socialstyrelsen har udgivet to forløbsbeskrivelser i 2022"),
        ("oplaeg-2023-l95", 4, "Familieambulatoriet, rusmiddelbehandlingen og familieafdelingen i kommunerne"),
        ("oplaeg-2023-l122", 5, "Graviditet til barnets 2. leveår"),
        ("oplaeg-2023-l122-4", 5, "Graviditet til barnets 11. leveår"),
        ("oplaeg-2023-l168", 7, "Behov for forstærket ambulant eller døgnbehandling"),
        ("oplaeg-2023-l168-2", 7, "Faglig vurdering"),
        ("oplaeg-2023-l204", 9, "Centrale elementer i døgnbehandlingen"),
        ("oplaeg-2023-l204-2", 9, "Tværfaglig og tværsektoriel"),
        ("oplaeg-2023-l224", 9, "§ 1. Lov om tilbageholdelse af stofmisbrugere i behandling"),
        ("oplaeg-2023-l239", 10, "a) Forstærket ambulant indsats"),
        ("oplaeg-2023-l253-2", 11, "[ulæseligt]ophold"),
        ("oplaeg-2023-l291", 12, "Netværksmøder"),
        ("oplaeg-2023-l323", 14, "Spørgsmål?"),
        ("nyhed-2022-l7", None, "Misdannelser i knogler og nyrer."),
        ("nyhed-2022-l7-5", None, "Og mange andre og forskelligartede symptomer."),
        (
            "nyhed-2022-l43",
            None,
            "Socialstyrelsen udgiver forløbsbeskrivelserne den 9. september, der er den årlige FASD-dag.",
        ),
    ],
)
def test_a_passage_is_named_by_its_received_line(
    name: str, page: int | None, text: str, passages: Mapping[str, Passage]
) -> None:
    assert (passages[name].page, passages[name].text) == (page, text)


def test_names_follow_the_received_lines(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        for passage in document.passages:
            line = int(passage.id.removeprefix(f"{document.record.id}-l").partition("-")[0])
            assert document.repaired.received.count("\n", 0, passage.received_ranges[0][0]) + 1 == line


@pytest.mark.parametrize("page", [5, 10, 12])
def test_the_printed_slide_numbers_rule(page: int, passages: Mapping[str, Passage]) -> None:
    printed = [passage for passage in passages.values() if passage.text.endswith(f"Side {page}")]
    assert [passage.page for passage in printed] == [page]


def test_there_are_fourteen_slides_in_order(documents: Mapping[str, Document]) -> None:
    pages = [passage.page or 0 for passage in documents["oplaeg-2023"].passages]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, 15))


def test_the_news_page_has_sections_and_no_pages(documents: Mapping[str, Document]) -> None:
    news = documents["nyhed-2022"].passages
    assert {passage.page for passage in news} == {None}
    assert list(dict.fromkeys(passage.section for passage in news)) == [
        "Hjælp gravide med et skadeligt forbrug af rusmidler og deres børn",
        "Anbefalinger til kommunerne",
        "Opsporing og grundig udredning",
        "Udarbejdet i samarbejde med andre aktører",
        "FASD-dag den 9. september",
        "Kontakt",
        "Nyhedsbrev",
    ]


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("oplaeg-2023-l95", ["Centrale aktører er:", "Facts om målgruppen i forløbsbeskrivelsen"]),
        ("oplaeg-2023-l204-2", ["Centrale elementer i døgnbehandlingen"]),
        ("oplaeg-2023-l239", ["3. Indsatser er flerstrengede og helhedsorienterede", "Anbefalingerne i forløbsbe"]),
        ("oplaeg-2023-l291", ["Vigtigt at der er styr på:", "Centrale elementer i en samarbejdsaftale mellem"]),
        ("oplaeg-2023-l177", ["Den gravide profitere ikke", "Faglig vurdering", "Behov for forstærket"]),
        ("oplaeg-2023-l1", []),
    ],
)
def test_a_passage_knows_its_headings_nearest_first(
    name: str, chain: list[str], passages: Mapping[str, Passage]
) -> None:
    found = [passages[parent].text for parent in passages[name].context]
    assert len(found) == len(chain)
    for text, beginning in zip(found, chain, strict=True):
        assert text.startswith(beginning)
    assert list(passages[name].parents) == list(passages[name].context[:1])


def test_offsets_and_hashes_are_those_of_the_words(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        end = 0
        for order, passage in enumerate(document.passages, start=1):
            assert passage.order == order
            assert passage.start >= end
            end = passage.end
            assert document.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
            assert passage.sha256 == hashlib.sha256(passage.text.encode()).hexdigest()


def test_every_word_of_the_text_stands_in_a_passage(documents: Mapping[str, Document]) -> None:
    for document in documents.values():
        beside = list(document.text)
        for passage in document.passages:
            beside[passage.start : passage.end] = " " * len(passage.text)
        assert set("".join(beside).split()) <= {"•", "-"}


def test_an_interleaved_heading_keeps_its_received_stretches(documents: Mapping[str, Document]) -> None:
    document = documents["oplaeg-2023"]
    heading = next(passage for passage in document.passages if passage.id == "oplaeg-2023-l204")
    received = document.repaired.received
    words = [received[low:high].strip() for low, high in heading.received_ranges]
    assert words == ["Centrale", "elementer l", "dgg n-", "be h a n d I | n g e n"]
    assert heading.received == " / ".join(words)
    assert [received.count("\n", 0, low) + 1 for low, _ in heading.received_ranges] == [204, 206, 210, 213]


def test_only_clipped_passages_are_unreadable(passages: Mapping[str, Passage]) -> None:
    assert [name for name, passage in passages.items() if passage.unreadable] == [
        "oplaeg-2023-l253-2",
        "oplaeg-2023-l264",
        "oplaeg-2023-l266",
    ]


def test_a_build_gives_back_the_same_passages(documents: Mapping[str, Document], tmp_path: Path) -> None:
    save_corpus(list(documents.values()), tmp_path)
    stored = load_corpus(tmp_path)
    for document in documents.values():
        assert stored.documents[document.record.id].record == document.record
        assert stored.documents[document.record.id].text == document.text
        assert tuple(stored.passages_of(document.record.id)) == document.passages


def test_a_later_repair_moves_no_name(documents: Mapping[str, Document], corpus_copy: Path) -> None:
    edit(corpus_copy / REPAIRS, "\tfølge\t", "\tfølgevirkninger\t")
    longer = len("følgevirkninger") - len("følge")
    before, after = documents["oplaeg-2023"].passages, load_documents(corpus_copy)[0].passages
    for old, new in zip(before, after, strict=True):
        if old.id == "oplaeg-2023-l7":
            assert new.text == old.text.replace("følge", "følgevirkninger")
            continue
        shift = longer if old.order > 3 else 0
        assert new == replace(old, start=old.start + shift, end=old.end + shift, section=new.section)


@pytest.mark.parametrize(
    ("repairs", "outline", "added"),
    [
        # A line of two becomes two passages.
        (("88:99", "88:21\t␣\t⏎\tjoin\t\t"), ("l88\t4\tsentence\tl80\n", "l88-2\t4\tsentence\tl80\n"), "l88-2"),
        # A bullet of two lines becomes two passages.
        (("47:51", ""), ("l47\t2\tbullet\tl36\n", "l48\t2\tbullet\tl36\n"), "l48"),
    ],
)
def test_a_later_split_moves_no_name(
    repairs: tuple[str, str],
    outline: tuple[str, str],
    added: str,
    documents: Mapping[str, Document],
    corpus_copy: Path,
) -> None:
    place, row = repairs
    path = corpus_copy / REPAIRS
    lines = [line for line in path.read_bytes().decode().splitlines() if not line.startswith(f"{place}\t")]
    path.write_bytes("\n".join([*lines, *([row] if row else [])]).encode() + b"\n")
    edit(corpus_copy / OUTLINE, outline[0], outline[0] + outline[1])

    before = [passage.id for passage in documents["oplaeg-2023"].passages]
    after = [passage.id for passage in load_documents(corpus_copy)[0].passages]
    assert f"oplaeg-2023-{added}" in after
    assert [name for name in after if name != f"oplaeg-2023-{added}"] == before


def outline_edit(old: str, new: str) -> Callable[[Path], None]:
    return lambda corpus: edit(corpus / OUTLINE, old, new)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (outline_edit("l88\t4\tsentence\tl80\n", ""), "the outline has 139 rows, the text has 140 passages"),
        (outline_edit("l88\t", "l89\t"), "l89 begins on line 88 of the received text: 'Graviditeten kræver hurtig"),
        (outline_edit("l206\t9\tbullet\tl204\n", "l206\t9\tbullet\tl999\n"), "l206 has the context l999"),
        (outline_edit("l204\t9\theading\t", "l204\t9\theading\tl206"), "is its own context"),
        (outline_edit("l206\t9\tbullet", "l208\t9\tbullet"), "l208 stands more than once"),
        (outline_edit("l206\t9\tbullet", "l206\t9\tball"), "unknown kind 'ball'"),
        (outline_edit("l206\t9\t", "l206\tni\t"), "the page 'ni' is no number"),
        (outline_edit("l206\t9\t", "206\t9\t"), "'206' is no passage name"),
        (outline_edit("l206\t9\tbullet\tl204", "l206\t9\tbullet"), "3 columns, 4 are needed"),
        (outline_edit("passage\tpage\t", "passage\t"), "the first line must be the column names"),
    ],
)
def test_an_outline_that_does_not_fit_is_refused(
    damage: Callable[[Path], None], fault: str, corpus_copy: Path
) -> None:
    damage(corpus_copy)
    with pytest.raises(CorpusError, match=rf"{re.escape(OUTLINE)}.*{re.escape(fault)}"):
        load_documents(corpus_copy)


def test_the_line_of_the_outline_is_named(corpus_copy: Path) -> None:
    edit(corpus_copy / OUTLINE, "l4\t1\tlabel", "l4\t1\tlable")
    with pytest.raises(CorpusError, match=r"oplaeg-2023\.outline\.tsv, line 3: unknown kind 'lable'"):
        load_documents(corpus_copy)


@pytest.mark.parametrize("name", ["manifest.toml", REPAIRS, OUTLINE, "received/oplaeg-2023.txt"])
def test_a_missing_file_is_named(name: str, corpus_copy: Path) -> None:
    (corpus_copy / name).unlink()
    with pytest.raises(CorpusError, match=rf"{re.escape(name)} cannot be read: No such file"):
        load_documents(corpus_copy)


@pytest.mark.parametrize("name", [REPAIRS, OUTLINE])
def test_a_file_that_is_no_utf8_is_named(name: str, corpus_copy: Path) -> None:
    (corpus_copy / name).write_bytes(b"\xe6\xf8\xe5")
    with pytest.raises(CorpusError, match=rf"{re.escape(name)} is not UTF-8"):
        load_documents(corpus_copy)


def test_the_manifest_names_both_documents(corpus_copy: Path) -> None:
    first, second = read_manifest(corpus_copy)
    assert (first.id, first.date.isoformat()) == ("oplaeg-2023", "2023-01-13")
    assert (second.id, second.date.isoformat()) == ("nyhed-2022", "2022-09-09")
    assert PassageKind("bullet") is PassageKind.BULLET


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "nyhed-2022"', 'id = "oplaeg-2023"', "the document id 'oplaeg-2023' stands twice"),
        ('id = "nyhed-2022"\n', "", "document.1.id: Field required"),
        ('id = "nyhed-2022"', 'id = "nyhed-2022"\ncolour = "red"', "document.1.colour: Extra inputs"),
        ("date = 2022-09-09", 'date = "i går"', "document.1.date: Input should be a valid date"),
        ("date = 2022-09-09", "date = ", "not valid TOML"),
        ("Hjælp gravide", "Hj\udce6lp gravide", "not valid TOML"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(old: str, new: str, fault: str, corpus_copy: Path) -> None:
    path = corpus_copy / "manifest.toml"
    content = path.read_text("utf-8")
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new).encode("utf-8", "surrogateescape"))
    with pytest.raises(CorpusError, match=rf"manifest\.toml: {re.escape(fault)}"):
        read_manifest(corpus_copy)
