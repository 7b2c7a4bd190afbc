"""Pictures of every kind of page: at three widths, in both themes, and printed.

    python docs/screenshots.py http://127.0.0.1:8000 [--out FOLDER] [--only NAME,NAME] [--png]

A server must run at the address (``make serve``). The kinds are those of ``tests/browser/kinds.toml``. Pictures are
``NAME-WIDTH-THEME.webp`` and, for the first printed pages, ``NAME-print.webp``.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import pypdfium2 as pdfium
from PIL import Image
from playwright.sync_api import Browser, Page, Response, sync_playwright

_HERE = Path(__file__).resolve().parent
_KINDS = _HERE.parent / "tests" / "browser" / "kinds.toml"
_WIDTHS = (360, 768, 1280)
_MOST_HEIGHT = 1800
_PRINTED_PAGES = 2
Theme = Literal["light", "dark"]


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures of every kind of page.")
    parser.add_argument("site", help="address of a running server, such as http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=_HERE / "screenshots", help="folder of the pictures")
    parser.add_argument("--only", default="", help="names of kinds, separated by commas")
    parser.add_argument("--png", action="store_true", help="PNG, as the browser makes them, instead of WebP")
    options = parser.parse_args()
    kinds = tomllib.loads(_KINDS.read_text("utf-8"))["kind"]
    names = {kind["name"] for kind in kinds}
    wanted = set(filter(None, options.only.split(","))) or names
    if unknown := wanted - names:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    program = shutil.which("chromium")
    if program is None:
        parser.error("there is no chromium; install the system's package chromium")
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        # Its sandbox needs privileges that a container has not; only our own pages are visited.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for kind in kinds:
            if kind["name"] in wanted:
                _take(browser, options.site.rstrip("/"), kind, options.out, "png" if options.png else "webp")
        browser.close()


def _take(browser: Browser, site: str, kind: Mapping[str, Any], out: Path, form: str) -> None:
    """All pictures of one kind."""
    with browser.new_context(locale="da-DK", reduced_motion="reduce") as context:
        page = context.new_page()
        missing: list[str] = []
        page.on("requestfailed", lambda request: missing.append(request.url))
        page.on("response", lambda response: missing.append(response.url) if _is_missing(response) else None)
        page.set_viewport_size({"width": max(_WIDTHS), "height": 900})
        page.goto(site + kind["path"].replace("@overlong@", "hvad+" * 240), wait_until="networkidle")
        if missing:
            raise SystemExit(f"{kind['name']}: cannot be loaded: {', '.join(missing)}; start the server anew")
        for width in _WIDTHS:
            for theme in get_args(Theme):
                _save(_seen(page, width, theme), out / f"{kind['name']}-{width}-{theme}.{form}")
        page.emulate_media(color_scheme="light")
        _save(_printed(page), out / f"{kind['name']}-print.{form}")
    print(kind["name"])


def _is_missing(response: Response) -> bool:
    """Whether a part of a page is not there; the page itself may be one that says so."""
    return response.status >= 400 and response.request.resource_type != "document"


def _seen(page: Page, width: int, theme: Theme) -> Image.Image:
    """The page from its top, as far down as a picture can be looked at."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_load_state("networkidle")
    page.evaluate("() => scrollTo(0, 0)")
    height = min(int(page.evaluate("() => document.documentElement.scrollHeight")), _MOST_HEIGHT)
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    return Image.open(io.BytesIO(taken)).convert("RGB")


def _printed(page: Page) -> Image.Image:
    """The first sheets of the page on paper, side by side."""
    document = pdfium.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True, print_background=True))
    sheets = [document[number].render(scale=1.2).to_pil() for number in range(min(len(document), _PRINTED_PAGES))]
    whole = Image.new(
        "RGB", (sum(sheet.width + 12 for sheet in sheets), max(sheet.height for sheet in sheets)), "grey"
    )
    left = 6
    for sheet in sheets:
        whole.paste(sheet, (left, 0))
        left += sheet.width + 12
    return whole


def _save(picture: Image.Image, path: Path) -> None:
    """Writes the picture as small as it can be read."""
    if path.suffix == ".webp":
        picture.save(path, quality=42, method=6)
    else:
        picture.save(path)


if __name__ == "__main__":
    main()
