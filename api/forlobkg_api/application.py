"""The FastAPI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from forlobkg import __version__
from forlobkg.service import Forlobkg
from forlobkg_api import (
    descriptions,
    developer,
    downloads,
    graph_store,
    health,
    linked_data,
    ontology,
    rest,
    rest_course,
    sparql,
)
from forlobkg_api.assets import Assets, StaticRoute
from forlobkg_api.dataset import Dataset, Endpoint, ServedDataset
from forlobkg_api.failures import add_handlers
from forlobkg_api.language import Language
from forlobkg_api.limits import BodyLimit, SecurityHeaders
from forlobkg_api.pages import ROUTERS
from forlobkg_api.reach import Compressed, HeadForAll, OpenForReading
from forlobkg_api.teaching.builds import Builds, Previews


def create_app(service: Forlobkg) -> FastAPI:
    """The application over ``service``, which it loads when it starts and closes when it stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(service.warm_up)
        yield
        await run_in_threadpool(service.close)

    app = FastAPI(
        title="forlobkg",
        version=__version__,
        summary="Danske forløbsbeskrivelser som vidensgraf med kildehenvisninger",
        docs_url=None,  # the stock page loads its parts from another host; ours is in pages/reference.py
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.builds = Builds()
    app.state.previews = Previews()
    furnish(app, ServedDataset(service))
    for module in (rest, rest_course, health, developer, linked_data, downloads, ontology):
        app.include_router(module.router)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticRoute())
    return app


def furnish(app: FastAPI, dataset: Dataset) -> None:
    """Give ``app`` the SPARQL routes over ``dataset``, what every response passes through, and what errors become."""
    app.state.endpoint = Endpoint(dataset)
    app.state.assets = Assets.load()
    # The last added is the outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(Compressed)
    app.add_middleware(HeadForAll)
    app.add_middleware(OpenForReading)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Language)
    add_handlers(app)
    for module in (sparql, graph_store, descriptions):
        app.include_router(module.router)
