"""The pictures: sizes, what is in them, boxes that never meet, colours that can be read when projected."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from forlobkg.teach.material import ActorMap, MapActor, Matrix, Picture, Timeline, TimelineEvent
from forlobkg.teach.pictures import draw
from forlobkg.teach.pictures.layout import WIDTH, place_actors, timeline_rows
from forlobkg.teach.pictures.seams import SOFT_HYPHEN, with_seams
from forlobkg.teach.typesetting import TEMPLATES

from .samples import ACTORS, EVENTS, MAP, MATRIX, ROWS, TIMELINE

LOOK = (TEMPLATES / "look.typ").read_text(encoding="utf-8")
SITE = Path(__file__).parents[2] / "web" / "src" / "look" / "colours.css"


@pytest.mark.parametrize("picture", [MAP, MATRIX, TIMELINE], ids=["map", "matrix", "timeline"])
def test_a_picture_is_as_wide_as_asked_and_the_same_each_time(picture: Picture) -> None:
    image = draw(picture, "png", width=800)
    assert Image.open(io.BytesIO(image)).width == 800
    assert draw(picture, "png", width=800) == image
    svg = draw(picture, "svg", width=800)
    assert svg.startswith(b"<svg") and b'width="800"' in svg[:300] and b"height=" not in svg[:300]


@pytest.mark.parametrize(("inner", "outer"), [(0, 0), (1, 0), (3, 9), (0, 14), (5, 12), (6, 16)])
def test_actors_of_any_number_stand_on_the_page_and_apart(inner: int, outer: int) -> None:
    actors = [MapActor(f"a{n}", f"Aktør {n}", 1 if n < inner else 2, ()) for n in range(inner + outer)]
    placed = place_actors(actors).actors
    assert len(placed) == inner + outer
    assert all(one.box.x >= 0 and one.box.x + one.box.w <= WIDTH and one.box.y >= 0 for one in placed)
    assert not [pair for pair in combinations([one.box for one in placed], 2) if pair[0].meets(pair[1], 6)]


def test_a_crowd_is_cut_and_the_picture_says_so() -> None:
    crowd = ActorMap("Den gravide", tuple(MapActor(f"a{n}", f"Aktør {n}", 2, ()) for n in range(80)), 0)
    placed = place_actors(crowd.actors).actors
    assert 10 < len(placed) < 80
    assert [one.label for one in placed] == [f"Aktør {n}" for n in range(len(placed))]
    assert draw(Picture("Mange", "Mange aktører", crowd), "svg")


def test_a_year_is_one_mark_and_undated_events_come_last() -> None:
    rows = timeline_rows([TimelineEvent(None, "", "Uden tid", ()), *EVENTS])
    assert [[year["year"] for year in row] for row in rows] == [["2016", "2019", "2021", "2022", "2023", ""]]
    in_2022 = next(year for row in rows for year in row if year["year"] == "2022")
    assert in_2022["events"] == [
        {"when": event.when, "label": with_seams(event.label)} for event in EVENTS if event.year == 2022
    ]
    assert rows[0][0]["events"] == [{"when": "", "label": with_seams(EVENTS[0].label)}]


def test_many_years_go_on_in_the_next_row() -> None:
    rows = timeline_rows([TimelineEvent(year, str(year), "Hændelse", ()) for year in range(2000, 2017)])
    assert [len(row) for row in rows] == [6, 6, 5]
    assert timeline_rows([]) == []


def test_labels_of_any_length_are_drawn() -> None:
    long = "Menneskerettighedskommissionsformandskandidaturansøgning " * 3
    for drawing in (
        replace(ACTORS, actors=tuple(replace(actor, label=long) for actor in ACTORS.actors), centre=long),
        Matrix((replace(ROWS[0], task=long * 4, actors=(long, long)),), 0),
        Timeline(tuple(replace(event, label=long) for event in EVENTS)),
    ):
        assert draw(Picture("Langt", "Lange navne", drawing), "png", width=400)


def test_long_words_are_broken_between_the_words_they_are_made_of() -> None:
    assert with_seams("Civilsamfundsorganisationer").split(SOFT_HYPHEN) == ["Civilsamfunds", "organisationer"]
    assert with_seams("Sundhedsplejerske").split(SOFT_HYPHEN) == ["Sundheds", "plejerske"]
    assert with_seams("Psykiatri og behandling") == "Psykiatri og behandling"


def test_the_colours_are_those_of_the_site() -> None:
    light = SITE.read_text(encoding="utf-8").split("@media")[0]
    site = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    ours = dict(re.findall(r"#let ([\w-]+) = rgb\(\"(#\w{6})\"\)", LOOK))
    named = {"line-colour": "line", "quote-colour": "quote"}
    assert ours == {name: site[named.get(name, name)] for name in ours}


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "surface"),
        ("ink", "shade"),
        ("ink-quiet", "surface"),
        ("on-brand", "brand"),
        ("brand", "surface"),
        ("brand-strong", "brand-tint"),
        ("quote-colour", "quote-tint"),
        ("quote-colour", "surface"),
        ("gap", "gap-tint"),
        ("gap", "surface"),
    ],
)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1."""
    colours = dict(re.findall(r"#let ([\w-]+) = rgb\(\"#(\w{6})\"\)", LOOK))
    one, other = sorted((_luminance(colours[name]) for name in (text, ground)), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    def linear() -> Iterator[float]:
        for at in (0, 2, 4):
            part = int(colour[at : at + 2], 16) / 255
            yield part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear()
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
