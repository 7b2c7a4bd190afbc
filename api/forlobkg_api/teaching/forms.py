"""The form in the body of a request, as routes depend on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from forlobkg_api.teaching.fields import Fields, of_body

Body = Annotated[Fields, Depends(of_body)]
