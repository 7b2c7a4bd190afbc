"""Running the application with uvicorn."""

from __future__ import annotations

import logging
import socket

import uvicorn

from forlobkg.builds import Report
from forlobkg.errors import SettingsError
from forlobkg.service import open_service
from forlobkg.settings import Settings
from forlobkg_api.application import create_app


def run(settings: Settings, *, host: str | None, port: int | None, report: Report, announce: Report) -> None:
    """Serve until stopped; ``announce`` is told the address once questions can be answered.

    Raises ``SettingsError`` when the address cannot be used.
    """
    chosen_host = host if host is not None else settings.host
    chosen_port = port if port is not None else settings.port
    # Bound before anything is built or loaded: a taken port is said at once.
    listener = _bind(chosen_host, chosen_port)
    with listener, open_service(settings, report) as service:
        shown = listener.getsockname()[1]
        service.warm_up()
        announce(f"http://{chosen_host}:{shown}/")
        if settings.log_questions:
            logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
        config = uvicorn.Config(
            create_app(service),
            log_level="warning",
            access_log=False,  # it holds questions, which may be personal
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "ingen gyldig adresse"
        raise SettingsError(f"{host}:{port} kan ikke bruges ({reason}); vælg en anden med --host, --port") from error
    return listener
