"""A QTI 2.1 package: the manifest, a test, and a file for each item.

Written by the information model and the XML binding of IMS QTI 2.1 (final, 2012) and IMS Content Packaging 1.1.4:
https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from forlobkg.teach.quiz.exports.qti_items import QTI, assessment_item, by_default, identifier
from forlobkg.teach.quiz.exports.wording import one_line, tags
from forlobkg.teach.quiz.items import Item, Quiz

if TYPE_CHECKING:
    from lxml.etree import _Element

_CP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MD: Final = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_TEST: Final = "test.xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the package, so that the same quiz gives the same bytes."""


def write(quiz: Quiz) -> bytes:
    """The quiz as a QTI 2.1 content package, a zip file."""
    files = {"imsmanifest.xml": _manifest(quiz), _TEST: _test(quiz)}
    files |= {_path(item): assessment_item(item) for item in quiz.items}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, root in files.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), _bytes(root), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _path(item: Item) -> str:
    return f"items/{identifier(item)}.xml"


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _manifest(quiz: Quiz) -> _Element:
    from lxml import etree

    root = etree.Element(f"{{{_CP}}}manifest", {"identifier": "forlobkg-quiz"}, nsmap=by_default(_CP, imsmd=_MD))
    metadata = etree.SubElement(root, f"{{{_CP}}}metadata")
    etree.SubElement(metadata, f"{{{_CP}}}schema").text = "QTIv2.1 Package"
    etree.SubElement(metadata, f"{{{_CP}}}schemaversion").text = "1.0.0"
    _described(metadata, quiz.title, [])
    etree.SubElement(root, f"{{{_CP}}}organizations")
    resources = etree.SubElement(root, f"{{{_CP}}}resources")
    test = _resource(resources, "test", "imsqti_test_xmlv2p1", _TEST)
    _described(etree.SubElement(test, f"{{{_CP}}}metadata"), quiz.title, [])
    etree.SubElement(test, f"{{{_CP}}}file", {"href": _TEST})
    for item in quiz.items:
        etree.SubElement(test, f"{{{_CP}}}dependency", {"identifierref": f"resource-{identifier(item)}"})
    for item in quiz.items:
        resource = _resource(resources, f"resource-{identifier(item)}", "imsqti_item_xmlv2p1", _path(item))
        _described(etree.SubElement(resource, f"{{{_CP}}}metadata"), item.stem, tags(item))
        etree.SubElement(resource, f"{{{_CP}}}file", {"href": _path(item)})
    return root


def _resource(resources: _Element, name: str, kind: str, path: str) -> _Element:
    from lxml import etree

    attributes = {"identifier": name, "type": kind, "href": path}
    return etree.SubElement(resources, f"{{{_CP}}}resource", attributes)


def _described(metadata: _Element, title: str, keywords: list[str]) -> None:
    """Title, language and keywords as IMS Learning Resource Metadata 1.2 has them."""
    from lxml import etree

    lom = etree.SubElement(metadata, f"{{{_MD}}}lom")
    general = etree.SubElement(lom, f"{{{_MD}}}general")
    _lang_string(etree.SubElement(general, f"{{{_MD}}}title"), title)
    etree.SubElement(general, f"{{{_MD}}}language").text = "da"
    for keyword in keywords:
        _lang_string(etree.SubElement(general, f"{{{_MD}}}keyword"), keyword)


def _lang_string(parent: _Element, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, f"{{{_MD}}}langstring", {f"{{{_XML}}}lang": "da"}).text = one_line(text)


def _test(quiz: Quiz) -> _Element:
    from lxml import etree

    attributes = {"identifier": "test", "title": one_line(quiz.title)}
    root = etree.Element(f"{{{QTI}}}assessmentTest", attributes, nsmap=by_default(QTI))
    modes = {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"}
    part = etree.SubElement(root, f"{{{QTI}}}testPart", modes)
    etree.SubElement(part, f"{{{QTI}}}itemSessionControl", {"maxAttempts": "0", "showFeedback": "true"})
    section = {"identifier": "section", "title": one_line(quiz.title), "visible": "true"}
    held = etree.SubElement(part, f"{{{QTI}}}assessmentSection", section)
    for item in quiz.items:
        reference = {"identifier": identifier(item), "href": _path(item)}
        etree.SubElement(held, f"{{{QTI}}}assessmentItemRef", reference)
    return root
