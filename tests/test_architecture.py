"""The law of the house: which room may import what, read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pyoxigraph as ox
import pytest

from forlobkg.builds import NOT_IN_BUILDS
from forlobkg.graph import Names
from forlobkg.resources import ontology_dir

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "forlobkg"
API = "forlobkg_api"
FOUNDATION = {"addresses", "errors", "files", "resources", "settings"}
"""Top-level modules that stand below every room."""
USES = {
    "danish": set[str](),
    "corpus": {"danish"},
    "corpus.reading": {"danish"},
    "graph": {"corpus"},
    "graph.authoring": {"corpus", "danish"},
    "index": {"danish"},
    "remote": {"graph", "sparql"},
    "sparql": set[str](),
    "evaluate": {"answer", "graph", "index"},
    "answer": {"corpus", "danish", "graph", "index", "results"},
    "curate": {"corpus", "danish", "graph", "graph.authoring", "index"},
    "teach": {"answer", "corpus", "danish", "graph"},
    "teach.quiz": {"answer", "corpus", "danish", "graph"},
    "reference": {"corpus", "graph", "graph.authoring"},
    "results": set[str](),
    "client": {"", "results"},
    "site": {"answer", "corpus", "danish", "graph", "results"},
}
"""The rooms, and whose faces each may use."""
SECOND_FACES = ("corpus.reading", "graph.authoring", "teach.quiz")
"""Folders of a room that have a face of their own; the rest of the room stands at their disposal."""
ABOVE = {
    "": {"errors", "service", "settings"},
    "addresses": set[str](),
    "errors": set[str](),
    "files": set[str](),
    "resources": set[str](),
    "settings": {"addresses", "errors", "resources"},
    "builds": {"files", "index", "resources", "settings"},
    "builder": {
        *FOUNDATION,
        "answer",
        "builds",
        "corpus",
        "danish",
        "graph",
        "graph.authoring",
        "index",
        "reference",
    },
    "views": {"answer", "corpus", "danish", "graph", "index", "results", "views_who", "views_who_csv"},
    "views_explain": {"answer", "corpus", "graph", "results"},
    "export_files": {"builds", "errors", "files"},
    "views_who": {"answer", "corpus", "graph", "results"},
    "views_who_csv": {"results"},
    "service": {
        *FOUNDATION,
        "answer",
        "builder",
        "builds",
        "corpus",
        "danish",
        "export_files",
        "graph",
        "index",
        "remote",
        "site",
        "sparql",
        "teach",
        "views",
        "views_explain",
    },
    "terminal": {"answer", "views"},
    "terminal_graph": {"graph.authoring", "terminal", "views_explain"},
    "cli_common": {"errors", "files", "service"},
    "cli_publish": {"cli_common", "errors", "graph", "remote"},
    "cli_course": {"cli_common", "cli_course_more", "cli_quiz", "errors", "teach"},
    "cli_course_more": {"cli_common", "errors", "teach"},
    "cli_quiz": {"cli_common", "errors", "files", "teach.quiz"},
    "cli_eval": {*FOUNDATION, *USES, "builder", "cli_common", "service"},
    "cli_graph": {*FOUNDATION, *USES, "cli_common", "reference", "terminal", "terminal_graph"},
    "cli": {
        *FOUNDATION,
        "cli_common",
        "cli_course",
        "cli_eval",
        "cli_graph",
        "cli_publish",
        "terminal",
        *USES,
        "builder",
        "builds",
        "service",
        API,
    },
}
"""The modules that stand beside the rooms, and what each may use; the empty name is the package's own face."""
API_USES = {
    "",
    "answer",
    "corpus",
    "danish",
    "graph",
    "index",
    "results",
    "service",
    "site",
    "sparql",
    "teach",
    "teach.quiz",
    "views",
    "views_explain",
    "settings",
    "errors",
    "builds",
}
"""The public names of forlobkg, the only ones that forlobkg_api may use."""
LATE_ONLY = {("service", "builder"), ("service", "remote"), ("", "service"), ("cli", API)}
"""Uses that must not happen when the module is imported."""
MOST_LINES = 400

KNOWN_BREACHES: dict[tuple[str, str], str] = {}
"""Imports of today that break the law; each is to be mended, and then to leave this table."""

CATCH_EXCEPTION = {"forlobkg.index.embedding"}
"""Modules that must catch Exception: tokenizers raises nothing narrower for a damaged file."""


@dataclass(frozen=True)
class Import:
    """One import of ours: the module that imports, the one imported, and whether it runs on import."""

    importer: str
    imported: str
    line: int
    kind: str  # now, late, or typing

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def sources() -> dict[str, Path]:
    """The modules of both packages by their dotted names."""
    found = {}
    for root in (ROOT / "src", ROOT / "api"):
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


SOURCES = sources()


def _walk(node: ast.AST, kind: str) -> Iterator[tuple[ast.stmt, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, kind
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _walk(child, "late")
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            yield from _walk(child, "typing")
        else:
            yield from _walk(child, kind)


@cache
def imports() -> tuple[Import, ...]:
    """Every import of one of our modules by another."""
    found = []
    for module, path in SOURCES.items():
        for node, kind in _walk(ast.parse(path.read_text("utf-8")), "now"):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{module}: relative import"
            for name in _imported(node):
                if name.partition(".")[0] in (PACKAGE, API):
                    found.append(Import(module, name, node.lineno, kind))
    return tuple(found)


def _imported(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            # A face may give out a function that is called as its module is: then that is meant.
            yield inner if inner in SOURCES and alias.name not in _given_out(node.module) else node.module


@cache
def _given_out(module: str) -> frozenset[str]:
    """The names in the ``__all__`` of one of our modules; empty where it has none."""
    tree = ast.parse(SOURCES[module].read_text("utf-8"))
    lists = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return frozenset(lists[0]) if lists else frozenset()


def place(module: str) -> str:
    """The room of a module, or its own name where it stands beside the rooms."""
    if module.partition(".")[0] == API:
        return API
    inner = module.removeprefix(PACKAGE).removeprefix(".")
    second = (face for face in SECOND_FACES if f"{inner}.".startswith(f"{face}."))
    return next(second, inner.partition(".")[0])


def is_face(module: str) -> bool:
    """Whether ``module`` is a room's face, or stands beside the rooms."""
    inner = module.removeprefix(PACKAGE).removeprefix(".")
    return inner in USES or place(module) not in USES


def breaches(importer_places: set[str]) -> list[str]:
    """The imports from modules at these places that the tables do not allow, but for the known ones."""
    allowed = {
        **{room: {room, *uses, *FOUNDATION} for room, uses in USES.items()},
        **ABOVE,
        API: {*API_USES, API},
    }
    for face in SECOND_FACES:
        room = face.partition(".")[0]
        allowed[face].add(room)
        if face == "teach.quiz":
            allowed[room].add(face)
    return [
        str(found)
        for found in imports()
        if place(found.importer) in importer_places
        and (found.importer, found.imported) not in KNOWN_BREACHES
        and (place(found.imported) not in allowed[place(found.importer)] or not _through_the_face(found))
    ]


def _through_the_face(found: Import) -> bool:
    room = place(found.imported)
    at_home = place(found.importer).partition(".")[0] == room.partition(".")[0]
    return at_home or is_face(found.imported)


def test_the_modules_are_found() -> None:
    assert {"forlobkg", "forlobkg.cli", "forlobkg.graph.authoring.rules", "forlobkg_api.rest"} <= set(SOURCES)
    assert len(imports()) > 100


def test_every_module_has_its_place() -> None:
    assert {place(module) for module in SOURCES} <= {*USES, *ABOVE, API}


@pytest.mark.parametrize("room", sorted(USES))
def test_a_room_uses_what_the_design_lets_it_use(room: str) -> None:
    assert breaches({room}) == []


@pytest.mark.parametrize("module", sorted(ABOVE))
def test_a_module_beside_the_rooms_uses_what_stands_below_it(module: str) -> None:
    assert breaches({module}) == []


def test_the_api_uses_public_names_only() -> None:
    assert breaches({API}) == []


def test_every_known_breach_is_still_one() -> None:
    now = {(found.importer, found.imported) for found in imports()}
    mended = sorted(pair for pair in KNOWN_BREACHES if pair not in now)
    assert not mended, "take these out of KNOWN_BREACHES"


def test_serving_needs_no_authoring() -> None:
    users = {place(found.importer) for found in imports() if place(found.imported) == "graph.authoring"}
    assert users <= {"graph.authoring", "builder", "cli_graph", "curate", "reference", "terminal_graph"}


def test_what_makes_builds_counts_among_their_inputs() -> None:
    used, waiting = set[str](), ["forlobkg.builder"]
    while waiting:
        module = waiting.pop()
        if module not in used:
            used.add(module)
            waiting += [found.imported for found in imports() if found.importer == module and found.kind != "typing"]
    paths = {module: SOURCES[module].relative_to(ROOT / "src" / "forlobkg").as_posix() for module in used}
    assert {"forlobkg.graph.authoring", "forlobkg.index.hybrid"} <= used
    assert {module: path for module, path in paths.items() if path.startswith(NOT_IN_BUILDS)} == {}


def test_what_is_to_be_imported_late_is() -> None:
    for importer, imported in LATE_ONLY:
        kinds = {
            found.kind
            for found in imports()
            if (place(found.importer), place(found.imported)) == (importer, imported)
        }
        assert kinds
        assert "now" not in kinds, f"{importer or PACKAGE} imports {imported} at once"


def test_no_imports_go_in_circles() -> None:
    graph: dict[str, set[str]] = {module: set() for module in SOURCES}
    for found in imports():
        # A face is imported before what stands behind it, and imports that itself: no circle of its own.
        if found.kind == "now" and not found.importer.startswith(f"{found.imported}."):
            graph[found.importer].add(found.imported)
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


@pytest.mark.parametrize("room", sorted({place(module) for module in SOURCES} & set(USES)))
def test_a_face_names_what_it_gives_out(room: str) -> None:
    tree = ast.parse(SOURCES[f"{PACKAGE}.{room}"].read_text("utf-8"))
    given = [
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE)
        for alias in node.names
    ]
    assert _given_out(f"{PACKAGE}.{room}") == set(given)


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_a_module_can_be_read_in_one_sitting(module: str) -> None:
    assert len(SOURCES[module].read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_no_module_catches_everything(module: str) -> None:
    for handler in ast.walk(ast.parse(SOURCES[module].read_text("utf-8"))):
        if isinstance(handler, ast.ExceptHandler):
            where = f"{module}:{handler.lineno}"
            assert handler.type is not None, f"{where} catches everything"
            names = {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
            assert "Exception" not in names or module in CATCH_EXCEPTION, f"{where} catches Exception"
            if names & {"Exception", "BaseException"}:
                # What was not meant goes on, or everything does once the handler has tidied up.
                again = [node for node in ast.walk(handler) if isinstance(node, ast.Raise) and node.exc is None]
                assert again, f"{where} swallows what it did not mean to catch"


QUERIES = sorted((ontology_dir() / "queries").rglob("*.rq"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_file_is_sparql(path: Path) -> None:
    assert isinstance(ox.Store().query(path.read_text("utf-8")), ox.QuerySolutions)


def test_every_query_file_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in SOURCES.values())
    templates = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.toml"))
    assert QUERIES
    names = [path.relative_to(ontology_dir() / "queries").with_suffix("").as_posix() for path in QUERIES]
    unused = [name for name in names if f'"{name}"' not in code + templates]
    assert unused == []
    assert Names().prefixes
