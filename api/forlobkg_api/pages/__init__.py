"""The pages that people see, one module each."""

from forlobkg_api.pages import (
    about,
    ask,
    map,
    reference,
    robots,
    sources,
    teaching,
    teaching_more,
    teaching_quiz,
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
    teaching.router,
    teaching_more.router,
    teaching_quiz.router,
    things.router,
    timeline.router,
    who.router,
)

__all__ = ["ROUTERS"]
