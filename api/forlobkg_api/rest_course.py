"""The REST routes of course material: an outline, its files, and quizzes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Final, Literal, Self

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from forlobkg.service import Forlobkg
from forlobkg.teach import EXPORTS, FORMATS, Change, Choice, Difficulty, Kind, Outline, read_outline
from forlobkg_api.dependencies import Service, only_known_parameters
from forlobkg_api.problems import PROBLEM_TYPE
from forlobkg_api.teaching.builds import builds
from forlobkg_api.teaching.editing import require_bounds
from forlobkg_api.teaching.files import YAML, ZIP, File, course_file, known_format
from forlobkg_api.teaching.quizzes import MOST_ITEMS, MOST_SEED, exported

router = APIRouter(prefix="/api/course", tags=["course"], dependencies=[Depends(only_known_parameters)])
_JSON: Final = "application/json"
_CHOICE: Final = {
    "pathway": "udsatte-gravide-forloeb",
    "profession": "sundhedsplejerske",
    "minutes": 15,
    "level": "introduktion",
}
_OUTLINE: Final = {
    "format": "forlobkg-outline",
    "version": 1,
    "title": "Mit kursus",
    "choice": {"pathway": "udsatte-gravide-forloeb", "minutes": 15},
    "parts": [{"id": "egen-1", "title": "Velkommen", "minutes": 15, "lines": [{"text": "Hvem er vi?", "own": True}]}],
}


def _responses(description: str, media_types: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    problem = {"content": {PROBLEM_TYPE: {"schema": {"type": "object"}}}}
    return {
        200: {"description": description, "content": dict(media_types)},
        400: {"description": "A choice, an outline or a format that cannot be used, and why", **problem},
        503: {"description": "As much is being built as there is room for; see Retry-After", **problem},
    }


_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_COURSE_RESPONSES: Final = _responses(
    "The outline, or the file",
    {
        _JSON: {"schema": {"$ref": "#/components/schemas/Outline"}},
        **{media_type: _BINARY for media_type in (*(kind for kind, _ in FORMATS.values()), YAML, ZIP)},
    },
)
_QUIZ_RESPONSES: Final = _responses(
    "The quiz, or the file",
    {
        _JSON: {"schema": {"type": "object"}},
        **{export.media_type: _BINARY for export in EXPORTS.values() if export.media_type != _JSON},
    },
)


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    choice: Choice | None = Field(None, description="What to propose an outline for")
    outline: dict[str, Any] | None = Field(
        None, description="An outline, as this route gives it and as a trainer has changed it"
    )

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.choice is None) == (self.outline is None):
            raise ValueError("send either choice or outline")
        return self


class CourseRequest(_Asked):
    """What a course is to be made of, and in which format it is wanted."""

    format: Literal["outline", "yaml", "pptx", "docx", "pdf", "html", "md", "zip", "poster"] = Field(
        "outline",
        description="`outline` for JSON, `yaml` for the file that a trainer keeps, `poster` for one page on who does "
        "what for the profession of the choice, `zip` for everything",
    )


class OutlineCheck(BaseModel):
    """An outline to be held against the sources as they are now."""

    model_config = ConfigDict(extra="forbid")

    outline: dict[str, Any] = Field(examples=[_OUTLINE])


class Checked(BaseModel):
    """The lines that rest on passages that have changed or gone."""

    changes: list[Change]


class QuizRequest(BaseModel):
    """Which quiz is wanted; the same request gives the same quiz as long as the graph is the same."""

    model_config = ConfigDict(extra="forbid")

    seed: int = Field(0, ge=0, le=MOST_SEED)
    count: int = Field(20, ge=1, le=MOST_ITEMS, description="How many items at most")
    kinds: list[Kind] = Field(default=[], description="The kinds of items; empty for all")
    difficulty: Difficulty | None = None
    pathway: str | None = Field(None, max_length=200, description="Slug of a pathway; all if not given")
    approved: list[Annotated[str, Field(max_length=200)]] | None = Field(
        None, max_length=MOST_ITEMS, description="The ids of the items that the file is to have; all if not given"
    )
    format: str = Field("json", max_length=40, description=f"One of {', '.join(f'`{name}`' for name in EXPORTS)}")


def _outline(service: Forlobkg, asked: CourseRequest) -> Outline:
    if asked.choice is not None:
        return service.course.propose(asked.choice)
    return _read(asked.outline)


def _read(outline: dict[str, Any] | None) -> Outline:
    found = read_outline(json.dumps(outline, ensure_ascii=False))
    require_bounds(found)
    return found


@router.post("", response_class=Response, responses=_COURSE_RESPONSES)
async def course(
    request: Request,
    service: Service,
    asked: Annotated[
        CourseRequest,
        Body(
            openapi_examples={
                "proposed": {"summary": "An outline for health visitors", "value": {"choice": _CHOICE}},
                "slides": {"summary": "Slides at once", "value": {"choice": _CHOICE, "format": "pptx"}},
                "own": {
                    "summary": "A handout of an outline that was changed",
                    "value": {"outline": _OUTLINE, "format": "docx"},
                },
            }
        ),
    ],
) -> Response:
    """An outline of a course, or a file that is made of one.

    Every line that is not the trainer's own names the passages that it rests on, with the hash of each. An outline
    may be changed and sent back for slides (PPTX), a handout (DOCX, PDF), a web page, Markdown, or all in a zip file.
    """
    if asked.format == "outline":
        outline = await builds(request).run(partial(_outline, service, asked))
        return JSONResponse(outline.model_dump(mode="json"))
    name = "outline" if asked.format == "yaml" else asked.format

    def build() -> File:
        return course_file(service.course, _outline(service, asked), name)

    return (await builds(request).run(build)).response()


@router.post("/check")
def check(asked: OutlineCheck, service: Service) -> Checked:
    """Which lines of an outline rest on passages that have changed, or that are no longer there."""
    return Checked(changes=service.course.check(_read(asked.outline)))


@router.post("/quiz", response_class=Response, responses=_QUIZ_RESPONSES)
async def quiz(request: Request, service: Service, asked: QuizRequest) -> Response:
    """A quiz from the facts of the graph: every key is asserted there, no distractor is.

    As `json` each item has its key, an explanation, and the quotations that carry it, and can be approved one by one;
    the other formats are files for learning platforms and for print.
    """
    format_ = known_format(asked.format, EXPORTS)

    def build() -> Response:
        made = service.course.quiz(
            seed=asked.seed,
            count=asked.count,
            kinds=list(asked.kinds) or None,
            difficulty=asked.difficulty,
            pathway=asked.pathway or None,
        )
        # As a program asked for it: with nothing picked out, nothing has to be approved.
        if format_ == "json" and asked.approved is None:
            return JSONResponse(made.model_dump(mode="json"))
        return exported(made, format_, asked.approved).response()

    return await builds(request).run(build)
