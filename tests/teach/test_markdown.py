"""The handout and the poster as CommonMark: footnotes for sources, text of one's own that stays text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml
from markdown_it import MarkdownIt

from forlobkg.service import Forlobkg
from forlobkg.teach.formats import poster_markdown
from forlobkg.teach.formats.markdown import write
from forlobkg.teach.formats.templates import as_markdown, as_markdown_lines
from forlobkg.teach.material import Line, Section
from forlobkg.teach.outline import Choice

from .samples import MAP, MARKUP, MATERIAL, POSTER

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The words that a reader sees, as one line."""

    def inline(text: str) -> str:
        return "".join(
            " " if child.type in ("softbreak", "hardbreak") else child.content
            for token in READER.parse(text)
            for child in token.children or []
        )

    return " ".join(inline(markdown).split())


@pytest.mark.parametrize(
    "text",
    [
        MARKUP,
        "# ikke en overskrift",
        "- ikke et punkt",
        "+ heller ikke",
        "1. ikke nummer et",
        "12) ikke nummer tolv",
        "> ikke et citat",
        "=====",
        "---",
        "***",
        "~~~",
        "| a | b |",
        "![billede](x.png)",
        "[^1] og [1]: http://x.dk",
        "<!-- skjult --> &amp; &#65;",
        "`kode` ``kode`` \\* \\",
        "$$ x $$ ~~væk~~ H~2~O x^2^",
        "http://eksempel.dk www.eksempel.dk nogen@eksempel.dk",
        "    indrykket",
    ],
)
def test_text_is_shown_as_it_was_typed(text: str) -> None:
    """Read by an independent implementation of CommonMark."""
    typed = " ".join(text.split())
    for written in (as_markdown(text), as_markdown_lines(text)):
        tokens = READER.parse(written)
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert all(child.type in ("text", "text_special") for child in tokens[1].children or [])
        assert shown(written) == typed


@pytest.mark.parametrize("text", ["http://eksempel.dk", "www.eksempel.dk", "nogen@eksempel.dk"])
def test_no_address_becomes_a_link_of_itself(text: str) -> None:
    assert not re.search(r"://|www\.|[^\\]@", as_markdown(text).replace("\\:", ""))


def test_line_ends_stay() -> None:
    written = as_markdown_lines("Et\n\n- to\n# tre", "  ")
    assert written == "Et\\\n  \\- to\\\n  \\# tre"
    tokens = READER.parse(f"- {written}")
    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]


def test_the_head_is_yaml() -> None:
    text = write(replace(MATERIAL, title='"Titel": med # og\n--- mere')).decode()
    head = text.split("---\n")[1]
    assert yaml.safe_load(head) == {"title": '"Titel": med # og\n--- mere', "lang": "da"}
    assert text.startswith("---\n")


def test_everything_is_there_with_footnotes() -> None:
    text = write(MATERIAL).decode()
    for section in MATERIAL.sections:
        assert f"\n## {section.title}\n" in text
        for line in section.lines:
            notes = "".join(f"[^{number}]" for number in line.sources) if line.sources else " *(egen tekst)*"
            assert f"\n- {line.text}{notes}" in text
    for source in MATERIAL.sources:
        assert f"\n[^{source.number}]: »{source.quote}« {source.reference}." in text
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) <= set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert "[^1] **(kilden er ændret)**" in text and "[^2] **(kilden findes ikke længere)**" in text
    assert MAP.alt in text
    assert MATERIAL.sections[0].note in text
    assert "\n\n\n" not in text and text.endswith("\n")


def test_tables_are_tables() -> None:
    body = write(MATERIAL).decode().split("---\n", 2)[2]
    html = READER.render(body)
    assert html.count("<table>") == 2
    assert html.count("<th>") == 5 + 2
    assert html.count("<em>Står ikke i kilderne</em>") == 8
    assert html.count("<td>Døgnbehandling</td>") == 3


def test_own_text_with_markup_in_the_whole_file() -> None:
    own = Section(MARKUP, MARKUP, 5, (Line(MARKUP, own=True),), note=MARKUP)
    body = write(replace(MATERIAL, title=MARKUP, sections=(own,))).decode().split("---\n", 2)[2]
    html = READER.render(body)
    assert "<script" not in html and "<a " not in html and "<code" not in html
    assert shown(body).count(" ".join(MARKUP.split())) == 5


def test_the_poster() -> None:
    text = poster_markdown.write(POSTER).decode()
    for line in (*POSTER.tasks, *POSTER.together, *POSTER.open_tasks):
        assert f"\n- {line.text}{''.join(f'[^{number}]' for number in line.sources)}\n" in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("pathway", ["udsatte-gravide-forloeb", "boern-og-unge-forloeb"])
def test_a_real_course_has_a_footnote_for_every_claim(service: Forlobkg, pathway: str) -> None:
    choice = Choice.model_validate({"pathway": pathway, "minutes": 90, "level": "fordybelse"})
    material = service.course.material(service.course.propose(choice))
    text = write(material).decode()
    lines = re.findall(r"^ *- (?!Deltageren)(.*)$", text, re.MULTILINE)
    gaps = sum(line.gap or line.exercise for section in material.sections for line in section.lines)
    assert len(lines) == sum(len(section.lines) for section in material.sections)
    assert sum(not re.search(r"\[\^\d+\]$", line) for line in lines) == gaps
