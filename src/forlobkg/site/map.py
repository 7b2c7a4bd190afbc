"""What the map shows: the things around one of them and how they are linked, as a picture and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from forlobkg.answer import Citations
from forlobkg.corpus import Corpus
from forlobkg.errors import InputError, NotFoundError
from forlobkg.graph import FB, KnowledgeGraph
from forlobkg.site.map_view import MapKind, MapLink, MapThing, MapView, Order, Ring, View, Wish
from forlobkg.site.network import Link, Network, Thing

CENTRAL = f"{FB}centralActor"
AROUND = f"{FB}surroundingActor"
_FARTHEST = 2
_MANY_LINKS = 7


class UnknownStartError(NotFoundError):
    """No thing has that name; ``near`` are those with names like it."""

    def __init__(self, name: str, near: Sequence[Thing]) -> None:
        super().__init__(f"intet i grafen hedder {name!r}")
        self.near = list(near)


class MapMaker:
    """Makes the maps of one graph."""

    def __init__(self, graph: KnowledgeGraph, corpus: Corpus) -> None:
        self.network = Network(graph)
        self._graph = graph
        self._corpus = corpus

    @property
    def starts(self) -> list[Thing]:
        """The target groups that have actors around them: where a map begins that begins nowhere else."""
        found = dict.fromkeys(link.start for link in self.network.links if link.property_ == CENTRAL)
        return [self.network.things[slug] for slug in found]

    @property
    def beginnings(self) -> list[tuple[str, list[Thing]]]:
        """Good places to begin, by kind: the things with most links of each kind that has much to show."""
        by_kind: dict[str, list[Thing]] = {}
        for thing in sorted(self.network.things.values(), key=self._links_said, reverse=True):
            if self._links_said(thing) >= _MANY_LINKS:
                by_kind.setdefault(thing.kind_label, []).append(thing)
        return list(by_kind.items())

    @property
    def names(self) -> list[str]:
        """The Danish names of everything that a map can begin from."""
        linked = (thing for thing in self.network.things.values() if self.network.around(thing.slug))
        return sorted((thing.label for thing in linked), key=_danish)

    def _links_said(self, thing: Thing) -> int:
        return sum(1 for link in self.network.around(thing.slug) if not link.rule)

    def make(self, wish: Wish) -> MapView:
        """The map that ``wish`` asks for; a view or an opened thing that only another start has is left out.

        Raises ``UnknownStartError`` for a start, ``NotFoundError`` for a thing to open, ``InputError`` for any
        other value that there is not.
        """
        start = self._start(wish.start)
        rings = self._rings(start.slug)
        views = [View.LINKED, View.ACTORS] if rings else [View.LINKED]
        view = self._view(wish, views)
        if not 1 <= wish.depth <= _FARTHEST:
            raise InputError(f"dybden {wish.depth} findes ikke; vælg 1 eller {_FARTHEST}")
        unknown = next((slug for slug in wish.opened if slug not in self.network.things), None)
        if unknown is not None:
            raise NotFoundError(f"intet i grafen hedder {unknown!r}; fold noget andet ud")

        def wanted(link: Link, slug: str) -> bool:
            other = link.other(slug)
            kind = self.network.things[other].kind
            return (wish.inferred or not link.rule) and (not wish.kinds or kind in wish.kinds or other == start.slug)

        if view is View.ACTORS:
            shown = {slug for ring in rings for slug in ring.things} | {start.slug}
            links = [link for link in self.network.around(start.slug) if link.property_ in (CENTRAL, AROUND)]
            opened: list[str] = []
        else:
            opened = [start.slug, *wish.opened]
            links = self._from(opened, inferred=wish.inferred)
            if wish.depth == _FARTHEST:
                opened += [link.other(start.slug) for link in links if start.slug in (link.start, link.end)]
                links = self._from(opened, inferred=wish.inferred)
            shown = {start.slug} | {end for link in links for end in (link.start, link.end)}
        joined = set(_in_order(start.slug, _reached(start.slug, links)))
        kinds = self._kinds(shown - {start.slug}, wish.kinds)
        if view is View.LINKED and wish.kinds:
            shown = {slug for slug in shown if self.network.things[slug].kind in wish.kinds} | {start.slug}
            links = [link for link in links if link.start in shown and link.end in shown]
        links = _reached(start.slug, links)
        citations = Citations(self._corpus, self._graph.names)
        rows = [self._link(link, citations) for link in links]
        return MapView(
            start=self._thing(start, opened, links, wanted),
            view=view,
            views=views,
            depth=wish.depth,
            inferred=wish.inferred,
            order=wish.order,
            kinds=kinds,
            things=[
                self._thing(self.network.things[slug], opened, links, wanted) for slug in _in_order(start.slug, links)
            ],
            links=self._sorted(rows, wish.order),
            rings=rings if view is View.ACTORS else [],
            citations=citations.all,
            opened=[slug for slug in wish.opened if slug in joined],
        )

    def _from(self, opened: Sequence[str], *, inferred: bool) -> list[Link]:
        """The links at the things that are ``opened``, each once."""
        links = (link for slug in opened for link in self.network.around(slug) if inferred or not link.rule)
        return list(dict.fromkeys(links))

    def _start(self, name: str) -> Thing:
        found = self.network.find(name) if name.strip() else next(iter(self.starts), None)
        if found is None:
            raise UnknownStartError(name, self.network.near(name))
        return found

    def _view(self, wish: Wish, views: Sequence[View]) -> View:
        """The view asked for, where the start has it; without a start and a view the actors, most at a glance."""
        if not wish.view:
            return View.LINKED if wish.start.strip() else views[-1]
        if wish.view not in list(View):
            raise InputError(f"visningen {wish.view!r} findes ikke; vælg {' eller '.join(views)}")
        # The form of one start is also where one names the next, which may have no actors in rings.
        return View(wish.view) if wish.view in views else View.LINKED

    def _rings(self, slug: str) -> list[Ring]:
        links = self.network.around(slug)
        found = []
        for property_ in (CENTRAL, AROUND):
            there = [link for link in links if link.property_ == property_ and link.start == slug]
            read = {place for link in there for place in link.passages}
            unread = self._unreadable(slug, read) if property_ == AROUND else []
            if there:
                ends = [link.end for link in there]
                found.append(Ring(property=property_, label=there[0].label, things=ends, unreadable=unread))
        return found

    def _unreadable(self, slug: str, read: set[str]) -> list[str]:
        """What cannot be read in the figures around ``slug``, but for labels in which an actor was read."""
        rows = self._graph.rows("unreadable-labels")
        iri = self._graph.names.iri(slug)
        return [
            row["object"]
            for row in rows
            if row["group"] == iri and self._graph.names.slug(row["passage"]) not in read
        ]

    def _kinds(self, slugs: set[str], chosen: Sequence[str]) -> list[MapKind]:
        counts = Counter((self.network.things[slug].kind, self.network.things[slug].kind_label) for slug in slugs)
        every = {thing.kind: thing.kind_label for thing in self.network.things.values()}
        unknown = next((name for name in chosen if name not in every), None)
        if unknown is not None:
            there = ", ".join(sorted(every))
            raise InputError(f"slagsen {unknown!r} findes ikke; der er: {there}")
        for name in chosen:
            counts.setdefault((name, every[name]), 0)
        return [
            MapKind(name=name, label=label, count=count, chosen=name in chosen)
            for (name, label), count in sorted(counts.items(), key=lambda item: item[0][1].casefold())
        ]

    def _thing(
        self, thing: Thing, opened: Sequence[str], links: Sequence[Link], wanted: Callable[[Link, str], bool]
    ) -> MapThing:
        shown = sum(1 for link in links if thing.slug in (link.start, link.end))
        every = sum(1 for link in self.network.around(thing.slug) if wanted(link, thing.slug))
        return MapThing(
            slug=thing.slug,
            label=thing.label,
            kind=thing.kind,
            kind_label=thing.kind_label,
            open=thing.slug in opened,
            more=every - shown,
        )

    def _link(self, link: Link, citations: Citations) -> MapLink:
        return MapLink(
            start=link.start,
            end=link.end,
            property=link.property_,
            label=link.label,
            rule=link.rule,
            citations=citations.cite(link.passages),
        )

    def _sorted(self, rows: Sequence[MapLink], order: str) -> list[MapLink]:
        name = order.removeprefix("-")
        if name not in list(Order):
            raise InputError(f"rækkefølgen {order!r} findes ikke; vælg {', '.join(Order)}, evt. med - foran")
        things = self.network.things
        keys: dict[str, Callable[[MapLink], str]] = {
            Order.START: lambda row: things[row.start].label,
            Order.PROPERTY: lambda row: row.label,
            Order.END: lambda row: things[row.end].label,
        }
        found = list(rows)
        if name in keys:
            found.sort(key=lambda row: _danish(keys[name](row)))
        return found[::-1] if order.startswith("-") else found


def _reached(start: str, links: Sequence[Link]) -> list[Link]:
    """``links`` without those that no longer hang together with ``start``, since what was between them is hidden."""
    reached, left, kept = {start}, list(links), set[int]()
    growing = True
    while growing:
        growing = False
        for index, link in enumerate(left):
            if index not in kept and (link.start in reached or link.end in reached):
                reached |= {link.start, link.end}
                kept.add(index)
                growing = True
    return [link for index, link in enumerate(left) if index in kept]


def _in_order(start: str, links: Sequence[Link]) -> list[str]:
    """``start`` and the things at the ends of ``links``, in the order in which they come."""
    return list(dict.fromkeys((start, *(end for link in links for end in (link.start, link.end)))))


def _danish(text: str) -> str:
    """What sorts as Danish does: æ, ø and å last."""
    return text.casefold().replace("æ", "{a").replace("ø", "{b").replace("å", "{c")
