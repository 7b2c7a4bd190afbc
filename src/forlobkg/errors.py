"""The errors that reach a user: one clear line each, with an exit status and an HTTP status."""

from __future__ import annotations


class ForlobkgError(Exception):
    """Something a user can understand and act on; ``str()`` is the whole message, one line.

    ``exit_status`` is the command line's (1 the answer is "no", 2 wrong use), ``http_status`` the
    service's, ``title`` a short English name for problem details; ``retry_after`` the seconds after which
    the same may succeed, None where waiting does not help.
    """

    exit_status = 2
    http_status = 400
    title = "Bad request"
    retry_after: int | None = None


class InputError(ForlobkgError):
    """The caller's input is wrong: an empty question, an unknown filter, malformed SPARQL."""


class NotFoundError(ForlobkgError):
    """No such thing in the graph or the corpus."""

    exit_status = 1
    http_status = 404
    title = "Not found"


class TooLongError(InputError):
    """The input is over a limit."""

    http_status = 413
    title = "Content too large"


class QueryTimeoutError(ForlobkgError):
    """A SPARQL query ran past its time limit and was stopped."""

    exit_status = 1
    http_status = 503
    title = "Query timed out"

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QueryBusyError(QueryTimeoutError):
    """A SPARQL query did not get its turn, since others were running."""

    title = "Too many queries"


class QueryLimitError(ForlobkgError):
    """A SPARQL query's result was larger than the limits allow."""

    exit_status = 1
    http_status = 400
    title = "Result too large"


class RemoteStoreError(ForlobkgError):
    """The SPARQL endpoint that holds the graph does not answer, or not as it should."""

    exit_status = 1
    http_status = 503
    title = "Graph store unavailable"


class CorpusError(ForlobkgError):
    """The corpus files do not fit together: a changed source, a repair row that no longer matches."""

    exit_status = 1
    http_status = 500
    title = "Corpus damaged"


class OntologyError(ForlobkgError):
    """An ontology or curated graph file cannot be read."""

    exit_status = 1
    http_status = 500
    title = "Ontology damaged"


class BuildError(ForlobkgError):
    """The build could not be made or opened."""

    exit_status = 1
    http_status = 503
    title = "Not ready"


class SettingsError(ForlobkgError):
    """A FORLOBKG_* setting has a value that cannot be used."""

    http_status = 500
    title = "Wrong setting"
