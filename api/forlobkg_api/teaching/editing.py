"""A trainer's changes to an outline: texts written over, lines and parts moved, removed and added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from pydantic import ValidationError

from forlobkg.errors import InputError
from forlobkg.teach import MOST_OWN_CHARS, Outline, PictureKind
from forlobkg_api.teaching.fields import Fields

MOST_PARTS: Final = 30
MOST_LINES: Final = 300
"""In all parts together: a course of ninety minutes has about fifty."""
MOST_OBJECTIVES: Final = 20
MOST_TITLE_CHARS: Final = 200
MOST_MINUTES: Final = 600

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what was written in the field of ``name``; ``message`` says in Danish what to do."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: ``said`` is the name of what the page says, ``at`` the id of what the eye and the keyboard go
    on from, ``opened`` what is unfolded."""

    said: str = ""
    at: str = ""
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The outline after the trainer's changes; with ``faults`` it is as it was before them."""

    outline: Outline
    done: Done = field(default_factory=Done)
    faults: tuple[Fault, ...] = ()


def require_bounds(outline: Outline) -> None:
    """Raises ``InputError`` for an outline that is larger than a course can be."""
    lines = sum(len(part.lines) for part in outline.parts)
    for count, most, what in (
        (len(outline.parts), MOST_PARTS, "dele"),
        (lines, MOST_LINES, "linjer"),
        (len(outline.objectives), MOST_OBJECTIVES, "læringsmål"),
    ):
        if count > most:
            raise InputError(f"planen har {count} {what}; der er plads til {most}. Del den i to kurser")


def edited(outline: Outline, fields: Fields, action: str = "") -> Edited:
    """``outline`` with the texts of ``fields`` written over its own, and then ``action`` done to it.

    A line of the sources that is written otherwise becomes the trainer's own and rests on nothing any more. Where a
    text cannot be, nothing is done at all. Raises ``InputError`` for an action that there is not.
    """
    data = outline.model_dump(mode="json")
    faults = _write_over(data, fields)
    added = _add_written(data, fields, faults)
    done = Done()
    if not faults:
        name, _, place = action.partition(":")
        if name in _ACTIONS:
            done = _ACTIONS[name](data, _numbers(place))
        elif action:
            raise InputError(f"handlingen »{action[:40]}« findes ikke")
        # Emptied lines go last: until then the places of an action are those of the page.
        _drop_empty(data)
    if not data["parts"]:
        faults.append(Fault("del-ny", "Planen skal have mindst én del."))
    if faults:
        return Edited(outline, faults=tuple(faults))
    try:
        made = Outline.model_validate(data)
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors()[0]["loc"])
        return Edited(outline, faults=(Fault("", f"Planen kan ikke bruges: noget er galt ved {place}."),))
    try:
        require_bounds(made)
    except InputError as error:
        said = str(error)
        return Edited(outline, faults=(Fault("", f"{said[0].upper()}{said[1:]}."),))
    return Edited(made, added if added and done.said in ("", "kept") else done)


def plain(text: str) -> str:
    """``text`` on one line, without control characters."""
    return " ".join(_without_controls(text).split())


def plain_lines(text: str) -> str:
    """``text`` without control characters, its lines kept."""
    return "\n".join(" ".join(line.split()) for line in _without_controls(text).splitlines()).strip()


def _without_controls(text: str) -> str:
    kept = (one for one in unicodedata.normalize("NFC", text) if one in "\n\t" or unicodedata.category(one) != "Cc")
    return "".join(kept)


def _too_long(called: str, text: str, most: int) -> str:
    return f"{called} er på {len(text)} tegn; der er plads til {most}. Gør teksten kortere."


def _write_over(data: Data, fields: Fields) -> list[Fault]:
    faults: list[Fault] = []

    def text(name: str, called: str, before: str, most: int, *, many: bool = False) -> str:
        if name not in fields:
            return before
        given = plain_lines(fields.get(name)) if many else plain(fields.get(name))
        if len(given) > most:
            faults.append(Fault(name, _too_long(called, given, most)))
        return given

    def needed(name: str, called: str, before: str) -> str:
        given = text(name, called, before, MOST_TITLE_CHARS)
        if not given:
            faults.append(Fault(name, f"{called} mangler. Skriv, hvad der skal stå."))
        return given

    data["title"] = needed("titel", "Kursets titel", data["title"])
    for number, objective in enumerate(data["objectives"]):
        given = text(f"maal-{number}", f"Læringsmål {number + 1}", objective["text"], MOST_OWN_CHARS)
        if given != plain(objective["text"]):
            objective.update(text=given, own=True)
    for at, part in enumerate(data["parts"]):
        called = f"del {at + 1}"
        part["title"] = needed(f"del-{at}-titel", f"Overskriften i {called}", part["title"])
        part["note"] = text(f"del-{at}-note", f"Noten i {called}", part["note"], MOST_OWN_CHARS, many=True)
        try:
            part["minutes"] = fields.number(
                f"del-{at}-minutter", part["minutes"], 0, MOST_MINUTES, f"Minutterne i {called}"
            )
        except InputError as error:
            faults.append(Fault(f"del-{at}-minutter", f"{error}."))
        picture = fields.get(f"del-{at}-billede", part["picture"] or "")
        if picture and picture not in get_args(PictureKind):
            faults.append(Fault(f"del-{at}-billede", f"Billedet i {called} findes ikke; vælg et på listen."))
        part["picture"] = picture or None
        for number, line in enumerate(part["lines"]):
            given = text(f"linje-{at}-{number}", f"Linje {number + 1} i {called}", line["text"], MOST_OWN_CHARS)
            if given != plain(line["text"]):
                line.update(text=given, own=True, gap=False, claim="", rests_on=[])
    return faults


def _add_written(data: Data, fields: Fields, faults: list[Fault]) -> Done | None:
    """What stands in the fields for something new is added, whatever button was pressed: nothing is lost."""
    done = None

    def new(name: str, called: str, most: int) -> str:
        given = plain(fields.get(name))
        if len(given) > most:
            faults.append(Fault(name, _too_long(called, given, most)))
        return given

    for at, part in enumerate(data["parts"]):
        if given := new(f"linje-ny-{at}", f"Den nye linje i del {at + 1}", MOST_OWN_CHARS):
            part["lines"].append({"text": given, "own": True})
            done = Done("line-added", f"linje-ny-{at}", f"linje-ny-{at}")
    if given := new("maal-ny", "Det nye læringsmål", MOST_OWN_CHARS):
        data["objectives"].append({"text": given, "own": True})
        done = Done("objective-added", "maal-ny", "maal-ny")
    if given := new("del-ny", "Overskriften på den nye del", MOST_TITLE_CHARS):
        taken = {part["id"] for part in data["parts"]}
        name = next(f"egen-{number}" for number in range(1, len(taken) + 2) if f"egen-{number}" not in taken)
        data["parts"].append({"id": name, "title": given, "minutes": 5, "lines": []})
        newest = f"linje-ny-{len(data['parts']) - 1}"
        done = Done("part-added", newest, newest)
    return done


def _drop_empty(data: Data) -> None:
    data["objectives"] = [one for one in data["objectives"] if one["text"]]
    for part in data["parts"]:
        part["lines"] = [line for line in part["lines"] if line["text"]]


def _numbers(place: str) -> list[int]:
    if not re.fullmatch(r"(\d{1,4}(:\d{1,4})?)?", place):
        raise InputError("handlingens sted kan ikke læses")
    return [int(one) for one in place.split(":") if one]


def _at(items: list[Any], number: int) -> Any:
    if not 0 <= number < len(items):
        raise InputError("det, der skulle flyttes eller fjernes, er der ikke længere")
    return items[number]


def _swap(items: list[Any], number: int, step: int) -> int:
    _at(items, number)
    other = number + step
    if 0 <= other < len(items):
        items[number], items[other] = items[other], items[number]
        return other
    return number


_Act = Callable[[Data, list[int]], Done]
_UP, _DOWN = -1, 1
_WORDS: Mapping[int, str] = {_UP: "up", _DOWN: "down"}
_BUTTONS: Mapping[int, str] = {_UP: "op", _DOWN: "ned"}
"""What was done as the page says it, and as the ids of its buttons have it."""


def _move_line(step: int) -> _Act:
    def act(data: Data, place: list[int]) -> Done:
        at, number = _two(place)
        lines = _at(data["parts"], at)["lines"]
        line = _at(lines, number)
        said = f"line-{_WORDS[step]}"
        if number != (0 if step == _UP else len(lines) - 1):
            number = _swap(lines, number, step)
        elif 0 <= at + step < len(data["parts"]):
            # Over the edge of its part into the next.
            del lines[number]
            at += step
            there = data["parts"][at]["lines"]
            number = len(there) if step == _UP else 0
            there.insert(number, line)
        else:
            said = "line-end"
        return Done(said, f"{_BUTTONS[step]}-{at}-{number}", f"linje-{at}-{number}")

    return act


def _remove_line(data: Data, place: list[int]) -> Done:
    at, number = _two(place)
    lines = _at(data["parts"], at)["lines"]
    _at(lines, number)
    del lines[number]
    return Done("line-removed", "fortryd")


def _own_line(data: Data, place: list[int]) -> Done:
    at, number = _two(place)
    _at(_at(data["parts"], at)["lines"], number).update(own=True, gap=False, claim="", rests_on=[])
    return Done("line-own", f"linje-{at}-{number}", f"linje-{at}-{number}")


def _move_part(step: int) -> _Act:
    def act(data: Data, place: list[int]) -> Done:
        at = _swap(data["parts"], _one(place), step)
        return Done(f"part-{_WORDS[step]}", f"del-{_BUTTONS[step]}-{at}", f"del-{at}")

    return act


def _remove_part(data: Data, place: list[int]) -> Done:
    part = _at(data["parts"], _one(place))
    del data["parts"][_one(place)]
    for objective in data["objectives"]:
        if objective["part"] == part["id"]:
            objective["part"] = ""
    return Done("part-removed", "fortryd")


def _move_objective(step: int) -> _Act:
    def act(data: Data, place: list[int]) -> Done:
        at = _swap(data["objectives"], _one(place), step)
        return Done(f"objective-{_WORDS[step]}", f"maal-{_BUTTONS[step]}-{at}", f"maal-{at}")

    return act


def _remove_objective(data: Data, place: list[int]) -> Done:
    _at(data["objectives"], _one(place))
    del data["objectives"][_one(place)]
    return Done("objective-removed", "fortryd")


def _keep(_: Data, __: list[int]) -> Done:
    return Done("kept")


def _one(place: list[int]) -> int:
    if len(place) != 1:
        raise InputError("handlingens sted kan ikke læses")
    return place[0]


def _two(place: list[int]) -> tuple[int, int]:
    if len(place) != 2:
        raise InputError("handlingens sted kan ikke læses")
    return place[0], place[1]


_ACTIONS: Final[Mapping[str, _Act]] = {
    "vis": _keep,
    "linje-op": _move_line(_UP),
    "linje-ned": _move_line(_DOWN),
    "linje-fjern": _remove_line,
    "linje-egen": _own_line,
    "del-op": _move_part(_UP),
    "del-ned": _move_part(_DOWN),
    "del-fjern": _remove_part,
    "maal-op": _move_objective(_UP),
    "maal-ned": _move_objective(_DOWN),
    "maal-fjern": _remove_objective,
}
