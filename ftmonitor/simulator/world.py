"""The world: all jobs and files as a function of scenario, seed, time and what was asked.

Times outside are seconds since the epoch; calendar.py says what they are inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ftmonitor.models.source import Verb
from ftmonitor.simulator import catalog
from ftmonitor.simulator.calendar import Calendar
from ftmonitor.simulator.checkpoints import checkpoints_of
from ftmonitor.simulator.create import wish_of
from ftmonitor.simulator.exchange import Refusal
from ftmonitor.simulator.files import Files
from ftmonitor.simulator.ids import FILE, LONG, token
from ftmonitor.simulator.jobs import job_object
from ftmonitor.simulator.life import Life
from ftmonitor.simulator.lives import Lives
from ftmonitor.simulator.newcomer import plan_of
from ftmonitor.simulator.plan import ORGANIZATION_ID
from ftmonitor.simulator.scenarios import Scenario
from ftmonitor.simulator.timeline import may

Metadata = Mapping[str, str] | Literal["null"]
"""A filter: keys and their values, or "null" for jobs without metadata."""


class World:
    """All jobs and files. `now` is seconds since the epoch everywhere; Refusal where the API says no."""

    def __init__(self, scenario: Scenario, *, seed: int, started_at: float, speed: float = 1.0) -> None:
        company = scenario.company(seed)
        self.scenario = scenario
        self.seed = seed
        self.calendar = Calendar(started_at, speed)
        self._lives = Lives(company.plans)
        self.files = Files(company.files, self._lives, self.calendar)
        self._made = 0

    def job_ids(self, now: float, metadata: Metadata | None = None) -> tuple[str, ...]:
        """Return the ids of the jobs there are, newest first, those that a metadata filter takes."""
        lives = [life for life in self._lives.born(self.calendar.at(now)) if _matches(life.plan.metadata, metadata)]
        lives.reverse()  # of those made in one moment, the last made is the newest
        lives.sort(key=lambda life: life.plan.created_at, reverse=True)
        return tuple(life.plan.id for life in lives)

    def job(self, job_id: str, now: float) -> dict[str, object]:
        """Return one job as it is."""
        return job_object(self._life(job_id, now), self.calendar.at(now), self.calendar.stamp)

    def jobs(self, now: float) -> list[dict[str, object]]:
        """Return all jobs, newest first."""
        return [self.job(job_id, now) for job_id in self.job_ids(now)]

    def create(self, body: object, now: float) -> dict[str, object]:
        """Make a job and return it."""
        at = self.calendar.at(now)
        wish = wish_of(body, has_file=self.files.has, has_model=lambda name: name in self._lives.tuned(at))
        validation = None if wish.validation_file is None else self.files.read(wish.validation_file)
        job_id = f"ftjob-{self._new_token('job', now, LONG)}"
        self._lives.add(plan_of(wish, job_id, at, self.files.read(wish.training_file), validation))
        return self.job(job_id, now)

    def act(self, job_id: str, verb: Verb, now: float) -> dict[str, object]:
        """Cancel, pause or resume a job and return it as it is then."""
        at = self.calendar.at(now)
        life = self._life(job_id, now)
        status = life.status(at)
        if not may(verb, status):
            if verb is Verb.CANCEL:
                raise Refusal(400, "Cannot cancel a job that is already in a terminal state.")
            needed = "running" if verb is Verb.PAUSE else "paused"
            raise Refusal(400, f"Cannot {verb} a job that is not {needed}: its status is '{status}'.")
        life.ask(verb, at)
        return self.job(job_id, now)

    def upload(self, filename: str, purpose: str, content: bytes, now: float) -> dict[str, object]:
        """Keep a file and return it."""
        return self.files.put(f"file-{self._new_token('file', now, FILE)}", filename, purpose, content, now)

    def event_count(self, job_id: str, now: float) -> int:
        """Return how many events a job has."""
        return self._life(job_id, now).event_count(self.calendar.at(now))

    def event(self, job_id: str, place: int, now: float) -> dict[str, object]:
        """Return one event of a job by its place, the oldest being 0."""
        return self._life(job_id, now).event(place, self.calendar.stamp)

    def event_time(self, job_id: str, place: int, now: float) -> int:
        """Return when an event is told, in seconds since the epoch, by its place."""
        return self.calendar.stamp(self._life(job_id, now).told_at(place))

    def event_place(self, job_id: str, event_id: str, now: float) -> int | None:
        """Return the place of an event, or None where the job has none of that id."""
        return self._life(job_id, now).place_of(event_id, self.calendar.at(now))

    def events(self, job_id: str, now: float) -> list[dict[str, object]]:
        """Return all events of a job, oldest first: the truth that a history can be held against."""
        return [self.event(job_id, place, now) for place in range(self.event_count(job_id, now))]

    def checkpoints(self, job_id: str, now: float) -> list[dict[str, object]]:
        """Return the checkpoints of a job, the highest step first."""
        return checkpoints_of(self._life(job_id, now), self.calendar.at(now), self.calendar.stamp)

    def models(self, now: float) -> list[dict[str, object]]:
        """Return the base models, under snapshot and alias, and the tuned ones."""
        rows = [catalog.base_object(model, name) for model in catalog.MODELS for name in (model.alias, model.id)]
        for name, life in self._lives.tuned(self.calendar.at(now)).items():
            made = self.calendar.stamp(life.line.ends_at)
            rows.append(catalog.tuned_object(name, life.plan.model, made, ORGANIZATION_ID))
        return rows

    def _life(self, job_id: str, now: float) -> Life:
        return self._lives.find(job_id, self.calendar.at(now))

    def _new_token(self, what: str, now: float, length: int) -> str:
        self._made += 1
        return token(self.seed, self.scenario.name, what, self._made, round(now * 1000), length=length)


def _matches(metadata: Mapping[str, str] | None, wanted: Metadata | None) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return metadata is None
    return all(metadata is not None and metadata.get(name) == value for name, value in wanted.items())
