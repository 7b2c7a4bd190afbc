"""The pages that people see, one module each."""

from forlobkg_api.pages import (
    about,
    ask,
    map,
    reference,
    robots,
    sources,
    things,
    timeline,
    who,
)

ROUTERS = (
    about.router,
    ask.router,
    map.router,
    reference.router,
    robots.router,
    sources.router,
    things.router,
    timeline.router,
    who.router,
)

__all__ = ["ROUTERS"]
