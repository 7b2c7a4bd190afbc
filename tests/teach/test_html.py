"""The handout and the poster as pages: whole, valid, without script or anything from elsewhere; text stays text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from forlobkg.service import Forlobkg
from forlobkg.teach.formats import poster_html
from forlobkg.teach.formats.html import write
from forlobkg.teach.material import Line, Material, Section
from forlobkg.teach.outline import Choice

from .samples import MAP, MARKUP, MATERIAL, POSTER, TIMELINE

VOID = {"meta", "br"}
FETCHING = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "source", "base", "form", "image"}


class Page(HTMLParser):
    """A page read strictly: every element is closed in its order."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html.decode("utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1] == tag, f"</{tag}> within {self._open}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]


def check(html: bytes) -> Page:
    """The page, after the rules that every one of ours keeps."""
    page = Page(html)
    ids = page.values("id")
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)
    inner = [href[1:] for href in [*page.values("href"), *page.values("xlink:href")] if href.startswith("#")]
    assert set(inner) <= set(ids)
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(" ".join(page.values(attribute)).split()) <= set(ids)
    assert len(inner) == len(page.values("href")) + len(page.values("xlink:href")), "a link out of the page"
    assert not FETCHING & {tag for tag, _ in page.elements}
    assert not page.values("src") and not page.values("style")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not re.search(rb"url\((?!#)|@import|javascript:", html)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.elements[0] == ("html", {"lang": "da"})
    assert html.startswith(b"<!DOCTYPE html>\n") and b'<meta charset="utf-8">' in html
    return page


def test_the_handout_is_a_valid_page_with_everything_in_it() -> None:
    page = check(write(MATERIAL))
    for section in MATERIAL.sections:
        assert section.title in page.text
        for line in section.lines:
            numbers = f" [{', '.join(map(str, line.sources))}]" if line.sources else " Egen tekst"
            assert line.text + numbers in page.text
    for source in MATERIAL.sources:
        assert f"»{source.quote}«" in page.text and source.reference in page.text
    assert "Kilden er ændret" in page.text and "Kilden findes ikke længere" in page.text
    assert "2 opgaver til er ikke vist her." in page.text
    assert MATERIAL.notice in page.text and MATERIAL.sections[0].note in page.text


def test_every_source_leads_back_to_where_it_is_used() -> None:
    html = write(MATERIAL).decode()
    for source in MATERIAL.sources:
        entry = re.search(rf'<li id="kilde-{source.number}".*?</li>', html, re.DOTALL)
        assert entry is not None
        back = re.findall(r'href="#([\w-]+)"', entry[0])
        assert back
        for anchor in back:
            used = re.search(rf'id="{anchor}".*?</(?:li|tr)>', html, re.DOTALL)
            assert used is not None and f'href="#kilde-{source.number}"' in used[0]


def test_pictures_are_told_in_words_and_tables_have_heads() -> None:
    html = write(MATERIAL).decode()
    page = check(html.encode())
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawings) == 2
    for attributes, picture in zip(drawings, (MAP, TIMELINE), strict=True):
        assert attributes["role"] == "img"
        assert f'<title id="{attributes["aria-labelledby"]}">{picture.title}</title>' in html
        assert f'<desc id="{attributes["aria-describedby"]}">{picture.alt}</desc>' in html
    scopes = Counter(attributes.get("scope") for tag, attributes in page.elements if tag == "th")
    assert scopes == {"col": 4 + 2, "row": 5 + 2, "rowgroup": 1}
    assert page.text.count("Står ikke i kilderne") == 2 + 1 + 2 + 2 + 1


def test_markup_of_ones_own_stays_text() -> None:
    own = Section(MARKUP, MARKUP, 5, (Line(MARKUP, own=True),), picture=replace(MAP, title=MARKUP, alt=MARKUP),
                  note=MARKUP)  # fmt: skip
    page = check(write(replace(MATERIAL, title=MARKUP, subtitle=MARKUP, notice=MARKUP, sections=(own,))))
    assert page.text.count(MARKUP) >= 10


def test_line_ends_stay_and_controls_go() -> None:
    html = write(replace(MATERIAL, sections=(Section("x", "X", 1, (Line("Et\nTo\x00\x08\ud800\u202e", own=True),)),)))
    assert '<span class="own">Et\nTo</span>' in html.decode()


def test_bare_material_is_a_page() -> None:
    page = check(write(Material("\x00", "", "", (), (Section("x", " ", 0, ()),), ())))
    assert "Undervisningsmateriale" in page.text and "Del 1" in page.text


def test_the_page_has_light_dark_and_print() -> None:
    html = write(MATERIAL).decode()
    for part in ("color-scheme: light dark", "prefers-color-scheme: dark", "@media print", "@page"):
        assert part in html


def test_the_poster_is_a_valid_page() -> None:
    page = check(poster_html.write(POSTER))
    for line in (*POSTER.tasks, *POSTER.together, *POSTER.open_tasks):
        assert f"{line.text} [{', '.join(map(str, line.sources))}]" in page.text
    assert POSTER.notice in page.text
    assert check(poster_html.write(replace(POSTER, actor=MARKUP, sources=()))).text.count(MARKUP) == 2


@pytest.mark.parametrize("pathway", ["udsatte-gravide-forloeb", "boern-og-unge-forloeb"])
def test_a_real_course_is_a_valid_page_with_every_claim_cited(service: Forlobkg, pathway: str) -> None:
    choice = Choice.model_validate({"pathway": pathway, "minutes": 90, "level": "fordybelse"})
    material = service.course.material(service.course.propose(choice))
    page = check(write(material))
    for section in material.sections:
        for line in section.lines:
            assert line.sources or line.gap or line.exercise
            numbers = f" [{', '.join(map(str, line.sources))}]" if line.sources else ""
            assert " ".join(line.text.split()) + numbers in page.text


def test_cases_glossary_and_comparison_are_valid_pages(service: Forlobkg) -> None:
    course = service.course
    for material in (course.cases(seed=1), course.glossary(), course.compare("familieambulatoriet", "kommune")):
        assert material.title in check(write(material)).text


def test_a_real_poster_is_a_valid_page(service: Forlobkg) -> None:
    check(poster_html.write(service.course.poster("sundhedsplejerske")))
