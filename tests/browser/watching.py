"""What a page did that nobody asked it to: requests to other hosts, complaints of the browser, missing parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

_PARTS = {"stylesheet", "script", "image", "font", "manifest"}
# A refused page or query is told of in the console as well; a missing part of a page is noticed by its response.
_REFUSED = "Failed to load resource: the server responded with a status of"


@dataclass
class Watch:
    """What was requested, and what went wrong."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def foreign(self, site: str) -> list[str]:
        """The addresses on other hosts that were asked for."""
        return [url for url in self.requests if not url.startswith((f"{site}/", "blob:", "data:"))]

    def over(self, context: BrowserContext) -> Watch:
        """Watches all pages of ``context``, those that it opens later too."""
        context.on("request", self._requested)
        context.on("response", self._responded)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("page", self._opened)
        return self

    def clear(self) -> None:
        """Forgets what was noticed."""
        self.requests.clear()
        self.complaints.clear()

    def _opened(self, page: Page) -> None:
        page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _responded(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in _PARTS:
            self.complaints.append(f"{response.status} for {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_REFUSED):
            self.complaints.append(message.text)
