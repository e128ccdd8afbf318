"""How a chart is looked at, as a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from ftmonitor.format import Glyphs
from ftmonitor.metrics.viewport import FIT, Viewport


@dataclass(frozen=True, slots=True)
class Look:
    """View, cursor and manner. Charts side by side share one, but for `titled`."""

    view: Viewport = FIT
    bounds: tuple[float, float] | None = None
    """First and last step of all the charts in step; None: of the one that is drawn."""
    cursor: int | None = None
    """The step that is inspected."""
    smoothing: float = 0.0
    """The weight of the average, 0: none."""
    glyphs: Glyphs = Glyphs.BRAILLE
    tz: tzinfo | None = None
    """The zone of the times shown; None: local."""
    titled: bool = True
    """Whether the chart names itself."""
