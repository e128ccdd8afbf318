"""Cancel, pause and resume: whether a job's state allows it, the asking, and what became of it in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ftmonitor.errors import ApiError
from ftmonitor.models.phase import Phase
from ftmonitor.models.source import Row, Verb
from ftmonitor.models.summary import JobSummary, summary_of
from ftmonitor.text import one_line

_DONE = {
    Verb.CANCEL: (frozenset({Phase.CANCELLED}), "cancelled"),
    Verb.PAUSE: (frozenset({Phase.PAUSED}), "paused"),
    Verb.RESUME: (frozenset({Phase.RUNNING, Phase.WAITING}), "resumed"),
}
_UNDER_WAY = {
    Verb.CANCEL: frozenset({Phase.STOPPING}),
    Verb.PAUSE: frozenset({Phase.PAUSING}),
    Verb.RESUME: frozenset[Phase](),
}
_FITS = {
    Verb.CANCEL: frozenset({Phase.WAITING, Phase.RUNNING, Phase.PAUSING, Phase.PAUSED, Phase.UNKNOWN}),
    Verb.PAUSE: frozenset({Phase.RUNNING, Phase.UNKNOWN}),
    Verb.RESUME: frozenset({Phase.PAUSED, Phase.UNKNOWN}),
}
_PARTICIPLE = {Verb.CANCEL: "cancelling", Verb.PAUSE: "pausing", Verb.RESUME: "resuming"}


class Actor(Protocol):
    """What can be asked to act: a source, with as many tries as its owner likes."""

    def can(self, verb: Verb) -> str:
        """Return "" where `verb` can be asked for at all, else the reason."""
        ...

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        """Ask for `verb`."""
        ...

    async def job(self, job_id: str) -> Row:
        """Return the job as it is now."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action on one job."""

    verb: Verb
    job_id: str
    name: str
    accepted: bool
    """Whether the server took the request."""
    sentence: str
    """What became of it, for people; outside text in it is plain."""
    status: str = ""
    """The status as sent when the job was read again."""
    row: Row | None = None
    error: ApiError | None = None


async def act(actor: Actor, job_id: str, verb: Verb) -> Outcome:
    """Ask for `verb`, read the job again once, and say what became of it.

    A refusal is an outcome, not an exception: `accepted` is False and `error` says why. Where only the reading
    fails, the request was accepted all the same.
    """
    try:
        answered = await actor.act(job_id, verb)
    except ApiError as error:
        return Outcome(verb, job_id, job_id, accepted=False, sentence=f"could not {verb}: {error}", error=error)
    try:
        row = await actor.job(job_id)
    except ApiError as error:
        if answered is None:
            sentence = f"asked to {verb}; the job could not be read again: {error}"
            return Outcome(verb, job_id, job_id, accepted=True, sentence=sentence)
        row = answered
    summary = summary_of(row.raw, job_id)
    return Outcome(verb, job_id, one_line(summary.name), True, say(verb, summary), summary.status, row)


def became(verb: Verb, summary: JobSummary) -> str:
    """Return what an accepted request has come to, as one word; "" while it is still going on."""
    done, word = _DONE[verb]
    if summary.phase in done:
        return word
    return summary.status if summary.phase.ended else ""


def say(verb: Verb, summary: JobSummary) -> str:
    """Return what became of an accepted request, from the job as read afterwards."""
    done, word = _DONE[verb]
    status = one_line(summary.status) or "without a status"
    if summary.phase in done:
        return word if status in {word, "running"} else f"{word}; now {status}"
    if summary.phase in _UNDER_WAY[verb]:
        return f"asked to {verb}; {_PARTICIPLE[verb]} now"
    return f"asked to {verb}; still {status}" if not summary.phase.ended else f"asked to {verb}; it has {status}"


def why_not(summary: JobSummary, verb: Verb) -> str:
    """Return "" where the state of the job lets `verb` make sense, else the reason, as one sentence."""
    phase = summary.phase
    if phase in _FITS[verb]:
        return ""
    name = one_line(summary.name)
    if phase.ended:
        return f"{name} has {_ended_word(phase)}: nothing to {verb}"
    if phase is Phase.STOPPING:
        return f"{name} is being cancelled already"
    if verb is Verb.PAUSE:
        return {
            Phase.WAITING: f"{name} has not started yet: nothing to pause",
            Phase.PAUSING: f"{name} is pausing already",
        }.get(phase, f"{name} is paused already")
    return {
        Phase.WAITING: f"{name} waits for its turn and is not paused",
        Phase.PAUSING: f"{name} is still pausing: resume it once it is paused",
    }.get(phase, f"{name} is running and not paused")


def _ended_word(phase: Phase) -> str:
    return {Phase.SUCCEEDED: "succeeded", Phase.FAILED: "failed"}.get(phase, "been cancelled")
