"""Model answers to the questions of a case: paths of the graph in words, with the sources' own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from forlobkg.answer import listing
from forlobkg.graph import Statement, WhoRow, who_does_what
from forlobkg.teach.cases.texts import CaseTexts
from forlobkg.teach.cases.vignettes import Vignette
from forlobkg.teach.lookup import Lookup

_GROUP: Final = "udsatte-gravide"
_CHILDREN: Final = "boern-og-unge-forloeb"
_WOMEN: Final = "udsatte-gravide-forloeb"
_AGREEMENT: Final = "samarbejdsaftale"
_EXPOSURE: Final = "rusmiddeleksponering"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Statements by slugs and prefixed names; an empty part fits anything."""

    predicate: str
    subject: str = ""
    object: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A line of an answer: the statements that it puts into words, and what it says the sources do not say."""

    text: str
    statements: tuple[Statement, ...]
    absent: tuple[Pattern, ...] = ()


class Answers:
    """Answers questions on vignettes. One object serves one graph."""

    def __init__(self, lookup: Lookup, texts: CaseTexts) -> None:
        self._lookup = lookup
        self._texts = texts
        self._builders: Mapping[str, Callable[[Vignette, Mapping[str, str]], Iterator[Point]]] = {
            "indsats": self._intervention,
            "vaegt": self._weighing,
            "mangler": self._too_little,
            "elementer": self._elements,
            "faelles-elementer": self._shared_elements,
            "centrale-aktoerer": self._central_actors,
            "saerligt-samarbejde": self._cooperation,
            "aftale": self._agreement,
            "haster": self._haste,
            "efter-foedslen": self._after_birth,
            "kan-paavirke-barnet": self._effects,
            "foelger": self._consequences,
            "ikke-relateret": self._not_related,
            "omsorgspersoner": self._carers,
            "fokus": self._focus,
            "forudsaetninger": self._preconditions,
            "anbefalinger-boern": self._no_recommendations,
            "fasd": self._definition,
        }

    def answer(self, question: str, vignette: Vignette) -> list[Point]:
        """The lines of the answer to the question of that id."""
        return list(self._builders[question](vignette, self._texts.questions[question]))

    @cached_property
    def _tasks(self) -> dict[str, WhoRow]:
        rows: dict[str, WhoRow] = {}
        for row in who_does_what(self._lookup.graph):
            rows.setdefault(row.task, row)
        return rows

    def who_has(self, thing: str) -> list[Point]:
        """Who has the task ``thing``, or that the sources name nobody."""
        row, words = self._tasks[thing], self._texts.questions["opgave"]
        texts = self._said("dcterms:description", subject=thing)
        quotes = _literals(texts) if texts else self._lookup.quotes(row.passages)
        if row.actors:
            actors = self._said("fb:actor", subject=thing)
            names = listing([self._lookup.inside(statement.object) for statement in actors])
            return [Point(words["named"].format(actors=names, quotes=quotes), tuple(actors))]
        naming = self._said("fb:hasElement", object_=thing) or self._said("fb:task", subject=thing)
        naming = naming or texts
        nobody = Point(words["nobody"].format(quotes=quotes), tuple(naming), (Pattern("fb:actor", subject=thing),))
        if row.whole != _AGREEMENT:
            return [nobody]
        parties = self._said("fb:party", subject=row.whole)
        names = listing([self._lookup.inside(statement.object) for statement in parties])
        return [nobody, Point(words["parties"].format(actors=names), tuple(parties), nobody.absent)]

    def is_open(self, thing: str) -> bool:
        """Whether the sources name nobody for the task."""
        return not self._tasks[thing].actors

    def has_task(self, thing: str) -> bool:
        """Whether the sources name the task."""
        return thing in self._tasks

    def _said(self, predicate: str, *, subject: str = "", object_: str = "") -> list[Statement]:
        return self._lookup.said(subject=subject, predicate=predicate, object_=object_)

    def _quotes(self, statements: Sequence[Statement]) -> str:
        return self._lookup.first_words(statements)

    def _silence(self, name: str) -> str:
        """What the sources do not say, with a space before it, or nothing where a word of theirs may say it."""
        silence = self._texts.silences[name]
        words = " ".join(passage.text.casefold() for passage in self._lookup.corpus.passages.values())
        return "" if any(f" {word}" in f" {words}" for word in silence.unless) else f" {silence.text}"

    def _criteria(self, vignette: Vignette) -> dict[str, list[Statement]]:
        """What the vignette names that speaks for an intervention, by the intervention's slug."""
        found: dict[str, list[Statement]] = {}
        for slug in [named.slug for named in vignette.named]:
            for statement in self._said("fb:speaksFor", subject=slug):
                found.setdefault(self._lookup.slug(statement.object), []).append(statement)
        return found

    def _is_reason(self, statement: Statement) -> bool:
        return bool(self._said("fb:reasonFor", subject=self._lookup.slug(statement.subject)))

    def _problems(self, vignette: Vignette) -> list[Statement]:
        of_problems = [named for named in vignette.named if self._lookup.is_a(named.slug, "Problem")]
        return [named.statements[0] for named in of_problems]

    def _not_speaking(self, problems: Sequence[Statement], vignette: Vignette) -> tuple[Pattern, ...]:
        named = [named.slug for named in vignette.named if self._lookup.is_a(named.slug, "Problem")]
        return tuple(Pattern("fb:speaksFor", subject=slug) for slug in named) if problems else ()

    def _assessed(self, words: Mapping[str, str], *, rule: bool = True) -> Point:
        said = self._said("fb:needAssessedBy")
        return Point(
            words["assessed"].format(quotes=_literals(said)) + (self._silence("weighing") if rule else ""),
            tuple(said),
        )

    def _intervention(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        ((intervention, criteria),) = self._criteria(vignette).items()
        name = self._lookup.inside(intervention)
        main = [statement for statement in criteria if not self._is_reason(statement)]
        yield Point(words["lead"].format(intervention=name, quotes=self._quotes(main)), tuple(main))
        reasons = [statement for statement in criteria if self._is_reason(statement)]
        if reasons:
            yield Point(words["reason"].format(quotes=self._quotes(reasons)), tuple(reasons))
        problems = self._problems(vignette)
        text = words["problems"].format(quotes=self._quotes(problems))
        yield Point(text, tuple(problems), self._not_speaking(problems, vignette))
        yield self._assessed(words)

    def _weighing(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        by_intervention = self._criteria(vignette)
        every = tuple(statement for criteria in by_intervention.values() for statement in criteria)
        yield Point(words["lead"] + self._silence("weighing"), every)
        for intervention, criteria in by_intervention.items():
            text = words["for"].format(intervention=self._lookup.inside(intervention), quotes=self._quotes(criteria))
            yield Point(text, tuple(criteria))
        need = self._said("fb:mayNeed", subject=_GROUP)
        yield Point(words["need"].format(quotes=self._quotes(need)), tuple(need))
        yield self._assessed(words, rule=False)

    def _too_little(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        problems = self._problems(vignette)
        text = words["lead"].format(quotes=self._quotes(problems))
        yield Point(text, tuple(problems), self._not_speaking(problems, vignette))
        spoken_for = dict.fromkeys(statement.object for statement in self._said("fb:speaksFor"))
        for intervention in spoken_for:
            criteria = self._said("fb:speaksFor", object_=self._lookup.slug(intervention))
            name = self._lookup.inside(intervention)
            yield Point(words["missing"].format(intervention=name, quotes=self._quotes(criteria)), tuple(criteria))
        yield self._assessed(words)

    def _listed(self, statements: Sequence[Statement], words: Mapping[str, str]) -> Iterator[Point]:
        """A line for each of the elements; one that the sources name for others than the woman says for whom."""
        for statement in statements:
            label, slug = self._lookup.label(statement.object), self._lookup.slug(statement.object)
            targets = self._said("fb:forTarget", subject=slug) if "element_for" in words else []
            if targets:
                who = listing([self._lookup.inside(target.object) for target in targets])
                yield Point(words["element_for"].format(label=label, target=who), (statement, *targets))
            else:
                yield Point(words["element"].format(label=label), (statement,))

    def _elements(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        (intervention,) = self._criteria(vignette)
        elements = self._said("fb:hasElement", subject=intervention)
        name = self._lookup.inside(intervention)
        yield Point(words["lead"].format(count=_count(len(elements)), intervention=name), tuple(elements))
        yield from self._listed(elements, words)

    def _shared_elements(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        one, other = (self._said("fb:hasElement", subject=slug) for slug in self._criteria(vignette))
        shared = [(a, b) for a in one for b in other if a.object == b.object]
        lead = words["lead"].format(count=_count(len(shared)))
        yield Point(lead, tuple(statement for pair in shared for statement in pair))
        for pair in shared:
            yield Point(words["element"].format(label=self._lookup.label(pair[0].object)), pair)

    def _central_actors(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        central = self._said("fb:centralActor", subject=_GROUP)
        yield Point(words["lead"].format(quotes=self._quotes(central)), tuple(central))
        among = {statement.object for statement in central}
        cooperation = [s for s in self._said("fb:needsCooperationWith") if {s.subject, s.object} <= among]
        yield Point(words["cooperation"].format(quotes=self._quotes(cooperation)), tuple(cooperation))
        for named in vignette.named:
            around = self._said("fb:surroundingActor", subject=_GROUP, object_=named.slug)
            if around:
                text = words["contact"].format(Actor=named.shown, quotes=self._quotes(around))
                yield Point(text, tuple(around), (Pattern("fb:centralActor", object=named.slug),))

    def _cooperation(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        need = [s for s in self._said("fb:modality", subject="behov-for-samarbejde")]
        yield Point(words["lead"].format(quotes=self._quotes(need)), tuple(need))
        iris = {self._lookup.iri(named.slug) for named in vignette.named}
        between = [s for s in self._said("fb:needsCooperationWith") if {s.subject, s.object} <= iris]
        yield Point(words["between"].format(quotes=self._quotes(between)), tuple(between))
        goal = self._said("fb:hasGoal", subject="behov-for-samarbejde")
        yield Point(words["goal"].format(quotes=self._quotes(goal)), tuple(goal))

    def _agreement(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        elements = self._said("fb:hasElement", subject=_AGREEMENT)
        uses = [f"{_AGREEMENT}-{self._lookup.slug(statement.object)}" for statement in elements]
        binding = [statement for use in uses for statement in self._said("fb:modality", subject=use)]
        lead = words["lead"].format(modality=binding[0].object, count=_count(len(elements)))
        yield Point(lead, tuple(binding))
        yield from self._listed(elements, words)

    def _haste(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        quick = self._said("fb:hasNeed", subject=_GROUP, object_="behov-for-hurtig-handling")
        yield Point(words["lead"].format(quotes=self._quotes(quick)) + self._silence("deadline"), tuple(quick))
        text = self._said("dcterms:description", subject="anbefaling-2")
        label, quotes = self._lookup.label("anbefaling-2"), _literals(text)
        yield Point(words["recommendation"].format(label=label, quotes=quotes), tuple(text))

    def _after_birth(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        for phase in self._said("fb:inPhase", object_="fase-efter-foedslen"):
            slug = self._lookup.slug(phase.subject)
            text = self._said("dcterms:description", subject=slug)
            lead = words["lead"].format(label=self._lookup.label(slug), quotes=_literals(text))
            yield Point(lead, (phase, *text))
            if self.is_open(slug):
                yield Point(words["open"], tuple(text), (Pattern("fb:actor", subject=slug),))

    def _effects(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        effects = self._said("fb:mayCause", subject=_EXPOSURE)
        serious = [s for s in effects if self._lookup.slug(s.object) == "alvorlig-paavirkning-af-barnet"]
        yield Point(words["lead"].format(quotes=self._quotes(serious)), tuple(serious))
        others = [statement for statement in effects if statement not in serious]
        yield Point(words["list"].format(quotes=self._quotes(others)), tuple(others))
        yield Point(words["single"], tuple(self._said("fb:affects", subject=_EXPOSURE)))

    def _consequences(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        named = [s for n in vignette.named for s in self._said("fb:mayCause", subject=_EXPOSURE, object_=n.slug)]
        yield Point(words["lead"].format(quotes=self._quotes(named)), tuple(named))
        more = self._said("fb:mayCause", subject=_EXPOSURE, object_="andre-symptomer")
        yield Point(words["more"].format(quotes=self._quotes(more)), tuple(more))
        yield Point(words["single"], tuple(self._said("fb:affects", subject=_EXPOSURE)))

    def _not_related(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        leads_to = self._said("fb:mayLeadTo", subject="vanskeligheder-ikke-relateret")
        notes = {self._lookup.slug(row["thing"]): row["text"] for row in self._lookup.graph.rows("reading-notes")}
        uncertain = [notes[slug] for s in leads_to if (slug := self._lookup.slug(s.object)) in notes]
        lead = " ".join([words["lead"].format(quotes=self._quotes(leads_to)), *uncertain])
        yield Point(lead, tuple(leads_to))
        why = self._said("fb:mayLeadTo", object_="vanskeligheder-ikke-relateret")
        why = [*why, *self._said("fb:hasChallenge", object_="svaert-at-opspore")]
        yield Point(words["why"].format(quotes=self._quotes(why)), tuple(why))

    def _carers(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        for actor in self._said("fb:actor", object_="omsorgspersoner"):
            slug = self._lookup.slug(actor.subject)
            task = self._said("fb:task", subject=slug)
            yield Point(words["lead"].format(quotes=self._quotes(task)), (actor, *task))
            for requires in self._said("fb:requires", object_=slug):
                goal = self._said("fb:hasGoal", subject=_CHILDREN, object_=self._lookup.slug(requires.subject))
                yield Point(words["goal"].format(quotes=self._quotes(goal)), (requires, *goal))

    def _focus(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        own = {"opsporing-af-eksponering", "identificere-foelgevirkninger", "trygge-rammer"}
        goals = [s for s in self._said("fb:hasGoal", subject=_CHILDREN) if self._lookup.slug(s.object) in own]
        yield Point(words["lead"].format(quotes=self._quotes(goals)), tuple(goals))

    def _preconditions(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        said = self._said("fb:hasPrecondition", subject="helhedsorienteret-indsats")
        yield Point(words["lead"].format(quotes=self._quotes(said)), tuple(said))

    def _no_recommendations(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        advice = self._said("fb:advisesOn", subject=_CHILDREN)[:1]
        yield Point(words["lead"], tuple(advice), (Pattern("fb:hasRecommendation", subject=_CHILDREN),))
        yield Point(words["said"].format(quotes=self._quotes(advice)), tuple(advice))
        given = self._said("fb:hasRecommendation", subject=_WOMEN)
        numbers = [self._said("fb:number", subject=self._lookup.slug(s.object))[0] for s in given]
        text = f"anbefaling {listing([number.object for number in numbers])}"
        about = self._texts.pathways[_WOMEN].about
        yield Point(words["rest"].format(other=about, numbers=text), (*given, *numbers))

    def _definition(self, vignette: Vignette, words: Mapping[str, str]) -> Iterator[Point]:
        for definition in self._said("skos:definition", subject="fasd"):
            stands_for = self._said("fb:standsFor", subject="fasd")
            text = words["lead"].format(definition=definition.object, quotes=self._quotes([definition]))
            yield Point(text + self._silence("finding-fasd"), (definition, *stands_for))


def _literals(statements: Sequence[Statement]) -> str:
    """The words that the statements hold, which stand so in their passages, as quotes."""
    return listing(list(dict.fromkeys(f"»{statement.object}«" for statement in statements)))


def _count(number: int) -> str:
    words = ("ingen", "ét", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")
    return words[number] if number < len(words) else str(number)
