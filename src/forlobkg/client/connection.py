"""What both clients need of a connection: a checked address, default headers, and errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from forlobkg import __version__
from forlobkg.client.errors import ClientError, NoAnswerInTimeError, StrangeResponseError, UnreachableError
from forlobkg.errors import InputError

DEFAULT_TIMEOUT = 30.0
"""Seconds to wait for a response: longer than the service lets a SPARQL query run unless it is set otherwise."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service is, and how slugs are read out of IRIs."""

    url: httpx.URL
    timeout: float
    headers: Mapping[str, str]
    base_iri: str

    def slug(self, name: str) -> str:
        """The slug in an IRI of the service's, or ``name`` itself. Raises ``InputError`` for a foreign IRI."""
        slug = name.removeprefix(self.base_iri)
        if "://" in slug:
            raise InputError(f"{name} begynder ikke med {self.base_iri}; giv base_iri, hvis tjenesten har en anden")
        return slug

    @contextmanager
    def in_plain_words(self) -> Iterator[None]:
        """Makes httpx's errors ours. Raises ``ClientError``."""
        try:
            yield
        except httpx.TimeoutException as error:
            raise NoAnswerInTimeError(
                f"{self.url} svarede ikke inden for {self.timeout:g} sekunder; prøv igen, eller giv en større timeout"
            ) from error
        except httpx.ConnectError as error:
            raise UnreachableError(
                f"der er ingen forbindelse til {self.url}; er adressen rigtig, og kører forlobkg serve?"
            ) from error
        except (httpx.DecodingError, httpx.TooManyRedirects) as error:
            raise StrangeResponseError(f"svaret fra {self.url} kan ikke læses: {error}") from error
        except httpx.TransportError as error:
            raise UnreachableError(f"forbindelsen til {self.url} blev afbrudt; prøv igen") from error
        except UnicodeEncodeError as error:
            raise InputError("teksten har tegn, der ikke kan sendes som UTF-8") from error
        except RuntimeError as error:
            if not str(error).startswith("Cannot send a request"):
                raise
            raise ClientError("klienten er lukket; lav en ny") from error


def address(base_url: str, timeout: float, headers: Mapping[str, str] | None, base_iri: str) -> Address:
    """The checked address. Raises ``InputError`` for what is no web address, or a timeout that is none."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise InputError(f"{base_url!r} er ingen adresse: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise InputError(f"{base_url!r} er ingen adresse; den begynder med http:// eller https://")
    if not timeout > 0:
        raise InputError(f"timeout er i sekunder og større end 0, ikke {timeout!r}")
    return Address(url, timeout, {"User-Agent": f"forlobkg/{__version__}", **(headers or {})}, base_iri)
