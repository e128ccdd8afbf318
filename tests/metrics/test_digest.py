from __future__ import annotations

import math
import random

import pytest

from ftmonitor.metrics.digest import TREND, Digest, headlines
from ftmonitor.metrics.sheet import read_page

Entry = tuple[int, str, dict[str, object]]
"""An event: its position, its level, and what else was sent."""


def step(at: int, number: int, level: str = "info", total: int | None = 100, **numbers: float) -> Entry:
    return (at, level, {"created_at": 1000 + at, "data": {"step": number, "total_steps": total, **numbers}})


def line(at: int, level: str = "info") -> Entry:
    return (at, level, {"created_at": 1000 + at})


def fold(digest: Digest, page: list[Entry], method: str = "supervised") -> None:
    positions, levels, sent = zip(*reversed(page), strict=True)
    digest.fold(positions, levels, read_page(sent), method)


def folded(*pages: list[Entry], method: str = "supervised") -> Digest:
    digest = Digest()
    for page in pages:
        if page:
            fold(digest, page, method)
    return digest


def test_the_newest_event_speaks() -> None:
    digest = folded([line(1), step(2, 10, train_loss=2.0), step(3, 11, train_loss=1.0, valid_loss=1.5), line(4)])
    assert (digest.step.value, digest.total.value, digest.value.value, digest.valid.value) == (11, 100, 1.0, 1.5)
    assert (digest.first_time.value, digest.step_time.value, digest.event_time.value) == (1002.0, 1003.0, 1004.0)
    assert (digest.metric, digest.validation) == ("train_loss", "valid_loss")


def test_an_older_page_that_comes_later_changes_nothing_newer() -> None:
    newest = [step(50, 20, train_loss=1.0)]
    older = [step(40, 90, train_loss=9.0, total=500), step(41, 91, train_loss=8.0, valid_loss=7.0)]
    digest = folded(newest, older)
    assert (digest.step.value, digest.total.value, digest.value.value) == (20, 100, 1.0)
    assert (digest.first_time.value, digest.valid.value) == (1040.0, 7.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_pages_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    entries = [
        step(at, at // 2, level=chance.choice(("info", "warn", "error")), train_loss=1 / (1 + at), valid_loss=at * 1.0)
        if at % 3
        else line(at, chance.choice(("info", "Warning")))
        for at in range(1, 400)
    ]
    pages = [entries[start : start + 37] for start in range(0, len(entries), 37)]
    straight = folded(*pages)
    chance.shuffle(pages)
    shuffled = folded(*pages)
    assert shuffled.trend() == pytest.approx(straight.trend())
    for name in ("event_time", "step", "step_time", "total", "first_time", "value", "valid", "warnings", "errors"):
        assert getattr(shuffled, name) == getattr(straight, name), name


def test_the_trend_has_six_means_over_the_run() -> None:
    assert folded([step(at, at, train_loss=float(at)) for at in range(1, 601)]).trend() == pytest.approx(
        (50.5, 150.5, 250.5, 350.5, 450.5, 550.5), rel=0.3
    )


@pytest.mark.parametrize(("count", "cells"), [(0, 0), (1, 1), (3, 3), (6, 6), (7, 6), (100_000, 6)])
def test_a_short_run_has_a_short_trend_and_a_long_one_stays_small(count: int, cells: int) -> None:
    digest = folded([step(at, at, train_loss=1.0) for at in range(count)])
    assert len(digest.trend()) == cells <= TREND
    assert len(digest.dumps()) < 2000


@pytest.mark.parametrize(
    ("held", "blanks"),
    [
        ((range(510, 601),), 5),  # the newest page alone
        ((range(310, 601),), 3),
        ((range(1, 40), range(560, 601)), 4),
        ((range(598, 601),), 2),  # too few for six
        ((range(1, 601),), 0),
    ],
)
def test_a_part_of_the_run_of_which_nothing_is_held_is_blank(held: tuple[range, ...], blanks: int) -> None:
    trend = folded(*([step(at, at, train_loss=1.0) for at in page] for page in held)).trend()
    assert sum(map(math.isinf, trend)) == blanks
    assert math.isfinite(trend[-1])


def test_values_that_are_many_steps_apart_leave_no_blank() -> None:
    for every in (1, 2, 3, 7, 10, 50, 64, 500):
        for count in (1, 2, 5, 6, 7, 11, 13, 24, 100):
            trend = folded([step(at, at * every, train_loss=1.0) for at in range(1, count + 1)]).trend()
            assert trend == (1.0,) * min(count, TREND), (every, count)


def test_reward_is_shown_where_it_is_trained() -> None:
    line = step(1, 1, train_loss=3.0, train_mean_reward=0.4, full_valid_mean_reward=0.5, valid_loss=1.0)
    assert folded([line], method="reinforcement").metric == "train_mean_reward"
    assert folded([line], method="reinforcement").valid.value == 0.5
    assert folded([line], method="dpo").metric == "train_loss"
    assert headlines("supervised")[0] == "train_loss"


def test_a_better_series_takes_over_when_it_appears() -> None:
    digest = folded([step(1, 1, train_loss=3.0), step(2, 2, train_mean_reward=0.2)], method="reinforcement")
    assert (digest.metric, digest.value.value, digest.trend()) == ("train_mean_reward", 0.2, (0.2,))
    fold(digest, [step(3, 3, train_loss=9.0)], "reinforcement")
    assert digest.value.value == 0.2


def test_without_a_known_series_there_is_no_value() -> None:
    digest = folded([step(1, 1, odd_number=3.0)])
    assert (digest.metric, digest.value.value, digest.step.value) == ("", None, 1)


def test_levels_are_counted_as_servers_write_them() -> None:
    digest = folded([line(1, "warn"), line(2, "warning"), line(3, "WARNING"), line(4, "error"), line(5, "debug")])
    assert (digest.warnings, digest.errors) == (3, 1)


def test_a_value_beyond_measure_does_not_spoil_the_trend() -> None:
    digest = folded([step(1, 1, train_loss=1e308), step(2, 2, train_loss=1e308), step(3, 3, train_loss=2.0)])
    assert digest.trend() == (2.0,)


def test_the_state_survives_as_text() -> None:
    digest = folded([step(at, at, train_loss=1.0 / at, valid_loss=2.0) for at in range(1, 90)])
    again = Digest.loads(digest.dumps())
    assert again.dumps() == digest.dumps()
    assert (again.step.value, again.trend()) == (89, digest.trend())
    assert Digest.loads("").dumps() == Digest().dumps()


def test_rows_that_move_keep_their_say() -> None:
    digest = folded([step(10, 5, train_loss=1.0)])
    digest.moved(10, 10, 3)
    fold(digest, [step(12, 4, train_loss=9.0)])
    assert (digest.step.value, digest.value.value) == (5, 1.0)
    assert digest.first_time.value == 1012.0
