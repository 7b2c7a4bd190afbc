"""What all exports of a quiz have in common, and the quiz on paper."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree

from forlobkg.errors import InputError
from forlobkg.teach.quiz import EXPORTS, Item, Quiz, read_quiz, withdraw, write_quiz

from .quizzes import approved, every_kind, plain


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return every_kind()


@pytest.fixture(scope="module")
def items(quiz: Quiz) -> dict[str, Item]:
    return approved(quiz)


def test_without_an_approved_item_the_way_to_approve_is_told(quiz: Quiz) -> None:
    bare = withdraw(quiz, [item.id for item in quiz.items])
    for name in EXPORTS:
        with pytest.raises(InputError, match="forlobkg course quiz approve"):
            write_quiz(bare, name)


@pytest.mark.parametrize("name", EXPORTS)
def test_only_approved_items_leave_unless_all_are_wanted(name: str, quiz: Quiz) -> None:
    one = quiz.model_copy(update={"items": [quiz.items[4], quiz.items[6]]})
    said = [text_in(name, write_quiz(one, name)), text_in(name, write_quiz(one, name, include_unapproved=True))]
    assert ["Ordningen begyndte" in text for text in said] == [True, True]
    assert ["ikke godkendt" in text for text in said] == [False, True]


def text_in(name: str, content: bytes) -> str:
    """All that an export says."""
    suffix = EXPORTS[name].suffix
    if suffix == ".pdf":
        pages = pypdfium2.PdfDocument(content)
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    if suffix == ".docx":
        return " ".join(part.text for part in docx.Document(io.BytesIO(content)).paragraphs)
    if suffix in (".zip", ".apkg"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return " ".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
    return content.decode("utf-8")


def test_an_unknown_format_and_a_broken_item_are_refused(quiz: Quiz) -> None:
    with pytest.raises(InputError, match="formatet scorm findes ikke; vælg et af moodle, gift"):
        write_quiz(quiz, "scorm")
    broken = quiz.items[0].model_copy(update={"options": []})
    with pytest.raises(InputError, match="single-1"):
        write_quiz(quiz.model_copy(update={"items": [broken]}), "moodle")


@pytest.mark.parametrize("name", [name for name in EXPORTS if "docx" not in name])
def test_the_same_quiz_gives_the_same_bytes(name: str, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert write_quiz(quiz, name) == write_quiz(quiz, name)


def test_json_is_a_quiz_again(quiz: Quiz) -> None:
    approved = quiz.model_copy(update={"items": [item for item in quiz.items if item.approved]})
    assert read_quiz(write_quiz(quiz, "json").decode("utf-8")) == approved


def test_characters_that_no_format_can_hold_are_left_out(quiz: Quiz) -> None:
    item = quiz.items[4].model_copy(update={"stem": "Før\x00 og\x0befter\ufffe\x07 år 2010."})
    one = quiz.model_copy(update={"items": [item]})
    for name in set(EXPORTS) - {"json"}:
        assert "år 2010" in text_in(name, write_quiz(one, name))
    moodle = etree.fromstring(write_quiz(one, "moodle"))
    assert plain(moodle.findtext("question/questiontext/text", "")) == "Før og\nefter år 2010."


@pytest.mark.parametrize(("name", "ending"), [("print", "spørgsmål"), ("key", "facitliste")])
def test_pdfs_are_tagged_danish_and_titled(name: str, ending: str, quiz: Quiz) -> None:
    content = write_quiz(quiz, name)
    pdf = pypdfium2.PdfDocument(content)
    assert pdf.get_metadata_value("Title").endswith(ending)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
    assert b"/Lang(da)" in content
    assert b"pdfuaid" in content


def test_the_key_is_on_its_own_sheet(quiz: Quiz, items: dict[str, Item]) -> None:
    for asked, answered in (("print", "key"), ("print-docx", "key-docx")):
        questions, answers = (text_in(name, write_quiz(quiz, name)) for name in (asked, answered))
        for item in (items["multiple-1"], items["ordering-1"], items["true-false-1"]):
            assert item.stem.split("\n")[0] in questions
            assert item.explanation not in questions
            assert item.explanation in answers
            assert item.feedback[0].reference in answers
            assert item.feedback[0].reference not in questions


def test_word_files_are_danish_and_head_their_tables(quiz: Quiz) -> None:
    document = docx.Document(io.BytesIO(write_quiz(quiz, "print-docx")))
    assert document.core_properties.title.endswith(": spørgsmål")
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"da-DK"}
    assert [part.text for part in document.paragraphs if part.style and part.style.name == "Heading 2"] == [
        f"Spørgsmål {number}" for number in range(1, 7)
    ]
    (table,) = document.tables
    assert [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows] == [True, False, False, False]
    assert [cell.text for cell in table.columns[1].cells] == [
        "At vælge imellem",
        # By their letters these would stand as the pairs do.
        "A. Staten",
        "B. Regionen #1",
        "C. Kommunen <a> & -> ~",
    ]


def test_markdown_holds_no_markup_of_the_quiz(quiz: Quiz) -> None:
    text = write_quiz(quiz, "md").decode("utf-8")
    assert re.search(r"(?<!\\)<", text) is None
    assert "\\<script\\>" in text
    questions, answers = text.split("\n---\n")
    assert "Det hedder det." not in questions
    assert "> »Familieambulatoriet«\n>\n> Socialstyrelsen: Oplæg, side 4" in answers
