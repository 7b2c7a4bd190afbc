"""Errors as problem details (RFC 9457), in Danish and English."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from forlobkg.errors import ForlobkgError

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every response carries."""
PROBLEM_TYPE = "application/problem+json"


class NotAcceptableError(ForlobkgError):
    """None of the formats that the client takes can be given."""

    http_status = 406
    title = "Not acceptable"


class UnsupportedMediaTypeError(ForlobkgError):
    """The body is of a kind that is not read."""

    http_status = 415
    title = "Unsupported media type"


_DANISH = {
    400: "Ugyldig forespørgsel",
    404: "Findes ikke",
    405: "Metoden er ikke tilladt",
    406: "Formatet kan ikke leveres",
    413: "For langt",
    415: "Medietypen kendes ikke",
    422: "Ugyldigt indhold",
    429: "For mange forespørgsler",
    500: "Fejl i tjenesten",
    503: "Ikke klar",
}

_PLAIN = {
    404: "adressen findes ikke her; se alle adresser på /docs",
    405: "metoden bruges ikke her; se på /docs, hvad der kan bruges",
}
"""What to say where the framework has only the name of the status to say."""


def problem(status: int, detail: str, title: str | None = None) -> JSONResponse:
    """A problem response; ``detail`` tells the user what to do."""
    content = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "title_da": _DANISH.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
    }
    # The headers here too: a response to an unexpected error passes no middleware.
    return JSONResponse(content, status_code=status, media_type=PROBLEM_TYPE, headers=dict(SECURITY_HEADERS))


def add_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` a problem response."""

    @app.exception_handler(ForlobkgError)
    async def _own(_: Request, error: ForlobkgError) -> JSONResponse:
        response = problem(error.http_status, str(error), error.title)
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.exception_handler(Exception)
    async def _unexpected(_: Request, __: Exception) -> JSONResponse:
        # Starlette logs the error itself; the user learns nothing of the inside.
        return problem(500, "der skete en fejl i tjenesten; prøv igen, og sig det til den, der driver den")

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, f"{place}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        said = str(error.detail)
        plain = said == HTTPStatus(error.status_code).phrase
        response = problem(error.status_code, _PLAIN.get(error.status_code, said) if plain else said)
        response.headers.update(error.headers or {})
        return response
