"""What a filter can ask about, and how it is read from a summary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.models.summary import JobSummary

META = "meta."
"""`meta.KEY` asks about the job's metadata."""
IS = "is"
MARKED = "marked"
"""`is:WORD` asks for a state; that of being marked depends on the screen."""


class Sort(StrEnum):
    """What kind of value a field has: decides how a value is read and which operators fit."""

    TEXT = "text"
    NUMBER = "number"
    SPAN = "age"
    """A time, asked for by how long ago it was: `age<2d`."""
    DAY = "day"
    """A time, asked for by the calendar: `created>2026-11-01`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask about. `read` returns texts (TEXT), or a number or None (all others)."""

    name: str
    sort: Sort
    about: str
    texts: Callable[[JobSummary], Iterable[str]] = lambda job: ()
    number: Callable[[JobSummary], float | None] = lambda job: None
    also: tuple[str, ...] = ()
    """Other names for it."""
    learnt: bool = False
    """Whether it comes from the events: a job as listed does not tell it."""


def _loss(job: JobSummary) -> float | None:
    return job.value if "loss" in job.metric else None


def _reward(job: JobSummary) -> float | None:
    return job.value if "reward" in job.metric else None


def _percent(job: JobSummary) -> float | None:
    progress = job.progress
    return None if progress is None else 100.0 * progress


def states_of(job: JobSummary) -> Collection[str]:
    """Return the words that `is:` knows of a job by itself; whether it is marked only the screen knows."""
    held = ((job.pinned_at is not None, "pinned"), (bool(job.note), "noted"), (job.phase.ended, "ended"))
    return [word for holds, word in (*held, (bool(job.shutdown), "retiring")) if holds]


_ALL = (
    Field("name", Sort.TEXT, "the job's name", texts=lambda job: (job.name,)),
    Field("id", Sort.TEXT, "the job's id", texts=lambda job: (job.id,)),
    Field(
        "status", Sort.TEXT, "its status, as sent or as shown", texts=lambda job: (job.status, job.phase), also=("st",)
    ),
    Field("model", Sort.TEXT, "the base model", texts=lambda job: (job.model,), also=("base",)),
    Field("method", Sort.TEXT, "supervised, dpo, reinforcement", texts=lambda job: (job.method,)),
    Field(
        "output",
        Sort.TEXT,
        "the fine-tuned model",
        texts=lambda job: (job.fine_tuned_model,),
        also=("tuned", "model_out"),
    ),
    Field("error", Sort.TEXT, "why it failed", texts=lambda job: (job.error,), also=("reason",)),
    Field("note", Sort.TEXT, "your note", texts=lambda job: (job.note,)),
    Field(IS, Sort.TEXT, "pinned, noted, marked, ended, retiring"),
    Field("metric", Sort.TEXT, "what is trained for: train_loss, …", texts=lambda job: (job.metric,), learnt=True),
    Field("loss", Sort.NUMBER, "the last training loss", number=_loss, learnt=True),
    Field("reward", Sort.NUMBER, "the last training reward", number=_reward, learnt=True),
    Field(
        "value",
        Sort.NUMBER,
        "the last value, loss or reward",
        number=lambda job: job.value,
        also=("last",),
        learnt=True,
    ),
    Field("valid", Sort.NUMBER, "the last validation value", number=lambda job: job.valid, learnt=True),
    Field("progress", Sort.NUMBER, "steps done, in per cent", number=_percent, also=("done",), learnt=True),
    Field("step", Sort.NUMBER, "the last step", number=lambda job: job.step, learnt=True),
    Field("steps", Sort.NUMBER, "all steps", number=lambda job: job.total_steps, also=("total_steps",), learnt=True),
    Field("epochs", Sort.NUMBER, "n_epochs", number=lambda job: job.n_epochs, also=("n_epochs",)),
    Field("tokens", Sort.NUMBER, "trained tokens", number=lambda job: job.trained_tokens, also=("trained_tokens",)),
    Field("warnings", Sort.NUMBER, "warnings in the log", number=lambda job: job.warnings, learnt=True),
    Field("errors", Sort.NUMBER, "errors in the log", number=lambda job: job.errors, learnt=True),
    Field("age", Sort.SPAN, "how long ago it was created", number=lambda job: job.created_at),
    Field("ended", Sort.SPAN, "how long ago it ended", number=lambda job: job.finished_at),
    Field("quiet", Sort.SPAN, "how long ago its last event was", number=lambda job: job.last_event_at, learnt=True),
    Field("created", Sort.DAY, "the day it was created", number=lambda job: job.created_at),
    Field("finished", Sort.DAY, "the day it ended", number=lambda job: job.finished_at),
)
_BY_NAME: Mapping[str, Field] = {name: field for field in _ALL for name in (field.name, *field.also)}

FIELDS = _ALL
"""All fields, in the order in which help names them."""


def names() -> tuple[str, ...]:
    """Return the names that a field can be asked by."""
    return (*_BY_NAME, META)


def field_of(name: str) -> Field | None:
    """Return the field with a name, or None; upper and lower case are one."""
    name = name.lower()
    if name.startswith(META) and len(name) > len(META):
        return meta(name[len(META) :])
    return _BY_NAME.get(name)


def meta(key: str) -> Field:
    """Return the field of one key of the metadata; a number there can be compared too."""

    def texts(job: JobSummary) -> Iterable[str]:
        return (value for name, value in job.metadata if name.lower() == key)

    return Field(f"{META}{key}", Sort.TEXT, "the metadata", texts=texts)


def everything(job: JobSummary) -> str:
    """Return all of a job's text that a word alone is looked for in, in small letters, a line each.

    That most jobs are supervised is not among it: `sup` would find them all.
    """
    parts = [job.name, job.id, job.status, job.phase.value, job.model, job.fine_tuned_model, job.error]
    if job.method != "supervised":
        parts.append(job.method)
    if job.note:
        parts.append(job.note)
    for name, value in job.metadata:
        parts += (name, value)
    return "\n".join(parts).casefold()
