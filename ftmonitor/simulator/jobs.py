"""The job object, with the keys and the key order of the wire."""

from __future__ import annotations

from ftmonitor.simulator.life import Life, Stamp
from ftmonitor.simulator.plan import ORGANIZATION_ID, JobPlan, Method, Wandb
from ftmonitor.simulator.results import result_id

_TRAINING = frozenset({"running", "pausing", "paused", "resuming"})


def job_object(life: Life, at: float, stamp: Stamp) -> dict[str, object]:
    """Return a job as the API shows it at a world time.

    As on the service: `error` is `{}` where nothing failed, `hyperparameters` null where the method is not supervised,
    "auto" until the job runs, and `finished_at` is set on success only.
    """
    plan, line = life.plan, life.line
    status = life.status(at)
    succeeded = status == "succeeded"
    values = _hyperparameters(life, at)
    results = result_id(life, at)
    job: dict[str, object] = {
        "object": "fine_tuning.job",
        "id": plan.id,
        "model": plan.model,
        "created_at": stamp(plan.created_at),
        "finished_at": stamp(line.ends_at) if succeeded else None,
        "fine_tuned_model": plan.tuned_model() if succeeded else None,
        "organization_id": ORGANIZATION_ID,
        "result_files": [results] if results else [],
        "status": status,
        "validation_file": plan.validation_file,
        "training_file": plan.training_file,
        "hyperparameters": _twins(values) if plan.method is Method.SUPERVISED else None,
        "trained_tokens": plan.tokens if succeeded else None,
        "error": _error(plan) if status == "failed" else {},
        "user_provided_suffix": plan.suffix,
        "seed": plan.seed,
        "estimated_finish": _estimate(life, status, stamp),
        "integrations": [_integration(plan, wandb) for wandb in plan.wandb],
        "metadata": dict(plan.metadata) if plan.metadata is not None else None,
        "usage_metrics": None,
        "shared_with_openai": False,
        "eval_id": plan.eval_id,
        "method": {"type": str(plan.method), str(plan.method): _method(plan, values)},
    }
    job |= plan.extras
    return {key: value for key, value in job.items() if key not in plan.dropped}


def _hyperparameters(life: Life, at: float) -> dict[str, object]:
    run = life.line.times.run
    return dict(life.plan.settled if run is not None and life.line.work(at) >= run else life.plan.asked)


def _twins(values: dict[str, object]) -> dict[str, object]:
    """Return what stands at the top of the job: there a multiplier of 2.0 is written 2."""
    return {name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in values.items()}


def _method(plan: JobPlan, values: dict[str, object]) -> dict[str, object]:
    part: dict[str, object] = {}
    if plan.grader is not None:
        part["grader"] = plan.grader
    if plan.response_format is not None:
        part["response_format"] = plan.response_format
    if plan.method is Method.SUPERVISED:  # the twins differ in order on the wire
        values = {
            name: values[name] for name in ("batch_size", "learning_rate_multiplier", "n_epochs") if name in values
        }
    return {**part, "hyperparameters": values}


def _error(plan: JobPlan) -> dict[str, object]:
    if plan.failure is None:
        return {}
    return {"code": plan.failure.code, "message": plan.failure.message, "param": plan.failure.param}


def _estimate(life: Life, status: str, stamp: Stamp) -> int | None:
    if status in _TRAINING and life.plan.method is Method.SUPERVISED:
        return stamp(life.line.expected_end)
    return None


def _integration(plan: JobPlan, wandb: Wandb) -> dict[str, object]:
    tags = list(wandb.tags) if wandb.tags is not None else None
    inner = {"project": wandb.project, "entity": wandb.entity, "name": wandb.name, "tags": tags, "run_id": plan.id}
    return {"type": "wandb", "wandb": inner}
