"""The presentation that decks are made in: our theme, master and layouts in place of python-pptx's own.

A slide that a trainer adds gets the same look from the layouts, so nothing of it is set on single slides. The XML is
that of ECMA-376, part 1 (PresentationML and DrawingML).
"""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from forlobkg.teach import slide_design as design
from forlobkg.teach.formats.office import LANGUAGE, office_file, without
from forlobkg.teach.formats.pptx_layouts import (
    BODY,
    BODY_TYPE,
    LAYOUTS,
    SLIDE_NUMBER,
    TITLE,
    TITLE_TYPE,
    Layout,
    Place,
    Type,
)

TABLE_STYLE: Final = "{0F6A1B52-7C1E-4C77-9E0B-1B5361FAF8F3}"
"""The id of the table style of our theme."""

_EMU: Final = 12_700
_LEVELS: Final = 9
_LEAST_LEVEL: Final = 18
_NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_QUIET: Final = '<a:schemeClr val="tx1"><a:lumMod val="75000"/><a:lumOff val="25000"/></a:schemeClr>'
_LEFTOVERS: Final = ("/thumbnail", "/printerSettings", "/extended-properties")


def new_presentation() -> Any:
    """An empty presentation in 16:9 with our theme and the layouts of ``LAYOUTS``, in that order."""
    import pptx
    from pptx.util import Emu

    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Emu(emu(design.WIDTH)), Emu(emu(design.HEIGHT))
    layouts = list(presentation.slide_layouts)
    for layout in layouts[len(LAYOUTS) :]:
        presentation.slide_layouts.remove(layout)
    for layout, wanted in zip(layouts, LAYOUTS, strict=False):
        _set_up_layout(layout._element, wanted)
    _set_up_master(presentation.slide_master._element)
    _replace(presentation.slide_master.part, "/theme", "theme.xml")
    _replace(presentation.part, "/tableStyles", "table_styles.xml")
    for relations in (presentation.part.rels, presentation.part.package._rels):
        without(relations, *_LEFTOVERS)
    _size_of_screen(presentation)
    return presentation


def emu(points: float) -> int:
    """Points in the unit of Office files."""
    return round(points * _EMU)


def _size_of_screen(presentation: Any) -> None:
    size = presentation.part._element.find("{*}sldSz")
    if size is not None and "type" in size.attrib:
        # »screen4x3« is what the size was.
        del size.attrib["type"]


def _replace(owner: Any, relation: str, file: str) -> None:
    for related in owner.rels.values():
        if related.reltype.endswith(relation):
            related.target_part._blob = office_file(file, TABLE_STYLE=TABLE_STYLE)


def _set_up_layout(element: Any, layout: Layout) -> None:
    from pptx.oxml import parse_xml

    shapes = "".join(_shape(place, number) for number, place in enumerate(layout.places, start=2))
    element.replace(element.find("{*}cSld"), parse_xml(_tree(shapes, layout.background, layout.name)))
    for name in ("type", "preserve", "userDrawn"):
        element.attrib.pop(name, None)
    if layout.kind:
        element.set("type", layout.kind)
    element.set("preserve", "1")
    if not layout.kind:
        element.set("userDrawn", "1")
    if not layout.banded:
        element.set("showMasterSp", "0")


def _set_up_master(element: Any) -> None:
    from pptx.oxml import parse_xml

    band = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Bånd"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_transform(design.BAND)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p></p:txBody></p:sp>'
    )
    body = Place(BODY.name, "body", 1, BODY.box, BODY.type, BODY.prompt)
    places = "".join(_shape(place, number) for number, place in enumerate((TITLE, body, SLIDE_NUMBER), start=3))
    element.replace(element.find("{*}cSld"), parse_xml(_tree(band + places, "bg2", "")))
    other = Type(_LEAST_LEVEL)
    styles = (
        f"<p:txStyles {_NAMESPACES}><p:titleStyle>{_level(1, TITLE_TYPE)}</p:titleStyle>"
        f"<p:bodyStyle>{''.join(_level(n, BODY_TYPE) for n in range(1, _LEVELS + 1))}</p:bodyStyle>"
        f"<p:otherStyle>{''.join(_level(n, other) for n in range(1, _LEVELS + 1))}</p:otherStyle></p:txStyles>"
    )
    element.replace(element.find("{*}txStyles"), parse_xml(styles))


def _level(number: int, style: Type) -> str:
    size = max(style.size - 2 * (number - 1), min(style.size, _LEAST_LEVEL))
    hanging = emu(design.INDENT) if style.bullet else 0
    mark = (
        '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/>'
        f'<a:buChar char="{style.bullet}"/>'
        if style.bullet
        else "<a:buNone/>"
    )
    colour = _QUIET if style.colour == "quiet" else f'<a:schemeClr val="{style.colour}"/>'
    return (
        f'<a:lvl{number}pPr marL="{hanging * number}" indent="{-hanging}" algn="{style.align}" rtl="0" '
        'eaLnBrk="1" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{design.SPACING * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.before * 100)}"/></a:spcBef>{mark}'
        f'<a:defRPr lang="{LANGUAGE}" sz="{round(size * 100)}" b="{int(style.bold)}" kern="1200">'
        f"<a:solidFill>{colour}</a:solidFill>"
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


def _shape(place: Place, number: int) -> str:
    kind = f' type="{place.kind}"' if place.kind else ""
    index = f' idx="{place.index}"' if place.index else ""
    fit = "<a:noAutofit/>" if place.kind in ("sldNum", "pic", "tbl") else "<a:normAutofit/>"
    count = 1 if place.kind else 3
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_transform(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}">'
        f"{fit}</a:bodyPr><a:lstStyle>{''.join(_level(n, place.type) for n in range(1, count + 1))}</a:lstStyle>"
        f"<a:p>{slide_number() if place.kind == 'sldNum' else _run(place.prompt)}</a:p></p:txBody></p:sp>"
    )


def slide_number() -> str:
    """The field that shows a slide's number."""
    return (
        f'<a:fld id="{{B1A7E0C2-5F0B-4E4B-9C55-0B5361000001}}" type="slidenum"><a:rPr lang="{LANGUAGE}"/>'
        "<a:t>‹nr.›</a:t></a:fld>"
    )


def _run(text: str) -> str:
    return f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{escape(text)}</a:t></a:r>'


def _transform(box: design.Box) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
    )


def _tree(shapes: str, background: str, name: str) -> str:
    filled = (
        f'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{background}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        if background
        else ""
    )
    named = f" name={quoteattr(name)}" if name else ""
    return (
        f"<p:cSld {_NAMESPACES}{named}>{filled}<p:spTree>"
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree></p:cSld>'
    )
