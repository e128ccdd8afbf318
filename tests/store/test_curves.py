"""Curves out of pieces, also where they are longer than what is done in one go."""

from __future__ import annotations

import random

import pytest

from ftmonitor.store import pieces
from ftmonitor.store.curves import PART, curves_of
from ftmonitor.store.pieces import Step


def packed(steps: list[Step]) -> list[bytes]:
    columns = pieces.columns_of(steps)
    most = pieces.most_steps(len(columns.numbers))
    return [pieces.packed(columns, start, start + most) for start in range(0, len(columns.steps), most)]


@pytest.mark.parametrize("count", [1, 50, 2 * PART + 7])
@pytest.mark.parametrize("again", [0.0, 0.3])
def test_a_name_in_two_sets_is_one_curve(count: int, again: float) -> None:
    chance = random.Random(count)
    short: list[Step] = [(at * 3, at, at / 2, (at * 1.0,)) for at in range(count)]
    long: list[Step] = []
    for at in range(count):
        step = at * 3 if chance.random() < again else at * 3 + 1
        long.append((step, at + chance.choice((-1, 1)) * 2, at / 2, (at + 0.5, -1.0)))
    wanted: dict[int, tuple[int, float]] = {}
    for step, position, _, values in [*short, *long]:
        if step not in wanted or position > wanted[step][0]:
            wanted[step] = (position, values[0])
    train, valid = curves_of([(("train", "valid"), packed(long)), (("train",), packed(short))])
    assert (train.name, valid.name) == ("train", "valid")
    assert dict(zip(train.steps, train.values, strict=True)) == {step: value for step, (_, value) in wanted.items()}
    assert list(train.steps) == sorted(wanted)
    assert list(valid.steps) == sorted(step for step, *_ in long)


def test_no_pieces_are_no_curves() -> None:
    assert curves_of([]) == ()
