"""Course material as a Word handout: real styles, contents, tables with heads, and a list of sources to jump to."""

from __future__ import annotations

from typing import Final

from forlobkg.teach.citing import numbers_label
from forlobkg.teach.formats.docx_parts import Handout
from forlobkg.teach.formats.office import describe, packed
from forlobkg.teach.material import Line, Material, Matrix, Picture, Section, Source
from forlobkg.teach.pictures import draw
from forlobkg.teach.wording import printable, shown_quote, words

_PICTURE_WIDTH: Final = 2000
"""In pixels: about 300 to an inch on A4."""


def write(material: Material) -> bytes:
    """The bytes of a .docx file; the same material gives the same bytes."""
    handout = Handout(printable(material.title))
    said = words("handout")
    sources_title = words("slides")["sources"]
    headings = [words("slides")["objectives"]] if material.objectives else []
    headings += [printable(section.title) for section in material.sections]
    headings += [sources_title] if material.sources else []

    handout.paragraph(printable(material.title), "Title")
    handout.paragraph(printable(material.subtitle), "Subtitle")
    handout.paragraph(printable(material.notice), "Oplysning")
    if _has_own(material):
        handout.paragraph(said["own_explained"], "Oplysning")
    handout.contents(words("slides")["contents"], headings)
    if material.objectives:
        handout.heading(words("slides")["objectives"])
        for objective in material.objectives:
            paragraph = handout.paragraph(printable(objective.text), "List Bullet")
            if objective.own:
                handout.mark(paragraph, words("slides")["own"], "Egen tekst")
    for section in material.sections:
        _add_section(handout, section)
    if material.sources:
        handout.heading(sources_title)
        handout.paragraph(said["sources_lead"], "Normal")
        for document in dict.fromkeys(source.document for source in material.sources):
            _add_sources(handout, [source for source in material.sources if source.document == document])

    describe(handout.document.core_properties, material)
    return packed(handout.save())


def _has_own(material: Material) -> bool:
    lines = (line for section in material.sections for line in section.lines)
    return any(line.own for line in lines) or any(objective.own for objective in material.objectives)


def _add_section(handout: Handout, section: Section) -> None:
    handout.heading(printable(section.title))
    told = [line for line in section.lines if not line.exercise]
    asked = [line for line in section.lines if line.exercise]
    for line in told:
        _add_line(handout, line)
    if section.picture is not None:
        _add_picture(handout, section.picture)
    if section.table is not None:
        nothing = words("slides")["nothing"]
        rows = [[(printable(cell.text) or nothing, cell.sources) for cell in row] for row in section.table.rows]
        silent = any(not printable(cell.text) for row in section.table.rows for cell in row)
        handout.table(
            printable(section.table.caption),
            [printable(head) for head in section.table.heads],
            rows,
            below=words("slides")["nothing_explained"] if silent else "",
        )
    if told and asked:
        handout.heading(words("handout")["discuss"], level=2)
    for line in asked:
        _add_line(handout, line)


def _add_line(handout: Handout, line: Line) -> None:
    said = words("slides")
    paragraph = handout.paragraph(printable(line.text), "Hul i kilderne" if line.gap else "List Bullet")
    if line.level:
        handout.move_in(paragraph, line.level)
    handout.cite(paragraph, line.sources)
    if line.own:
        handout.mark(paragraph, said["own"], "Egen tekst")
    if line.state != "same":
        handout.mark(paragraph, said[line.state], "Ændret kilde")


def _add_picture(handout: Handout, picture: Picture) -> None:
    if isinstance(picture.drawing, Matrix):
        _add_matrix(handout, printable(picture.title), picture.drawing)
        return
    handout.picture(draw(picture, "png", width=_PICTURE_WIDTH), printable(picture.title), printable(picture.alt))


def _add_matrix(handout: Handout, caption: str, matrix: Matrix) -> None:
    """Who does what as a table: unlike a picture it can be read aloud, sorted and gone on with."""
    said = words("handout")
    heads = [said["task"], said["who"], said["when"], said["recommendation"]]
    rows: list[list[tuple[str, tuple[int, ...]]]] = []
    for row in matrix.rows:
        task = f"{row.part_of}: {row.task}" if row.part_of and row.actors else row.task
        rows.append(
            [
                (printable(task), row.sources),
                (printable(", ".join(row.actors)) or said["not_said"], ()),
                (printable(", ".join(row.phases)) or words("slides")["nothing"], ()),
                (printable(", ".join(row.recommendations)) or words("slides")["nothing"], ()),
            ]
        )
    below = [words("slides")["nothing_explained"]]
    if matrix.left_out:
        below.append(said["left_out_one"] if matrix.left_out == 1 else said["left_out"].format(count=matrix.left_out))
    handout.table(caption, heads, rows, absent=said["not_said"], below=" ".join(below))


def _add_sources(handout: Handout, sources: list[Source]) -> None:
    first = sources[0]
    handout.heading(printable(f"{first.publisher}: {first.title}, {first.date}"), level=2)
    for source in sources:
        paragraph = handout.paragraph("", "Kilde")
        handout.target(paragraph, source.number, f"{numbers_label([source.number])}\t")
        place = f"{printable(source.place)}: " if source.place else ""
        paragraph.add_run(place[:1].upper() + place[1:])
        paragraph.add_run(f"»{printable(shown_quote(source.quote))}«", style="Citat i kildelisten")
        if source.context:
            context = " › ".join(printable(heading) for heading in source.context)
            under = words("handout")["under"].format(context=context)
            paragraph.add_run(f" {under}", style="Sammenhæng")
