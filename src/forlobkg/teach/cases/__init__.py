"""Cases for teaching: constructed vignettes of what the sources name, with questions and model answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from forlobkg.answer import begin_sentence
from forlobkg.corpus import Corpus
from forlobkg.errors import InputError
from forlobkg.graph import KnowledgeGraph
from forlobkg.teach.cases.answers import Answers, Pattern, Point
from forlobkg.teach.cases.texts import CaseTexts, Scenario, load_case_texts
from forlobkg.teach.cases.vignettes import Named, Vignette, Writer, filled, sentences
from forlobkg.teach.lookup import Lookup
from forlobkg.teach.material import Cell, Line, Material, Objective, Section, Table
from forlobkg.teach.sourcing import Numbering, notice

__all__ = ["Asked", "Case", "Named", "Pattern", "Point", "Vignette", "compose_cases", "make_cases", "sentences"]

_TASK = "opgave"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a case with its model answer; ``open`` where the right answer is that the sources do not say."""

    id: str
    text: str
    points: tuple[Point, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A vignette with its questions."""

    vignette: Vignette
    questions: tuple[Asked, ...]


def make_cases(
    graph: KnowledgeGraph,
    corpus: Corpus,
    *,
    seed: int = 0,
    count: int = 3,
    pathway: str | None = None,
    answers: bool = True,
) -> Material:
    """``count`` constructed cases, of ``pathway`` (slug) or of all; the same for the same seed and graph.

    Each case has a section with the vignette, the questions and a table of what the sources name in the vignette,
    and with ``answers`` one more for each answer. Raises ``InputError`` for a pathway that there is not, and for a
    count below one or of more cases than can be made unlike each other.
    """
    texts = load_case_texts()
    cases = compose_cases(graph, corpus, seed=seed, count=count, pathway=pathway)
    return _Sheet(graph, corpus, texts).material(cases, pathway, answers=answers)


def compose_cases(
    graph: KnowledgeGraph, corpus: Corpus, *, seed: int = 0, count: int = 3, pathway: str | None = None
) -> list[Case]:
    """The cases that ``make_cases`` sets, with the statements behind every answer. Raises ``InputError``."""
    texts = load_case_texts()
    if not 1 <= count <= texts.most:
        raise InputError(f"der kan laves fra 1 til {texts.most} cases ad gangen, ikke {count}")
    if pathway is not None and pathway not in texts.pathways:
        raise InputError(f"der er ingen cases om {pathway!r}; vælg en af: {', '.join(texts.pathways)}")
    # The cases are to be the same for the same seed; nothing here is secret.
    chance = random.Random(f"forlobkg-cases-{seed}")  # noqa: S311
    lookup = Lookup(graph, corpus)
    writer, asking = Writer(lookup, texts, chance), _Asking(Answers(lookup, texts), texts, chance)
    cases: list[Case] = []
    turns = _turns(texts, pathway, chance)
    while len(cases) < count and turns:
        scenario = turns.pop(0)
        vignette = writer.write(scenario)
        if vignette is not None:
            turns.append(scenario)
            cases.append(Case(vignette, tuple(asking.ask(vignette))))
    if len(cases) < count:
        raise InputError(f"kilderne giver kun stof til {len(cases)} forskellige cases; bed om færre end {count}")
    return cases


def _turns(texts: CaseTexts, pathway: str | None, chance: random.Random) -> list[Scenario]:
    """The scenarios in the order in which they take turns, the pathways one after the other."""
    of_each = []
    for slug in texts.pathways if pathway is None else [pathway]:
        scenarios = [scenario for scenario in texts.scenario if scenario.pathway == slug]
        chance.shuffle(scenarios)
        of_each.append(scenarios)
    longest = max(map(len, of_each))
    return [scenarios[place] for place in range(longest) for scenarios in of_each if place < len(scenarios)]


class _Asking:
    """Chooses questions so that the cases of a set ask different things."""

    def __init__(self, answers: Answers, texts: CaseTexts, chance: random.Random) -> None:
        self._answers = answers
        self._texts = texts
        self._chance = chance
        self._used: Counter[str] = Counter()

    def ask(self, vignette: Vignette) -> list[Asked]:
        scenario = vignette.scenario
        others = self._least_used(scenario.more)[: scenario.others]
        chosen = [*scenario.asked, *(name for name in scenario.more if name in others)]
        self._used.update(chosen)
        return [self._asked(name, vignette) for name in chosen]

    def _least_used(self, names: Sequence[str]) -> list[str]:
        drawn = self._chance.sample(names, len(names))
        return sorted(drawn, key=lambda name: self._used[name])

    def _asked(self, name: str, vignette: Vignette) -> Asked:
        words = self._texts.questions[name]
        if name == _TASK:
            tasks = {task.thing: task.text for task in self._texts.task if vignette.scenario.id in task.scenarios}
            thing = self._least_used([thing for thing in tasks if self._answers.has_task(thing)])[0]
            self._used[thing] += 1
            text = tasks[thing]
        elif "task" in words:
            thing, text = words["task"], words["text"]
            self._used[thing] += 1
        else:
            return Asked(name, filled(words["text"], vignette.person), tuple(self._answers.answer(name, vignette)))
        points = tuple(self._answers.who_has(thing))
        return Asked(name, filled(text, vignette.person), points, self._answers.is_open(thing))


class _Sheet:
    """Sets cases as a material."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus, texts: CaseTexts) -> None:
        self._lookup = Lookup(graph, corpus)
        self._numbering = Numbering(corpus, graph.names)
        self._texts = texts

    def material(self, cases: Sequence[Case], pathway: str | None, *, answers: bool) -> Material:
        texts = self._texts
        of_cases = [self._sections(number, case, answers=answers) for number, case in enumerate(cases, 1)]
        about = " og om ".join(texts.pathways[slug].about for slug in texts.pathways if pathway in (None, slug))
        count = texts.one if len(cases) == 1 else texts.several.format(count=len(cases))
        subtitle = texts.subtitle_with_answers if answers else texts.subtitle_without_answers
        return Material(
            title=texts.title.format(about=about),
            subtitle=subtitle.format(count=count),
            notice=notice(self._lookup.corpus),
            objectives=tuple(Objective(text) for text in texts.objectives),
            sections=tuple(chain.from_iterable(of_cases)),
            sources=self._numbering.sources(),
        )

    def _sections(self, number: int, case: Case, *, answers: bool) -> list[Section]:
        texts, name = self._texts, case.vignette.person.name
        places = enumerate(case.questions, 1)
        asked_of = [texts.question.format(number=place, text=asked.text) for place, asked in places]
        vignette = Line(f"{texts.mark}: {case.vignette.text}", exercise=True)
        made = [
            Section(
                id=f"case-{number}",
                title=texts.case_title.format(number=number, name=name, mark=texts.mark.lower()),
                minutes=texts.minutes.case + texts.minutes.question * len(case.questions),
                lines=(vignette, *(Line(text, exercise=True) for text in asked_of)),
                table=self._table(number, case.vignette),
                note=texts.names_note.format(name=name),
            )
        ]
        if answers:
            made.extend(self._answer(number, place, asked) for place, asked in enumerate(case.questions, 1))
        return made

    def _table(self, number: int, vignette: Vignette) -> Table:
        rows = []
        for named in vignette.named:
            passage = named.statements[0].passages[0]
            words = Cell(self._lookup.quote(passage), self._numbering.numbers([passage]))
            rows.append((Cell(named.shown), words))
        return Table(self._texts.table_caption.format(number=number), self._texts.table_heads, tuple(rows))

    def _answer(self, number: int, place: int, asked: Asked) -> Section:
        texts = self._texts
        return Section(
            id=f"case-{number}-svar-{place}",
            title=texts.answer_title.format(number=number, question=place, text=asked.text),
            minutes=texts.minutes.answer,
            lines=tuple(self._line(point) for point in asked.points),
            note=texts.gap_note if asked.open else "",
        )

    def _line(self, point: Point) -> Line:
        passages = self._lookup.in_order(statement.passages[0] for statement in point.statements)
        return Line(begin_sentence(point.text), tuple(sorted(self._numbering.numbers(passages))))
