"""The whole dataset as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from forlobkg.errors import NotFoundError
from forlobkg.graph import EXPORT_FORMATS
from forlobkg_api.conditional import entity_tag, is_current, not_modified
from forlobkg_api.dependencies import Service

router = APIRouter(tags=["linked data"], default_response_class=Response)
_TABLES = ("csv", "application/zip")
_FILES = {
    **{f"forlobkg.{name}": (name, form.media_type) for name, form in EXPORT_FORMATS.items()},
    "forlobkg-csv.zip": _TABLES,
    "forlobkg.csv.zip": _TABLES,
}
"""Each file's export format and media type; the tables also under the name that follows those of the others."""


@router.head("/eksport/{name}", include_in_schema=False)
@router.get("/eksport/{name}")
def download(
    name: Annotated[str, Path(max_length=100, examples=["forlobkg.trig"])], request: Request, service: Service
) -> Response:
    """The dataset: ``forlobkg.trig``, ``.ttl``, ``.nq``, ``.nt``, ``.jsonld``; ``forlobkg-csv.zip`` has tables."""
    if name not in _FILES:
        raise NotFoundError(f"filen {name!r} findes ikke; der er: {', '.join(_FILES)}")
    export_format, media_type = _FILES[name]
    tag = entity_tag(service.dataset_hash, "eksport", export_format)
    if is_current(request, tag):
        return not_modified(tag, "Accept-Encoding")
    return FileResponse(
        service.export_file(export_format),
        media_type=media_type,
        filename=name,
        headers={"ETag": tag, "Cache-Control": "no-cache"},
    )
