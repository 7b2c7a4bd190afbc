"""Course material from the graph: outline, slides, handout, quiz, cases; every line with its source."""

from forlobkg.teach.course import Course
from forlobkg.teach.material import Material
from forlobkg.teach.options import Choosable, Options
from forlobkg.teach.outline import Choice, Outline

__all__ = ["Choice", "Choosable", "Course", "Material", "Options", "Outline"]
