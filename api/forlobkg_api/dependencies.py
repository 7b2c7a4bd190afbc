"""What routes depend on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from forlobkg.service import Forlobkg


def _service(request: Request) -> Forlobkg:
    service: Forlobkg = request.app.state.service
    return service


Service = Annotated[Forlobkg, Depends(_service)]
