"""Questions to ask next: all of them are ones that the graph answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from forlobkg.answer.candidates import Candidate
from forlobkg.answer.readings import Reading
from forlobkg.danish import Analyser

_MOST = 4


class NextQuestions:
    """Offers questions near one that was asked, then those of ``fallback``; ``answers`` tells which are answered."""

    def __init__(
        self,
        readings: Sequence[Reading],
        fallback: Sequence[str],
        analyser: Analyser,
        answers: Callable[[str], bool],
    ) -> None:
        self._answers = answers
        self._analyser = analyser
        self._by_thing: dict[str, list[Reading]] = {}
        self._by_template: dict[str, list[Reading]] = {}
        for reading in readings:
            if reading.template.offered:
                self._by_thing.setdefault(reading.thing, []).append(reading)
                self._by_template.setdefault(reading.template.name, []).append(reading)
        self._fallback = list(fallback)

    def after(
        self, asked: str, slugs: Sequence[str], answered: Candidate | None, near: Sequence[Candidate]
    ) -> list[str]:
        """Up to four questions after ``asked``, which names ``slugs`` and was ``answered``, or came near to ``near``.

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
        # A question of the same content words as the one just asked leads nowhere new.
        same = set(self._analyser.content_lemmas(asked))
        asks = [r.asks[0] for r in ordered if r not in done and set(self._analyser.content_lemmas(r.asks[0])) != same]
        answered_too = filter(self._answers, dict.fromkeys([*asks, *self._fallback]))
        return list(islice(answered_too, _MOST))
