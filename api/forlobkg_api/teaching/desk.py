"""What the page shows of an outline that a trainer works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forlobkg.teach import Change, Course, Outline, OutlineLine, Source, write_outline
from forlobkg_api.teaching.editing import Done, Edited, Fault
from forlobkg_api.teaching.fields import Fields


@dataclass(frozen=True, slots=True)
class Desk:
    """An outline with all that the page says of it.

    ``plan`` is the outline as the form carries it, ``before`` the one that undoing gives back, ``given`` what was
    written where it cannot be used.
    """

    outline: Outline
    plan: str
    before: str = ""
    done: Done = field(default_factory=Done)
    faults: tuple[Fault, ...] = ()
    given: Fields = field(default_factory=Fields)
    stale: tuple[Change, ...] = ()
    by_passage: Mapping[str, Source] = field(default_factory=dict)
    touched: bool = False

    @property
    def fault_names(self) -> set[str]:
        """The fields that hold what cannot be used."""
        return {fault.name for fault in self.faults}

    @property
    def lines(self) -> int:
        """How many lines there are in all parts."""
        return sum(len(part.lines) for part in self.outline.parts)

    @property
    def own(self) -> int:
        """How many lines are the trainer's own."""
        return sum(line.own for part in self.outline.parts for line in part.lines)

    @property
    def minutes(self) -> int:
        """How long the parts are together."""
        return sum(part.minutes for part in self.outline.parts)

    def text(self, name: str, kept: object) -> str:
        """What stands in the field: what was written there if it is to be mended, else what the outline has."""
        return self.given.get(name, str(kept)) if self.faults else str(kept)

    def opened(self, name: str) -> bool:
        """Whether what holds the field is unfolded."""
        return name == self.done.opened or name in self.fault_names

    def part_opened(self, at: int) -> bool:
        """Whether the fields of the part are unfolded."""
        start = f"del-{at}-"
        return self.done.opened == f"del-{at}" or any(name.startswith(start) for name in self.fault_names)

    def is_stale(self, at: int, number: int) -> bool:
        """Whether the line of the part, both from 0, rests on what has changed."""
        return any((one.part, one.line) == (at + 1, number + 1) for one in self.stale)

    def sources(self, line: OutlineLine) -> list[Source]:
        """The places that the line rests on, as they read today."""
        found = (self.by_passage.get(basis.passage) for basis in line.rests_on)
        return [one for one in found if one is not None]


def made_desk(
    course: Course,
    edited: Edited,
    *,
    before: Outline | None = None,
    given: Fields | None = None,
    touched: bool = False,
) -> Desk:
    """The desk with the outline, and with ``before`` to go back to where it is another one."""
    outline = edited.outline
    return Desk(
        outline,
        write_outline(outline, "json"),
        write_outline(before, "json") if before is not None and before != outline else "",
        edited.done,
        edited.faults,
        given or Fields(),
        tuple(course.check(outline)),
        {source.passage: source for source in course.material(outline).sources},
        touched,
    )
