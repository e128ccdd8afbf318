"""The numbers under a chart: each is what its label says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.memory import Kept, Memory
from ftmonitor.metrics.panels import Curve, Panel, Role
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.stats import Best, Distance, Goal, best_of, extreme, gap_of, goal_of, slope

numbers = st.floats(allow_nan=False, allow_infinity=False)


def series(values: dict[int, float], name: str = "train_loss") -> Series:
    return Series(name, tuple(values), tuple(1.8e9 + step for step in values), tuple(values.values()))


def panel(title: str, **curves: dict[int, float]) -> Panel:
    return Panel(title, tuple(Curve(series(values, role), role, Role(role)) for role, values in curves.items()))


@pytest.mark.parametrize(
    ("title", "goal"),
    [
        ("loss", Goal.LOW),
        ("accuracy", Goal.HIGH),
        ("label · reward", Goal.HIGH),
        ("reward margin", Goal.HIGH),
        ("label · sample parse error", Goal.LOW),
        ("unresponsive rewards", Goal.LOW),
        ("grad norm", None),
        ("lr", None),
    ],
)
def test_what_is_good_is_in_the_words(title: str, goal: Goal | None) -> None:
    assert goal_of(title) is goal


@settings(deadline=None)
@given(st.lists(st.sampled_from([1.0, 2.0, 3.0]) | numbers, min_size=1, max_size=200), st.integers(1, 150))
def test_the_extreme_is_the_first_of_all(values: list[float], grown: int) -> None:
    kept = Kept(series(dict(enumerate(values[:grown]))))
    assert kept.take(series(dict(enumerate(values))))
    assert extreme(kept, Goal.LOW) == values.index(min(values))
    assert extreme(kept, Goal.HIGH) == values.index(max(values))


def test_the_best_is_that_of_the_validation() -> None:
    told = panel("loss", train={1: 3.0, 2: 0.1}, valid={1: 2.0, 5: 0.9, 9: 1.1}, full={5: 0.5})
    assert best_of(told, Memory()) == Best(1, 1)
    assert best_of(panel("loss", train={1: 3.0, 2: 0.1, 3: 2.0}), Memory()) == Best(0, 1)
    assert best_of(panel("accuracy", train={1: 0.1, 2: 0.9}, full={5: 0.5, 6: 0.7}), Memory()) == Best(1, 1)


def test_nothing_is_the_best_where_that_says_nothing() -> None:
    assert best_of(panel("lr", other={1: 3.0, 2: 0.1}), Memory()) is None
    assert best_of(panel("loss", train={1: 3.0, 2: 3.0}), Memory()) is None
    assert best_of(Panel("loss", ()), Memory()) is None


def test_of_several_jobs_the_best_of_all_is_the_best() -> None:
    told = panel("loss", train={1: 3.0, 2: 2.0})
    rival = Curve(series({1: 1.0, 2: 1.5}, "train"), "train", Role.TRAIN, 1, "A", 1)
    assert best_of(Panel("loss", (*told.curves, rival)), Memory()) == Best(1, 0)


def test_the_slope_is_that_of_the_newest_steps() -> None:
    assert slope(series({step: 2.0 * step for step in range(100)})) == pytest.approx(2)
    bent = {step: 5.0 if step < 80 else 5.0 - (step - 80) * 0.1 for step in range(101)}
    assert slope(series(bent)) == pytest.approx(-0.1)
    assert slope(series({1: 1.0, 2: 2.0})) is None
    assert slope(series(dict.fromkeys(range(9), 4.0))) == 0
    huge = slope(series({step: 1e300 * step for step in range(50)}))
    assert huge is not None
    assert math.isnan(huge) or huge > 0


def test_the_gap_is_to_the_mean_of_training_since_the_validation_before() -> None:
    train = {step: float(step) for step in range(1, 41)}
    told = panel("loss", train=train, valid={20: 0.0, 30: 30.0})
    assert gap_of(told.curves) == Distance(30.0 - 25.5, 30, 10)
    assert gap_of(panel("loss", train=train, full={30: 30.0}).curves) == Distance(30.0 - 20.5, 30, 20)
    assert gap_of(panel("loss", train={30: 1.0}, valid={10: 2.0}).curves) is None
    assert gap_of(panel("loss", train={10: 1.0}, valid={20: 2.0, 30: 4.0}).curves) == Distance(3.0, 30, 1)
    assert gap_of(panel("loss", train=train).curves) is None
