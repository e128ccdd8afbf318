"""How well a colour can be read on others, and the nearest one that can.

Pure; the measure is that of WCAG 2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Colours are three bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

Rgb = tuple[int, int, int]

TEXT, FAINT = 4.5, 3.0
"""The least contrast of text (WCAG 2.2, 1.4.3, AA) and of what only has to be seen (1.4.11)."""

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)

_STEPS = 20
"""Mixtures that are tried on the way to black or white."""


@lru_cache(512)
def luminance(color: Rgb) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (byte / 255 for byte in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, 1 (the same) to 21 (black and white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(over: Rgb, under: Rgb, cover: float) -> Rgb:
    """Return what is seen where `over` covers the share `cover` of `under`."""
    red, green, blue = (round(low + (high - low) * cover) for high, low in zip(over, under, strict=True))
    return red, green, blue


@lru_cache(512)
def readable(color: Rgb, papers: tuple[Rgb, ...], least: float) -> Rgb:
    """Return the colour nearest to `color`, towards black or white, whose contrast to all `papers` is `least`.

    Where none has it, the end that comes nearest to it.
    """
    if _worst(color, papers) >= least:
        return color
    end = max((BLACK, WHITE), key=lambda one: _worst(one, papers))
    steps = (mixed(end, color, step / _STEPS) for step in range(1, _STEPS))
    return next((one for one in steps if _worst(one, papers) >= least), end)


def _worst(color: Rgb, papers: Iterable[Rgb]) -> float:
    return min(contrast(color, paper) for paper in papers)
