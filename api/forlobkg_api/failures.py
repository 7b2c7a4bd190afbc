"""What a client gets when something fails: a page in a browser, problem details elsewhere."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from forlobkg.errors import ForlobkgError
from forlobkg_api.addresses import is_for_people
from forlobkg_api.negotiation import accept_header, choose
from forlobkg_api.problems import PROBLEM_TYPE, SECURITY_HEADERS, problem
from forlobkg_api.templating import render

_PLAIN = {
    404: "adressen findes ikke her; se alle adresser på /docs",
    405: "metoden bruges ikke her; se på /docs, hvad der kan bruges",
}
"""What to say where the framework has only the name of the status to say."""


_UNEXPECTED = "der skete en fejl i tjenesten; prøv igen, og sig det til den, der driver den"
_OFFERED = {"problem": PROBLEM_TYPE, "page": "text/html"}


def failure(request: Request, status: int, detail: str, title: str | None = None, *, said: str = "") -> Response:
    """The response to ``request``, which came to nothing.

    Programs get ``detail`` and ``title``, and so does whoever asks for data. A page has words of its own for each
    ``status``; ``said`` is what it adds to them.
    """
    path = str(request.scope["path"])
    if not is_for_people(path) or choose(accept_header(request), _OFFERED, "problem") != "page":
        return problem(status, detail, title)
    response = render(request, "failure.html", status, status=status, said=said)
    # The headers here too: a response to an unexpected error passes no middleware.
    response.headers.update({**SECURITY_HEADERS, "Vary": "Accept", "Cache-Control": "no-store"})
    return response


def add_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` such a response."""

    @app.exception_handler(ForlobkgError)
    async def _own(request: Request, error: ForlobkgError) -> Response:
        response = failure(request, error.http_status, str(error), error.title, said=str(error))
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, _: Exception) -> Response:
        # Starlette logs the error itself; the user learns nothing of the inside.
        return failure(request, 500, _UNEXPECTED)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        name = str(first["loc"][-1])
        return failure(request, 422, f"{place}: {first['msg']}", said=f"det gælder »{name}«")

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        said = str(error.detail)
        plain = said == HTTPStatus(error.status_code).phrase
        response = failure(
            request,
            error.status_code,
            _PLAIN.get(error.status_code, said) if plain else said,
            said="" if plain else said,
        )
        response.headers.update(error.headers or {})
        return response
