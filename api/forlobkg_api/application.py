"""The FastAPI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from forlobkg import __version__
from forlobkg.service import Forlobkg
from forlobkg_api import developer, downloads, health, linked_data, ontology, pages, rest, sparql
from forlobkg_api.assets import Assets, StaticRoute
from forlobkg_api.limits import BodyLimit, SecurityHeaders
from forlobkg_api.problems import add_handlers


def create_app(service: Forlobkg) -> FastAPI:
    """The application over ``service``, which it loads when it starts and closes when it stops."""

    @asynccontextmanager
    async def lifespan(opened: FastAPI) -> AsyncIterator[None]:
        opened.state.sparql_places = CapacityLimiter(service.settings.sparql_workers)
        await run_in_threadpool(service.warm_up)
        yield
        await run_in_threadpool(service.close)

    app = FastAPI(
        title="forlobkg",
        version=__version__,
        summary="Danske forløbsbeskrivelser som vidensgraf med kildehenvisninger",
        docs_url=None,  # the stock page loads its parts from another host; ours is in pages.py
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.assets = Assets.load()
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    add_handlers(app)
    for module in (rest, sparql, health, pages, developer, linked_data, downloads, ontology):
        app.include_router(module.router)
    app.mount("/static", StaticRoute())
    return app
