"""How a template becomes a page, in the visitor's language."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from forlobkg.answer import date_in_words
from forlobkg.builds import REFERENCE_PATHS
from forlobkg.graph import DATA_FORMATS, FB
from forlobkg_api.assets import assets
from forlobkg_api.dependencies import Service
from forlobkg_api.language import CATALOGUES, DANISH, ENGLISH, language_of, localised, path_in


def address(iri: str, base: str) -> str:
    """Where the service shows what ``iri`` names, ``base`` being that of our things; empty for what is no address."""
    if iri.startswith(base):
        slug, mark, part = iri.removeprefix(base).partition("#")
        start = "" if slug.startswith("eksport/") else "side/"
        return f"/{start}{quote(slug)}{mark}{quote(part)}"
    if iri.startswith(FB):
        return f"{REFERENCE_PATHS['da']}#{quote(iri.removeprefix(FB))}"
    return iri if iri.startswith(("https://", "http://")) else ""


def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("forlobkg_api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = CATALOGUES[language]
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        gettext=lambda text: catalogue.get(text, text),
        ngettext=lambda one, many, count: catalogue.get(one, one) if count == 1 else catalogue.get(many, many),
        newstyle=True,
    )
    environment.filters["danish_date"] = date_in_words
    environment.filters["address"] = address
    environment.filters["media_type"] = lambda name: DATA_FORMATS[name].media_type
    environment.filters["format_name"] = lambda name: DATA_FORMATS[name].name
    environment.filters["to"] = lambda path: path_in(language, path)
    environment.filters["query"] = lambda values: urlencode([(name, one) for name, one in values.items() if one])
    return environment


_ENVIRONMENTS = {language: _environment(language) for language in CATALOGUES}


def render(request: Request, template: str, status: int = 200, /, **values: Any) -> HTMLResponse:
    """The page that ``template`` makes of ``values``, in the language of ``request``.

    Templates have ``language``, ``path`` (without the language), ``this_page`` (its address), ``switch`` (that
    in the other language) and ``asset(name)`` (None where it is not built).
    """
    scope = localised(request.scope)
    language, path = scope["language"], str(scope["path"])
    other = DANISH if language == ENGLISH else ENGLISH
    search = f"?{request.url.query}" if request.url.query else ""
    content = (
        _ENVIRONMENTS[language]
        .get_template(template)
        .render(
            language=language,
            path=path,
            this_page=path_in(language, quote(path)) + search,
            switch=path_in(other, quote(path)) + search,
            asset=assets(request).url,
            **values,
        )
    )
    return HTMLResponse(content, status_code=status, headers={"Content-Language": language})


class Pages:
    """Makes the pages of one request: in its language, with what every page of a working service shows.

    Beside what ``render`` gives, templates have ``base`` (the start of our IRIs) and ``documents``.
    """

    def __init__(self, request: Request, service: Service) -> None:
        self._request = request
        self._service = service
        self.language = language_of(request)

    def __call__(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The response that ``template`` gives with ``values``."""
        shared = {"base": self._service.names.base, "documents": self._service.documents()}
        return render(self._request, template, status, **shared, **values)


Page = Annotated[Pages, Depends()]
