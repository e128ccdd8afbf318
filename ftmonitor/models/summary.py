"""What a list row shows of a job. No pydantic here: lists and the first frame read nothing else."""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any

from ftmonitor.models.phase import Phase, phase_of

SHORT_ID = 8
"""Characters of the id that stand for a job without a name (../README.md, "Names")."""

LONGEST_REASON = 300
"""Characters of an error that a row keeps; the whole text is in the job."""

LATEST_S = 253_402_300_800
"""The end of the year 9999, in seconds since the epoch: `datetime` knows no later time."""

_EXACT = 2**53
_TUNED = re.compile(r"^ft:[^:]+:[^:]*:([^:]+):[^:]+")


@dataclass(frozen=True, slots=True)
class JobSummary:
    """One job in a list: what the job object says, and what its events added. Times are seconds since the epoch."""

    id: str
    name: str
    status: str
    """The word as sent; "" where none was."""
    phase: Phase
    model: str
    """The base model as sent."""
    method: str
    """supervised, dpo, reinforcement or the word as sent; "supervised" where the job names none."""
    created_at: float | None = None
    finished_at: float | None = None
    estimated_finish: float | None = None
    fine_tuned_model: str = ""
    trained_tokens: int | None = None
    n_epochs: float | None = None
    """None while it is "auto"."""
    error: str = ""
    """The reason of a failure, on one line; "" where there is none."""
    metadata: tuple[tuple[str, str], ...] = ()
    # From the events:
    step: int | None = None
    total_steps: int | None = None
    first_step_at: float | None = None
    last_step_at: float | None = None
    last_event_at: float | None = None
    step_s: float | None = None
    """Seconds a step takes; with their spread, where it can be told."""
    step_s_low: float | None = None
    step_s_high: float | None = None
    event_s: float | None = None
    """The usual seconds between two events that tell of a step."""
    metric: str = ""
    """The series that `value` and `trend` are of: `train_loss`, or the reward where that is what is trained."""
    value: float | None = None
    valid: float | None = None
    trend: tuple[float, ...] = ()
    """Up to six means over the run so far, oldest first; one that is not finite stands for a part that is not held."""
    warnings: int = 0
    errors: int = 0
    # From elsewhere:
    note: str = ""
    """What the user wrote about it, on one line."""
    pinned_at: float | None = None
    """Since when the user has it on top of the list, or None."""
    shutdown: str = ""
    """The day on which the service takes its base model away, `YYYY-MM-DD`, "" while none is told."""
    seen_at: float | None = None
    """When the server last told us of this job."""

    @property
    def progress(self) -> float | None:
        """Return the share of steps done, 0 to 1, or None where the total is unknown."""
        if self.step is None or not self.total_steps:
            return None
        return max(0.0, min(1.0, self.step / self.total_steps))

    @property
    def smoothed(self) -> float | None:
        """Return the mean of the newest part of the run, a sixth of it: what `trend` ends in."""
        return next(filter(math.isfinite, reversed(self.trend)), self.value)

    @property
    def best(self) -> float | None:
        """Return the best of the means that `trend` holds: one lucky step does not make it."""
        of_all = max if "reward" in self.metric else min
        return of_all(filter(math.isfinite, self.trend), default=self.value)

    @property
    def ended_at(self) -> float | None:
        """Return when it ended, as far as is known: failed and cancelled jobs often bear no time of their own."""
        if not self.phase.ended:
            return None
        return self.finished_at if self.finished_at is not None else self.last_event_at


_SETTERS = [getattr(JobSummary, field.name).__set__ for field in fields(JobSummary)]
_DEFAULTS = [field.default for field in fields(JobSummary)]


def by_column(columns: Sequence[Sequence[Any]]) -> list[JobSummary]:
    """Return summaries out of their fields: each a column, in order; fields that have none are as by default.

    Made so, ten thousand of them take a third of the time that it takes one by one.
    """
    made = [JobSummary.__new__(JobSummary) for _ in columns[0]]
    for setter, values in zip(_SETTERS, chain(columns, map(repeat, _DEFAULTS[len(columns) :])), strict=True):
        deque(map(setter, made, values), maxlen=0)
    return made


def summary_of(raw: Mapping[str, object], job_id: str, before: JobSummary | None = None) -> JobSummary:
    """Return the summary of a job object as sent; what the events added is taken over from `before`.

    Never fails: a field of the wrong type counts as absent.
    """
    fresh = JobSummary(*_said(raw, job_id))
    if before is None:
        return fresh
    return replace(
        fresh,
        step=before.step if before.step is not None else fresh.step,
        total_steps=before.total_steps or fresh.total_steps,
        first_step_at=before.first_step_at,
        last_step_at=before.last_step_at,
        last_event_at=before.last_event_at,
        step_s=before.step_s,
        step_s_low=before.step_s_low,
        step_s_high=before.step_s_high,
        event_s=before.event_s,
        metric=before.metric,
        value=before.value,
        valid=before.valid,
        trend=before.trend,
        warnings=before.warnings,
        errors=before.errors,
        note=before.note,
        pinned_at=before.pinned_at,
        shutdown=before.shutdown,
        seen_at=before.seen_at,
    )


def summaries_of(raws: Mapping[str, Mapping[str, object]]) -> list[JobSummary]:
    """Return what `summary_of` does of each job object, by id; of a page it is quicker so."""
    said = [_said(raw, job_id) for job_id, raw in raws.items()]
    return by_column(list(zip(*said, strict=True))) if said else []


def _said(raw: Mapping[str, object], job_id: str) -> tuple[Any, ...]:
    """Return what a job object says, in the order of JobSummary's fields."""
    get = raw.get
    status = text_of(get("status"))
    return (
        job_id,
        name_of(raw, job_id),
        status,
        phase_of(status),
        text_of(get("model")),
        method_of(raw),
        time_of(get("created_at")),
        time_of(get("finished_at")),
        time_of(get("estimated_finish")),
        text_of(get("fine_tuned_model")),
        count_of(get("trained_tokens")),
        _n_epochs(raw),
        reason_of(get("error")),
        _metadata(get("metadata")),
        count_of(get("trained_steps")),
        count_of(get("total_steps")) or None,
    )


def name_of(raw: Mapping[str, object], job_id: str) -> str:
    """Return the suffix the user gave (also as found in the tuned model's name), else the end of the id."""
    for key in ("user_provided_suffix", "suffix"):
        if suffix := text_of(raw.get(key)):
            return suffix
    if found := _TUNED.match(text_of(raw.get("fine_tuned_model"))):
        return found.group(1)
    return job_id[-SHORT_ID:]


def method_of(raw: Mapping[str, object]) -> str:
    """Return the method's word; a job without one is supervised, as all were before December 2024."""
    method = raw.get("method")
    if isinstance(method, dict) and (word := text_of(method.get("type"))):
        return word
    return text_of(method) or "supervised"


def hyperparameters_of(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Return the hyperparameters as sent: the method's own over the twins at the top of the job."""
    own, top = _hyperparameters(raw)
    return {**top, **{name: value for name, value in own.items() if value is not None}}


def reason_of(error: object) -> str:
    """Return why a job failed, on one line, or "": there is an error only where `code` or `message` says something.

    Live jobs without an error carry null, `{}`, `{"code": null, ...}` or `{"error": null}`.
    """
    if not error:
        return ""
    if isinstance(error, str):
        message, code = error, ""
    elif isinstance(error, dict):
        inner = error.get("error")
        if isinstance(inner, dict):
            return reason_of(inner)
        message, code = text_of(error.get("message")), text_of(error.get("code"))
    else:
        return ""
    flat = " ".join(message.split())[:LONGEST_REASON]
    return f"{code}: {flat}" if code and flat else code or flat


def text_of(value: object) -> str:
    """Return a text as it is, anything else as ""."""
    return value if isinstance(value, str) else ""


def number_of(value: object) -> float | None:
    """Return a finite number, also out of text, else None; true and false are no numbers."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, int | float):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None
    return None


def count_of(value: object) -> int | None:
    """Return a whole number of 0 or more (`120.0` and "120" too), else None."""
    if type(value) is int and 0 <= value <= _EXACT:  # as nearly all are
        return value
    number = number_of(value)
    return int(number) if number is not None and number >= 0 else None


def time_of(value: object) -> float | None:
    """Return seconds since the epoch from unix seconds or ISO 8601 text; None for null, 0 and what is no time."""
    if value is None:
        return None
    if type(value) is int:  # as nearly all are
        return float(value) if 0 < value < LATEST_S else None
    number = number_of(value)
    if number is not None:
        return number if 0 < number < LATEST_S else None
    if isinstance(value, str) and value:
        try:
            parsed = datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            return None
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        return parsed.timestamp()
    return None


def _n_epochs(raw: Mapping[str, object]) -> float | None:
    own, top = _hyperparameters(raw)
    sent = own.get("n_epochs")
    epochs = number_of(top.get("n_epochs") if sent is None else sent)
    return epochs if epochs is not None and epochs > 0 else None


def _hyperparameters(raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Return the hyperparameters of the method, and those at the top of the job."""
    top, method = raw.get("hyperparameters"), raw.get("method")
    part = method.get(text_of(method.get("type"))) if isinstance(method, dict) else None
    own = part.get("hyperparameters") if isinstance(part, dict) else None
    return own if isinstance(own, dict) else {}, top if isinstance(top, dict) else {}


def _metadata(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not value:
        return ()
    return tuple((str(name), item if isinstance(item, str) else repr(item)) for name, item in value.items())
