from __future__ import annotations

import pytest

from ftmonitor.metrics.series import Series
from ftmonitor.store.store import Store
from tests.support.histories import close_gap, poll
from tests.support.ledger import event_row, step_row

JOB = "ftjob-0"


def again(number: int, step: int, **numbers: float) -> object:
    return event_row(number, prefix="again", type="metrics", data={"step": step, **numbers})


async def values(store: Store, name: str = "train_loss") -> dict[int, float]:
    found = {curve.name: curve for curve in await store.points.series(JOB)}
    return dict(zip(found[name].steps, found[name].values, strict=True))


@pytest.mark.anyio
async def test_curves_are_named_and_ascend_by_step(store: Store) -> None:
    steps = [step_row(3, train_loss=0.3), step_row(2, train_loss=0.2, valid_loss=0.9), step_row(1, train_loss=0.1)]
    await poll(store, JOB, [event_row(99), *steps])
    assert await store.points.series(JOB) == (
        Series("train_loss", (1, 2, 3), (1_795_000_000.0, 1_795_000_000.0, 1_795_000_001.0), (0.1, 0.2, 0.3)),
        Series("valid_loss", (2,), (1_795_000_000.0,), (0.9,)),
    )


@pytest.mark.anyio
async def test_a_job_without_numbers_has_no_curve(store: Store) -> None:
    await poll(store, JOB, [event_row(1)])
    assert await store.points.series(JOB) == ()


@pytest.mark.anyio
async def test_a_step_that_is_repeated_shows_its_last_value(store: Store) -> None:
    await poll(store, JOB, [step_row(step, train_loss=1.0) for step in (3, 2, 1)])
    await poll(store, JOB, [again(1, 3, train_loss=9.0), again(0, 2, train_loss=8.0), step_row(3)])  # type: ignore[list-item]
    assert await values(store) == {1: 1.0, 2: 8.0, 3: 9.0}


@pytest.mark.anyio
async def test_a_repeated_step_with_other_numbers_keeps_those_it_does_not_repeat(store: Store) -> None:
    await poll(store, JOB, [step_row(1, train_loss=1.0, valid_loss=5.0)])
    await poll(store, JOB, [again(0, 1, train_loss=2.0), step_row(1)])  # type: ignore[list-item]
    assert await values(store) == {1: 2.0}
    assert await values(store, "valid_loss") == {1: 5.0}


@pytest.mark.anyio
async def test_an_older_page_that_comes_later_does_not_overwrite_what_is_newer(store: Store) -> None:
    await poll(store, JOB, [again(5, 2, train_loss=9.0)], "again-5")  # type: ignore[list-item]
    await close_gap(store, JOB, [step_row(2, train_loss=1.0, valid_loss=4.0), step_row(1, train_loss=1.5)])
    assert await values(store) == {1: 1.5, 2: 9.0}
    assert await values(store, "valid_loss") == {2: 4.0}


@pytest.mark.anyio
async def test_an_event_that_comes_late_does_not_overwrite_the_one_it_moved(store: Store) -> None:
    newest, oldest = again(9, 5, train_loss=1.0), event_row(0)
    await poll(store, JOB, [newest, oldest])  # type: ignore[list-item]
    late = event_row(8, at=1_795_000_099, type="metrics", data={"step": 5, "train_loss": 9.0})
    await poll(store, JOB, [newest, late, oldest])  # type: ignore[list-item]
    assert await values(store) == {5: 1.0}


@pytest.mark.anyio
async def test_values_that_are_no_numbers_are_holes_until_the_step_is_told_again(store: Store) -> None:
    nan = float("nan")
    await poll(store, JOB, [step_row(3, train_loss=nan), step_row(2, train_loss=nan), step_row(1, train_loss=1.0)])
    (curve,) = await store.points.series(JOB)
    assert (list(curve.steps), list(curve.values), curve.holes) == ([1], [1.0], (2, 3))
    await poll(store, JOB, [again(0, 2, train_loss=2.0), step_row(3)])  # type: ignore[list-item]
    (curve,) = await store.points.series(JOB)
    assert (list(curve.steps), list(curve.values), curve.holes) == ([1, 2], [1.0, 2.0], (3,))
