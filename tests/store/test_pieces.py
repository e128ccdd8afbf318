"""Curves in pieces: whatever order pages come in, and however steps repeat, the newer event's numbers stand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ftmonitor.store import pieces, points
from ftmonitor.store.pieces import Columns
from tests.support.histories import close_gap, filled, poll
from tests.support.ledger import event_row, step_row

JOB = "ftjob-0"


def columns(*steps: int, width: int = 2, at: int = 0) -> Columns:
    return pieces.columns_of(
        (step, at + step, step / 2, tuple(step + name / 4 for name in range(width))) for step in steps
    )


def test_a_piece_says_what_was_packed() -> None:
    one = columns(3, 1, 2)
    assert one.steps == (1, 2, 3)
    assert pieces.unpacked([pieces.packed(one)], 2) == one
    assert pieces.steps_in(pieces.packed(one), 2) == 3
    assert next(iter(pieces.steps_of(one))) == (1, 1, 0.5, (1.0, 1.25))


def test_pieces_are_read_one_after_the_other() -> None:
    lower, upper = pieces.packed(columns(1, 2)), pieces.packed(columns(5))
    assert pieces.unpacked([lower, upper], 2) == columns(1, 2, 5)
    assert pieces.joined(lower, upper, 2) == pieces.packed(columns(1, 2, 5))
    assert pieces.packed(columns(1, 2, 5), 1, 3) == pieces.packed(columns(2, 5))


@pytest.mark.parametrize("steps", [(3, 2, 1), (1, 2, 3), (2, 3, 1), (3, 3, 1), (1,)])
def test_columns_in_any_order_are_ordered(steps: tuple[int, ...]) -> None:
    found = pieces.ordered(steps, [90 - at for at in range(len(steps))], [0.0] * len(steps), [[*map(float, steps)]])
    assert list(found.steps) == sorted(set(steps))
    assert list(found.numbers[0]) == sorted(set(map(float, steps)))
    assert found.positions[found.steps.index(3) if 3 in steps else 0] == 90 - (steps.index(3) if 3 in steps else 0)


def test_a_wide_piece_holds_one_step_at_least() -> None:
    assert pieces.most_steps(1) > 50
    assert pieces.most_steps(4000) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("seed", range(4))
async def test_pages_in_any_order_come_to_the_same_curve(tmp_path: Path, seed: int) -> None:
    """A walk down a log whose steps go back now and then; some of its events come late."""
    chance = random.Random(seed)
    log, step = [], 0
    told: list[tuple[int, dict[str, float]]] = []
    for number in range(500):
        step = max(0, step + 1 - (chance.random() < 0.02) * chance.randrange(60))
        extra = {"valid_loss": number * 1.0} if number % 10 == 0 else {}
        told.append((step, {"train_loss": float(number), **extra}))
        data = {"step": step, **told[-1][1]}
        log.append(event_row(number, at=1_795_000_000 + number, type="metrics", data=data))
    late = set(chance.sample(range(40, 460), 5))
    left = [row for number, row in enumerate(log) if number not in late][::-1]
    store = filled(tmp_path / "h.db")
    try:
        page, left = left[:50], left[50:]
        await poll(store, JOB, page, page[-1].id)
        while left:
            size = chance.randrange(1, 90)
            page, left = left[:size], left[size:]
            await close_gap(store, JOB, page, page[-1].id if left else None)
            assert await store.points.series(JOB) == await store.read(points.series, JOB)
        for stop in range(500, 0, -50):
            await poll(store, JOB, log[max(0, stop - 60) : stop][::-1])
            assert await store.points.series(JOB) == await store.read(points.series, JOB)
        expected: dict[str, dict[int, float]] = {"train_loss": {}, "valid_loss": {}}
        for step, numbers in told:
            for name, value in numbers.items():
                expected[name][step] = value
        curves = await store.points.series(JOB)
        assert {curve.name: dict(zip(curve.steps, curve.values, strict=True)) for curve in curves} == expected
        assert all(list(curve.steps) == sorted(set(curve.steps)) for curve in curves)
    finally:
        store.close()


@pytest.mark.anyio
async def test_one_step_a_poll_does_not_make_one_piece_a_step(tmp_path: Path) -> None:
    store = filled(tmp_path / "h.db")
    for step in range(1, 61):
        await poll(
            store, JOB, [step_row(step, train_loss=1.0), *([step_row(step - 1, train_loss=1.0)] if step > 1 else [])]
        )
    assert await store.read(lambda connection: connection.execute("SELECT count(*) FROM pieces").fetchone()) == (1,)
    (curve,) = await store.points.series(JOB)
    assert list(curve.steps) == list(range(1, 61))
    store.close()
