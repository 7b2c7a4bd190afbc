"""Questions to ask next: all of them are ones that the graph answers."""

from __future__ import annotations

from collections.abc import Sequence

from forlobkg.answer.candidates import Candidate
from forlobkg.answer.readings import Reading

_MOST = 4


class NextQuestions:
    """Offers questions near one that was asked; ``fallback`` where there is nothing near."""

    def __init__(self, readings: Sequence[Reading], fallback: Sequence[str]) -> None:
        self._by_thing: dict[str, list[Reading]] = {}
        self._by_template: dict[str, list[Reading]] = {}
        for reading in readings:
            if reading.template.offered:
                self._by_thing.setdefault(reading.thing, []).append(reading)
                self._by_template.setdefault(reading.template.name, []).append(reading)
        self._fallback = list(fallback)

    def after(self, slugs: Sequence[str], answered: Candidate | None, near: Sequence[Candidate]) -> list[str]:
        """Up to four questions after one that names ``slugs`` and was ``answered``, or to which ``near`` came near.

        Others about the same things come first, then the same of a sibling, then what comes near.
        """
        done = set(answered.readings) if answered is not None else set()
        things = [reading.thing for reading in (answered.readings if answered is not None else ())]
        offered = [reading for thing in (*things, *slugs) for reading in self._by_thing.get(thing, ())]
        siblings = [r for reading in done for r in self._by_template.get(reading.template.name, ())]
        nearby = [
            r
            for candidate in near
            for reading in candidate.readings
            for r in (reading, *self._by_thing.get(reading.thing, ()))
            if r.template.offered
        ]
        # Silence is best followed by what came nearest; an answer by more of the same.
        ordered = (
            [*offered[:2], *siblings, *offered[2:], *nearby]
            if answered is not None
            else [*nearby[:2], *offered, *nearby[2:]]
        )
        asks = [reading.asks[0] for reading in ordered if reading not in done]
        return list(dict.fromkeys([*asks, *([] if asks else self._fallback)]))[:_MOST]
