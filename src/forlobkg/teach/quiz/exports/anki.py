"""An Anki package, made by genanki: a note for each item, known by the item's id.

So a card keeps its history when the quiz is exported again. Anki takes a changed note over where it is newer than the
learner's: notes bear the time of the export.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import sqlite3
import time
import zipfile
from typing import TYPE_CHECKING, Final

from forlobkg.teach.quiz.exports.wording import (
    explained,
    in_order,
    inline,
    letter,
    mixed,
    one_line,
    right_sides,
    tags,
    unmarked,
    word,
)
from forlobkg.teach.quiz.items import Item, Quiz

if TYPE_CHECKING:
    import genanki

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FIELDS: Final = ("Id", "Spørgsmål", "Svarmuligheder", "Svar", "Forklaring")
_TYPED_FIELDS: Final = ("Id", "Spørgsmål", "Svar", "Godtages også", "Forklaring")
_STYLE: Final = """\
.card { font-family: "IBM Plex Sans", "Segoe UI", Arial, sans-serif; font-size: 20px; line-height: 1.45;
  text-align: left; max-width: 40em; margin: 0 auto; padding: 1em; }
.question { font-weight: 600; }
.answer { border-left: 4px solid #2a6b4f; padding-left: 0.6em; }
.hint, small { opacity: 0.8; }
blockquote { margin: 0.6em 0; padding-left: 0.8em; border-left: 3px solid;
  font-family: "IBM Plex Serif", Georgia, serif; }
"""


def write(quiz: Quiz) -> bytes:
    """The quiz as an ``.apkg``; with ``SOURCE_DATE_EPOCH`` set the same quiz gives the same bytes."""
    import genanki

    choosing, typed = _models()
    # Two colons would divide the deck.
    deck = genanki.Deck(_stable("deck", quiz.title), unmarked(quiz.title).replace("::", ":"))
    for item in quiz.items:
        model, fields = (typed, _typed(item)) if item.kind == "short-answer" else (choosing, _chosen(item))
        named = [tag.replace(" ", "-") for tag in map(unmarked, tags(item)) if tag]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=genanki.guid_for(item.id), tags=named))
    return _packed(genanki.Package(deck))


def _packed(package: genanki.Package) -> bytes:
    """The package's bytes. genanki's own writing leaves a temporary file behind and the time in the zip file."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = float(fixed) if fixed.isdecimal() else time.time()
    connection = sqlite3.connect(":memory:")
    try:
        package.write_to_db(connection.cursor(), moment, itertools.count(int(moment * 1000)))
        connection.commit()
        content = connection.serialize()
    finally:
        connection.close()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (("collection.anki2", content), ("media", b"{}")):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _models() -> tuple[genanki.Model, genanki.Model]:
    """The note types: one where the answer is turned up, one where it is typed."""
    import genanki

    front = '<div lang="da"><p class="question">{{Spørgsmål}}</p>{{Svarmuligheder}}</div>'
    back = (
        '{{FrontSide}}<hr id="answer"><div lang="da" class="answer">{{Svar}}</div><div lang="da">{{Forklaring}}</div>'
    )
    typing = '<div lang="da"><p class="question">{{Spørgsmål}}</p></div>{{type:Svar}}'
    typed = (
        '{{FrontSide}}<hr id="answer"><div lang="da">{{#Godtages også}}<p class="hint">{{Godtages også}}</p>'
        "{{/Godtages også}}{{Forklaring}}</div>"
    )
    return tuple(
        genanki.Model(
            _stable("model", name),
            name,
            fields=[{"name": field} for field in fields],
            templates=[{"name": "Kort", "qfmt": question, "afmt": answer}],
            css=_STYLE,
            sort_field_index=1,
        )
        for name, fields, question, answer in (
            ("forlobkg: spørgsmål", _FIELDS, front, back),
            ("forlobkg: kort svar", _TYPED_FIELDS, typing, typed),
        )
    )


def _stable(kind: str, name: str) -> int:
    """A number for a name that stays the same, where genanki asks for one made up once: 2^30 up to 2^31."""
    digest = hashlib.sha256(f"forlobkg/{kind}/{name}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def _chosen(item: Item) -> list[str]:
    return [item.id, _shown(item.stem), _choices(item), _key(item), _explanation(item)]


def _typed(item: Item) -> list[str]:
    model, *others = map(one_line, item.accepted)
    also = word("words", "other-answers", answers=" · ".join(others)) if others else ""
    return [item.id, _shown(item.stem), _shown(model), _shown(also), _explanation(item)]


def _choices(item: Item) -> str:
    match item.kind:
        case "matching":
            lefts = _list("ul", [pair.left for pair in item.pairs])
            return _hint(item.kind) + lefts + _list('ol type="A"', right_sides(item))
        case "ordering":
            steps = mixed(item)
            return _hint(item.kind) + _list("ul", steps)
        case "true-false":
            return _hint(item.kind)
        case _:
            return _hint(item.kind) + _list('ol type="A"', [option.text for option in item.options])


def _hint(kind: str) -> str:
    return f'<p class="hint">{_shown(word("kinds", kind))}</p>'


def _key(item: Item) -> str:
    match item.kind:
        case "matching":
            paired = [word("words", "paired", left=pair.left, right=pair.right) for pair in item.pairs]
            return _list("ul", paired)
        case "ordering":
            return _list("ol", in_order(item))
        case "true-false":
            return f"<p>{_shown(next(option.text for option in item.options if option.correct))}</p>"
        case _:
            right = [(index, option) for index, option in enumerate(item.options) if option.correct]
            return "".join(f"<p>{letter(index)}. {_shown(option.text)}</p>" for index, option in right)


def _explanation(item: Item) -> str:
    return _unplayed(explained(item))


def _list(kind: str, texts: list[str]) -> str:
    return f"<{kind}>{''.join(f'<li>{_shown(text)}</li>' for text in texts)}</{kind.split()[0]}>"


def _shown(text: str) -> str:
    return _unplayed(inline(text))


def _unplayed(markup: str) -> str:
    """Without what Anki takes for sounds and formulas: ``[sound:…]``, ``[latex]``, ``[$]``."""
    return markup.replace("[", "&#91;")
