"""Course material from the graph: outline, slides, handout, quiz, cases; every line with its source."""

from forlobkg.teach.building import build_course
from forlobkg.teach.checking import Change
from forlobkg.teach.course import Course
from forlobkg.teach.formats import FORMATS, POSTER_FORMATS, write_material, write_poster
from forlobkg.teach.material import Line, Material, Poster, Section, Source
from forlobkg.teach.options import Choosable, Options
from forlobkg.teach.outline import MOST_OWN_CHARS, Choice, Level, Minutes, Outline, OutlineLine, PictureKind
from forlobkg.teach.outline_files import MOST_OUTLINE_BYTES, read_outline, write_outline

__all__ = [
    "FORMATS",
    "MOST_OUTLINE_BYTES",
    "MOST_OWN_CHARS",
    "POSTER_FORMATS",
    "Change",
    "Choice",
    "Choosable",
    "Course",
    "Level",
    "Line",
    "Material",
    "Minutes",
    "Options",
    "Outline",
    "OutlineLine",
    "PictureKind",
    "Poster",
    "Section",
    "Source",
    "build_course",
    "read_outline",
    "write_material",
    "write_outline",
    "write_poster",
]
