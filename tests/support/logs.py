"""A log held in memory as the store holds it on disk, and what is true of it whatever was asked and served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ftmonitor.store.runs import Below, Run, total
from ftmonitor.sync.merge import Asked, Merged, merge
from tests.support.served import Answer, Served

STRIKES = 3
"""Cursors in a row that do not lead on, after which the engine leaves a gap as it is."""


@dataclass
class Log:
    """The runs of one job, and the id at every position that is held."""

    runs: tuple[Run, ...] = ()
    at: dict[int, str] = field(default_factory=dict)
    numbers: int = 0

    def ask(self) -> Asked:
        """Return what the newest page is asked with."""
        return Asked(held=self.runs)

    def ask_older(self) -> Asked | None:
        """Return what the next older page is asked with, None where nothing is missing."""
        for run in self.runs:
            if run.below is Below.OPEN:
                return Asked(run.cursor, run.number, self.runs)
        return None

    def take(self, ids: Sequence[str], following: str | None, asked: Asked) -> Merged:
        """Lay a page where it belongs."""
        wanted = set(ids)
        held = {name: position for position, name in self.at.items() if name in wanted}
        merged = merge(ids, following, held, self.runs, asked)
        for shift in merged.shifts:
            self.at = {
                position + shift.by if shift.start <= position <= shift.stop else position: name
                for position, name in self.at.items()
            }
        for index, position in merged.placed:
            assert position not in self.at, "two events at one position"
            self.at[position] = ids[index]
        self.runs = tuple(replace(run, number=run.number or self._number()) for run in merged.runs)
        self.check()
        return merged

    def forget(self, asked: Asked) -> None:
        """The server does not know the cursor any more."""
        self._change(asked, cursor=None, cursor_at=None)

    def give_up(self, asked: Asked) -> None:
        """Leave a gap as it is."""
        self._change(asked, below=Below.LOST, cursor=None, cursor_at=None)

    def check(self) -> None:
        """Runs cover exactly the positions that are held, do not overlap, and stand newest first; no id is twice."""
        assert total(self.runs) == len(self.at) == len(set(self.at.values()))
        assert all(position in self.at for run in self.runs for position in range(run.first, run.last + 1))
        assert all(upper.first > lower.last for upper, lower in zip(self.runs, self.runs[1:], strict=False))
        assert all(run.cursor is None for run in self.runs if run.below is not Below.OPEN)

    @property
    def ids(self) -> list[str]:
        """Return the events, oldest first."""
        return [self.at[position] for position in sorted(self.at)]

    def holes(self) -> list[tuple[str | None, str, Below]]:
        """Return (id under it, id above it, how it stands) of each place where something may be missing."""
        lower = (*self.runs[1:], None)
        return [
            (None if under is None else self.at[under.last], self.at[run.first], run.below)
            for run, under in zip(self.runs, lower, strict=True)
            if run.below is not Below.JOINED
        ]

    def _change(self, asked: Asked, **changes: object) -> None:
        self.runs = tuple(
            replace(run, **changes) if (run.number, run.cursor) == (asked.run, asked.cursor) else run  # type: ignore[arg-type]
            for run in self.runs
        )

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers


class Walk:
    """Reads pages into a log as the engine does: forgets a cursor that is not known, gives up after three."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.strikes = 0

    def take(self, answer: Answer | None, asked: Asked) -> bool:
        """Take in an answer (None: the cursor is not known); return whether all of its rows were laid."""
        merged = Merged()
        if answer is None:
            self.log.forget(asked)
        else:
            merged = self.log.take(*answer, asked)
        if merged.placed:
            self.strikes = 0
        self.strikes += answer is None or merged.turned
        if self.strikes >= STRIKES:
            self.strikes = 0
            self.log.give_up(replace(asked, cursor=None) if answer is None else asked)
        return answer is not None and not merged.stale and not merged.turned

    def to_the_end(self, server: Served, size: int) -> None:
        """Poll the newest page, then close every gap."""
        asked: Asked | None = self.log.ask()
        most = (len(self.log.runs) + 2) * (len(server.rows) // size + 2) + 2 * STRIKES
        for _ in range(most):
            if asked is None:
                return
            self.take(server.answer(size, asked.cursor), asked)
            asked = self.log.ask_older()
        raise AssertionError("the walk does not end")


def compare(log: Log, server: Served, *, in_order: bool = True) -> None:
    """Check that a log which was read to the end holds what it must, and says where something is missing.

    Every row that is served stands in the log, in its order, but for late ones nobody could notice. What is served no
    more may be missing, but only in a gap that is marked, and only where something under it is served no more either.
    """
    held, place = log.ids, {name: at for at, name in enumerate(server.rows)}
    assert not in_order or held == sorted(held, key=place.__getitem__)
    missing = [at for name, at in place.items() if name not in set(held) and name not in server.late]
    assert all(at < server.floor for at in missing), "what is served is not held"
    if not in_order:
        return
    gaps = []
    for under, over, below in log.holes():
        assert below is not Below.OPEN
        low = -1 if under is None else place[under]
        assert low < server.floor, "a gap where all is served"
        if below is Below.END:
            assert under is None
            assert over in server.ends, "an end that the server did not tell of"
        gaps.append((low, place[over]))
    for at in missing:
        assert any(low < at < high for low, high in gaps), f"{server.rows[at]} is missing, and no gap says so"
