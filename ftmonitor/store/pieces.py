"""Pieces of curves: some steps of one set of names as one BLOB. Pure.

A piece of `n` steps and `width` names is 3 + width columns of `n` numbers of 8 bytes each, little-endian: the steps,
which ascend, and the positions of their events as integers, the times (seconds since the epoch) and the values of each
name as doubles.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import gt
from typing import Any, NamedTuple, TypeAlias

PIECE_BYTES = 4000
"""The most that a piece grows to: it fits in a page of SQLite, and a poll that brings one step writes so much again."""

_NUMBER_BYTES = 8


class Columns(NamedTuple):
    """Some steps, ascending; columns of equal length, `numbers` has one for each name."""

    steps: Sequence[int]
    positions: Sequence[int]
    times: Sequence[float]
    numbers: Sequence[Sequence[float]]


Step: TypeAlias = tuple[int, int, float, tuple[float, ...]]
"""A step, the position of the event that told of it, its time (0 where none was sent), and its values."""


def most_steps(width: int) -> int:
    """Return how many steps of `width` names a piece has at most."""
    return max(1, PIECE_BYTES // (_NUMBER_BYTES * (3 + width)))


def steps_in(piece: bytes, width: int) -> int:
    """Return how many steps a piece of `width` names has."""
    return len(piece) // (_NUMBER_BYTES * (3 + width))


def ordered(
    steps: Sequence[int], positions: Sequence[int], times: Sequence[float], numbers: Sequence[Sequence[float]]
) -> Columns:
    """Return columns in any order by step; of a step that was told twice the newer event's numbers stay."""
    if all(map(gt, steps, islice(steps, 1, None))):  # the usual page: the newest first
        return Columns(steps[::-1], positions[::-1], times[::-1], [column[::-1] for column in numbers])
    return columns_of(zip(steps, positions, times, zip(*numbers, strict=True), strict=True))


def columns_of(steps: Iterable[Step]) -> Columns:
    """Return steps of the same names as columns; of one that was told twice the newer event's numbers stay."""
    newest = {step[0]: step for step in sorted(steps)}  # by step, then by position: the last one stays
    numbers, positions, times, values = zip(*newest.values(), strict=True)
    return Columns(numbers, positions, times, tuple(zip(*values, strict=True)))


def steps_of(columns: Columns) -> Iterator[Step]:
    """Yield what columns hold, step by step."""
    return zip(columns.steps, columns.positions, columns.times, zip(*columns.numbers, strict=True), strict=True)


def packed(columns: Columns, start: int = 0, stop: int | None = None) -> bytes:
    """Return the steps `start` to `stop` (not included) of columns as one piece."""
    steps = columns.steps[start:stop]
    whole, real = struct.Struct(f"<{len(steps)}q"), struct.Struct(f"<{len(steps)}d")
    return b"".join(
        (
            whole.pack(*steps),
            whole.pack(*columns.positions[start:stop]),
            real.pack(*columns.times[start:stop]),
            *(real.pack(*numbers[start:stop]) for numbers in columns.numbers),
        )
    )


def unpacked(pieces: Sequence[bytes], width: int) -> Columns:
    """Return the steps of pieces of `width` names, in the order of the pieces."""
    sizes = [steps_in(piece, width) * _NUMBER_BYTES for piece in pieces]
    joined = _by_column(pieces, sizes, 3 + width)
    whole, real = _formats(sizes)
    return Columns(
        whole.unpack(joined[0]),
        whole.unpack(joined[1]),
        real.unpack(joined[2]),
        tuple(real.unpack(column) for column in joined[3:]),
    )


def read(pieces: Sequence[bytes], steps: array[int], times: array[float], numbers: Sequence[array[float]]) -> bytes:
    """Add the columns of pieces to those given, of `numbers` one for each name; return the positions, left packed.

    Hardly anybody asks for those.
    """
    width = len(numbers)
    sizes = [steps_in(piece, width) * _NUMBER_BYTES for piece in pieces]
    packed = _by_column(pieces, sizes, 3 + width)
    _add(steps, packed[0])
    for column, some in zip((times, *numbers), packed[2:], strict=True):
        _add(column, some)
    return packed[1]


def _add(column: array[Any], packed: bytes) -> None:
    fresh = array(column.typecode, packed)
    if sys.byteorder == "big":
        fresh.byteswap()
    column += fresh


def positions(packed: bytes) -> tuple[int, ...]:
    """Return the positions that `read` left packed."""
    return struct.unpack(f"<{len(packed) // _NUMBER_BYTES}q", packed)


def joined(lower: bytes, upper: bytes, width: int) -> bytes:
    """Return two pieces of `width` names as one; every step of `lower` is less than those of `upper`."""
    sizes = [steps_in(piece, width) * _NUMBER_BYTES for piece in (lower, upper)]
    return b"".join(_by_column((lower, upper), sizes, 3 + width))


def _formats(sizes: Sequence[int]) -> tuple[struct.Struct, struct.Struct]:
    count = sum(sizes) // _NUMBER_BYTES
    return struct.Struct(f"<{count}q"), struct.Struct(f"<{count}d")


def _by_column(pieces: Sequence[bytes], sizes: Sequence[int], columns: int) -> list[bytes]:
    return [
        b"".join([piece[at * size : (at + 1) * size] for piece, size in zip(pieces, sizes, strict=True)])
        for at in range(columns)
    ]
