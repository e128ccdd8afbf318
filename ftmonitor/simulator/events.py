"""The texts and shapes of events: as the service sends them, where that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ftmonitor.simulator.ids import pick, token
from ftmonitor.simulator.plan import JobPlan, Stage
from ftmonitor.simulator.script import Entry, Kind
from ftmonitor.simulator.training import Training

CANCELLED = "The job was stopped due to a cancellation request"
PAUSED = "The job is paused"
"""Ours: no event of the service about pausing or resuming is known."""
RESUMED = "The job goes on after a pause"

_POLICY = ("Evaluating model against our usage policies", "Evaluating model against our usage policies before enabling")

# The categories of a `moderation_checks` event, and whether a hit blocks the model.
_CATEGORIES = (
    ("advice", "non_blocking"),
    ("biological threats", "blocking"),
    ("cybersecurity threats", "blocking"),
    ("harassment/threatening", "blocking"),
    ("hate", "blocking"),
    ("hate/threatening", "blocking"),
    ("highly-sensitive", "non_blocking"),
    ("illicit", "blocking"),
    ("propaganda", "blocking"),
    ("self-harm/instructions", "blocking"),
    ("self-harm/intent", "non_blocking"),
    ("sensitive", "non_blocking"),
    ("sexual/minors", "blocking"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says; `data` is {} in most messages, null in some."""

    message: str
    level: str = "info"
    type: str = "message"
    data: object = None


def event_object(plan: JobPlan, training: Training, entry: Entry, created_at: int) -> dict[str, object]:
    """Return the event of a script entry, keys in the order of the wire; `created_at` in unix seconds."""
    said = _said(plan, training, entry)
    event = _event(event_id(plan, entry), created_at, said)
    if entry.kind is Kind.ASIDE:
        event |= plan.asides[entry.index].event
    return event


def control_object(plan: JobPlan, number: int, message: str, created_at: int) -> dict[str, object]:
    """Return the event that follows an ask: the `number`-th of the job."""
    level = "warn" if message == CANCELLED else "info"
    return _event(control_id(plan, number), created_at, Said(message, level=level, data=None))


def event_id(plan: JobPlan, entry: Entry) -> str:
    """Return the id of the event of a script entry."""
    if entry.kind is Kind.ASIDE and isinstance(own := plan.asides[entry.index].event.get("id"), str):
        return own
    return f"ftevent-{token(plan.id, 'event', entry.kind, entry.index)}"


def control_id(plan: JobPlan, number: int) -> str:
    """Return the id of the event that follows an ask."""
    return f"ftevent-{token(plan.id, 'control', number)}"


def _event(name: str, created_at: int, said: Said) -> dict[str, object]:
    return {
        "object": "fine_tuning.job.event",
        "id": name,
        "created_at": created_at,
        "level": said.level,
        "message": said.message,
        "data": said.data,
        "type": said.type,
    }


def _said(plan: JobPlan, training: Training, entry: Entry) -> Said:
    match entry.kind:
        case Kind.STEP:
            return Said(training.message(entry.index), type="metrics", data=training.data(entry.index))
        case Kind.STARTED:
            return Said("Fine-tuning job started", data=None)
        case Kind.MODERATION:
            return _moderation(plan)
        case Kind.FAILURE:
            return _failure(plan)
        case _:
            return Said(_text(plan, entry), data={})


def _text(plan: JobPlan, entry: Entry) -> str:
    match entry.kind:
        case Kind.CREATED:
            return f"Created fine-tuning job: {plan.id}"
        case Kind.VALIDATING:
            also = f" and validation file: {plan.validation_file}" if plan.validation_file else ""
            return f"Validating training file: {plan.training_file}{also}"
        case Kind.VALIDATED:
            return "Files validated, moving job to queued state"
        case Kind.CHECKPOINT:
            return f"Checkpoint created at step {entry.index}"
        case Kind.MODEL:
            return "New fine-tuned model created"
        case Kind.EVALUATING:
            return pick(_POLICY, plan.id, "policy")
        case Kind.ENABLED:
            return "Usage policy evaluations completed, model is now enabled for sampling"
        case Kind.SUCCESS:
            return "The job has successfully completed"
        case _:
            return ""


def _moderation(plan: JobPlan) -> Said:
    blocked = plan.failure is not None and plan.failure.stage is Stage.EVALUATION
    hit = pick([name for name, how in _CATEGORIES if how == "blocking"], plan.id, "hit") if blocked else ""
    results: list[Mapping[str, object]] = [
        {"flagged": name == hit, "category": name, "enforcement": how} for name, how in _CATEGORIES
    ]
    model = plan.tuned_model()
    data = {"blocked": blocked, "results": results, "finetuned_model_checkpoint_id": model}
    word = "failed" if blocked else "passed"
    level = "error" if blocked else "info"
    return Said(f"Moderation checks for snapshot {model} {word}.", level, "moderation_checks", data)


def _failure(plan: JobPlan) -> Said:
    failure = plan.failure
    if failure is None:
        return Said("")
    data = {"error_code": failure.code, "error_param": failure.param}
    return Said(failure.message, level="error", data=data)
