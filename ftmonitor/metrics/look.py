"""How a chart is looked at, as a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import IntEnum, StrEnum

from ftmonitor.format import Glyphs
from ftmonitor.metrics.axis import Axis, Track
from ftmonitor.metrics.scale import Rise
from ftmonitor.metrics.viewport import FIT, Viewport


class Sign(StrEnum):
    """What is marked on the x axis; the value is its sign."""

    CHECKPOINT = "◆"
    WARNING = "▲"
    FAULT = "×"
    """A value that is no number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a step, or at a time in seconds since the epoch, or both."""

    sign: Sign
    step: float | None = None
    time: float | None = None


class Facts(IntEnum):
    """How much is said below a chart about its curves, where there is room."""

    NONE = 0
    SOME = 1
    """One line."""
    ALL = 2
    """A line a curve."""


@dataclass(frozen=True, slots=True)
class Look:
    """View, cursor and manner. Charts side by side share one, but for `titled`, `chosen` and `facts`."""

    view: Viewport = FIT
    bounds: tuple[float, float] | None = None
    """First and last x of all the charts in step; None: of the one that is drawn."""
    cursor: float | None = None
    """The x that is inspected: that of a sample."""
    pin: float | None = None
    """The x of the point that the cursor is compared with."""
    axis: Axis = Axis.STEP
    rise: Rise = Rise.LINEAR
    smoothing: float = 0.0
    """The weight of the average, 0: none."""
    glyphs: Glyphs = Glyphs.BRAILLE
    tz: tzinfo | None = None
    """The zone of the times shown; None: local."""
    tracks: tuple[Track, ...] = (Track(),)
    """The jobs whose curves are drawn; there is a way to put each on the axis."""
    marks: tuple[Mark, ...] = ()
    """Those of the first job."""
    titled: bool = True
    """Whether the chart names itself."""
    chosen: bool = False
    """Whether it is the one that keys act on, among several."""
    tagged: bool = True
    """Whether it says how it is looked at."""
    facts: Facts = Facts.NONE

    def track(self, job: int) -> Track:
        """Return the track of a job."""
        return self.tracks[job] if job < len(self.tracks) else Track()
