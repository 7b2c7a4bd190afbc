"""What a trainer picks, as the address of the page carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, get_args
from urllib.parse import quote

from forlobkg.service import Forlobkg
from forlobkg.teach import Choice, Level, Minutes
from forlobkg_api.teaching.editing import Fault
from forlobkg_api.teaching.fields import Fields

_CLASS_OF: Final[Mapping[str, str]] = {
    "forloeb": "Pathway",
    "profession": "Actor",
    "maalgruppe": "TargetGroup",
    "fase": "Phase",
    "aktoer": "Actor",
    "anbefaling": "Recommendation",
}
"""The fields that hold slugs, with the class of the things that they may name."""
_CALLED: Final[Mapping[str, str]] = {
    "forloeb": "forløb",
    "profession": "faggruppe",
    "maalgruppe": "målgruppe",
    "fase": "fase",
    "aktoer": "aktør",
    "anbefaling": "anbefaling",
}
_MOST: Final = 60
"""Of one kind: more than the sources name."""


Offer = tuple[str, str, str]
"""Something to choose: its slug, its label, and the slugs of the pathways that have it, with spaces between."""


def offered(service: Forlobkg) -> dict[str, list[Offer]]:
    """What there is to choose, by kind."""
    options = service.course.options()
    return {
        kind: [(one.slug, one.label, " ".join(one.pathways)) for one in getattr(options, kind)]
        for kind in ("pathways", "targets", "professions", "actors", "recommendations", "phases")
    }


def ways_to_teach(service: Forlobkg, slug: str) -> dict[str, str]:
    """The addresses of material about a thing, by what they lead to: ``course``, ``poster``, ``compare``."""
    concept = service.graph.concepts.get(slug)
    if concept is None:
        return {}
    named = quote(slug)
    if "Intervention" in concept.types:
        return {"compare": f"/undervisning/sammenlign?den-ene={named}"}
    kinds = (
        ("pathways", "forloeb"),
        ("professions", "profession"),
        ("recommendations", "anbefaling"),
        ("targets", "maalgruppe"),
        ("phases", "fase"),
    )
    there = offered(service)
    for kind, name in kinds:
        if any(slug == one for one, _, _ in there[kind]):
            course = {"course": f"/undervisning?{name}={named}"}
            return course | ({"poster": f"/undervisning/plakat?aktoer={named}"} if kind == "professions" else {})
    return {}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of the fields, whether or not they can be used; ``choice`` is what they come to, if they can."""

    forloeb: str = ""
    profession: str = ""
    maalgruppe: str = ""
    fase: str = ""
    aktoer: tuple[str, ...] = ()
    anbefaling: tuple[str, ...] = ()
    minutter: str = "45"
    niveau: str = "introduktion"
    asked: bool = False
    choice: Choice | None = None
    faults: tuple[Fault, ...] = field(default=())

    @property
    def narrowed(self) -> bool:
        """Whether something is picked of what is folded away at first."""
        return bool(self.maalgruppe or self.fase or self.aktoer or self.anbefaling)

    @classmethod
    def of(cls, choice: Choice) -> Chosen:
        """The fields as ``choice`` would fill them."""
        return cls(
            choice.pathway,
            choice.profession,
            choice.target,
            choice.phase,
            tuple(choice.actors),
            tuple(choice.recommendations),
            str(choice.minutes),
            choice.level,
            True,
            choice,
        )


def chosen_of(service: Forlobkg, fields: Fields) -> Chosen:
    """What the fields of an address pick; each that cannot be is among the faults."""
    minutes, level = fields.get("minutter", "45").strip(), fields.get("niveau", "introduktion").strip()
    one = {name: fields.get(name).strip()[:200] for name in ("forloeb", "profession", "maalgruppe", "fase")}
    many = {name: tuple(fields.all(name)[:_MOST]) for name in ("aktoer", "anbefaling")}
    faults = [
        fault
        for name, slugs in ({name: (slug,) for name, slug in one.items() if slug} | many).items()
        for fault in _unknown(service, name, slugs)
    ]
    asked = "forloeb" in fields
    if not asked and not faults:
        one["forloeb"] = _only_pathway(service, one, many)
        asked = bool(one["forloeb"])
    if asked and not one["forloeb"]:
        faults.append(Fault("forloeb", "Vælg et forløb."))
    if minutes not in {str(number) for number in get_args(Minutes)}:
        faults.append(Fault("minutter", f"Et kursus på »{minutes[:20]}« minutter findes ikke; vælg på listen."))
    if level not in get_args(Level):
        faults.append(Fault("niveau", f"Niveauet »{level[:40]}« findes ikke; vælg på listen."))
    choice = None
    if asked and not faults:
        choice = Choice.model_validate(
            {
                "pathway": one["forloeb"],
                "profession": one["profession"],
                "target": one["maalgruppe"],
                "phase": one["fase"],
                "actors": list(many["aktoer"]),
                "recommendations": list(many["anbefaling"]),
                "minutes": int(minutes),
                "level": level,
            }
        )
    return Chosen(
        one["forloeb"],
        one["profession"],
        one["maalgruppe"],
        one["fase"],
        many["aktoer"],
        many["anbefaling"],
        minutes,
        level,
        asked,
        choice,
        tuple(faults),
    )


def _only_pathway(service: Forlobkg, one: Mapping[str, str], many: Mapping[str, tuple[str, ...]]) -> str:
    """The pathway that alone has all that is picked; empty where nothing is, or where several have it."""
    there = offered(service)
    kinds = {"profession": "professions", "maalgruppe": "targets", "fase": "phases"}
    kinds |= {"aktoer": "actors", "anbefaling": "recommendations"}
    picked = [(name, slug) for name, slug in one.items() if slug]
    picked += [(name, slug) for name, slugs in many.items() for slug in slugs]
    found = {slug for slug, _, _ in there["pathways"]}
    for name, slug in picked:
        found &= {pathway for other, _, of in there[kinds[name]] if other == slug for pathway in of.split()}
    return found.pop() if picked and len(found) == 1 else ""


def _unknown(service: Forlobkg, name: str, slugs: tuple[str, ...]) -> list[Fault]:
    concepts = service.graph.concepts
    return [
        Fault(name, f"Der er ingen {_CALLED[name]}, der hedder »{slug[:80]}«; vælg på listen.")
        for slug in slugs
        if slug not in concepts or _CLASS_OF[name] not in concepts[slug].types
    ]
