"""Reading PDFs: the test publication against its gold, and small files set on the spot."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

import pypdfium2 as pdfium
import pytest
import typst

from forlobkg.corpus.reading import Limits, ReadDocument, ReadKind, read_document
from forlobkg.errors import InputError, TooLongError

ROOT = Path(__file__).resolve().parents[3]
Pdf = Callable[[str], Path]

PROSE = """Kommunen skal tilbyde en samtale inden for fjorten dage, og regionen bør sende en kort besked, når
borgeren er udskrevet. Det gælder også, når borgeren selv har henvendt sig, jf. servicelovens § 11, stk. 3. """


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    """Sets typst markup as a PDF."""

    def set_(markup: str) -> Path:
        source = tmp_path / "brev.typ"
        source.write_text(f'#set text(lang: "da", font: "Libertinus Serif", size: 10pt)\n{markup}', "utf-8")
        path = tmp_path / "brev.pdf"
        path.write_bytes(typst.compile(str(source)))
        return path

    return set_


def texts(document: ReadDocument, kind: ReadKind) -> list[str]:
    return [passage.text for passage in document.passages if passage.kind is kind]


@cache
def measured() -> tuple[Any, ReadDocument]:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    measure = import_module("evaluation.publication.measure")
    path = ROOT / "dist" / "publication" / "publication.pdf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(import_module("evaluation.publication.make").make().pdf)
    document = read_document(path)
    return measure.score(document), document


def test_the_publication_is_read_as_well_as_it_was() -> None:
    scores, _ = measured()
    assert scores.headings_f1 >= 0.97
    assert scores.exact.value >= 0.98
    assert scores.leaks.value <= 0.01
    assert scores.labelled.value == 1
    assert scores.words_recall.value >= 0.99
    assert scores.words_precision.value >= 0.99
    assert {kind for kind, share in scores.by_kind.items() if share.value < 0.9} == set()


def test_a_passage_stands_at_its_offsets_and_on_its_page() -> None:
    _, document = measured()
    assert document.language == "da"
    assert document.title == "Voksne med svært skyggetab"
    assert len({passage.name for passage in document.passages}) == len(document.passages)
    for passage in document.passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.pages and passage.pages[0] == passage.page
        assert {place.page for place in passage.places} == set(passage.pages)
        assert all(place.x0 < place.x1 and place.y0 < place.y1 for place in passage.places)


def test_a_cell_knows_its_header_and_a_bullet_its_lead_in() -> None:
    _, document = measured()
    named = {passage.name: passage for passage in document.passages}
    cell = next(passage for passage in document.passages if passage.text == "51-75")
    assert [named[name].text for name in cell.context] == ["Skyggeevne", "Let"]
    bullet = next(passage for passage in document.passages if passage.text.startswith("flere bliver opdaget"))
    assert [named[name].text for name in bullet.context] == ["Forløbsbeskrivelsen skal bidrage til, at:"]
    assert bullet.section == ("1 Indledning", "1.2 Formål")
    assert (bullet.page, bullet.printed) == (7, "1")


def test_what_could_not_be_read_is_told_with_its_page() -> None:
    _, document = measured()
    assert [(problem.page, "højkant" in problem.message) for problem in document.problems] == [(10, True)]


def test_two_columns_are_read_one_after_the_other(pdf: Pdf) -> None:
    document = read_document(pdf(f"#set page(columns: 2, height: 300pt)\n= Samarbejde\n{PROSE * 6}"))
    sentences = texts(document, ReadKind.SENTENCE)
    assert texts(document, ReadKind.HEADING) == ["Samarbejde"]
    assert len(sentences) == 12
    assert set(sentences) == {
        " ".join(one.split())
        for one in (PROSE.split("udskrevet.")[0] + "udskrevet.", "Det" + PROSE.split("Det", 1)[1])
    }


def test_a_sentence_goes_on_over_the_page_and_its_word_is_made_whole(pdf: Pdf) -> None:
    markup = (
        "#set par(justify: true)\n#set text(hyphenate: true)\n#set page(height: 68pt, width: 160pt, margin: 15pt)\n"
    )
    document = read_document(pdf(markup + PROSE))
    assert len(document.pages) > 1
    assert " ".join(texts(document, ReadKind.SENTENCE)) == " ".join(PROSE.split())
    over = next(passage for passage in document.passages if len(passage.pages) > 1)
    assert over.pages[:2] == (over.page, over.pages[0] + 1)


def test_running_heads_are_taken_out_and_printed_numbers_kept(pdf: Pdf) -> None:
    markup = (
        '#set page(height: 300pt, header: [Vejledning om samtaler], numbering: "1", footer: context align(right,'
        " counter(page).display()))\n#counter(page).update(5)\n"
    )
    document = read_document(pdf(markup + f"= Samtaler\n{PROSE * 20}"))
    assert len(document.pages) >= 3
    assert "Vejledning om samtaler" not in document.text
    assert [page.printed for page in document.pages][:2] == ["5", "6"]
    assert all("Vejledning om samtaler" in page.furniture for page in document.pages)


def test_lists_notes_and_tables_are_found(pdf: Pdf) -> None:
    markup = f"""= Opgaver
{PROSE * 4}

Planen indeholder:
- mål for indsatsen
- tid til opfølgning

{PROSE}#footnote[Se loven.]

#table(columns: 2, table.header([*Aktør*], [*Opgave*]), [Kommunen], [En samtale], [Regionen], [En besked])
"""
    document = read_document(pdf(markup))
    assert texts(document, ReadKind.BULLET) == ["mål for indsatsen", "tid til opfølgning"]
    assert texts(document, ReadKind.FOOTNOTE) == ["Se loven."]
    assert texts(document, ReadKind.HEADER_CELL) == ["Aktør", "Opgave"]
    assert texts(document, ReadKind.CELL) == ["Kommunen", "En samtale", "Regionen", "En besked"]
    assert not any("Se loven" in one for one in texts(document, ReadKind.SENTENCE))


def test_progress_is_told_and_may_end_the_reading(pdf: Pdf) -> None:
    path = pdf("Første side.\n#pagebreak()\nAnden side.")
    seen: list[tuple[int, int]] = []
    read_document(path, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_document(path, progress=stop)


def test_a_pdf_that_says_it_is_swedish_is_read_by_its_words(pdf: Pdf) -> None:
    document = read_document(pdf(f'#set text(lang: "sv")\n{PROSE * 3}'))
    assert document.language == "da"
    assert any("svensk" in problem.message and "dansk" in problem.message for problem in document.problems)


def test_limits_on_pages_and_seconds_are_kept(pdf: Pdf) -> None:
    path = pdf("En.\n#pagebreak()\nTo.\n#pagebreak()\nTre.")
    with pytest.raises(TooLongError, match="3 sider, og grænsen er 2"):
        read_document(path, Limits(pages=2))
    with pytest.raises(TooLongError, match="side 1 af 3"):
        read_document(path, Limits(seconds=-1))
    with pytest.raises(TooLongError, match="MB, og grænsen er"):
        read_document(path, Limits(bytes=100))


def test_a_truncated_pdf_is_refused(pdf: Pdf) -> None:
    path = pdf(PROSE)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(InputError, match="beskadiget"):
        read_document(path)


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tom.pdf"
    with pdfium.PdfDocument.new() as document:
        document.save(str(path))
    with pytest.raises(InputError, match=r"ingen sider|beskadiget"):
        read_document(path)


def test_a_page_that_is_a_picture_asks_for_tesseract(tmp_path: Path, pdf: Pdf) -> None:
    from PIL import Image

    Image.new("L", (600, 800), 200).save(tmp_path / "side.png")
    with pytest.raises(InputError, match="tesseract"):
        read_document(pdf('#set page(margin: 0pt)\n#image("side.png", width: 100%)'))
    mixed = pdf(f'{PROSE * 3}\n#pagebreak()\n#image("side.png", width: 100%)')
    assert [problem.page for problem in read_document(mixed).problems] == [2]


def test_an_empty_page_has_no_text(pdf: Pdf) -> None:
    with pytest.raises(InputError, match="ingen tekst"):
        read_document(pdf("#pagebreak()"))


def test_an_encrypted_pdf_asks_for_one_without_password(tmp_path: Path) -> None:
    path = tmp_path / "laast.pdf"
    path.write_bytes(ENCRYPTED)
    with pytest.raises(InputError, match="adgangskode"):
        read_document(path)


def test_a_map_of_thousands_of_lines_takes_no_minutes(pdf: Pdf) -> None:
    drawn = "#for i in range(4000) {place(line(start: (calc.rem(i * 37, 400) * 1pt, calc.rem(i * 91, 600) * 1pt),"
    begun = monotonic()
    document = read_document(pdf(f"{drawn} length: 30pt))}}\n{PROSE * 3}"))
    assert monotonic() - begun < 30
    assert len(texts(document, ReadKind.SENTENCE)) == 6
    assert any("tegning" in problem.message for problem in document.problems)


HANDED_DOWN = (
    "/usr/share/doc/debian-edu-doc-da/debian-edu-bookworm-manual.pdf",
    "/usr/share/doc/installation-guide-amd64/da/install.da.pdf.gz",
)
"""Of Debian's debian-edu-doc-da and installation-guide-amd64; not of this project, and not needed."""


@pytest.mark.parametrize("name", HANDED_DOWN)
def test_a_real_manual_is_read(name: str, tmp_path: Path) -> None:
    if not Path(name).exists():
        pytest.skip("the package is not installed")
    content = Path(name).read_bytes()
    path = tmp_path / "manual.pdf"
    path.write_bytes(gzip.decompress(content) if name.endswith(".gz") else content)
    document = read_document(path)
    assert len(document.headings) > 150
    assert len({page.printed for page in document.pages[10:]}) == len(document.pages) - 10
    assert {passage.page for passage in document.passages} <= set(range(1, len(document.pages) + 1))


def test_right_to_left_text_is_told(pdf: Pdf) -> None:
    document = read_document(
        pdf(f'{PROSE}\n\n#text(lang: "he", dir: rtl, font: "Libertinus Serif")[{"שלום עולם " * 5}]')
    )
    assert any("højre mod venstre" in problem.message for problem in document.problems)


def _encrypted() -> bytes:
    """The least PDF that asks for a password: its encryption has keys that the empty password does not fit."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    ]
    made, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identity = b"<" + b"43" * 16 + b">"
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [%b %b] >>\nstartxref\n%d\n%%%%EOF\n"
    return made + trailer % (identity, identity, start)


ENCRYPTED = _encrypted()
