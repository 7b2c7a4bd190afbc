"""The test publication: what its gold holds, that the PDF says the same, and that both are made alike every time."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "evaluation" / "publication" / "gold"
MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
LEAST = {
    "headings": 40,
    "passages": 400,
    "recommendations": 12,
    "actors": 20,
    "mentions": 120,
    "responsibilities": 60,
    "elements": 30,
    "definitions": 10,
    "laws": 15,
    "abbreviations": 8,
    "dates": 20,
    "footnotes": 20,
    "tables": 6,
    "pages": 30,
}

Row = dict[str, Any]


@cache
def rows(kind: str) -> list[Row]:
    return [json.loads(line) for line in (GOLD / f"{kind}.jsonl").read_text("utf-8").splitlines()]


@cache
def passages() -> dict[str, Row]:
    return {row["id"]: row for row in rows("passages")}


@pytest.fixture(scope="module")
def program() -> Iterator[SimpleNamespace]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        names = ("inline", "make", "model", "names", "pages", "scan", "source", "typeset")
        yield SimpleNamespace(**{name: importlib.import_module(f"evaluation.publication.{name}") for name in names})


@pytest.fixture(scope="module")
def made(program: SimpleNamespace) -> Any:
    try:
        return program.make.make()
    except program.typeset.FontsMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def texts(made: Any) -> list[str]:
    """What another program reads on each page, without what breaks lines."""
    with pdfium.PdfDocument(made.pdf) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


def squeezed(text: str) -> str:
    return re.sub("[\\s\u00a0\u00ad\ufffe\x02-]+", "", text)


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_there_is_enough_of_every_kind(kind: str, least: int) -> None:
    found = rows(kind)
    assert len([row for row in found if row.get("quotable", True)]) >= least


def test_the_committed_gold_is_what_the_source_gives(program: SimpleNamespace, made: Any) -> None:
    assert program.make.differing(made) == []


def test_made_twice_it_is_the_same_to_the_byte(program: SimpleNamespace, made: Any) -> None:
    again = program.make.make()
    assert hashlib.sha256(again.pdf).digest() == hashlib.sha256(made.pdf).digest()
    assert again.gold == made.gold


def test_every_page_has_the_letters_of_its_gold_and_no_others(texts: list[str]) -> None:
    assert len(texts) == len(rows("pages"))
    for row, text in zip(rows("pages"), texts, strict=True):
        gold = " ".join((*row["words"], *row["notes"], row["head"], row["foot"], row["printed"]))
        assert letters(gold) == letters(text), row["page"]


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def test_passages_and_headings_begin_on_their_page(texts: list[str]) -> None:
    for row in rows("headings") + rows("passages"):
        # Its last word may stand on the next page, so only its beginning is looked for.
        assert squeezed(row["text"])[:2] in texts[row["page"] - 1], row
    whole = [row for row in rows("passages") if squeezed(row["text"]) in texts[row["page"] - 1]]
    assert len(whole) > 0.97 * len(rows("passages"))


def test_printed_pages_differ_from_counted_ones_and_agree_with_the_foot(texts: list[str]) -> None:
    for row, text in zip(rows("pages"), texts, strict=True):
        assert row["printed"] in text[-60:] or row["printed"] == ""
    assert [row["printed"] for row in rows("pages")][:8] == ["", "", "iii", "iv", "v", "vi", "1", "2"]
    for row in rows("headings"):
        assert row["printed"] == rows("pages")[row["page"] - 1]["printed"]


def test_it_has_what_is_hard_for_a_reader(made: Any) -> None:
    pages = rows("pages")
    words = {word for row in rows("passages") for word in row["text"].split()}
    broken = [word for row in pages for word in row["words"] if word.endswith("-") and word not in words]
    assert broken, "a word goes on on the next page"
    assert any(len(row["pages"]) > 1 for row in rows("passages") if row["kind"] == "sentence")
    assert any(len(row["pages"]) > 1 for row in rows("passages") if row["kind"] == "header-cell")
    titles = {row["text"] for row in rows("headings")}
    assert len({row["head"] for row in pages} & titles) >= 5, "running heads that are headings"
    assert {row["level"] for row in rows("headings")} == {1, 2, 3}
    assert {row["modality"] for row in rows("recommendations")} == {"skal", "bør", "anbefales", "kan"}
    assert b"/Outlines" not in made.pdf and b"/StructTreeRoot" not in made.pdf and b"/PageLabels" not in made.pdf


def test_duties_and_mentions_stand_in_their_words() -> None:
    for row in rows("mentions"):
        assert passages()[row["passage"]]["text"][row["start"] : row["end"]] == row["text"]
    for row in rows("responsibilities"):
        passage = passages()[row["passage"]]
        context = " ".join(passages()[one]["text"] for one in passage["context"])
        for name in ("actor_text", "modal", "task", "whom", "when"):
            source = context if name.removesuffix("_text") in row["lead"] else passage["text"]
            assert all(piece in source for piece in row[name].split(" … ")), row


def test_no_reference_to_a_section_and_no_date_is_left_out() -> None:
    laws = words_by_passage("laws")
    dates = words_by_passage("dates")
    for row in rows("passages"):
        if row["quotable"] and row["kind"] != "reference":
            assert without(row["text"], laws[row["id"]]).count("§") == 0, row["text"]
            rest = without(row["text"], dates[row["id"]])
            cited = re.sub(r"\(\d{4}\)|\d{4}-priser", "", rest)
            assert not re.search(rf"\b(19|20)\d\d\b|\d\. ({MONTHS})\b", cited), row["text"]


def words_by_passage(kind: str) -> defaultdict[str, list[str]]:
    found = defaultdict(list)
    for row in rows(kind):
        found[row["passage"]].append(row["text"])
    return found


def without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def test_sentences_are_not_repeated() -> None:
    """The text was written, not generated from patterns."""
    sentences = Counter(row["text"] for row in rows("passages") if row["kind"] in ("sentence", "bullet", "footnote"))
    assert [text for text, times in sentences.items() if times > 1] == []
    openings = Counter(" ".join(text.split()[:4]) for text in sentences if len(text.split()) > 6)
    assert max(openings.values()) <= 5, openings.most_common(3)


def test_the_source_is_refused_where_gold_and_words_differ(program: SimpleNamespace) -> None:
    names = program.names.Names.read(ROOT / "evaluation" / "publication" / "names.yaml")

    def resolved(words: str, *duties: str) -> Any:
        passage = program.model.Passage("p1", "sentence", program.inline.parse(words), ())
        names.resolve(passage, duties, {})
        return passage

    passage = resolved("Skyggeteamet skal ringe til borgeren.", "Skyggeteamet | skal | ringe | til borgeren |")
    assert [duty.key for duty in passage.duties] == ["skyggeteamet"]
    with pytest.raises(program.inline.SourceError, match="does not stand in"):
        resolved("Skyggeteamet skal ringe.", "Skyggeteamet | skal | skrive | |")
    with pytest.raises(program.inline.SourceError, match="names no actor"):
        resolved("Borgeren skal ringe.", "Borgeren | skal | ringe | |")
    with pytest.raises(program.inline.SourceError, match="unknown act"):
        resolved("Se {law:lovens § 1|maaneloven|1}.")
    with pytest.raises(program.inline.SourceError, match="not closed"):
        program.inline.parse("Et {b:ord.")
    resolved("Skyggeteamet skal ringe.")
    assert names.doubts == ["whose duty, or »@ -«: Skyggeteamet skal ringe."]


def test_a_page_that_says_more_than_its_gold_is_refused(program: SimpleNamespace, made: Any) -> None:
    publication = program.source.read()
    set_ = program.typeset.typeset(publication)
    *_, last = publication.passages.values()
    shorter = replace(last, line=replace(last.line, text=last.text[:-20]))
    publication.passages[last.id] = shorter
    with pytest.raises(program.inline.SourceError, match=f"page {len(rows('pages'))}: .*only in the PDF"):
        list(program.pages.Pages(publication, set_).read())


def test_the_scan_is_a_picture_worn_alike_every_time(program: SimpleNamespace, made: Any) -> None:
    (first,), (again,) = (list(program.scan.scanned_pages(made.pdf, [9])) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert (first.mode, first.size) == ("L", (1654, 2339))
    grey = np.asarray(first)
    assert grey.min() < 90 and 180 < np.median(grey) < 250 and grey.std() > 15


def test_the_scanned_pdf_has_pictures_and_no_text(program: SimpleNamespace, made: Any) -> None:
    with pdfium.PdfDocument(made.pdf) as document, pdfium.PdfDocument.new() as two:
        two.import_pages(document, [0, 8])
        buffer = io.BytesIO()
        two.save(buffer)
    scanned = program.scan.scanned_pdf(buffer.getvalue(), program.scan.Wear(dpi=72))
    with pdfium.PdfDocument(scanned) as document:
        assert len(document) == 2
        assert [page.get_textpage().get_text_range() for page in document] == ["", ""]
        assert document[0].get_size() == pytest.approx((595, 842), abs=1)
