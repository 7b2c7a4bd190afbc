"""Clauses and phrases of Danish sentences, as far as the rules need them: no parser, only the order of the words.

Danish main clauses have their finite verb second, so that what stands before a modal is its subject or an adverbial,
and the subject comes right after it in the latter case (Diderichsen's sentence scheme).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.words import Reader, Word

_ADJECTIVE_ENDS = ("ige", "iske", "ede", "ende", "ale", "elle", "ære", "ive", "te", "ne", "ige")
_ENDS = frozenset(
    {"da", "fordi", "idet", "mens", "ligesom", "men", "hvorefter", "hvorved", "eftersom", "så", "hvilket"}
)
_MODALS = frozenset({"skal", "bør", "kan", "må", "vil", "har", "er"})
_PREPOSITIONS = frozenset(
    {
        "i",
        "på",
        "af",
        "til",
        "for",
        "fra",
        "med",
        "om",
        "ved",
        "under",
        "over",
        "mellem",
        "efter",
        "uden",
        "hos",
        "mod",
        "per",
    }
)
_CLAUSE_SIGNS = frozenset(",;:–-()")
_ASIDES = frozenset({"f.eks.", "fx", "dvs.", "eventuelt", "evt.", "eksempelvis", "herunder"})
_NEAR = 5


class Clauses:
    """Where clauses begin, where tasks end, and which of their words say for whom and when."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._reader = reader
        self._determiners = lexicon.words("clauses", "determiners")
        self._conditional = lexicon.words("clauses", "conditional")
        self._adverbs = lexicon.words("clauses", "adverbs")
        self._when = lexicon.words("when", "clause")
        self._units = lexicon.words("when", "units")
        self._before_units = lexicon.words("when", "before_units")
        self._people = lexicon.words("actors", "people")
        self._actors = (*sorted(lexicon.words("actors", "heads")), "region")

    def start_of_phrase(self, words: Sequence[Word], first: int) -> int:
        """Where the articles and adjectives before the noun at ``first`` begin."""
        while first and (
            words[first - 1].form in self._determiners
            or (
                words[first - 1].form.endswith(_ADJECTIVE_ENDS)
                and first >= 2
                and words[first - 2].form in self._determiners
            )
        ):
            first -= 1
        return first

    def has_verb(self, words: Iterable[Word]) -> bool:
        """Whether a finite verb is among ``words``."""
        return any(word.form in _MODALS or self._reader.is_present(word.form) for word in words)

    def clause_start(self, words: Sequence[Word], place: int) -> int:
        """Where the words of the clause that ``place`` stands in begin: after a comma or another such sign."""
        while place and words[place - 1].text not in _CLAUSE_SIGNS:
            place -= 1
        return place

    def stands_second(self, words: Sequence[Word], place: int) -> bool:
        """Whether the verb at ``place`` can be the second part of a main clause, its subject coming after it."""
        if words[place - 1].text == ",":
            return True
        before = words[place - 1].form
        if before in self._conditional - {"så"} or before in ("der", "som", "at", "og", "ikke", "at"):
            return False
        start = self.clause_start(words, place)
        opening = words[start].form
        return opening not in self._conditional - {
            "efter",
            "så",
            "siden",
            "inden",
            "før",
            "uanset",
        } and opening not in ("at", "der", "som")

    def is_noun(self, words: Sequence[Word], place: int) -> bool:
        """Whether what looks like an infinitive is a noun here: after an article, an adjective or a preposition."""
        if not place:
            return False
        before = words[place - 1].form
        if before in _PREPOSITIONS or before in (
            "en",
            "et",
            "den",
            "det",
            "de",
            "hver",
            "første",
            "sidste",
            "næste",
            "egen",
            "§",
        ):
            return True
        if before.isdigit():
            return words[place - 2].text != "§" if place >= 2 else True
        return before in self._determiners - self._adverbs - {"alle", "begge", "andre", "selv"}

    def tasks(self, words: Sequence[Word], first: int, whole: bool = False) -> list[tuple[int, int]]:
        """The tasks that begin with the verb at ``first``: several where "og" joins verbs with objects of their own.

        ``whole`` keeps them as one: what somebody has the responsibility for.
        """
        found: list[tuple[int, int]] = []
        start = first
        place = first + 1
        while place < len(words):
            word = words[place]
            after = words[place + 1] if place + 1 < len(words) else None
            if word.text in ".;!?" and (after is None or word.text != "." or after.text in ")«"):
                break
            if word.text == "," and after is not None:
                if after.form == "jf.":
                    more = self._after_reference(words, place + 1)
                    found.append((start, place))
                    if more is None:
                        return found
                    start = place = more
                    place += 1
                    continue
                if after.form in _ENDS:
                    break
                if after.form in _ASIDES:
                    # What is explained or added is no part of the task; a further verb may come after it.
                    more = self._after_reference(words, place + 1)
                    if more is None and not self._goes_on(words, place + 1):
                        break
                    if more is not None:
                        found.append((start, place))
                        start = more
                        place = more + 1
                        continue
                if after.form in ("og", "eller", "samt") and self._new_clause(words, place + 2):
                    break
            if word.form in ("og", "eller") and after is not None:
                if after.form in _MODALS:
                    break
                if (
                    not whole
                    and word.form == "og"
                    and self._reader.is_infinitive(after.form)
                    and place - start >= 2
                    and self._has_object(words, place + 1)
                    and not self._within_infinitive(words, start, place)
                ):
                    found.append((start, place - 1 if words[place - 1].text == "," else place))
                    start = place + 1
            place += 1
        if place > start:
            found.append((start, place))
        return found

    def whom_and_when(
        self, words: Sequence[Word], first: int, last: int, between: tuple[int, int], before: tuple[int, int]
    ) -> tuple[int, list[tuple[int, int]], list[tuple[int, int]]]:
        """Where the task from ``first`` ends, and the words that say for whom and when.

        ``between`` are the words between the modal and the verb, ``before`` those before the modal.
        """
        when: list[tuple[int, int]] = []
        end = last
        for place in range(first + 1, last):
            if self._begins_when(words, place, last):
                when.append((place, last))
                end = place - 1 if words[place - 1].text == "," else place
                break
        aside = next(
            (n for n in range(first + 1, end - 1) if words[n].text == "," and words[n + 1].form in _ASIDES), None
        )
        end = end if aside is None else aside
        if between[1] > between[0] and self._tells_when(words, between):
            when.append(self._without_signs(words, between))
        if before[1] > before[0] and self._opens_with_when(words, before):
            stop = before[1] - 1 if words[before[1] - 1].text == "," else before[1]
            when.append((before[0], stop))
        whom: list[tuple[int, int]] = []
        for place in range(first + 2, end - 1):
            if words[place].form == "til" and self._receiver(words, place + 1, end):
                whom.append((place, end))
                end = place
                break
        else:
            # Who is named first, and is not new, is the one it is for: "kontakte borgeren", not "udpege en leder".
            new = first + 1 < len(words) and words[first + 1].form in ("en", "et")
            near = 0 if new else self._receiver(words, first + 1, min(end, first + _NEAR))
            if near:
                whom.append((first + 1, near))
        return max(end, first + 1), whom, when

    def _without_signs(self, words: Sequence[Word], span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        while start < end - 1 and words[start].text == ",":
            start += 1
        while end > start + 1 and words[end - 1].text == ",":
            end -= 1
        return start, end

    def _new_clause(self, words: Sequence[Word], place: int) -> bool:
        """Whether a clause with a subject and a verb of its own begins at ``place``, after ", og"."""
        if place >= len(words) or self._reader.is_infinitive(words[place].form):
            return False
        if words[place].form in ("at", "som", "der", "hvad", "hvem", "hvordan", "hvornår", "hvor", "om"):
            return False
        return self.has_verb(words[place : place + 8])

    def _after_reference(self, words: Sequence[Word], place: int) -> int | None:
        """Where a further verb begins after ", jf. § 3, og"."""
        for n in range(place, len(words) - 1):
            if words[n].form == "og" and self._reader.is_infinitive(words[n + 1].form):
                return n + 1
        return None

    def _has_object(self, words: Sequence[Word], place: int) -> bool:
        after = words[place + 1] if place + 1 < len(words) else None
        return after is not None and (
            after.is_word
            or (after.text == "," and place + 3 < len(words) and words[place + 2].form in self._conditional | {"at"})
        )

    def _goes_on(self, words: Sequence[Word], place: int) -> bool:
        """Whether a comma closes what is put in at ``place``, with something after it."""
        return any(word.text == "," for word in words[place + 1 : -1])

    def _within_infinitive(self, words: Sequence[Word], start: int, place: int) -> bool:
        """Whether "at" with an infinitive comes before: "sørge for at indkalde og lede" is one task."""
        return any(
            words[n].form == "at" and n + 1 < place and self._reader.is_infinitive(words[n + 1].form)
            for n in range(start, place)
        )

    def _begins_when(self, words: Sequence[Word], place: int, last: int) -> bool:
        form = words[place].form
        after = words[place + 1 : min(last, place + _NEAR)]
        if form in (
            "når",
            "hvis",
            "indtil",
            "såfremt",
            "medmindre",
            "senest",
            "tidligst",
            "forudsat",
            "straks",
            "snarest",
            "hurtigst",
        ):
            return True
        if form in ("inden", "før"):
            return True
        if form == "så" and after and after[0].form in ("snart", "hurtigt", "længe", "tidligt"):
            return True
        if form in ("hver", "hvert", "mindst"):
            return any(self._is_unit(word) for word in after[:4])
        if form == "efter" and len(after) > 1 and after[0].text == ",":
            return True
        if form == "under":
            return bool(after) and after[0].form in ("et", "en", "hele", "den", "det")
        if form in self._before_units:
            for word in after:
                if word.text in ",.;" or self._reader.is_infinitive(word.form):
                    return False
                if self._is_unit(word):
                    return True
        return False

    def _is_unit(self, word: Word) -> bool:
        return word.lemma in self._units or word.lemma.endswith(("måned", "periode", "ankomstdag"))

    def _tells_when(self, words: Sequence[Word], span: tuple[int, int]) -> bool:
        inside = words[span[0] : span[1]]
        return (
            any(self._is_unit(word) for word in inside)
            or inside[0].form in self._when
            or (len(inside) > 1 and inside[1].form in self._when)
        )

    def _opens_with_when(self, words: Sequence[Word], span: tuple[int, int]) -> bool:
        first = words[span[0]].form
        inside = words[span[0] : span[1]]
        if any(word.text == "§" for word in inside) or (
            first in ("efter",) and len(inside) > 1 and inside[1].lemma.endswith("lov")
        ):
            return False
        opened = first in (
            "når",
            "hvis",
            "inden",
            "før",
            "senest",
            "mindst",
            "så",
            "efter",
            "under",
            "mens",
            "indtil",
        )
        # "Er evnen ikke forbedret, skal …": a condition that begins with its verb.
        turned = (first in _MODALS or self._reader.is_present(first)) and inside[-1].text == ","
        return opened or turned or any(self._is_unit(word) for word in inside[:_NEAR])

    def _receiver(self, words: Sequence[Word], place: int, last: int) -> int:
        """The end of a short phrase at ``place`` whose noun is somebody, or 0."""
        for n in range(place, min(last, place + 4)):
            word = words[n]
            genitive = word.form.endswith("s") and not word.lemma.endswith("s")
            if word.lemma in self._people or any(word.lemma.endswith(one) for one in self._actors):
                return 0 if genitive else n + 1
            if not (
                word.form in self._determiners or word.form.endswith(_ADJECTIVE_ENDS) or word.lemma.endswith("ig")
            ):
                return 0
        return 0
