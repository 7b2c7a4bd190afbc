"""Reading DOCX, PPTX, HTML, Markdown and text, and refusing what is none of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pptx
import pytest
from pptx.util import Inches

from forlobkg.corpus.reading import Limits, ReadDocument, read_document
from forlobkg.errors import InputError, TooLongError


def shown(document: ReadDocument) -> list[tuple[str, str]]:
    return [(passage.kind.value, passage.text) for passage in document.passages]


def messages(document: ReadDocument) -> str:
    return " ".join(problem.message for problem in document.problems)


def word_file(path: Path) -> Path:
    made = docx.Document()
    made.add_heading("Samarbejde", 1)
    made.add_heading("1.2 Fællesmøder", 2)
    made.add_paragraph("Kommunen skal holde et møde. Regionen bør deltage:")
    made.add_paragraph("et dagsordenspunkt", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Aktør", "Opgave", "Lægen", "Brev"], strict=True
    ):
        cell.text = text
    made.save(str(path))
    return path


def test_word_headings_lists_and_tables(tmp_path: Path) -> None:
    document = read_document(word_file(tmp_path / "aftale.docx"))
    assert document.format == "docx"
    assert shown(document) == [
        ("heading", "Samarbejde"),
        ("heading", "Fællesmøder"),
        ("sentence", "Kommunen skal holde et møde."),
        ("sentence", "Regionen bør deltage:"),
        ("bullet", "et dagsordenspunkt"),
        ("header-cell", "Aktør"),
        ("header-cell", "Opgave"),
        ("cell", "Lægen"),
        ("cell", "Brev"),
    ]
    named = {passage.name: passage.text for passage in document.passages}
    assert document.passages[2].section == ("Samarbejde", "1.2 Fællesmøder")
    assert [named[name] for name in document.passages[4].context] == ["Regionen bør deltage:"]
    assert [named[name] for name in document.passages[-1].context] == ["Opgave", "Lægen"]
    assert all(document.text[one.start : one.end] == one.text for one in document.passages)


def test_slides_are_pages_with_their_notes(tmp_path: Path) -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Fem anbefalinger"
    slide.placeholders[1].text_frame.text = "Tidlig opsporing"
    slide.placeholders[1].text_frame.add_paragraph().text = "Fast kontaktperson"
    slide.notes_slide.notes_text_frame.text = "Fortæl om baggrunden. Spørg deltagerne."
    second = made.slides.add_slide(made.slide_layouts[6])
    box = second.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
    box.text_frame.text = "Regionen har ansvaret."
    made.save(str(tmp_path / "oplaeg.pptx"))
    document = read_document(tmp_path / "oplaeg.pptx")
    assert shown(document) == [
        ("heading", "Fem anbefalinger"),
        ("bullet", "Tidlig opsporing"),
        ("bullet", "Fast kontaktperson"),
        ("note", "Fortæl om baggrunden."),
        ("note", "Spørg deltagerne."),
        ("sentence", "Regionen har ansvaret."),
    ]
    assert [passage.page for passage in document.passages] == [1, 1, 1, 1, 1, 2]


HTML = """<!doctype html><html><head><title>Vejledning</title><style>p{}</style></head><body>
<nav><a href="/">Forside</a></nav><script>alert("hej")</script>
<h1>Om tilbuddet</h1><p>Kommunen skal <b>tilbyde</b> en samtale.<br>Det er gratis.</p>
<ul><li>en samtale<ul><li>en pjece</li></ul></li></ul>
<p style="display:none">Skjult tekst.</p><table><tr><th>Aktør</th></tr><tr><td>Lægen</td></tr></table>
<footer>Kontakt os</footer></body></html>"""


def test_html_without_scripts_and_navigation(tmp_path: Path) -> None:
    (tmp_path / "side.html").write_text(HTML, "utf-8")
    document = read_document(tmp_path / "side.html")
    assert shown(document) == [
        ("heading", "Om tilbuddet"),
        ("sentence", "Kommunen skal tilbyde en samtale."),
        ("sentence", "Det er gratis."),
        ("bullet", "en samtale"),
        ("bullet", "en pjece"),
        ("header-cell", "Aktør"),
        ("cell", "Lægen"),
    ]
    assert document.title == "Vejledning"
    assert "scripts" in messages(document)


def test_markdown(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\n# Plan\n\n"
    text += "Vi *skal* mødes. Det\nhaster.\n\n1. et møde\n2. et brev\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    (tmp_path / "plan.md").write_text(text + "\n<script>x</script>\n", "utf-8")
    document = read_document(tmp_path / "plan.md")
    assert shown(document) == [
        ("heading", "Plan"),
        ("sentence", "Vi skal mødes."),
        ("sentence", "Det haster."),
        ("bullet", "et møde"),
        ("bullet", "et brev"),
        ("header-cell", "A"),
        ("header-cell", "B"),
        ("cell", "1"),
        ("cell", "2"),
    ]
    assert [passage.number for passage in document.passages[3:5]] == ["1", "2"]


def test_plain_text_in_an_old_encoding(tmp_path: Path) -> None:
    text = "AFTALE OM SAMTALER\n\n2.1 Formål\n\n"
    text += "Kommunen bør tilbyde støtte-\nforløb, når det er nødvendigt.\n\n- et møde\n- et\n  brev\n"
    (tmp_path / "aftale.txt").write_bytes(text.encode("cp1252"))
    document = read_document(tmp_path / "aftale.txt")
    assert shown(document) == [
        ("heading", "AFTALE OM SAMTALER"),
        ("heading", "Formål"),
        ("sentence", "Kommunen bør tilbyde støtteforløb, når det er nødvendigt."),
        ("bullet", "et møde"),
        ("bullet", "et brev"),
    ]
    assert "Windows-1252" in messages(document)


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    path = word_file(tmp_path / "aftale.docx").rename(tmp_path / "aftale.pdf")
    document = read_document(path)
    assert document.format == "docx"
    assert "hedder .pdf" in messages(document)


def test_swedish_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(
        "Kommunen ska inte vara utan stöd och det är vad som också blev av efter mötet för alla. " * 5
    )
    document = read_document(tmp_path / "text.txt")
    assert document.language == "sv"
    assert "svensk" in messages(document)


def test_macros_are_left_alone(tmp_path: Path) -> None:
    path = word_file(tmp_path / "aftale.docm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "makroer" in messages(read_document(path))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bombe.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20_000_000)
    with pytest.raises(TooLongError, match="pakkes ud"):
        read_document(path)
    with pytest.raises(TooLongError, match="pakkes ud"):
        read_document(word_file(tmp_path / "aftale.docx"), Limits(unpacked_bytes=1000))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tom.pdf", b"", "tom"),
        ("brev.docx", b"PK\x03\x04 nej", "beskadiget"),
        ("brev.docx", b"kun tekst", "beskadiget"),
        ("brev.pdf", b"kun tekst", "beskadiget"),
        ("brev.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "gamle format"),
        ("brev.rtf", b"{\\rtf1 hej}", "RTF"),
        ("foto.pdf", b"\x89PNG\r\n\x1a\n\x00\x00", "billede"),
        ("data.txt", b"\x01\x00\x02\x00", "ikke en tekst"),
        ("blank.txt", b"  \n \n", "ingen tekst"),
        ("blank.html", b"<html><body><script>x</script></body></html>", "ingen tekst"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message) as refused:
        read_document(tmp_path / name)
    assert name in str(refused.value) or name.split(".")[0] in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_archive_of_something_else_and_a_damaged_word_file(tmp_path: Path) -> None:
    for name, inner in (("ark.xlsx", "xl/workbook.xml"), ("brev.docx", "word/document.xml")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(inner, "<a>")
    with pytest.raises(InputError, match="hverken Word eller PowerPoint"):
        read_document(tmp_path / "ark.xlsx")
    with pytest.raises(InputError, match="Word-filen er beskadiget"):
        read_document(tmp_path / "brev.docx")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="findes ikke"):
        read_document(tmp_path / "væk.pdf")
    with pytest.raises(InputError, match="mappe"):
        read_document(tmp_path)
