"""A running average that starts unbiased and is never poisoned. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

WEIGHTS = (0.0, 0.6, 0.9, 0.97)
"""The strengths to choose from: off, light, strong, very strong. The weight is the share of the past in each value."""

_SETTLED = 1e-17
"""A weight to such a power is lost in the rounding of 1."""


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Return the exponential average of `values`, bias-corrected (the first value is itself, not a pull towards 0).

    The result is as long as `values` and always finite: what is not finite is skipped and repeats the average before
    it (the first one after it, at the start). Without any finite value it is empty. Weight 0 or less only skips.

    Raises:
        ValueError: If `weight` is 1 or more, or not a number.
    """
    average = Average(weight)
    average.extend(values)
    return average.values


class Average:
    """The average of a column of values that grows: what was averaged once is not averaged again.

    Raises:
        ValueError: If `weight` is 1 or more, or not a number.
    """

    def __init__(self, weight: float) -> None:
        if not weight < 1:
            raise ValueError(f"weight={weight!r}: must be below 1")
        self.weight = max(0.0, weight)
        self.values: list[float] = []
        """One a value taken, but for those that are not finite before the first one that is."""
        self._average, self._power, self._missing = 0.0, 1.0, 0

    def extend(self, values: Sequence[float]) -> None:
        """Take in what follows."""
        head = 0 if self._power < _SETTLED else self._unsettled(len(values))
        self._take(values[:head])
        tail = values[head:]
        if not tail:
            return
        weight, share, average = self.weight, 1 - self.weight, self._average
        settled = [average := average * weight + value * share for value in tail]
        if self._missing or not math.isfinite(average):  # what is not finite would have stayed
            self._take(tail)
        else:
            self.values += settled
            self._average = average

    def _unsettled(self, most: int) -> int:
        """Return for how many values more the correction matters."""
        if self.weight <= 0:
            return 1 if self._power == 1.0 else 0
        return min(most, max(0, math.ceil(math.log(_SETTLED / self._power) / math.log(self.weight)) + 1))

    def _take(self, values: Sequence[float]) -> None:
        weight, average, power = self.weight, self._average, self._power
        for value in values:
            if math.isfinite(value):
                power *= weight
                share = (1 - weight) / (1 - power)
                average = average * (1 - share) + value * share
                self.values += [average] * self._missing
                self._missing = 0
            elif not self.values:
                self._missing += 1
                continue
            self.values.append(average)
        self._average, self._power = average, power
