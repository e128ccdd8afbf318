"""Roles -> plans and files: a scenario says who takes part and where each stands when the world begins."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ftmonitor.dataset import check
from ftmonitor.models.source import Verb
from ftmonitor.simulator import failures
from ftmonitor.simulator.files import StoredFile
from ftmonitor.simulator.ids import FILE, number, pick, token
from ftmonitor.simulator.plan import Aside, Ask, Curve, Failure, JobPlan, Method, Wandb
from ftmonitor.simulator.samples import Recipe, content_of
from ftmonitor.simulator.script import times_of

MINI = "gpt-4.1-mini-2025-04-14"
FULL = "gpt-4.1-2025-04-14"
NANO = "gpt-4.1-nano-2025-04-14"
GPT_4O = "gpt-4o-2024-08-06"
GPT_4O_MINI = "gpt-4o-mini-2024-07-18"
O4_MINI = "o4-mini-2025-04-16"

_TOKENS_A_ROW = 310
_UPLOADED_S = 120.0
"""How long before its job a file was uploaded."""
_READY_ROWS = 120


@dataclass(frozen=True, slots=True)
class Role:
    """One job of a scenario. Exactly one of `share`, `ended`, `created` says where it stands at the start.

    `share` of the steps are done; it `ended` (or was cancelled) so many seconds ago; it was `created` so many seconds
    ago, or will be, where that is negative. `cancelled` and `paused` are shares of the steps after which it was asked
    for; with `paused`, `ended` says how long ago. `cancelled_after_s` cancels by seconds after the creation instead.
    """

    name: str
    method: Method = Method.SUPERVISED
    model: str = MINI
    examples: int = 400
    epochs: int = 3
    batch: int = 2
    rate: float = 2.0
    curve: Curve = Curve.HEALTHY
    step_s: float = 2.5
    validate_s: float = 61.0
    queue_s: float = 30.0
    warmup_s: float = 45.0
    closing_s: float = 120.0
    share: float | None = None
    ended: float | None = None
    created: float | None = None
    cancelled: float | None = None
    cancelled_after_s: float | None = None
    paused: float | None = None
    valid: bool = True
    nameless: bool = False
    broken: int = 0
    misfit: Method | None = None
    """The method that the training file is made for, where it is another one."""
    reason: str = ""
    """A failure: quota, deleted, flagged, refused, or server."""
    pool: str = ""
    """Jobs of one pool share their training file."""
    wandb: tuple[Wandb, ...] = ()
    metadata: Mapping[str, str] | None = None
    grader: Mapping[str, object] | None = None
    response_format: Mapping[str, object] | None = None
    asides: tuple[Aside, ...] = ()
    extras: Mapping[str, object] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """What a scenario brings: the jobs and the files, deterministic from its name and the seed."""

    plans: tuple[JobPlan, ...]
    files: tuple[StoredFile, ...]


def company_of(scenario: str, seed: int, roles: Iterable[Role]) -> Company:
    """Return the plans and files of a scenario."""
    plans: list[JobPlan] = []
    files: dict[str, StoredFile] = {}
    for place, role in enumerate(roles):
        plan, training = _plan(role, f"{seed}:{scenario}:{place}:{role.name}", f"{seed}:{scenario}")
        plans.append(plan)
        for file_id, recipe, name in ((plan.training_file, training, "train"), (plan.validation_file, None, "valid")):
            if file_id is None or (file_id in files and files[file_id].created_at <= plan.created_at):
                continue
            made = recipe or Recipe(file_id, role.method, max(5, role.examples // 10))
            filename = f"{role.pool or role.name}-{name}.jsonl"
            files[file_id] = StoredFile(file_id, plan.created_at - _UPLOADED_S, filename, "fine-tune", made)
    return Company(tuple(plans), tuple(files.values()))


def _plan(role: Role, key: str, scenario: str) -> tuple[JobPlan, Recipe]:
    job_id = f"ftjob-{token(key, 'job')}"
    shared = (scenario, role.pool) if role.pool else (key,)
    training_file = f"file-{token(*shared, 'train', length=FILE)}"
    recipe = Recipe(training_file, role.misfit or role.method, role.examples, role.broken)
    reinforcement = role.method is Method.REINFORCEMENT
    plan = JobPlan(
        id=job_id,
        created_at=0.0,
        model=role.model,
        method=role.method,
        training_file=training_file,
        validation_file=f"file-{token(*shared, 'valid', length=FILE)}" if role.valid else None,
        seed=number(key, "seed"),
        total_steps=max(1, math.ceil(role.examples / role.batch) * role.epochs),
        n_epochs=role.epochs,
        step_s=role.step_s,
        asked=_asked(role, key),
        settled=_settled(role),
        suffix=None if role.nameless else role.name,
        curve=role.curve,
        eval_every=5 if reinforcement else 10,
        validate_s=role.validate_s,
        queue_s=role.queue_s,
        warmup_s=role.warmup_s,
        closing_s=role.closing_s,
        screened=pick((True, True, False), key, "screened"),
        tokens=role.examples * role.epochs * _TOKENS_A_ROW + number(key, "tokens") % 900,
        wandb=role.wandb,
        metadata=role.metadata,
        grader=role.grader,
        response_format=role.response_format,
        eval_id=f"eval_{token(key, 'eval', length=32).lower()}" if reinforcement else None,
        asides=role.asides,
        extras=role.extras,
        dropped=role.dropped or _unsent(role, key),
    )
    plan = replace(plan, failure=_failure(role, plan, recipe))
    return _placed(role, plan), recipe


def _unsent(role: Role, key: str) -> tuple[str, ...]:
    # Without a method of its own `hyperparameters` is null in some answers of the service and absent in others.
    absent = role.method is not Method.SUPERVISED and pick((True, False), key, "absent")
    return ("hyperparameters",) if absent else ()


def _asked(role: Role, key: str) -> dict[str, object]:
    if pick((True, True, False), key, "auto"):
        asked: dict[str, object] = {"n_epochs": "auto", "batch_size": "auto", "learning_rate_multiplier": "auto"}
        extra: dict[str, object] = {name: "auto" for name in _settled(role) if name not in asked}
        effort: dict[str, object] = {"reasoning_effort": "default"} if "reasoning_effort" in extra else {}
        return asked | extra | effort
    return _settled(role)


def _settled(role: Role) -> dict[str, object]:
    values: dict[str, object] = {
        "n_epochs": role.epochs,
        "batch_size": role.batch,
        "learning_rate_multiplier": role.rate,
    }
    if role.method is Method.DPO:
        return {"beta": 0.1, **values}
    if role.method is Method.REINFORCEMENT:
        return {
            **values,
            "reasoning_effort": "medium",
            "compute_multiplier": 1.0,
            "eval_interval": 5,
            "eval_samples": 2,
        }
    return values


def _failure(role: Role, plan: JobPlan, recipe: Recipe) -> Failure | None:
    match role.reason:
        case "quota":
            return failures.quota(plan.id)
        case "deleted":
            return failures.deleted_file()
        case "flagged":
            return failures.flagged_file((4, 13, 58, 211))
        case "refused":
            return failures.refused_model()
        case "server":
            return failures.server_error(0.37)
    if role.broken or role.misfit or role.examples < 10:
        return failures.unfit_file(check(content_of(recipe), role.method, most=1 if role.examples >= 10 else 100))
    return None


def _placed(role: Role, plan: JobPlan) -> JobPlan:
    """Return the plan moved in time to where the role says it stands when the world begins."""
    times = times_of(plan)
    if role.created is not None:
        return replace(plan, created_at=-role.created)
    if role.share is not None and times.first is not None:
        return replace(plan, created_at=-(times.first + role.share * plan.total_steps * plan.step_s))
    ended = role.ended or 0.0
    verb, after = Verb.CANCEL, role.cancelled_after_s
    share = role.cancelled if role.cancelled is not None else role.paused
    if share is not None and times.first is not None:
        verb = Verb.CANCEL if role.cancelled is not None else Verb.PAUSE
        after = times.first + share * plan.total_steps * plan.step_s
    if after is None:
        return replace(plan, created_at=-(ended + times.end))
    return replace(plan, created_at=-(ended + after), asks=(Ask(-ended, verb),))


def ready_file(scenario: str, seed: int, method: Method, filename: str, *, broken: int = 0) -> StoredFile:
    """Return an uploaded file that no job has used yet."""
    file_id = f"file-{token(seed, scenario, filename, length=FILE)}"
    return StoredFile(file_id, -3600.0, filename, "fine-tune", Recipe(file_id, method, _READY_ROWS, broken))
