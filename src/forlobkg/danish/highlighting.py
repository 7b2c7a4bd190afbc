"""Where the words of a query stand in a text."""

from __future__ import annotations

from collections.abc import Collection

from forlobkg.danish.analyser import Analyser


def highlights(text: str, terms: Collection[str], analyser: Analyser) -> list[tuple[int, int]]:
    """The stretches ``text[start:end]`` of the words whose lemma is one of ``terms``, in order.

    Of a compound that only a part of is meant, the part alone; stretches do not overlap.
    """
    found: list[tuple[int, int]] = []
    for token in analyser.tokens(text):
        if token.lemma in terms:
            found.append((token.start, token.end))
            continue
        end = token.start
        # Longer stretches of parts go before those inside them.
        for part in sorted(analyser.parts(token), key=lambda part: (part.start, -part.end)):
            if part.lemma in terms and part.start >= end:
                found.append((part.start, part.end))
                end = part.end
    return found
