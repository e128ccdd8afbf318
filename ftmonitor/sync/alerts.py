"""The rules: what the user is told of without asking. Pure: what a pass changed in, alerts out.

What is told hangs on what was served and on nothing else: not on how many pages it came in, in which order, or how
often the program was stopped in between. So each rule names its case (the job, itself and a subject that the server's
own data give), and of one name there is only ever one alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ftmonitor import format as words
from ftmonitor.config.alerts import Alerting
from ftmonitor.metrics.digest import headlines, validations
from ftmonitor.metrics.estimate import Pace, estimate
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.store.alerts import Alert
from ftmonitor.store.evaluations import Evaluation, Evaluations, Stretches
from ftmonitor.text import one_line

ASKED_S = 3_600.0
"""A job that goes on for longer than this after a pause that the user asked for pauses by itself the next time."""
LEAST_RISE = 0.03
"""The share by which a validation loss has to have grown in all before it counts as a rise."""
ROUGH_OVER, ABOVE_ROUGH = 20, 3.0
"""Evaluations before a rise by which its curve's noise is judged, and how many times that noise it has to be: of noise
alone, with a deviation of s, that is five times s."""
SPIKE_OVER = 3
"""Evaluations that a leap is measured against."""
LONGEST_REASON = 200

_LEVELS = {"failed": "error", "nan": "error", "succeeded": "info", "cancelled": "info"}
_ENDS = {Phase.SUCCEEDED: "succeeded", Phase.FAILED: "failed", Phase.CANCELLED: "cancelled"}
_LOSS = "loss"


def of_job(before: Phase | None, job: JobSummary, *, asked: str, since: float, now: float) -> Alert | None:
    """Return what a job object that was read at `now` is to be told of, if it is; times in seconds since the epoch.

    `before` is the phase it was known in, None for a job that was never seen: of those only what ended after `since`
    is news. `asked` is what the user asked for last and the server did not refuse: pause, cancel or "".
    """
    if job.phase in _ENDS:
        if (before is not None and before.ended) or (before is None and _old(job, since)):
            return None
        return _ended(job, now, by_user=asked == "cancel" and job.phase is Phase.CANCELLED)
    if job.phase is Phase.PAUSED and before not in (None, Phase.PAUSED) and asked != "pause":
        at = "" if job.step is None else f" at step {job.step:,}"
        return Alert(now, job.id, "paused", f"{now:.3f}", "warn", f"paused by itself{at}")
    return None


def _old(job: JobSummary, since: float) -> bool:
    at = job.finished_at or job.created_at
    return at is None or at <= since


def _ended(job: JobSummary, now: float, *, by_user: bool) -> Alert:
    rule = _ENDS[job.phase]
    said = {
        "succeeded": f"succeeded: {one_line(job.fine_tuned_model, LONGEST_REASON)}" if job.fine_tuned_model else "",
        "failed": f"failed: {one_line(job.error, LONGEST_REASON)}" if job.error else "",
        "cancelled": "was cancelled, as you asked" if by_user else "was cancelled",
    }[rule]
    at = min(now, job.finished_at or now)
    return Alert(at, job.id, rule, "", _LEVELS[rule], said or rule, seen_at=now if by_user else None)


def stalled(job: JobSummary, now: float, listened_s: float, alerting: Alerting) -> Alert | None:
    """Return that a job stands still, as the screen says it; `listened_s`: how long the server is heard unbroken."""
    found = estimate(job, now, listened_s)
    if found.pace is not Pace.STALLED or (found.silent_s or 0.0) < alerting.stall:
        return None
    heard = max(job.last_event_at or 0.0, job.last_step_at or 0.0)
    at = "" if job.step is None else f" at step {job.step:,}"
    return Alert(now, job.id, "stalled", f"{heard:.0f}", "warn", f"stands still{at}: {found.words}")


def watched_names(method: str) -> frozenset[str]:
    """Return the curves in which a number that is none is a bad sign."""
    return frozenset(headlines(method)) | frozenset(validations(method))


def loss_names(method: str) -> frozenset[str]:
    """Return the curves whose rise is a bad sign."""
    return frozenset(name for name in validations(method) if _LOSS in name)


def of_holes(job_id: str, name: str, holes: Iterable[tuple[int, float]], *, since: float) -> Alert | None:
    """Return that a curve is no number any more; `holes` are steps and their times, in seconds since the epoch."""
    told = [(step, time) for step, time in holes if time > since]
    if not told:
        return None
    step, time = min(told)
    said = f"{one_line(name, 60)} is not a number (NaN) at step {step:,}"
    return Alert(time, job_id, "nan", name, "error", said)


def of_evaluations(
    job_id: str,
    name: str,
    evaluations: Evaluations,
    stretches: Stretches,
    alerting: Alerting,
    *,
    since: float,
) -> list[Alert]:
    """Return where a validation loss leaps or rises.

    Only such evaluations are held against each other as have no hole in the log between them, and a rise counts where
    it is known what came before it: what fills a hole would tell otherwise.
    """
    found: list[Alert] = []
    rows = evaluations.rows
    of = list(map(stretches.of, rows))
    start, whole, low, told = 0, False, 0, False
    for at, one in enumerate(rows):
        if at == 0 or of[at - 1] != of[at]:
            start, low, told = at, at, False
            whole = stretches.closed_below(of[at]) and (at > 0 or evaluations.whole)
        elif one.value <= rows[at - 1].value:
            low, told = at, False
        if one.time <= since:
            continue
        known = whole or low - start >= ROUGH_OVER
        before = rows[max(start, low - ROUGH_OVER) : low + 1]
        if known and not told and at - low >= alerting.valid_rise and _has_risen(before, one):
            told = True
            said = f"validation loss rose {at - low} evaluations in a row, {_span(rows[low], one)}"
            found.append(Alert(one.time, job_id, "rise", f"{name} {rows[low].step}", "warn", said))
        unbroken = at >= SPIKE_OVER and of[at - SPIKE_OVER] == of[at]
        if unbroken and one.value > alerting.spike * _highest(rows[at - SPIKE_OVER : at]) > 0:
            said = f"validation loss leapt, {_span(rows[at - 1], one)}"
            found.append(Alert(one.time, job_id, "spike", f"{name} {one.step}", "warn", said))
    return found


def _has_risen(before: Sequence[Evaluation], one: Evaluation) -> bool:
    """Return whether a rise from the last of `before` stands out of the noise of those: of how far each is off the
    middle between its two neighbours, which a slope does not change."""
    low = before[-1].value
    bends = [abs(a.value - 2 * b.value + c.value) for a, b, c in zip(before, before[1:], before[2:], strict=False)]
    noise = sorted(bends)[len(bends) // 2] if bends else 0.0
    return one.value - low >= max(LEAST_RISE * abs(low), ABOVE_ROUGH * noise)


def _highest(rows: Sequence[Evaluation]) -> float:
    return max(one.value for one in rows)


def _span(low: Evaluation, high: Evaluation) -> str:
    return f"{words.value(low.value)} to {words.value(high.value)}, step {high.step:,}"
