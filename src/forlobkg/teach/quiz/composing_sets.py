"""Items over several claims at once: what belongs together, what came first, and what is true or false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from typing import Final

from forlobkg.teach.quiz.composing import Made, item_id
from forlobkg.teach.quiz.distractors import Distractors
from forlobkg.teach.quiz.facts import Claim, Facts
from forlobkg.teach.quiz.feedback import feedback
from forlobkg.teach.quiz.items import Item, Option, Pair, Triple
from forlobkg.teach.quiz.lint import Linter
from forlobkg.teach.quiz.ordering import alphabetical
from forlobkg.teach.quiz.relations import Matching, Ordering, Selection, Slot, Statement
from forlobkg.teach.quiz.wording import Wording, listing, sentence

TRUE: Final = "Sandt"
FALSE: Final = "Falsk"
_MOST_TRIALS: Final = 400
_DATE: Final = "dcterms:date"
_YEAR: Final = 4


class SetComposer:
    """Makes matching and ordering items; every one of them has passed the linter."""

    def __init__(self, facts: Facts, wording: Wording, distractors: Distractors, linter: Linter) -> None:
        self._facts = facts
        self._wording = wording
        self._distractors = distractors
        self._linter = linter

    def matchings(self, matching: Matching) -> Iterator[Made]:
        """The matching items of one description, spread over its claims."""
        rows = [[(slot, claim) for claim in self._facts.select(slot)] for slot in matching.slots]
        if len(rows) == 1:
            chosen = list(combinations(rows[0], matching.size))
        else:
            chosen = [among for some in combinations(rows, matching.size or len(rows)) for among in product(*some)]
        fitting = [among for among in islice(chosen, _MOST_TRIALS) if self._belong_apart(among, matching)]
        step = max(1, len(fitting) // matching.most)
        for stem, among in product(matching.stems, fitting[::step][: matching.most]):
            pairs = [
                Pair(left=self._side(slot.left, claim), right=self._side(slot.right, claim), triple=claim.triple)
                for slot, claim in among
            ]
            claims = [claim for _, claim in among]
            item = Item(
                id=item_id("matching", stem, [claim.triple for claim in claims]),
                kind="matching",
                topic=matching.topic,
                difficulty=self._distractors.level(0.4 + matching.shift),
                stem=stem,
                pairs=sorted(pairs, key=lambda pair: alphabetical(pair.left)),
                explanation=matching.explanation,
                feedback=feedback([passage for c in claims for passage in c.passages], self._facts.corpus),
            )
            if not self._linter.check(item):
                yield self._made(item, matching, claims)

    def orderings(self, ordering: Ordering) -> Iterator[Made]:
        """The ordering items of one description."""
        dated = [claim for event in ordering.events if (claim := self._earliest(event)) is not None]
        for size, stem in product(ordering.sizes, ordering.stems):
            for claims in combinations(dated, size):
                in_time = sorted(claims, key=lambda claim: claim.object)
                if len({claim.object for claim in claims}) < size or _ambiguous(in_time):
                    continue
                options = [
                    Option(text=self._wording.option(claim.subject), correct=True, triple=claim.triple, place=place)
                    for place, claim in enumerate(in_time, start=1)
                ]
                options.sort(key=lambda option: alphabetical(option.text))
                if [option.place for option in options] == list(range(1, size + 1)):
                    continue
                told = [f"{self._wording.inline(claim.subject)} ({self._when(claim)})" for claim in in_time]
                item = Item(
                    id=item_id("ordering", stem, [claim.triple for claim in claims]),
                    kind="ordering",
                    topic=ordering.topic,
                    difficulty="let" if size == 3 else "middel" if size == 4 else "svær",
                    stem=stem,
                    options=options,
                    explanation=sentence(ordering.explanation, events=listing(told)),
                    feedback=feedback([passage for c in in_time for passage in c.passages], self._facts.corpus),
                )
                if not self._linter.check(item):
                    yield self._made(item, ordering, in_time)

    def statement(self, told: Statement) -> Iterator[Made]:
        """The item that asks whether a sentence is true."""
        claims = [claim for selection in told.claims for claim in self._facts.select(selection)]
        names = self._facts.graph.names
        denied = None
        if told.denied is not None:
            subject, predicate, object_ = told.denied
            denied = Triple(
                subject=names.iri(subject), predicate=self._facts.expand(predicate), object=names.iri(object_)
            )
        true = denied is None
        item = Item(
            id=item_id("true-false", told.text, [claims[0].triple]),
            kind="true-false",
            topic=told.topic,
            difficulty="middel",
            stem=told.text,
            options=[
                Option(text=TRUE, correct=true, triple=claims[0].triple if true else denied),
                Option(text=FALSE, correct=not true, triple=None if true else claims[0].triple),
            ],
            explanation=f"{told.explanation} {told.tempting}",
            feedback=feedback([passage for claim in claims for passage in claim.passages], self._facts.corpus),
        )
        if not self._linter.check(item) and not (denied and self._facts.asserts(denied)):
            yield self._made(item, told, claims)

    def _made(self, item: Item, relation: Matching | Ordering | Statement, claims: Sequence[Claim]) -> Made:
        facts = frozenset((claim.subject, claim.predicate, claim.object) for claim in claims)
        names = [self._wording.name(end) for claim in claims for end in (claim.subject, claim.object)]
        pathways, groups = frozenset(relation.pathways), relation.groups_of(names)
        return Made(item, pathways, relation.id, relation.value, groups, facts)

    def _earliest(self, event: str) -> Claim | None:
        """The first date of an event, the most precise one of those that begin alike; None without a year."""
        claims = [c for c in self._facts.select(Selection(predicate=_DATE, subject=[event])) if c.object[0].isdigit()]
        precise = [
            c for c in claims if not any(o.object != c.object and o.object.startswith(c.object) for o in claims)
        ]
        return min(precise, key=lambda claim: claim.object, default=None)

    def _when(self, claim: Claim) -> str:
        return self._wording.inline(claim.subject).forms.get("when", self._wording.inline(claim.object))

    def _side(self, template: str, claim: Claim) -> str:
        subject, object_ = self._wording.inline(claim.subject), self._wording.inline(claim.object)
        return sentence(template, subject=subject, object=object_)

    def _belong_apart(self, among: Sequence[tuple[Slot, Claim]], matching: Matching) -> bool:
        """Whether no right side could also stand at another's left, nor be taken for the one that does."""
        if matching.sorts and len({self._side(slot.right, claim) for slot, claim in among}) < 2:
            return False
        for (one_slot, one), (other_slot, other) in combinations(among, 2):
            if matching.sorts and self._side(one_slot.right, one) == self._side(other_slot.right, other):
                continue
            if self._distractors.alike(one.object, other.object) or self._distractors.alike(
                one.subject, other.subject
            ):
                same_subject = one.subject == other.subject and one.predicate != other.predicate
                if not (same_subject and not self._distractors.alike(one.object, other.object)):
                    return False
            crossed = (
                one.triple.model_copy(update={"object": other.object}),
                other.triple.model_copy(update={"object": one.object}),
                one.triple.model_copy(update={"subject": other.subject}),
                other.triple.model_copy(update={"subject": one.subject}),
            )
            if one.subject != other.subject and any(map(self._facts.asserts, crossed)):
                return False
            if any(map(self._facts.asserts, crossed[:2])):
                return False
        return True


def _ambiguous(in_time: Sequence[Claim]) -> bool:
    """Whether of two dates one is a part of the other: 2022 is neither before nor after September 2022."""
    return any(later.object.startswith(earlier.object) for earlier, later in combinations(in_time, 2))
