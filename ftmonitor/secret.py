"""Keys that cannot be printed, logged or pickled, and the scrubbing of texts that may hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

MASK = "***"

# What keys look like in the wild: OpenAI's `sk-...`, and bearer tokens. Both begin with what they are searched by, and
# that is quicker than `in`: every stored row is gone through, and many have a `task-...` in them.
_KEY = re.compile(r"sk-(?<=\bsk-)[A-Za-z0-9_-]{8,}")
_TOKEN = re.compile(r"earer (?<=[Bb]earer )[A-Za-z0-9._~+/=-]{8,}")
_SHORTEST = 6

_known: set[str] = set()


class Secret:
    """A key. `reveal()` is the only way to its text; printing, formatting and pickling show or give nothing."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text
        if len(text) >= _SHORTEST:
            _known.add(text)

    def reveal(self) -> str:
        """Return the key itself, for the request header and nothing else."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never pickled")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))


def scrub_all(texts: Sequence[str]) -> Sequence[str]:
    """Return texts as `scrub` does, at the cost of one look where nothing in them is a key: this runs over all rows."""
    together = "\n".join(texts)
    return texts if scrub(together) == together else [scrub(text) for text in texts]


def scrub(text: str) -> str:
    """Return `text` with every key seen so far, and all that looks like one, masked: servers echo keys."""
    for key in _known:
        if key in text:
            text = text.replace(key, MASK)
    return _KEY.sub(MASK, _TOKEN.sub(f"earer {MASK}", text))
