"""Errors as problem details (RFC 9457), in Danish and English."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import JSONResponse

from forlobkg.errors import ForlobkgError

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
