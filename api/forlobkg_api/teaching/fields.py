"""Reading a form that was sent: its fields, and the file that may come with it."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from fastapi import Request

from forlobkg.errors import InputError
from forlobkg_api.problems import UnsupportedMediaTypeError

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_FIELDS = 2_000
_NOT_UTF8 = "formularen er ikke i UTF-8; gem teksten som UTF-8, og prøv igen"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form, in order, a name once for each of its values."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __contains__(self, name: str) -> bool:
        return any(one == name for one, _ in self.pairs)

    def get(self, name: str, default: str = "") -> str:
        """The first value of ``name``; a browser's line ends are ours."""
        return next((value.replace("\r\n", "\n") for one, value in self.pairs if one == name), default)

    def all(self, name: str) -> list[str]:
        """Every value of ``name`` that is not empty, each once."""
        return list(dict.fromkeys(value for one, value in self.pairs if one == name and value))

    def number(self, name: str, default: int, least: int, most: int, called: str) -> int:
        """The whole number in ``name``. Raises ``InputError``, which calls the field ``called``."""
        text = self.get(name).strip()
        if not text:
            return default
        # Not int() alone: it reads »1_0« and other scripts' digits.
        value = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else -1
        if not least <= value <= most:
            raise InputError(f"{called} skal være et helt tal fra {least} til {most}, ikke »{text[:40]}«")
        return value


def of_query(request: Request) -> Fields:
    """The fields in the address."""
    return Fields(tuple(request.query_params.multi_items()))


async def of_body(request: Request) -> Fields:
    """The fields in the body of ``request``.

    Raises ``InputError`` for a body that cannot be read, ``UnsupportedMediaTypeError`` for what is no form.
    """
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    body = await request.body()
    if media_type == FORM or not body:
        return _urlencoded(body)
    if media_type == MULTIPART:
        return _multipart(content_type, body)
    raise UnsupportedMediaTypeError(f"send formularen som {FORM} eller {MULTIPART}")


def _urlencoded(body: bytes) -> Fields:
    try:
        text = body.decode("utf-8")
        return Fields(tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)))
    except UnicodeDecodeError as error:
        raise InputError(_NOT_UTF8) from error
    except ValueError as error:
        raise InputError(f"formularen har flere end {MOST_FIELDS} felter; gør planen kortere") from error


def _multipart(content_type: str, body: bytes) -> Fields:
    """A form with a file in it (RFC 7578), which MIME's own parser reads."""
    if "\n" in content_type or "\r" in content_type:
        raise InputError("formularens hoved kan ikke læses")
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise InputError("formularen kan ikke læses; vælg filen igen, og prøv én gang til")
    pairs = []
    for part in list(message.iter_parts())[:MOST_FIELDS]:
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            continue
        try:
            pairs.append((name, payload.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            raise InputError(_NOT_UTF8) from error
    return Fields(tuple(pairs))
