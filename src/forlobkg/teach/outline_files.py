"""Outlines as files: YAML that a trainer can read and change, or JSON, written and read with care."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import yaml
from pydantic import ValidationError

from forlobkg.errors import InputError, TooLongError
from forlobkg.teach.outline import FORMAT, VERSION, Outline

MOST_OUTLINE_BYTES: Final = 2_000_000
"""The largest outline file that is read; one of ninety minutes has about 30,000."""
_MOST_SHOWN = 60
_WIDTH = 1_000_000
"""Lines of YAML are not broken: one line of the outline is one line of the file."""
_MIGRATIONS: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""How an outline of an older version becomes one of the next; there is none yet."""


def read_outline(text: str) -> Outline:
    """The outline that ``text``, YAML or JSON, holds. Own lines lose any basis that is left over from a claim.

    Raises ``InputError``, naming the place in Danish, for what is no outline, or one of another version, with unknown
    fields, control characters, too long texts, or lines that are neither own words nor a claim.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_OUTLINE_BYTES:
        raise TooLongError(f"planen fylder {size} byte; der læses højst {MOST_OUTLINE_BYTES}. Del den i to")
    data = _migrated(_parsed(text.removeprefix("\ufeff")))
    for place, value in _texts(data, ()):
        _require_readable(value, place, data)
    try:
        outline = Outline.model_validate(_plain_own(data))
    except ValidationError as error:
        raise InputError(f"planen kan ikke bruges: {_problem(error, data)}") from error
    _require_origin(outline)
    return outline


def write_outline(outline: Outline, form: Literal["yaml", "json"] = "yaml") -> str:
    """``outline`` as the text of a file; what ``read_outline`` makes the same outline of."""
    kept = outline.model_dump(exclude_defaults=True)
    # What was chosen is said, defaults included; what was not picked is left out.
    chosen = {name: value for name, value in outline.choice.model_dump().items() if value}
    data = {"format": outline.format, "version": outline.version, **kept, "choice": chosen}
    if form == "json":
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    head = "".join(f"# {line}\n" for line in _words()["head"].strip().splitlines())
    return head + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes small mappings of plain values (a passage and its hash) on one line."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        if isinstance(mapping, dict) and set(mapping) <= {"passage", "hash", "quote"}:
            flow_style = True
        return super().represent_mapping(tag, mapping, flow_style=flow_style)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Loader(yaml.SafeLoader):
    """Reads plain values only: no aliases, which can grow without bound, no field twice, no dates."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise InputError("planen bruger henvisninger (*), som ikke kan læses; skriv teksten ud i stedet")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if twice is not None:
            raise InputError(f"planen, linje {node.start_mark.line + 1}: »{str(twice)[:_MOST_SHOWN]}« står to gange")
        return super().construct_mapping(node, deep)


# Dates as YAML 1.1 has them would make something else of a title that is one.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parsed(text: str) -> dict[str, Any]:
    try:
        if text.lstrip().startswith("{"):
            data = json.loads(text, object_pairs_hook=_once)
        else:
            data = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader that takes less
    except json.JSONDecodeError as error:
        raise InputError(f"planen er ikke gyldig JSON: linje {error.lineno}, tegn {error.colno}") from error
    except yaml.reader.ReaderError as error:
        raise InputError("planen indeholder kontroltegn, som ikke kan bruges; slet dem") from error
    except yaml.MarkedYAMLError as error:
        where = f", linje {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"planen er ikke gyldig YAML{where}; se efter indrykning, kolon og anførselstegn") from error
    except yaml.YAMLError as error:
        raise InputError("planen er ikke gyldig YAML") from error
    except (RecursionError, ValueError) as error:
        raise InputError("planen kan ikke læses: noget i den er for stort eller ligger for dybt") from error
    if not isinstance(data, dict):
        raise InputError("det er ikke en plan for et kursus; lav en med: forlobkg course propose FORLØB -o plan.yaml")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise InputError(f"planen: »{name[:_MOST_SHOWN]}« står to gange samme sted")
        made[name] = value
    return made


def _migrated(data: dict[str, Any]) -> dict[str, Any]:
    if data.get("format") != FORMAT:
        raise InputError(f"det er ikke en plan for et kursus: feltet »format« skal være {FORMAT}")
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError(f"feltet »version« mangler eller er ikke et helt tal; den nyeste er {VERSION}")
    if version > VERSION:
        raise InputError(
            f"planen er lavet med en nyere udgave (version {version}; her læses {VERSION}); opdater forlobkg"
        )
    while version < VERSION:
        migrate = _MIGRATIONS.get(version)
        if migrate is None:
            raise InputError(
                f"planen er fra en ældre udgave (version {version}), som ikke kan læses mere; lav den på ny med "
                "forlobkg course propose, og flyt dine egne linjer over"
            )
        version += 1
        data = {**migrate(data), "version": version}
    return data


def _texts(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(name, str):
                yield (*place, name[:_MOST_SHOWN]), name
            yield from _texts(inner, (*place, str(name)[:_MOST_SHOWN]))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*place, number))


def _require_readable(text: str, place: Sequence[str | int], data: Any) -> None:
    bad = next((one for one in text if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cs")), None)
    if bad is not None:
        raise InputError(f"{_place(place, data)}: kontroltegnet U+{ord(bad):04X} kan ikke bruges; slet det")


def _plain_own(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` where own lines rest on nothing: a claim that was written over is the trainer's."""

    def line(value: Any) -> Any:
        if not isinstance(value, dict) or value.get("own") is not True:
            return value
        return {name: inner for name, inner in value.items() if name not in ("claim", "rests_on", "gap", "exercise")}

    def part(value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("lines"), list):
            return value
        return {**value, "lines": [line(one) for one in value["lines"]]}

    parts = data.get("parts")
    return {**data, "parts": [part(one) for one in parts]} if isinstance(parts, list) else data


def _require_origin(outline: Outline) -> None:
    for part_number, part in enumerate(outline.parts, start=1):
        for number, line in enumerate(part.lines, start=1):
            if line.own or line.exercise or (line.claim and (line.gap or line.rests_on)):
                continue
            raise InputError(
                f"del {part_number} »{part.title[:_MOST_SHOWN]}«, linje {number} har ingen kilde; "
                "skriv own: true, hvis den er din egen"
            )


def _problem(error: ValidationError, data: Any) -> str:
    first = error.errors()[0]
    where = _place(first["loc"], data)
    context = {**first.get("ctx", {}), "length": len(first["input"]) if isinstance(first["input"], str) else 0}
    context["expected"] = str(context.get("expected", "")).replace(" or ", " eller ").replace("'", "")
    said: str = _words()["problems"].get(first["type"], "har en værdi, som ikke kan bruges")
    return f"{where} {said.format_map(context)}"


def _place(place: Sequence[str | int], data: Any) -> str:
    """Where in the outline, as a trainer counts: »del 2 »Titel«, linje 3, text«."""
    words: list[str] = []
    value = data
    for step in place:
        value = _inner(value, step)
        if isinstance(step, int):
            kind = {"parts": "del", "lines": "linje", "objectives": "mål"}.get(words.pop() if words else "", "nummer")
            title = value.get("title") if kind == "del" and isinstance(value, dict) else None
            words.append(f"{kind} {step + 1}" + (f" »{title[:_MOST_SHOWN]}«" if isinstance(title, str) else ""))
        else:
            words.append(step)
    last = words[-1] if words else "planen"
    return ", ".join([*words[:-1], f"»{last}«" if place and isinstance(place[-1], str) else last])


def _inner(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


@cache
def _words() -> dict[str, Any]:
    text = (files("forlobkg.teach") / "data" / "outline.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
