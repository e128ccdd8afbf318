"""Which part of the x axis is looked at, as a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

NARROWEST = 2.0
"""The least span that zooming in reaches, in steps: below, there is nothing between two samples."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window on x. Without a `span` it is all there is; without a `left` it keeps to the newest end.

    So `Viewport()` fits, `Viewport(span)` follows, `Viewport(span, left)` stays where it is, whatever arrives.
    `bounds`, wherever it is asked for, is the first and last x of the data.
    """

    span: float | None = None
    left: float | None = None

    @property
    def fits(self) -> bool:
        """Whether everything is in view, and will be."""
        return self.span is None

    @property
    def follows(self) -> bool:
        """Whether the newest end is in view, and will be."""
        return self.left is None

    def window(self, bounds: tuple[float, float]) -> tuple[float, float]:
        """Return the first and last x in view; the last is always greater."""
        first, last = bounds
        if self.span is None:
            return (first, last) if last > first else (first - 1.0, first + 1.0)
        left = last - self.span if self.left is None else self.left
        return left, left + self.span

    def zoom(
        self,
        factor: float,
        bounds: tuple[float, float],
        around: float | None = None,
        narrowest: float = NARROWEST,
    ) -> Viewport:
        """Return the view `factor` times as wide (0.5 zooms in), with `around` where it was on the screen.

        Without `around` a view at the newest end stays there, another keeps its middle. Nothing is narrower than
        `narrowest`, and what would hold all the data fits it.
        """
        left, right = self.window(bounds)
        span = (right - left) * factor
        if factor < 1 and span < narrowest:
            return self
        if span >= bounds[1] - bounds[0]:
            return FIT
        if around is None and self.follows:
            return Viewport(span)
        pivot = (left + right) / 2 if around is None else min(right, max(left, around))
        return Viewport(span, pivot - (pivot - left) * factor)._held(bounds)

    def pan(self, share: float, bounds: tuple[float, float]) -> Viewport:
        """Return the view moved by a `share` of its width, never off the data; at the newest end it follows again."""
        if self.span is None:
            return self
        left = self.window(bounds)[0] + share * self.span
        return replace(self, left=left)._held(bounds)

    def show(self, x: float, bounds: tuple[float, float]) -> Viewport:
        """Return the view moved just so far that `x` is in it."""
        left, right = self.window(bounds)
        if self.span is None or left <= x <= right:
            return self
        return replace(self, left=x if x < left else x - self.span)._held(bounds)

    def newest(self) -> Viewport:
        """Return the view at the newest end, as wide as it is."""
        return replace(self, left=None)

    def oldest(self, bounds: tuple[float, float]) -> Viewport:
        """Return the view at the oldest end, as wide as it is."""
        return self if self.span is None else replace(self, left=bounds[0])

    def _held(self, bounds: tuple[float, float]) -> Viewport:
        if self.span is None or self.left is None:
            return self
        if self.left + self.span >= bounds[1]:
            return replace(self, left=None)
        return replace(self, left=max(bounds[0], self.left))


FIT = Viewport()
"""All there is, also when there is more."""
