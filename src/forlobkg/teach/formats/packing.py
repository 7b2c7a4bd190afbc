"""Office files packed so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can name; what is packed bears no time of its own."""


def packed(content: bytes) -> bytes:
    """The ZIP file ``content`` with its entries in the same order and without the times of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(info, source.read(entry))
    return target.getvalue()
