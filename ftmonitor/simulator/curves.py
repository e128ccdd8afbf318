"""Losses and rewards with a character: pure functions of a seed and the number of steps.

Each list has one value a step, step 1 first. Levels are those of published runs: a supervised loss starts at 1.5 to 2.5
and ends at 0.3 to 0.9, a DPO loss starts at ln 2, a reward grows from 0.2 to 0.8 and levels off.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from ftmonitor.simulator.ids import fraction
from ftmonitor.simulator.plan import Curve

LN_2 = math.log(2)

_TURN = 0.45
"""Share of the run at which a diverging one turns, and an overfitting one begins to learn by heart."""
_LOSS_CEILING = 9.5
_SPIKE_SHARE = 0.02
_SPIKE_DECAY = 0.55


@dataclass(frozen=True, slots=True)
class Losses:
    """Training and validation loss, a value a step."""

    train: tuple[float, ...]
    valid: tuple[float, ...]


@lru_cache(maxsize=64)
def losses(curve: Curve, steps: int, seed: str, start: float = 0.0, floor: float = 0.0) -> Losses:
    """Return the losses of a run; `start` and `floor` are drawn from the seed where they are 0."""
    dice = random.Random(seed)  # noqa: S311
    start = start or dice.uniform(1.55, 2.45)
    floor = floor or dice.uniform(0.32, 0.82)
    if curve is Curve.OVERFITTING:
        floor = min(floor, dice.uniform(0.06, 0.12))
    rough = 0.16 if curve is Curve.NOISY else 0.045
    train: list[float] = []
    valid: list[float] = []
    drift = spike = 0.0
    for step in range(1, steps + 1):
        share = step / steps
        level = _level(share, start, floor)
        drift = 0.45 * drift + dice.gauss(0.0, rough)
        spike = spike * _SPIKE_DECAY
        if dice.random() < _SPIKE_SHARE and curve is Curve.SPIKY and share > 0.05:
            spike += dice.uniform(0.7, 2.4)
        jitter = dice.gauss(0.0, 0.012)
        if curve is Curve.DIVERGING:
            level += _blow_up(share)
        train.append(_tidy(level * (1.0 + drift) + spike))
        valid.append(_tidy((level * 1.05 + 0.03 + _by_heart(curve, share)) * (1.0 + jitter + 0.2 * drift)))
    return Losses(tuple(train), tuple(valid))


@lru_cache(maxsize=64)
def rewards(curve: Curve, steps: int, seed: str) -> Losses:
    """Return the mean rewards of a reinforcement run, in [0, 1]; a diverging one collapses."""
    dice = random.Random(seed)  # noqa: S311
    low, high = dice.uniform(0.14, 0.3), dice.uniform(0.66, 0.86)
    rough = 0.05 if curve is Curve.NOISY else 0.022
    train: list[float] = []
    valid: list[float] = []
    drift = 0.0
    for step in range(1, steps + 1):
        share = step / steps
        level = low + (high - low) * (1.0 - math.exp(-3.2 * share)) / (1.0 - math.exp(-3.2))
        if curve is Curve.DIVERGING and share > _TURN:
            level -= 1.1 * (share - _TURN)
        drift = 0.4 * drift + dice.gauss(0.0, rough)
        train.append(_unit(level + drift))
        gap = 0.6 * max(0.0, share - _TURN) if curve is Curve.OVERFITTING else 0.02
        valid.append(_unit(level - gap + dice.gauss(0.0, 0.008)))
    return Losses(tuple(train), tuple(valid))


def accuracy(loss: float, seed: str, step: int) -> float:
    """Return a token accuracy in [0, 1] that goes with a loss."""
    return _unit(0.985 * math.exp(-0.27 * loss) + 0.022 * wobble(seed, step))


def wobble(*parts: object) -> float:
    """Return a number in [-1, 1) that stands for `parts`."""
    return 2.0 * fraction(*parts) - 1.0


def _level(share: float, start: float, floor: float) -> float:
    # Most of what can be learnt is learnt soon, the rest all along.
    return floor + (start - floor) * (0.72 * math.exp(-11.0 * share) + 0.28 * math.exp(-2.6 * share))


def _blow_up(share: float) -> float:
    return min(_LOSS_CEILING, 0.35 * (math.exp(6.5 * (share - _TURN)) - 1.0)) if share > _TURN else 0.0


def _by_heart(curve: Curve, share: float) -> float:
    if curve is not Curve.OVERFITTING:
        return 0.0
    return 0.45 + 1.5 * math.pow(max(0.0, share - _TURN), 1.25)


def _tidy(value: float) -> float:
    return max(0.004, value)


def _unit(value: float) -> float:
    return min(0.999, max(0.001, value))
