"""Ids and dice out of a hash: the same parts always give the same result."""

from __future__ import annotations

import string
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

LONG = 24
"""Characters after the prefix in ids of jobs, events and checkpoints."""

FILE = 22
"""Characters after the prefix in ids of files."""

_ALPHABET = (string.ascii_uppercase + string.ascii_lowercase + string.digits).encode("ascii")
_TABLE = bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256))


def _digest(parts: tuple[object, ...], size: int) -> bytes:
    text = "\x1f".join(map(str, parts))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def token(*parts: object, length: int = LONG) -> str:
    """Return `length` letters and digits (64 at most) that stand for `parts`."""
    return _digest(parts, length).translate(_TABLE).decode("ascii")


def fraction(*parts: object) -> float:
    """Return a number in [0, 1) that stands for `parts`."""
    return int.from_bytes(_digest(parts, 6), "big") / (1 << 48)


def number(*parts: object) -> int:
    """Return a number in [0, 2**31) that stands for `parts`: what seeds look like."""
    return int.from_bytes(_digest(parts, 4), "big") >> 1


def pick(choices: Sequence[T], *parts: object) -> T:
    """Return one of `choices`; the same one for the same `parts`."""
    return choices[int(fraction(*parts) * len(choices))]
