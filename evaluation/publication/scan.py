"""The publication as a middling office scanner would give it: pictures of pages, a little askew, soft and noisy."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageFilter

EPOCH = time.gmtime(0)


@dataclass(frozen=True)
class Wear:
    """How worn the scan is.

    Turned by up to ``degrees``; ``blur`` and ``noise`` are standard deviations in pixels and in grey levels of 255;
    darker by ``shade`` grey levels at one side; a JPEG of ``quality`` (1 to 95).
    """

    dpi: int = 200
    degrees: float = 0.9
    blur: float = 1.0
    noise: float = 12.0
    shade: float = 22.0
    quality: int = 45


def scanned_page(page: Image.Image, number: int, wear: Wear) -> Image.Image:
    """The page in grey as the scanner gives it. The same number wears the same way every time."""
    chance = np.random.default_rng(number)
    angle = float(chance.uniform(-wear.degrees, wear.degrees))
    turned = page.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(wear.blur))
    grey: NDArray[np.float32] = np.asarray(soft, dtype=np.float32)
    height, width = grey.shape
    # Paper is no pure white, and ink no pure black.
    grey = 28.0 + grey * (247.0 - 28.0) / 255.0
    side = np.linspace(0.0, 1.0, width, dtype=np.float32) ** 2
    grey = grey - wear.shade * (side if chance.random() < 0.5 else side[::-1])
    grey = grey + chance.standard_normal((height, width), dtype=np.float32) * wear.noise
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def scanned_pages(
    pdf: bytes, numbers: Iterable[int] | None = None, wear: Wear | None = None
) -> Iterator[Image.Image]:
    """The counted pages ``numbers`` (all, when None) of the PDF, rendered and worn."""
    wear = wear or Wear()
    with pdfium.PdfDocument(pdf) as document:
        for number in numbers if numbers is not None else range(1, len(document) + 1):
            picture = document[number - 1].render(scale=wear.dpi / 72, grayscale=True).to_pil()
            yield scanned_page(picture, number, wear)


def scanned_pdf(pdf: bytes, wear: Wear | None = None) -> bytes:
    """A PDF of nothing but the pictures, an A4 page each."""
    wear = wear or Wear()
    first, *others = scanned_pages(pdf, wear=wear)
    made = io.BytesIO()
    first.save(
        made,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=wear.dpi,
        quality=wear.quality,
        creationDate=EPOCH,
        modDate=EPOCH,
    )
    return made.getvalue()
