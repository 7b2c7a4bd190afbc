"""What a trainer picks, as the address of the page carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

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
    one = {name: fields.get(name).strip() for name in ("forloeb", "profession", "maalgruppe", "fase")}
    many = {name: tuple(fields.all(name)[:_MOST]) for name in ("aktoer", "anbefaling")}
    faults = [
        fault
        for name, slugs in ({name: (slug,) for name, slug in one.items() if slug} | many).items()
        for fault in _unknown(service, name, slugs)
    ]
    asked = "forloeb" in fields
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
        **one, **many, minutter=minutes, niveau=level, asked=asked, choice=choice, faults=tuple(faults)
    )


def _unknown(service: Forlobkg, name: str, slugs: tuple[str, ...]) -> list[Fault]:
    concepts = service.graph.concepts
    return [
        Fault(name, f"Der er ingen {_CALLED[name]}, der hedder »{slug[:80]}«; vælg på listen.")
        for slug in slugs
        if slug not in concepts or _CLASS_OF[name] not in concepts[slug].types
    ]
