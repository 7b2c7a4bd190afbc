"""Who must, should or can do what, for whom and when, read out of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forlobkg.curate.actors import ActorSpan
from forlobkg.curate.clauses import Clauses
from forlobkg.curate.lexicon import Lexicon
from forlobkg.curate.model import Candidate, CandidateKind, Part, part
from forlobkg.curate.words import Reader, Sentence, Word

_LESS_FOR_CAN = 0.15
"""A "kan" may only say what is possible."""
_LESS_IN_CLAUSES = 0.15
_FAR = 12
"""How far behind a modal its verb may stand, past what is put in between commas."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Places of words: the actor's, the modal's and the task's, with what stands between modal and task."""

    actor: tuple[int, int]
    modal: tuple[int, int]
    first: int
    rule: str
    modality: str
    between: tuple[int, int] = (0, 0)
    less: float = 0.0
    before: tuple[int, int] = (0, 0)
    """Words before the verb that the task begins with: the subject of a passive; or a condition that opens."""
    last: int | None = None
    passive: bool = False


class DutyReader:
    """Finds duties in a sentence whose actors are known."""

    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon = lexicon
        self._reader = reader
        self._clauses = Clauses(lexicon, reader)
        self._possible = lexicon.words("verbs", "possible")
        self._receiving = lexicon.words("verbs", "receiving")
        self._negations = lexicon.words("clauses", "negations")
        self._not_negating = lexicon.words("clauses", "not_negating")
        self._conditional = lexicon.words("clauses", "conditional")
        self._binding = tuple(sorted(lexicon.words("clauses", "binding")))
        self._asserting = lexicon.words("clauses", "asserting")
        self._adverbs = lexicon.words("clauses", "adverbs")
        self._determiners = lexicon.words("clauses", "determiners")
        self._pronouns = lexicon.words("clauses", "pronouns")

    def read(self, passage: str, sentence: Sentence, actors: Sequence[ActorSpan]) -> Iterator[Candidate]:
        """The duties of ``sentence``, one for each actor and each task."""
        if sentence.is_question or not actors:
            return
        doc = self._reader.doc(sentence, [(one.first, one.last) for one in actors])
        reported = [last for _, last in self._lexicon.matches("reported", doc)]
        found: list[Duty] = []
        for first, last in self._lexicon.matches("responsible-for", doc):
            found += self._responsible(sentence, actors, first, last)
        for first, last in self._lexicon.matches("responsible-turned", doc):
            found += self._responsible_turned(sentence, actors, first, last)
        for first, last in self._lexicon.matches("recommends-that", doc):
            found += self._recommended(sentence, actors, first, last)
        for place, _ in self._lexicon.matches("modal", doc):
            found += self._modal(sentence, actors, place)
        for duty in found:
            if not any(told <= duty.modal[0] for told in reported) and not self._quoted(sentence, duty):
                yield from self._candidates(passage, sentence, duty)

    def _quoted(self, sentence: Sentence, duty: Duty) -> bool:
        """Whether the duty stands between quotation marks: somebody's words."""
        before = [word.text for word in sentence.words[: duty.modal[0]]]
        return before.count("»") > before.count("«") or before.count("”") % 2 == 1 or before.count('"') % 2 == 1

    def _modal(self, sentence: Sentence, actors: Sequence[ActorSpan], place: int) -> Iterator[Duty]:
        words = sentence.words
        modality = words[place].form
        subjects = self._subjects_before(sentence, actors, place)
        less = _LESS_FOR_CAN if modality == "kan" else 0.0
        rule = "duty-subject"
        after = place + 1
        opening = (0, 0)
        if subjects is None:
            subjects = self._subjects_after(sentence, actors, place)
            if subjects is None:
                yield from self._agents(sentence, actors, place)
                return
            rule = "duty-inverted"
            after = subjects[-1][1]
            opening = (0, place)
        elif self._in_clause(sentence, subjects[0][0]):
            less += _LESS_IN_CLAUSES
        verb = self._verb(sentence, after)
        if verb is None or self._negated(words, place, verb):
            return
        form = words[verb].form
        if self._reader.is_passive(form) or form in self._receiving:
            return
        if modality == "kan" and form in self._possible:
            return
        if form == "være" and self._participle(words, verb + 1):
            return
        for actor in subjects:
            yield Duty(actor, (place, place + 1), verb, rule, modality, (after, verb), less, opening)

    def _subjects_before(
        self, sentence: Sentence, actors: Sequence[ActorSpan], place: int
    ) -> list[tuple[int, int]] | None:
        """The actors that are the subject of the verb at ``place`` and stand before it."""
        words = sentence.words
        end = place
        while end and words[end - 1].form in self._adverbs | {"ikke"}:
            end -= 1
        if end and words[end - 1].text == ",":
            end = self._before_relative(words, actors, end - 1)
        for one in actors:
            if one.last == end:
                return self._whole_subject(sentence, actors, one)
        if end and words[end - 1].form in ("der", "som"):
            return self._cleft(words, actors, end - 1) or self._antecedent(sentence, actors, end - 1)
        if end >= 1 and words[end - 1].form == "og":
            return self._shared(sentence, actors, end - 1)
        # "Medarbejdere i kommunen", "lederen af skyggeteamet": the actor is the word before the preposition.
        for one in actors:
            if (
                one.last < end
                and words[one.last].form in ("i", "på", "fra", "ved", "af", "hos")
                and end - one.last <= 4
                and all(word.text != "," for word in words[one.last : end])
                and not self._clauses.has_verb(words[one.last : end])
            ):
                return self._whole_subject(sentence, actors, one)
        return None

    def _shared(self, sentence: Sentence, actors: Sequence[ActorSpan], end: int) -> list[tuple[int, int]] | None:
        """The subject of the clause before, where "og" joins a second modal to it: "Kommunen udpeger … og skal …"."""
        words = sentence.words
        for one in actors:
            if one.last < end and not any(word.text == "," for word in words[one.last : end]):
                after = words[one.last].form
                if self._reader.is_present(after) or after in ("skal", "bør", "kan", "har"):
                    return self._whole_subject(sentence, actors, one)
        return None

    def _before_relative(self, words: Sequence[Word], actors: Sequence[ActorSpan], comma: int) -> int:
        """Where a subject ends that a clause between commas follows: "Kommunen, der …, skal"."""
        for one in actors:
            after = one.last
            opened = after + 1 < comma and words[after].text == ","
            if opened and words[after + 1].form in ("der", "som", "hvor", "hvis"):
                return after
        return comma

    def _cleft(self, words: Sequence[Word], actors: Sequence[ActorSpan], place: int) -> list[tuple[int, int]] | None:
        """ "Det er kommunen, der skal …" """
        end = place - 1 if place and words[place - 1].text == "," else place
        for one in actors:
            before = [word.form for word in words[max(0, one.first - 2) : one.first]]
            if one.last == end and before == ["det", "er"]:
                return [(one.first, one.last)]
        return None

    def _antecedent(
        self, sentence: Sentence, actors: Sequence[ActorSpan], place: int
    ) -> list[tuple[int, int]] | None:
        """ "En koordinator er den medarbejder, der …, og som skal …": the subject of a definition."""
        words = sentence.words
        for one in actors:
            starts = one.first == 0 or (one.first == 1 and words[0].form in self._determiners)
            is_one = one.last < place and words[one.last].form == "er"
            if starts and is_one and words[one.last + 1].form in ("den", "det", "de", "en", "et"):
                return [(one.first, one.last)]
        return None

    def _whole_subject(
        self, sentence: Sentence, actors: Sequence[ActorSpan], last: ActorSpan
    ) -> list[tuple[int, int]] | None:
        """``last`` with those joined to it by "og", if nothing but a clause's beginning stands before them."""
        words = sentence.words
        joined = [last]
        while True:
            first = self._clauses.start_of_phrase(words, joined[0].first)
            before = first - 1
            if before >= 1 and words[before].form in ("og", "eller", "samt", ","):
                other = next((one for one in actors if one.last == before), None)
                if other is not None:
                    joined.insert(0, other)
                    continue
            break
        if first == 0:
            return [(one.first, one.last) for one in joined]
        word = words[before]
        if word.form in self._conditional:
            return None
        if word.form == "at":
            return [(one.first, one.last) for one in joined] if self._asserted(words, before) else None
        if word.form in ("og", "men", "samt", "som", ":", "–", ")", ";", "for") or word.text in ('"', "»"):
            if word.form in ("og", "men", "for") and not (
                before == 0 or words[before - 1].text in ",;" or word.form == "men"
            ):
                return None
            return [(one.first, one.last) for one in joined]
        return None

    def _asserted(self, words: Sequence[Word], place: int) -> bool:
        """Whether the text itself says what "at" at ``place`` begins."""
        return any(word.lemma in self._asserting for word in words[max(0, place - 4) : place])

    def _in_clause(self, sentence: Sentence, first: int) -> bool:
        start = self._clauses.start_of_phrase(sentence.words, first)
        return start > 0 and sentence.words[start - 1].form in ("at", "som")

    def _subjects_after(
        self, sentence: Sentence, actors: Sequence[ActorSpan], place: int
    ) -> list[tuple[int, int]] | None:
        """The actors right after a verb that stands second, with something before it."""
        words = sentence.words
        if place == 0 or not self._clauses.stands_second(words, place):
            return None
        opening = words[:place]
        if opening[0].form == "ifølge" and not any(
            word.text == "§" or word.lemma.endswith(self._binding) for word in opening
        ):
            return None
        here = place + 1
        while here < len(words) and (words[here].form in self._adverbs or words[here].form in self._determiners):
            here += 1
        found: list[tuple[int, int]] = []
        while True:
            one = next((span for span in actors if span.first == here), None)
            if one is None and here < len(words) and words[here].form in self._determiners:
                here += 1
                continue
            if one is None:
                break
            found.append((one.first, one.last))
            after = one.last
            if after < len(words) and words[after].form in ("og", "eller", "samt", ","):
                here = after + 1
                continue
            break
        return found or None

    def _agents(self, sentence: Sentence, actors: Sequence[ActorSpan], place: int) -> Iterator[Duty]:
        """ "Planen skal udarbejdes af kommunen": the actor after "af" of a passive."""
        words = sentence.words
        start = self._clauses.clause_start(words, place)
        if start and words[start - 1].form in self._conditional | {"at", "der", "som"}:
            return
        if any(word.form in self._conditional for word in words[start:place]) or place == 0:
            return
        verb = next(
            (n for n in range(place + 1, min(len(words), place + 6)) if self._reader.is_passive(words[n].form)), None
        )
        if verb is None or self._negated(words, place, verb):
            return
        for one in actors:
            if verb < one.first <= verb + 5 and any(words[n].form == "af" for n in (one.first - 1, one.first - 2)):
                modality = words[place].form
                yield Duty(
                    (one.first, one.last),
                    (place, place + 1),
                    verb,
                    "duty-agent",
                    modality,
                    less=_LESS_FOR_CAN if modality == "kan" else 0.0,
                    before=(start, place),
                    last=verb + 1,
                    passive=True,
                )

    def _recommended(self, sentence: Sentence, actors: Sequence[ActorSpan], first: int, last: int) -> Iterator[Duty]:
        words = sentence.words
        if any(word.form in self._negations for word in words[max(0, first - 2) : last]):
            return
        here = last
        while here < len(words) and words[here].form in self._determiners:
            here += 1
        found: list[tuple[int, int]] = []
        while (one := next((span for span in actors if span.first == here), None)) is not None:
            found.append((one.first, one.last))
            here = one.last
            if here < len(words) and words[here].form in ("og", "eller", "samt", ","):
                here += 1
                while here < len(words) and words[here].form in self._determiners:
                    here += 1
        if not found:
            yield from self._advised(sentence, actors, first, last)
            return
        while here < len(words) and words[here].form in self._adverbs:
            here += 1
        if here < len(words) and self._reader.is_present(words[here].form):
            for actor in found:
                yield Duty(actor, (first, first + 1), here, "duty-recommended", "anbefales")

    def _responsible(self, sentence: Sentence, actors: Sequence[ActorSpan], first: int, last: int) -> Iterator[Duty]:
        words = sentence.words
        if any(word.form in self._negations for word in words[first:last]):
            return
        rule, end = "duty-responsible", last
        subjects = self._subjects_before(sentence, actors, first)
        if subjects is None and first and self._clauses.stands_second(words, first):
            return
        while last < len(words) and not words[last].is_word:
            last += 1
        if subjects is None or last >= len(words):
            return
        for actor in subjects:
            yield Duty(actor, (first, end), last, rule, "har ansvaret for")

    def _responsible_turned(
        self, sentence: Sentence, actors: Sequence[ActorSpan], first: int, last: int
    ) -> Iterator[Duty]:
        words = sentence.words
        subjects = self._subjects_after(sentence, actors, first)
        end = last
        while last < len(words) and not words[last].is_word:
            last += 1
        if subjects and last < len(words) and not any(word.form in self._negations for word in words[first:end]):
            modal = (subjects[-1][1], end)
            for actor in subjects:
                yield Duty(actor, modal, last, "duty-responsible", "har ansvaret for", before=(0, first))

    def _advised(self, sentence: Sentence, actors: Sequence[ActorSpan], first: int, last: int) -> Iterator[Duty]:
        """ "Kommunen anbefales at …" """
        words = sentence.words
        if words[first].form == "anbefales" and last < len(words) and self._reader.is_infinitive(words[last].form):
            for actor in self._subjects_before(sentence, actors, first) or ():
                yield Duty(actor, (first, first + 1), last, "duty-recommended", "anbefales")

    def _verb(self, sentence: Sentence, after: int) -> int | None:
        """The infinitive that a modal has after it, past adverbs and what says when."""
        words = sentence.words
        for place in range(after, len(words)):
            form = words[place].form
            if form in ",;:" and not any(self._reader.is_infinitive(w.form) for w in words[place + 1 : place + _FAR]):
                return None
            if self._reader.is_passive(form) and place - after < 4:
                return place
            if self._reader.is_infinitive(form) and not self._clauses.is_noun(words, place):
                return place
        return None

    def _negated(self, words: Sequence[Word], place: int, verb: int) -> bool:
        around = [*range(max(0, place - 1), place), *range(place + 1, verb)]
        return any(
            words[n].form in self._negations and not (n + 1 < len(words) and words[n + 1].form in self._not_negating)
            for n in around
        )

    def _participle(self, words: Sequence[Word], place: int) -> bool:
        """Whether a past participle comes soon after ``place``: what is done to the subject."""
        for word in words[place : place + 3]:
            if (
                word.form.endswith(("et", "te", "ede"))
                and word.lemma != word.form
                and self._reader.is_infinitive(word.lemma)
            ):
                return True
        return False

    def _candidates(self, passage: str, sentence: Sentence, duty: Duty) -> Iterator[Candidate]:
        text, words = sentence.text, sentence.words
        actor = part("actor", text, *sentence.span(*duty.actor))
        modal = part("modal", text, *sentence.span(*duty.modal))
        if duty.passive and duty.last is not None:
            tasks = [(duty.first, duty.last)]
        else:
            tasks = self._clauses.tasks(words, duty.first, whole=duty.rule == "duty-responsible")
        for first, last in tasks:
            end, whom, when = self._clauses.whom_and_when(words, first, last, duty.between, duty.before)
            parts: list[Part] = [actor, modal]
            if duty.passive:
                parts.append(part("task", text, *sentence.span(*duty.before)))
            parts.append(part("task", text, *sentence.span(first, end)))
            parts += [part("whom", text, *sentence.span(*span)) for span in whom]
            parts += [part("when", text, *sentence.span(*span)) for span in when]
            yield self._lexicon.candidate(
                CandidateKind.RESPONSIBILITY,
                duty.rule,
                passage,
                text,
                (sentence.start, sentence.end),
                tuple(parts),
                (("modality", duty.modality),),
                duty.less,
            )
