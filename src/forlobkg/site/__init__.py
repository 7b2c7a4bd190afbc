"""What the pages show: things, the sources, who does what, the map, the history, as data that templates draw."""

from forlobkg.site.about import AboutPage
from forlobkg.site.asking import Answered, Sureness
from forlobkg.site.completion import Completion
from forlobkg.site.editor import EditorView, ExampleQuery
from forlobkg.site.history import History, Milestone
from forlobkg.site.map import MapMaker, UnknownStartError
from forlobkg.site.map_view import MapView, Order, View, Wish
from forlobkg.site.searching import Searched
from forlobkg.site.site import Site
from forlobkg.site.sources import OutsideFact, Part, SourcePage
from forlobkg.site.thing_views import ThingPage
from forlobkg.site.who import PARTS, RowPart, WhoPage

__all__ = [
    "PARTS",
    "AboutPage",
    "Answered",
    "Completion",
    "EditorView",
    "ExampleQuery",
    "History",
    "MapMaker",
    "MapView",
    "Milestone",
    "Order",
    "OutsideFact",
    "Part",
    "RowPart",
    "Searched",
    "Site",
    "SourcePage",
    "Sureness",
    "ThingPage",
    "UnknownStartError",
    "View",
    "WhoPage",
    "Wish",
]
