"""Whether the service lives and is ready."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from forlobkg.results import Readiness
from forlobkg_api.dependencies import Service

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def healthz() -> Health:
    """200 while the process answers."""
    return Health()


@router.get("/readyz")
def readyz(service: Service) -> Readiness:
    """200 when the build is loaded and questions can be answered; 503 otherwise."""
    service.warm_up()
    return Readiness(counts=service.build.details["counts"])
