"""What the user is told of: the rules as tables, and that they tell the same however the pages come."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ftmonitor.config.alerts import Alerting
from ftmonitor.metrics.estimate import STALL_FLOOR_S
from ftmonitor.models.phase import Phase
from ftmonitor.models.source import Row
from ftmonitor.models.summary import JobSummary
from ftmonitor.store.actions import Action
from ftmonitor.store.alerts import Alert
from ftmonitor.store.evaluations import Evaluation, Evaluations, Stretches
from ftmonitor.store.runs import Below, Run
from ftmonitor.store.store import Store
from ftmonitor.sync.alarm import Alarm
from ftmonitor.sync.alerts import of_evaluations, of_holes, of_job, stalled
from ftmonitor.sync.passes import Passes
from tests.support.clock import START, FakeClock
from tests.support.ledger import Ledger, event_row, job_row
from tests.support.profiles import few, many

NOW = START + 1_000.0
JOB = JobSummary("j", "night-run", "running", Phase.RUNNING, "gpt-4.1", "supervised", created_at=NOW - 500, step=120)
ALL = Stretches([Run(0, 10_000, Below.END)])


def after(phase: Phase, **more: object) -> JobSummary:
    return replace(JOB, phase=phase, status=phase.value, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "job", "asked", "told"),
    [
        (Phase.RUNNING, after(Phase.RUNNING), "", None),
        (Phase.RUNNING, after(Phase.SUCCEEDED, fine_tuned_model="ft:x"), "", ("succeeded", "info", "succeeded: ft:x")),
        (Phase.RUNNING, after(Phase.FAILED, error="quota: no"), "", ("failed", "error", "failed: quota: no")),
        (Phase.WAITING, after(Phase.FAILED), "", ("failed", "error", "failed")),
        (Phase.RUNNING, after(Phase.CANCELLED), "", ("cancelled", "info", "was cancelled")),
        (Phase.STOPPING, after(Phase.CANCELLED), "cancel", ("cancelled", "info", "was cancelled, as you asked")),
        (Phase.PAUSING, after(Phase.PAUSED), "", ("paused", "warn", "paused by itself at step 120")),
        (Phase.RUNNING, after(Phase.PAUSED), "resume", ("paused", "warn", "paused by itself at step 120")),
        (Phase.PAUSING, after(Phase.PAUSED), "pause", None),
        (Phase.PAUSED, after(Phase.PAUSED), "", None),
        (None, after(Phase.PAUSED), "", None),
        (Phase.SUCCEEDED, after(Phase.FAILED), "", None),
        # Never seen before: an old one is no news, one that ended since the history begins is.
        (None, after(Phase.FAILED, finished_at=NOW - 700), "", None),
        (None, after(Phase.FAILED, finished_at=NOW - 100), "", ("failed", "error", "failed")),
        (None, after(Phase.FAILED, created_at=None), "", None),
        (None, after(Phase.RUNNING), "", None),
    ],
)
def test_what_became_of_a_job(before: Phase | None, job: JobSummary, asked: str, told: object) -> None:
    found = of_job(before, job, asked=asked, since=NOW - 600, now=NOW)
    assert (found and (found.rule, found.level, found.said)) == told
    if asked == "cancel":
        assert found is not None
        assert not found.unread


SILENT = replace(
    JOB,
    total_steps=400,
    first_step_at=NOW - 400,
    last_step_at=NOW - 200,
    last_event_at=NOW - 200,
    step_s=2.0,
    event_s=2.0,
)


@pytest.mark.parametrize(
    ("job", "listened_s", "stall", "told"),
    [
        (SILENT, math.inf, 0, "stands still at step 120: no event for 3m, usually 2s"),
        (SILENT, 10.0, 0, None),
        (SILENT, math.inf, 300, None),
        (replace(SILENT, last_event_at=NOW - STALL_FLOOR_S + 1), math.inf, 0, None),
        (replace(SILENT, phase=Phase.PAUSED), math.inf, 0, None),
        (replace(SILENT, phase=Phase.SUCCEEDED), math.inf, 0, None),
        (replace(SILENT, step=400), math.inf, 0, None),
    ],
)
def test_a_stall_is_one_where_the_screen_says_so(job: JobSummary, listened_s: float, stall: float, told: str) -> None:
    found = stalled(job, NOW, listened_s, Alerting(stall=stall))
    assert (found and found.said) == told


def curve(*values: float, stretches: Stretches = ALL, whole: bool = True, since: float = 0.0, **more: Any) -> list[str]:
    rows = tuple(Evaluation(10 * at, at, NOW + at, value) for at, value in enumerate(values))
    alerting = Alerting()._replace(**more)
    found = of_evaluations("j", "valid_loss", Evaluations(rows, whole), stretches, alerting, since=since)
    return [f"{alert.rule} {alert.subject.partition(' ')[2]}" for alert in found]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((), []),
        ((3, 2, 1), []),
        ((1.0, 1.1, 1.2), []),
        ((1.0, 1.1, 1.2, 1.3), ["rise 0"]),
        ((2, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5), ["rise 10"]),
        ((2, 1.0, 1.1, 1.2, 1.2, 1.3), []),
        ((1, 1.2, 1.3, 1.4, 1.0, 1.1, 1.2, 1.3), ["rise 0", "rise 40"]),
        ((1.0, 1.001, 1.002, 1.003), []),
        ((1.0, 1.001, 1.002, 1.003, 1.2), ["rise 0"]),
        ((1.0, 0.9, 1.0, 2.1), ["spike 30"]),
        ((1.0, 0.9, 1.0, 1.9), []),
        ((1.0, 0.9, 1.0, 2.1, 2.0, 2.1), ["spike 30"]),
        ((1.0, 0.9, 2.1), []),
    ],
)
def test_rises_and_leaps_of_the_validation_loss(values: Sequence[float], told: list[str]) -> None:
    assert curve(*values) == told


NOISY = (0.91, 0.89, 0.92, 0.88) * 5
"""What is off by 3 % of itself for a while."""


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((*NOISY, 0.895, 0.90, 0.91, 0.914), []),
        ((*NOISY, 0.895, 0.92, 0.95, 1.15), ["rise 190"]),
        ((*(5 - 0.2 * at for at in range(20)), 1.0, 1.02, 1.04, 1.06), ["rise 200"]),
        ((0.9, 0.88, 0.885, 0.89, 0.90), []),
    ],
)
def test_a_rise_stands_out_of_the_noise_of_its_curve_whatever_its_slope(
    values: Sequence[float], told: list[str]
) -> None:
    assert curve(*values) == told


@pytest.mark.parametrize(("first", "told"), [(19, ["rise 390"]), (20, [])])
def test_how_noisy_a_curve_was_has_to_be_known(first: int, told: list[str]) -> None:
    parted = Stretches([Run(first, 100, Below.OPEN), Run(0, first - 1, Below.END)])
    assert curve(*NOISY, *NOISY, 0.895, 0.92, 0.95, 1.15, stretches=parted) == told


def test_nothing_is_held_against_what_a_hole_in_the_log_parts_it_from() -> None:
    parted = Stretches([Run(2, 100, Below.OPEN), Run(0, 1, Below.END)])
    assert curve(1.0, 1.1, 1.2, 1.3) == ["rise 0"]
    assert curve(1.0, 1.1, 1.2, 1.3, stretches=parted) == []
    assert curve(1.0, 1.1, 1.2, 1.3, 1.4, 3.3, stretches=parted) == ["spike 50"]  # where the rise began nobody knows
    assert curve(1.0, 1.1, 1.2, 1.3, whole=False) == []
    joined = Stretches([Run(2, 100, Below.JOINED), Run(0, 1, Below.END)])
    assert curve(1.0, 1.1, 1.2, 1.3, stretches=joined) == ["rise 0"]


def test_thresholds_and_the_time_from_which_on_it_is_news() -> None:
    assert curve(1.0, 1.1, 1.2, valid_rise=2) == ["rise 0"]
    assert curve(1.0, 1.0, 1.0, 1.5, spike=1.4) == ["spike 30"]
    assert curve(1.0, 1.1, 1.2, 1.3, since=NOW + 3) == []


def test_a_number_that_is_none_is_told_with_its_first_step_since_then() -> None:
    found = of_holes("j", "train_loss", [(30, NOW + 3), (20, NOW + 2), (10, NOW - 5)], since=NOW)
    assert found is not None
    assert (found.subject, found.said) == ("train_loss", "train_loss is not a number (NaN) at step 20")
    assert of_holes("j", "train_loss", [(10, NOW - 5)], since=NOW) is None


# In the transaction of the pass


def step(number: int, loss: object = None, *, train: object = 1.0) -> Row:
    data = {"step": number, "total_steps": 500, "train_loss": train}
    data |= {"valid_loss": loss} if loss is not None else {}
    return event_row(number, at=START + 100 + number, prefix="step", type="metrics", data=data)


async def alerts_of(store: Store) -> list[Alert]:
    return list(reversed(await store.alerts.recent()))


def keys(found: Sequence[Alert]) -> set[tuple[str, str]]:
    assert len({(one.rule, one.subject) for one in found}) == len(found)
    return {(one.rule, one.subject) for one in found}


@pytest.mark.anyio
async def test_a_first_look_at_old_jobs_tells_of_nothing(tmp_path: Path) -> None:
    server, store = Ledger(FakeClock()), Store.open(tmp_path / "h.db")
    server.jobs = [
        job_row("old", "failed", created_at=START - 900, finished_at=START - 800),
        job_row("odd", "failed", created_at=START + 900, finished_at=START + 1_000),  # the server's clock is ahead
        job_row("now", "running", created_at=START - 300),
    ]
    server.events["old"] = [event_row(1, at=START - 850, data={"step": 1, "train_loss": math.nan})]
    passes = Passes(server, store, server.clock)
    await passes.jobs()
    await passes.events("old", follow=True, ended=True)
    assert await alerts_of(store) == []
    server.set_job(
        job_row("now", "failed", created_at=START - 300, error={"code": "quota", "message": "sk-abcdefgh12345"})
    )
    server.jobs.append(job_row("new", "succeeded", created_at=START + 1_001, finished_at=START + 1_002))
    await passes.jobs()
    await passes.jobs()
    found = await alerts_of(store)
    assert {(one.job_id, one.said) for one in found} == {("now", "failed: quota: ***"), ("new", "succeeded")}
    assert {one.name for one in found} == {"now", "new"}
    await store.aclose()


@pytest.mark.anyio
async def test_a_pause_is_told_once_and_not_where_the_user_asked_for_it(tmp_path: Path) -> None:
    clock = FakeClock()
    server, store = Ledger(clock), Store.open(tmp_path / "h.db")
    passes = Passes(server, store, clock)

    async def becomes(status: str) -> list[str]:
        server.set_job(job_row("j", status, created_at=START - 50))
        clock.advance(1)
        await passes.jobs()
        return [one.rule for one in await alerts_of(store)]

    assert await becomes("running") == []
    number = await store.actions.add(Action(clock.now(), "pause", "j", "asked to pause; no answer yet"))
    assert await becomes("pausing") == await becomes("paused") == []
    await becomes("running")
    await store.actions.finish(number, "could not pause: the server said no", None)
    assert await becomes("paused") == ["paused"]
    assert await becomes("running") == await becomes("paused") == ["paused"]  # an old page came late: no step since
    server.events["j"] = [event_row(1, at=clock.now() + 5, data={"step": 1, "train_loss": 1.0})]
    await passes.events("j", follow=True, ended=False)
    clock.advance(10)
    await becomes("running")
    assert await becomes("paused") == ["paused", "paused"]
    await store.aclose()


@pytest.mark.anyio
async def test_a_pause_that_was_asked_for_is_not_the_jobs_own_whatever_the_clock_of_the_server(tmp_path: Path) -> None:
    clock = FakeClock()
    server, store = Ledger(clock), Store.open(tmp_path / "h.db")
    passes = Passes(server, store, clock)

    async def becomes(status: str, step: int, hours: float) -> list[str]:
        server.set_job(job_row("j", status, created_at=START - 50))
        at = START + hours * 3_600
        server.events["j"] = [event_row(step, at=at, data={"step": step, "train_loss": 1.0})]
        await passes.events("j", follow=True, ended=False)
        clock.advance(1)
        await passes.jobs()
        return [one.rule for one in await alerts_of(store)]

    assert await becomes("running", 1, 20) == []
    await store.actions.add(Action(clock.now(), "pause", "j", "asked to pause; pausing now"))
    await store.actions.add(Action(clock.now(), "pause", "j", "could not pause: it is pausing already"))
    assert await becomes("paused", 2, 20.1) == []
    assert await becomes("running", 3, 20.2) == await becomes("paused", 4, 20.3) == []  # an old page came late
    assert await becomes("running", 5, 21) == []
    assert await becomes("paused", 6, 22) == ["paused"], "somebody else let it go on since"
    await store.aclose()


@pytest.mark.anyio
async def test_what_is_told_is_written_with_the_rows_or_not_at_all(tmp_path: Path) -> None:
    class Killed(Alarm):
        """Ends the transaction behind what it has told."""

        def events(self, *args: object, **named: object) -> None:
            super().events(*args, **named)  # type: ignore[arg-type]
            raise KeyboardInterrupt

    server, store = Ledger(FakeClock()), Store.open(tmp_path / "h.db")
    server.jobs = [job_row("j", "running", created_at=START - 50)]
    passes, killed = Passes(server, store, server.clock), Passes(server, store, server.clock, Killed())
    await passes.jobs()
    server.events["j"] = [step(1), step(2, train=math.nan)]
    with pytest.raises(KeyboardInterrupt):
        await killed.events("j", follow=True, ended=False)
    assert (await store.events.count("j"), await alerts_of(store)) == (0, [])
    await passes.events("j", follow=True, ended=False)
    assert keys(await alerts_of(store)) == {("nan", "train_loss")}
    await store.aclose()


@pytest.mark.anyio
async def test_only_watched_jobs_where_the_user_wants_it_so(tmp_path: Path) -> None:
    server, store = Ledger(FakeClock()), Store.open(tmp_path / "h.db")
    passes = Passes(server, store, server.clock, Alarm(Alerting(frozenset({"failed"}), jobs="watched")))
    for job_id in ("a", "b"):
        server.jobs.append(job_row(job_id, "running", created_at=START - 50))
    await passes.jobs()
    await store.alerts.watch("b", True)
    for job_id in ("a", "b"):
        server.set_job(job_row(job_id, "succeeded", created_at=START - 50))
    await passes.jobs()
    assert [(one.job_id, one.rule) for one in await alerts_of(store)] == [("b", "succeeded")]
    await store.aclose()


@pytest.mark.anyio
async def test_they_are_acknowledged_one_by_one_or_all(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    from ftmonitor.store import alerts

    told = [Alert(START + at, "j", "failed", str(at), "error", "failed") for at in range(3)]
    assert await store.write(alerts.add, [*told, told[0]]) == 4
    assert await store.write(alerts.add, told) == 0
    assert await store.alerts.unread() == (3, 3, 3)
    assert await store.alerts.acknowledge(START, [2]) == 1
    assert await store.alerts.acknowledge(START, [2]) == 0
    assert await store.alerts.unread() == (2, 2, 3)
    assert [one.number for one in await store.alerts.after(1)] == [2, 3]
    assert await store.alerts.acknowledge(START) == 2
    assert not any(one.unread for one in await store.alerts.recent())
    await store.aclose()


@pytest.mark.anyio
async def test_who_diverged_is_known_until_it_is_acknowledged(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    from ftmonitor.store import alerts

    told = (("a", "nan"), ("a", "spike"), ("b", "rise"), ("c", "failed"))
    await store.write(alerts.add, [Alert(START, job_id, rule, "1", "warn", "said") for job_id, rule in told])
    assert await store.alerts.diverged() == {"a", "b"}
    await store.alerts.acknowledge(START, [1, 3])
    assert await store.alerts.diverged() == {"a"}, "one of its two is still unread"
    await store.alerts.acknowledge(START)
    assert await store.alerts.diverged() == frozenset()
    await store.aclose()


# Whatever the pages and their order


class Play:
    """A server that grows, and programs that read it in pages and are stopped. Each number makes an act."""

    def __init__(self, path: Path, rows: Sequence[Row], page_size: int) -> None:
        self.path, self.rows = path, rows
        self.server = Ledger(FakeClock(), page_size=page_size)
        self.server.jobs = [job_row("j", "running", created_at=START - 50)]
        self.server.events["j"] = []
        self.store = Store.open(path)

    @property
    def passes(self) -> Passes:
        return Passes(self.server, self.store, self.server.clock)

    async def act(self, number: int) -> None:
        note(f"act {number}")
        kind, share = number % 8, number // 8
        if kind < 3:
            held = len(self.server.events["j"])
            self.server.events["j"] = list(self.rows[: held + 1 + share])
        if kind in (0, 3, 4):
            await self.passes.events("j", follow=True, ended=False)
        elif kind in (1, 5):
            await self.passes.older_events("j")
        elif kind == 6:  # stopped in the middle of a pass
            task = asyncio.create_task(self.passes.events("j", follow=True, ended=False))
            for _ in range(share):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.store.aclose()
            self.store = Store.open(self.path)
        elif kind == 7:  # another program
            other = Store.open(self.path)
            await Passes(self.server, other, self.server.clock).events("j", follow=True, ended=False)
            await other.aclose()

    async def run(self, script: Sequence[int]) -> set[tuple[str, str]]:
        await self.passes.jobs()
        for number in script:
            await self.act(number)
        self.server.events["j"] = list(self.rows)
        await self.passes.events("j", follow=True, ended=False)
        while (await self.passes.older_events("j")).gap:
            pass
        self.server.set_job(job_row("j", "failed", created_at=START - 50))
        for _ in range(2):
            await self.passes.jobs()
            await self.passes.job("j")
        found = keys(await alerts_of(self.store))
        await self.store.aclose()
        return found


MOVES = st.lists(st.sampled_from([1, 1, 1, 0, -1, -2, 9, None]), min_size=12, max_size=40)
"""By how many tenths the validation loss moves from one step to the next; None: it is no number."""


def losses_of(moves: Sequence[int | None]) -> list[float]:
    """Return the validation losses."""
    found, low = [], 1.0
    for move in moves:
        low = max(0.1, low + (move or 0) / 10) if move != 9 else low * 3
        found.append(math.nan if move is None else low)
    return found


def play(moves: Sequence[int | None], script: Sequence[int], page_size: int) -> None:
    losses = losses_of(moves)
    rows = [step(at + 1, loss, train=math.nan if at % 20 == 19 else 1.0) for at, loss in enumerate(losses)]
    with tempfile.TemporaryDirectory() as folder:
        at_once = asyncio.run(Play(Path(folder) / "a.db", rows, 1_000).run([]))
        note(f"{losses} {at_once}")
        assert asyncio.run(Play(Path(folder) / "b.db", rows, page_size).run(script)) == at_once
        assert ("failed", "") in at_once


@few(10)
@given(MOVES, st.lists(st.integers(0, 63), min_size=4, max_size=16), st.integers(1, 9))
def test_each_is_told_exactly_once_whatever_the_pages_and_the_ends(
    moves: Sequence[int | None], script: Sequence[int], page_size: int
) -> None:
    play(moves, script, page_size)


@pytest.mark.long
def test_hundreds_more() -> None:
    @many(150)
    @given(MOVES, st.lists(st.integers(0, 63), min_size=4, max_size=30), st.integers(1, 9))
    def more(moves: Sequence[int | None], script: Sequence[int], page_size: int) -> None:
        play(moves, script, page_size)

    more()
