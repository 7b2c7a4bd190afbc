"""What routes depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute

from forlobkg.errors import InputError
from forlobkg.service import Forlobkg


def _service(request: Request) -> Forlobkg:
    service: Forlobkg = request.app.state.service
    return service


Service = Annotated[Forlobkg, Depends(_service)]


def only_known_parameters(request: Request) -> None:
    """Refuse a parameter of the URL that the route does not have: it would be ignored, and all be given.

    Raises ``InputError``.
    """
    route = request.scope["route"]
    known = [field.alias for field in route.dependant.query_params] if isinstance(route, APIRoute) else []
    unknown = next((name for name in request.query_params if name not in known), None)
    if unknown is not None:
        there_are = ", ".join(known) or "ingen"
        raise InputError(f"parameteren {unknown!r} kendes ikke her; der er: {there_are}")
