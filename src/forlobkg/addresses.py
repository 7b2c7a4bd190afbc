"""Addresses that hold where no setting says otherwise."""

from __future__ import annotations

from typing import Final

DEFAULT_BASE_IRI: Final = "https://w3id.org/forlobkg/id/"
"""The start of the IRIs of things and passages."""
