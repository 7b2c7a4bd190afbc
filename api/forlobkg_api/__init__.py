"""The HTTP door: REST, SPARQL and pages over the public names of forlobkg."""

from forlobkg_api.application import create_app

__all__ = ["create_app"]
