"""The reference of the ontology: pages in Danish and English, with pictures, made from the graphs and files."""

from forlobkg.reference.pages import write_reference

__all__ = ["write_reference"]
