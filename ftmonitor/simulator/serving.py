"""What a server shows of what there is: old events are gone, some come late, some jobs are hidden. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ftmonitor.simulator.exchange import Refusal
from ftmonitor.simulator.ids import fraction
from ftmonitor.simulator.world import World


@dataclass(frozen=True, slots=True)
class Serving:
    """How a server serves. As it stands, it serves everything at once and for ever.

    `newest` is the most events of a job that are served, `age_s` how old they may be, in seconds; the newest one
    always is. A share `late` of them is served up to `late_s` seconds after its time, under newer ones. `hidden` are
    jobs that are neither listed nor found.
    """

    newest: int | None = None
    age_s: float | None = None
    late: float = 0.0
    late_s: float = 20.0
    hidden: frozenset[str] = frozenset()

    def check(self, job_id: str) -> None:
        """Raise Refusal (404) for a job that is hidden."""
        if job_id in self.hidden:
            message = f"Could not find fine tune: {job_id}"
            raise Refusal(404, message, param="fine_tune_id", code="fine_tune_not_found")

    def came(self, world: World, job_id: str, now: float) -> Sequence[int]:
        """Return the places of the events that came by now, the oldest first, those served no more among them."""
        count = world.event_count(job_id, now)
        if not self.late:
            return range(count)
        sure = count  # below this place all have come, however late
        while sure and world.event_time(job_id, sure - 1, now) > now - self.late_s:
            sure -= 1
        return [*range(sure), *(at for at in range(sure, count) if self._comes_at(world, job_id, at, now) <= now)]

    def places(self, world: World, job_id: str, now: float) -> Sequence[int]:
        """Return the places of the events that are served, the oldest first."""
        came = self.came(world, job_id, now)
        floor = 0 if self.newest is None else max(0, len(came) - self.newest)
        if self.age_s is not None:
            floor = max(floor, bisect_left(came, now - self.age_s, key=lambda at: world.event_time(job_id, at, now)))
        return came[min(floor, max(0, len(came) - 1)) :]

    def late_by(self, world: World, job_id: str, place: int) -> float:
        """Return how many seconds after its time an event comes."""
        if fraction(world.seed, job_id, place, "late") >= self.late:
            return 0.0
        return self.late_s * fraction(world.seed, job_id, place, "how late")

    def _comes_at(self, world: World, job_id: str, place: int, now: float) -> float:
        return world.event_time(job_id, place, now) + self.late_by(world, job_id, place)


ALL = Serving()
