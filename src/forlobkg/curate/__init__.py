"""Curation: what a document's passages may hold for the graph, for people to decide on."""

from forlobkg.curate.candidate_graphs import candidate_quads
from forlobkg.curate.extractor import Extractor
from forlobkg.curate.model import Candidate, CandidateKind, Part, SourcePassage

__all__ = [
    "Candidate",
    "CandidateKind",
    "Extractor",
    "Part",
    "SourcePassage",
    "candidate_quads",
]
