"""Course material from the graph: outline, slides, handout, quiz, cases; every line with its source."""

from forlobkg.teach.building import build_course
from forlobkg.teach.checking import Change
from forlobkg.teach.course import Course
from forlobkg.teach.formats import FORMATS, POSTER_FORMATS, write_material, write_poster
from forlobkg.teach.formats.preview import preview
from forlobkg.teach.material import Line, Material, Poster, Section, Source
from forlobkg.teach.options import Choosable, Options
from forlobkg.teach.outline import MOST_OWN_CHARS, Choice, Level, Minutes, Outline, OutlineLine, PictureKind
from forlobkg.teach.outline_files import MOST_OUTLINE_BYTES, read_outline, write_outline
from forlobkg.teach.quiz import EXPORTS, Difficulty, Export, Kind, Quiz, write_quiz
from forlobkg.teach.slides import make_slides

__all__ = [
    "EXPORTS",
    "FORMATS",
    "MOST_OUTLINE_BYTES",
    "MOST_OWN_CHARS",
    "POSTER_FORMATS",
    "Change",
    "Choice",
    "Choosable",
    "Course",
    "Difficulty",
    "Export",
    "Kind",
    "Level",
    "Line",
    "Material",
    "Minutes",
    "Options",
    "Outline",
    "OutlineLine",
    "PictureKind",
    "Poster",
    "Quiz",
    "Section",
    "Source",
    "build_course",
    "make_slides",
    "preview",
    "read_outline",
    "write_material",
    "write_outline",
    "write_poster",
    "write_quiz",
]
