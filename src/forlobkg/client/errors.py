"""What can go wrong between a client and the service: one clear line each."""

from __future__ import annotations

from forlobkg.errors import ForlobkgError, InputError, NotFoundError


class ClientError(ForlobkgError):
    """Anything that a client raises of itself."""

    exit_status = 1
    http_status = 502
    title = "Service not usable"


class UnreachableError(ClientError):
    """There is no connection to the service, or it was cut off."""


class NoAnswerInTimeError(ClientError):
    """The service did not answer within the client's timeout."""


class StrangeResponseError(ClientError):
    """Something answered that is not forlobkg, or is another version of it."""


class MissingPackageError(ClientError):
    """A package is needed that is not installed."""


class ProblemError(ClientError):
    """The service refused, with problem details (RFC 9457).

    ``status`` is the HTTP status, ``title`` a short English name, ``detail`` says in Danish what to do, and
    ``retry_after`` is after how many seconds to try again, where the service says so.
    """

    def __init__(self, status: int, title: str, detail: str, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.http_status = status
        self.title = title
        self.detail = detail
        self.retry_after = retry_after


class RefusedError(ProblemError, InputError):
    """The input is wrong or over a limit; the same in process is an ``InputError``."""

    exit_status = 2


class MissingError(ProblemError, NotFoundError):
    """There is no such thing; the same in process is a ``NotFoundError``."""


class UnavailableError(ProblemError):
    """The service cannot answer now: a query was stopped at a limit, too many wait, or something broke."""


def problem(status: int, title: str, detail: str, retry_after: int | None = None) -> ProblemError:
    """The error for a response of ``status``."""
    kind = MissingError if status == 404 else UnavailableError if status >= 500 else RefusedError
    return kind(status, title, detail, retry_after)
