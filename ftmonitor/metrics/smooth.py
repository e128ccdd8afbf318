"""A running average that starts unbiased and is never poisoned. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

WEIGHTS = (0.0, 0.6, 0.9, 0.97)
"""The strengths to choose from: off, light, strong, very strong. The weight is the share of the past in each value."""


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Return the exponential average of `values`, bias-corrected (the first value is itself, not a pull towards 0).

    The result is as long as `values` and always finite: what is not finite is skipped and repeats the average before
    it (the first one after it, at the start). Without any finite value it is empty. Weight 0 or less only skips.

    Raises:
        ValueError: If `weight` is 1 or more, or not a number.
    """
    if not weight < 1:
        raise ValueError(f"weight={weight!r}: must be below 1")
    weight = max(0.0, weight)
    start = 1 if weight <= 0 else min(len(values), math.ceil(math.log(_SETTLED) / math.log(weight)))
    head, tail = values[:start], values[start:]
    result, power = _corrected(head, weight)
    if not tail:
        return result
    if result and power < _SETTLED * 10:  # from here on the correction is 1
        average, share = result[-1], 1 - weight
        settled = [average := average * weight + value * share for value in tail]
        if math.isfinite(settled[-1]):  # what is not finite would have stayed
            return result + settled
    return _corrected(values, weight)[0]


_SETTLED = 1e-17
"""A weight to such a power is lost in the rounding of 1."""


def _corrected(values: Sequence[float], weight: float) -> tuple[list[float], float]:
    """Return the averages, and the share that the correction still has."""
    average, power, missing = 0.0, 1.0, 0
    result: list[float] = []
    for value in values:
        if math.isfinite(value):
            power *= weight
            share = (1 - weight) / (1 - power)
            average = average * (1 - share) + value * share
            result += [average] * missing
            missing = 0
        elif not result:
            missing += 1
            continue
        result.append(average)
    return result, power
