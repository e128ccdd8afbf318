"""Where the curves of a figure are: from cells to x and back. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the curves are, in cells from the top left of the figure, and the x at its edges."""

    left: int
    top: int
    width: int
    height: int
    window: tuple[float, float]

    def x_at(self, cell: int) -> float:
        """Return the x in the middle of a column of cells, that nearest in view for one outside."""
        first, last = self.window
        inside = max(0, min(self.width - 1, cell - self.left))
        return first + (last - first) * (inside + 0.5) / self.width

    def cell_at(self, x: float) -> int | None:
        """Return the column of cells of an x, None where it is out of view."""
        first, last = self.window
        if not first <= x <= last:
            return None
        return self.left + min(self.width - 1, int((x - first) / (last - first) * self.width))
