"""A real server over the real system, in process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from forlobkg.service import Forlobkg
from forlobkg_api import create_app


@pytest.fixture(scope="session")
def client(service: Forlobkg) -> Iterator[TestClient]:
    app = create_app(service)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
