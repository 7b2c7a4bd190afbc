"""Slides before they have a format: material divided so that nothing overflows and nothing is too small to read.

The PPTX and its preview are both made from these, with the places and sizes of ``slide_design``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from forlobkg.answer import begin_sentence
from forlobkg.teach import slide_design as design
from forlobkg.teach.citing import cited_in_short, label_of
from forlobkg.teach.material import Line, Material, Picture, Section, Source, Table
from forlobkg.teach.measuring import face
from forlobkg.teach.paging import Piece, height_of, pages_of_lines, pages_under_heads
from forlobkg.teach.picture_parts import kind_of, numbers_in, parts_of
from forlobkg.teach.speaker_notes import Note, notes_on_lines, notes_on_sources
from forlobkg.teach.table_paging import TableCell, pages_of_rows
from forlobkg.teach.titles import fitted, titled
from forlobkg.teach.wording import in_minutes, printable, shown_quote, words

Kind = Literal["title", "objectives", "programme", "section", "lines", "picture", "table", "sources", "closing"]

_SHORT_PLACE: Final = 30
"""A source whose place takes more characters than these has two lines in the list."""
OPENING: Final = "velkomst"
"""The id of the part that the objectives belong to."""
_LONG_WORD: Final = 8
"""So many ems may stay empty at the end of a line, before a long word."""
_PROGRAMME: Final = 3
"""With fewer parts there is no need of a programme."""
_DIVIDED: Final = 4
"""How many slides the parts must have on average for each to begin with a slide of its own."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    ``kicker`` stands in small above the title and tells the part; ``subtitle`` is what stands below the title of a
    title or section slide, ``notice`` what a title slide says of the guidance's date. ``title_size``, ``size`` and
    ``notice_size`` are in points. ``cited`` names the sources of the lines in short. A table has ``heads``, ``rows``,
    the ``widths`` of its columns and the ``heights`` of its rows, that of the heads first. ``minutes`` are those of
    the part, on its first slide; ``part`` is its title.
    """

    kind: Kind
    title: str
    title_size: float
    lines: tuple[Piece, ...] = ()
    size: float = design.BODY_SIZES[0]
    kicker: str = ""
    subtitle: str = ""
    notice: str = ""
    notice_size: float = design.NOTICE_SIZES[0]
    cited: str = ""
    picture: Picture | None = None
    caption: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[TableCell, ...], ...] = ()
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    notes: tuple[Note, ...] = ()
    minutes: int = 0
    part: str = ""


def make_slides(material: Material) -> tuple[Slide, ...]:
    """The slides of ``material`` in their order: title, programme, the parts, closing, sources."""
    return tuple(_with_own_titles(_slides(material)))


def _with_own_titles(slides: Iterable[Slide]) -> Iterator[Slide]:
    """Number a title that a slide before has, as those who hear slides read find them by their titles."""
    seen: dict[str, int] = {}
    for slide in slides:
        if slide.kind == "section":
            # It has the title of the slide that it stands in front of.
            yield slide
            continue
        count = seen[slide.title] = seen.get(slide.title, 0) + 1
        if count > 1:
            title, size = fitted(slide.title, design.TITLE_SIZES, design.TITLE, suffix=f"({count})")
            slide = replace(slide, title=title, title_size=size)
        yield slide


def _slides(material: Material) -> Iterator[Slide]:
    sources = {source.number: source for source in material.sources}
    yield _cover(material)
    welcomed = bool(material.sections) and material.sections[0].id == OPENING
    if material.objectives and not welcomed:
        yield from _objectives(words("slides")["objectives"], _aims(material))
    yield from _programme(material)
    parts = [list(_content(section, sources)) for section in material.sections]
    if welcomed and material.objectives:
        parts[0] = list(_welcome(material, parts[0]))
    # Every part has a slide of its own in front, or none has.
    divided = sum(len(part) for part in parts) >= _DIVIDED * len(parts)
    # What has no time of its own belongs to the part before it, as answers to a case.
    counted = [section.minutes > 0 for section in material.sections]
    if not any(counted):
        counted = [True] * len(counted)
    for index, (section, content) in enumerate(zip(material.sections, parts, strict=True)):
        number = max(1, sum(counted[: index + 1]))
        yield from _part(section, content, f"{number}", f"{sum(counted)}", divided=divided)
    yield from _closing(material)
    yield from _sources(material)


def _cover(material: Material) -> Slide:
    title, size = fitted(material.title, design.COVER_SIZES, design.COVER_TITLE)
    notice, notice_size = fitted(material.notice, design.NOTICE_SIZES, design.COVER_NOTICE, bold=False)
    return Slide(
        "title",
        title,
        size,
        subtitle=fitted(material.subtitle, (design.SUBTITLE_SIZE,), design.COVER_SUBTITLE, bold=False)[0],
        notice=notice,
        notice_size=notice_size,
        notes=(Note("text", words("notes")["reading"]), Note("text", printable(material.notice))),
    )


def _welcome(material: Material, asked: list[Slide]) -> Iterator[Slide]:
    """What the participants are to learn, with the questions of the first part below it where there is room."""
    section = material.sections[0]
    pieces = [*_aims(material), _discuss(section), *_pieces(section, range(len(section.lines)))]
    if section.picture is None and section.table is None and len(pages_of_lines_at_best(pieces)[1]) == 1:
        yield from _objectives(section.title, pieces)
        return
    yield from _objectives(words("slides")["objectives"], _aims(material))
    yield from asked


def _aims(material: Material) -> list[Piece]:
    said = words("slides")
    return [
        Piece(printable(objective.text), said["own"] if objective.own else "", "own" if objective.own else "claim")
        for objective in material.objectives
    ]


def _objectives(above: str, pieces: Sequence[Piece]) -> Iterator[Slide]:
    for title, size, lines in _on_pages(above, pieces):
        notes = tuple(Note("text", line.text) for line in lines)
        yield Slide("objectives", *title, lines=lines, size=size, notes=notes)


def _programme(material: Material) -> Iterator[Slide]:
    """The parts and their minutes, on one slide where a size that can be read allows it."""
    said = words("slides")
    timed = [section for section in material.sections if section.minutes]
    if len(timed) < _PROGRAMME:
        return
    pieces = [
        Piece(f"{number}. {printable(section.title)} ({in_minutes(section.minutes)})", "", "plain")
        for number, section in enumerate(timed, start=1)
    ]
    box = design.SOURCES
    heights = {
        size: sum(height_of(piece, size, box.width) + design.SOURCE_GAP for piece in pieces)
        for size in design.PROGRAMME_SIZES
    }
    size = next((size for size, height in heights.items() if height <= box.height), design.PROGRAMME_SIZES[-1])
    pages = [tuple(pieces)] if heights[size] <= box.height else pages_of_lines(pieces, size, box, most=None)
    for index, lines in enumerate(pages):
        notes = tuple(Note("text", line.text) for line in lines)
        yield Slide("programme", *titled(said["programme"], index), lines=lines, size=size, notes=notes)


def _part(section: Section, content: list[Slide], number: str, count: str, *, divided: bool) -> Iterator[Slide]:
    said, noted = words("slides"), words("notes")
    part = said["part_of"].format(number=number, count=count)
    time = noted["time"].format(part=part, minutes=in_minutes(section.minutes)) if section.minutes else f"{part}."
    opening = [Note("text", time)]
    if section.note.strip():
        said_of = [printable(line) for line in section.note.splitlines() if line.strip()]
        opening.extend(Note("text", noted["own_note"].format(text=line)) for line in said_of)
    if divided or not content:
        title, size = fitted(section.title, design.SECTION_SIZES, design.SECTION_TITLE)
        subtitle = " · ".join([part, *([in_minutes(section.minutes)] if section.minutes else [])])
        content = [Slide("section", title, size, subtitle=subtitle), *content]
    for index, slide in enumerate(content):
        kicker = "" if slide.kind == "section" else part
        first = index == 0
        notes = (*opening, *slide.notes) if first else slide.notes
        yield replace(slide, part=section.title, kicker=kicker, notes=notes, minutes=section.minutes if first else 0)


def _content(section: Section, sources: dict[int, Source]) -> Iterator[Slide]:
    claims = [index for index, line in enumerate(section.lines) if not line.exercise]
    asked = [index for index, line in enumerate(section.lines) if line.exercise]
    told, questions = _pieces(section, claims), _pieces(section, asked)
    head = [_discuss(section)] if claims else []
    together = claims and section.picture is None and section.table is None
    if together and asked and len(pages_of_lines_at_best([*told, *head, *questions])[1]) == 1:
        told, questions = [*told, *head, *questions], []
    yield from _line_slides(section, section.title, told, sources)
    if section.picture is not None:
        yield from _picture(section.picture, section.title, sources)
    if section.table is not None:
        yield from _table(section.table, sources)
    about = words("slides")["discuss_about"].format(discuss=_discuss(section).text, title=section.title)
    yield from _line_slides(section, about if claims else section.title, questions, sources)


def _line_slides(
    section: Section, above: str, pieces: Sequence[Piece], sources: dict[int, Source]
) -> Iterator[Slide]:
    for title, size, lines in _on_pages(above, pieces):
        places = dict.fromkeys(line.line for line in lines if line.style != "heading")
        shown = [section.lines[index] for index in places]
        yield Slide(
            "lines",
            *title,
            lines=lines,
            size=size,
            cited=cited_in_short([number for line in shown for number in line.sources], sources),
            notes=notes_on_lines(shown, sources),
        )


def _pieces(section: Section, places: Sequence[int]) -> list[Piece]:
    said = words("slides")
    lines = [section.lines[place] for place in places]
    # Where nothing else is told, the mark of what the sources leave open is said once, above.
    only_gaps = len(lines) > 1 and all(line.gap for line in lines)
    pieces = [
        Piece(
            printable(line.text),
            "" if only_gaps else label_of(line),
            _style(line),
            line=place,
            changed=line.state != "same",
            level=line.level,
        )
        for place, line in zip(places, lines, strict=True)
    ]
    if not only_gaps:
        return pieces
    start = said["open_start"]
    rest = [piece for piece in pieces if not piece.text.startswith(start)]
    short = [
        replace(piece, text=begin_sentence(piece.text.removeprefix(start).removesuffix(".")))
        for piece in pieces
        if piece.text.startswith(start)
    ]
    return [Piece(said["open_head"], "", "heading"), *short, *rest] if len(short) > 1 else pieces


def _discuss(section: Section) -> Piece:
    said = words("slides")
    if not section.discussion:
        return Piece(said["discuss"], "", "heading")
    return Piece(said["discuss_in"].format(minutes=in_minutes(section.discussion)), "", "heading")


def _picture(picture: Picture, above: str, sources: dict[int, Source]) -> Iterator[Slide]:
    title = picture.title if picture.title != above else f"{above} – {words('slides')[kind_of(picture)]}"
    for index, part in enumerate(parts_of(picture)):
        numbers = numbers_in(part)
        yield Slide(
            "picture",
            *titled(title, index),
            picture=part,
            cited=cited_in_short(numbers, sources),
            notes=(
                Note("text", words("notes")["picture"].format(alt=printable(part.alt))),
                *notes_on_sources(numbers, sources),
            ),
        )


def _table(table: Table, sources: dict[int, Source]) -> Iterator[Slide]:
    for index, page in enumerate(pages_of_rows(table, design.BODY, design.TABLE_SIZES[0])):
        numbers = [number for row in page.rows for cell in row for number in cell.sources]
        yield Slide(
            "table",
            *titled(table.caption, index),
            size=design.TABLE_SIZES[0],
            caption=printable(table.caption),
            heads=page.heads,
            rows=page.rows,
            widths=page.widths,
            heights=page.heights,
            cited=cited_in_short(numbers, sources),
            notes=(*_on_nothing(page.rows), *notes_on_sources(numbers, sources)),
        )


def _on_nothing(rows: Iterable[Sequence[TableCell]]) -> tuple[Note, ...]:
    if any(cell.text == words("slides")["nothing"] for row in rows for cell in row):
        return (Note("text", words("slides")["nothing_explained"]),)
    return ()


def _sources(material: Material) -> Iterator[Slide]:
    title = words("slides")["appendix"]
    groups = [
        (Piece(_reference(own[0]), "", "heading"), [Piece(_entry(s), "", "plain", line=s.number) for s in own])
        for document in dict.fromkeys(source.document for source in material.sources)
        if (own := [source for source in material.sources if source.document == document])
    ]
    by_number = {source.number: source for source in material.sources}
    for index, lines in enumerate(pages_under_heads(groups, design.SOURCE_SIZE, design.SOURCES)):
        shown = [line.line for line in lines if line.style == "plain"]
        yield Slide(
            "sources",
            *titled(title, index),
            lines=lines,
            size=design.SOURCE_SIZE,
            notes=notes_on_sources(shown, by_number),
        )


def _closing(material: Material) -> Iterator[Slide]:
    said = words("slides")
    told = [line for section in material.sections for line in section.lines]
    legend = {
        "legend_numbers": bool(material.sources),
        "legend_gap": any(line.gap for line in told),
        "legend_own": any(line.own for line in told),
        "legend_unread": any(shown_quote(source.quote) != source.quote for source in material.sources),
    }
    pieces = [Piece(printable(material.notice), "", "plain")]
    pieces.append(Piece(" ".join(said[name] for name, wanted in legend.items() if wanted), "", "plain"))
    pieces = [piece for piece in pieces if piece.text]
    first = {source.document: source for source in reversed(material.sources)}
    pieces.extend(Piece(_reference(source), "", "claim") for source in sorted(first.values(), key=lambda s: s.number))
    for title, size, lines in _on_pages(words("slides")["closing"], pieces):
        yield Slide("closing", *title, lines=lines, size=size, notes=(Note("text", printable(material.notice)),))


def _on_pages(title: str, pieces: Sequence[Piece]) -> Iterator[tuple[tuple[str, float], float, tuple[Piece, ...]]]:
    """The pages that ``pieces`` take under ``title``, with the size that all of them are set in."""
    if not pieces:
        return
    size, pages = pages_of_lines_at_best(pieces)
    if all(piece.style == "exercise" for piece in pieces):
        large = pages_of_lines(pieces, design.ASKED_SIZE, design.BODY, most=design.MOST_LINES)
        size, pages = (design.ASKED_SIZE, large) if len(large) == 1 else (size, pages)
    for index, lines in enumerate(pages):
        yield titled(title, index), size, lines


def pages_of_lines_at_best(pieces: Sequence[Piece]) -> tuple[float, list[tuple[Piece, ...]]]:
    """As few pages as the smallest size of a part gives, in the largest size that gives as few."""
    fewest = pages_of_lines(pieces, design.BODY_SIZES[-1], design.BODY, most=design.MOST_LINES)
    if len(fewest) > 1:
        small = pages_of_lines(pieces, design.SMALL_SIZE, design.BODY, most=design.MOST_LINES)
        if len(small) == 1:
            return design.SMALL_SIZE, small
    for size in design.BODY_SIZES[:-1]:
        pages = pages_of_lines(pieces, size, design.BODY, most=design.MOST_LINES)
        if len(pages) == len(fewest):
            return size, pages
    return design.BODY_SIZES[-1], fewest


def _style(line: Line) -> Literal["claim", "own", "gap", "exercise"]:
    if line.gap:
        return "gap"
    if line.exercise and not line.own:
        return "exercise"
    return "own" if line.own else "claim"


def _reference(source: Source) -> str:
    return printable(f"{source.publisher}: {source.title}, {source.date}")


def _entry(source: Source) -> str:
    start = f"[{source.number}] {source.place}: »" if source.place else f"[{source.number}] »"
    lines = 1 if len(start) < _SHORT_PLACE else 2
    # A line may end early, before a long word; an em for each is room enough.
    room = (design.SOURCES.width - design.INDENT - design.SOURCE_SIZE * lines) * lines
    room -= face().width(start + "«", design.SOURCE_SIZE) + (lines - 1) * _LONG_WORD * design.SOURCE_SIZE
    return f"{start}{face().cut(printable(shown_quote(source.quote)), design.SOURCE_SIZE, room)}«"
