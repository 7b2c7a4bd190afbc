"""The built dataset written to a store elsewhere, graph by graph, and whether a store holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from forlobkg.errors import ForlobkgError, QueryTimeoutError, RemoteStoreError
from forlobkg.graph import DATASET, GraphStore, Names, OxigraphStore
from forlobkg.remote.store import RemoteStore, query_of
from forlobkg.remote.writing import GraphWriter

_REPORTED = 50
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: named graphs, the triples of the default graph, and the graphs that had to go."""

    graphs: int
    triples: int
    removed: int


class PublishError(ForlobkgError):
    """The dataset was not written, or not all of it."""

    exit_status = 1
    http_status = 409
    title = "Not published"


def publish(
    built: OxigraphStore,
    names: Names,
    store: RemoteStore,
    writer: GraphWriter,
    *,
    replace: bool,
    report: Callable[[str], None],
) -> Published:
    """Let ``store``, which ``writer`` writes to, hold the dataset of ``built`` and nothing else.

    A store that holds anything but an earlier version of our dataset is left as it is, unless ``replace``. While
    the dataset is being written its description says that it is incomplete, and afterwards every graph is counted.

    Raises ``PublishError`` for such a store, and for one that afterwards does not hold what was written; where the
    store fails half-way, its ``RemoteStoreError`` says how far it came.
    """
    before = store.sizes()
    if not replace:
        _require_ours(store, names, before)
    dataset = names.iri(DATASET)
    graphs = [name for name in built.graphs() if name != dataset]
    stale = sorted(name for name in before if name is not None and name not in {*graphs, dataset})
    sent: dict[str | None, int] = {}

    def write(graph: str | None) -> None:
        triples = list(built.triples(graph))
        writer.replace(graph, triples)
        sent[graph] = len(triples)

    try:
        writer.replace(dataset, _incomplete(names))
        for graph in stale:
            writer.remove(graph)
        for number, graph in enumerate(graphs):
            if number % _REPORTED == 0:
                report(f"sender grafer: {number} af {len(graphs) + 1}")
            write(graph)
        report("sender standardgrafen")
        write(None)
        write(dataset)
    except (RemoteStoreError, QueryTimeoutError) as error:
        raise RemoteStoreError(
            f"{error}; {len(sent)} af {len(graphs) + 2} grafer nåede frem, og datasættet dér er ufuldstændigt: "
            "kør forlobkg publish igen"
        ) from error
    report("tæller efter")
    _require_all(sent, store.sizes())
    return Published(len(graphs) + 1, sent[None], len(stale))


def require_published(built: GraphStore, store: RemoteStore, shown_url: str) -> None:
    """Raise ``RemoteStoreError``, saying what to do, unless ``store`` holds the dataset that was built.

    What the dataset says of itself is compared, with its counts for every class and property, not each statement.
    """
    query = query_of("description")
    here, there = (
        {(triple.subject, triple.predicate, getattr(triple.object, "value", "")) for triple in graph.construct(query)}
        for graph in (built, store)
    )
    if not there:
        raise RemoteStoreError(f"lageret på {shown_url} har ikke datasættet; kør: forlobkg publish --to {shown_url}")
    if here != there:
        raise RemoteStoreError(
            f"lageret på {shown_url} har et ufuldstændigt datasæt eller en anden udgave end den, der er bygget her; "
            f"kør: forlobkg publish --to {shown_url}"
        )


def _require_ours(store: RemoteStore, names: Names, sizes: dict[str | None, int]) -> None:
    if not any(sizes.values()):
        return
    foreign = sorted(name for name in sizes if name is not None and names.slug(name) is None)
    if foreign:
        more = f" og {len(foreign) - _MOST_NAMED} til" if len(foreign) > _MOST_NAMED else ""
        what = f"{', '.join(foreign[:_MOST_NAMED])}{more}"
    elif not store.ask(query_of("is-ours")):
        what = f"{sizes.get(None, 0)} udsagn uden vores beskrivelse af datasættet"
    else:
        return
    raise PublishError(
        f"lageret har andet end vores datasæt ({what}); --replace sletter det, eller vælg et tomt lager"
    )


def _require_all(sent: dict[str | None, int], there: dict[str | None, int]) -> None:
    if there.get(None, 0) > sent[None]:
        raise PublishError(
            "lagerets standardgraf har mere, end der blev sendt: den er nok foreningen af alle grafer; "
            "slå det fra, for ellers tælles hvert udsagn én gang for hvert sted, der siger det"
        )
    wrong = sorted(str(name or "standardgrafen") for name, count in sent.items() if there.get(name, 0) != count)
    if wrong:
        raise PublishError(
            f"lageret har ikke det, der blev sendt, i {len(wrong)} grafer, fx {wrong[0]}; kør forlobkg publish igen"
        )


def _incomplete(names: Names) -> list[ox.Triple]:
    """What the description of the dataset says while the dataset is being written."""
    dataset, prefixes = ox.NamedNode(names.iri("datasaet")), names.prefixes
    return [
        ox.Triple(dataset, ox.NamedNode(prefixes["rdf"] + "type"), ox.NamedNode(prefixes["void"] + "Dataset")),
        ox.Triple(dataset, ox.NamedNode(prefixes["schema"] + "creativeWorkStatus"), ox.Literal("Incomplete")),
    ]
