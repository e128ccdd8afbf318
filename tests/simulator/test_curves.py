from __future__ import annotations

import math
from itertools import pairwise

import pytest

from ftmonitor.simulator.curves import accuracy, losses, rewards
from ftmonitor.simulator.plan import Curve

STEPS = 400


def mean(values: tuple[float, ...]) -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
@pytest.mark.parametrize("curve", list(Curve))
def test_curves_are_finite_repeatable_and_of_their_kind(curve: Curve, seed: str) -> None:
    run = losses(curve, STEPS, seed)
    assert run == losses(curve, STEPS, seed)
    assert len(run.train) == len(run.valid) == STEPS
    assert all(math.isfinite(value) and value > 0 for value in run.train + run.valid)
    start, late = mean(run.train[:20]), mean(run.train[-20:])
    assert (late > 2 * start) if curve is Curve.DIVERGING else (late < 0.6 * start)


def test_an_overfitting_run_is_best_in_the_middle() -> None:
    run = losses(Curve.OVERFITTING, STEPS, "a")
    assert mean(run.valid[-20:]) > 1.3 * min(run.valid)
    assert mean(run.train[-20:]) < mean(run.train[180:200])


def test_noise_and_spikes_show() -> None:
    def roughness(curve: Curve) -> float:
        train = losses(curve, STEPS, "a").train[200:]
        return mean(tuple(abs(left - right) for left, right in pairwise(train)))

    assert roughness(Curve.NOISY) > 2 * roughness(Curve.HEALTHY)
    assert max(losses(Curve.SPIKY, STEPS, "a").train[100:]) > 1.5 * max(losses(Curve.HEALTHY, STEPS, "a").train[100:])


@pytest.mark.parametrize("curve", list(Curve))
def test_rewards_stay_between_nothing_and_all(curve: Curve) -> None:
    run = rewards(curve, 100, "a")
    assert all(0 < value < 1 for value in run.train + run.valid)
    assert (run.valid[-1] < run.valid[40]) is (curve in {Curve.DIVERGING, Curve.OVERFITTING})


def test_accuracy_goes_against_the_loss() -> None:
    assert accuracy(0.3, "s", 1) > accuracy(1.5, "s", 1) > accuracy(6.0, "s", 1)
    assert 0 < accuracy(50.0, "s", 1) < accuracy(0.0, "s", 1) < 1
