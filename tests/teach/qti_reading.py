"""A QTI package taken apart and held against the rules of QTI 2.1."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from .quizzes import valid

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
MD = "{http://www.imsglobal.org/xsd/imsmd_v1p2}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True)
class Package:
    """A QTI package taken apart; ``items`` by the title of their resource."""

    manifest: etree._Element
    test: etree._Element
    items: dict[str, etree._Element]
    in_order: list[etree._Element]


def unpacked(content: bytes) -> Package:
    """The package, every file of which is as the rules want it and named in the manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
    manifest, test = files.pop("imsmanifest.xml"), files["test.xml"]
    valid("imsmanifest", manifest)
    valid("qti-test", test)
    resources = list(manifest.iter(f"{CP}resource"))
    assert {resource.get("href") for resource in resources} == files.keys()
    for resource in resources:
        assert [file.get("href") for file in resource.iter(f"{CP}file")] == [resource.get("href")]
    of_kind = {resource.get("href", ""): resource for resource in resources if "item" in resource.get("type", "")}
    for href, root in files.items():
        if href in of_kind:
            sound(root)
    assert [(one.get("identifier"), one.get("href")) for one in test.iter(f"{QTI}assessmentItemRef")] == [
        (files[href].get("identifier"), href) for href in of_kind
    ]
    titles = {href: one.findtext(f".//{MD}title/{MD}langstring", "") for href, one in of_kind.items()}
    return Package(manifest, test, {titles[href]: files[href] for href in of_kind}, [files[href] for href in of_kind])


def sound(root: etree._Element) -> None:
    """Check an item against QTI's rules, also those between its parts that no grammar says."""
    valid("qti-item", root)
    assert root.get(f"{XML}lang") == "da"
    assert root.get("title")
    named = [one.get("identifier", "") for one in root.iter() if "identifier" in one.attrib]
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]{0,31}", name) for name in named)
    choices = {
        one.get("identifier", ""): one
        for kind in ("simpleChoice", "simpleAssociableChoice")
        for one in root.iter(f"{QTI}{kind}")
    }
    response = root.find(f"{QTI}responseDeclaration")
    assert response is not None
    used = [value.text or "" for value in response.iterfind(f"{QTI}correctResponse/{QTI}value")]
    used += [entry.get("mapKey", "") for entry in response.iter(f"{QTI}mapEntry")]
    if response.get("baseType") != "string":
        assert {part for name in used for part in name.split()} <= choices.keys()
    declared = {"RESPONSE", *(one.get("identifier") for one in root.iterfind(f"{QTI}outcomeDeclaration"))}
    body = root.find(f"{QTI}itemBody")
    assert body is not None
    assert {one.get("responseIdentifier") for one in body.iter() if one.get("responseIdentifier")} == {"RESPONSE"}
    processing = root.find(f"{QTI}responseProcessing")
    assert processing is not None
    assert {one.get("identifier") for one in processing.iter() if one.get("identifier")} <= declared
    shown = {one.get("identifier") for one in root.iterfind(f"{QTI}modalFeedback")}
    said = {one.text for one in processing.iter(f"{QTI}baseValue") if one.get("baseType") == "identifier"}
    assert said == shown
    assert all(one.get("outcomeIdentifier") in declared for one in root.iterfind(f"{QTI}modalFeedback"))


def words(element: etree._Element | None) -> str:
    """The text of an element, with its breaks as line ends."""
    assert element is not None
    return "".join(
        ("\n" if one.tag == f"{QTI}br" else one.text or "") + ((one.tail or "") if one is not element else "")
        for one in element.iter()
    )


def key(root: etree._Element) -> list[str]:
    """The key, in the words of the choices."""
    kinds = (f"{QTI}simpleChoice", f"{QTI}simpleAssociableChoice")
    named = {one.get("identifier"): words(one) for one in root.iter(*kinds)}
    correct = root.find(f"{QTI}responseDeclaration/{QTI}correctResponse")
    assert correct is not None
    values = [value.text or "" for value in correct]
    return [" – ".join(named.get(part, part) for part in value.split(" ")) if named else value for value in values]
