"""A wish -> the plan of a new job: it runs five seconds after its creation and trains for two minutes or more."""

from __future__ import annotations

import math

from ftmonitor.dataset import check
from ftmonitor.simulator.create import Wish
from ftmonitor.simulator.failures import unfit_file
from ftmonitor.simulator.ids import number, token
from ftmonitor.simulator.plan import Curve, Failure, JobPlan, Method

VALIDATE_S = 3.0
QUEUE_S = 2.0
WARMUP_S = 2.0
CLOSING_S = 16.0

LEAST_TRAINING_S = 130.0
STEP_S = 1.5
MOST_STEPS = 5_000
"""Of a created job; a file of millions of lines would otherwise train for weeks."""

_TOKENS_PER_BYTE = 0.25
_AUTO_EPOCHS = 3
_AUTO_BATCH_SHARE = 0.002
"""Of the examples: what the service is said to choose where the batch size is "auto"."""


def plan_of(wish: Wish, job_id: str, at: float, training: bytes, validation: bytes | None) -> JobPlan:
    """Return what a new job will do; `training` and `validation` are the bytes of its files."""
    report = check(training, wish.method)
    examples = max(1, report.examples)
    settled = _settled(wish, examples)
    epochs, batch = int(settled["n_epochs"]), int(settled["batch_size"])
    steps = min(MOST_STEPS, math.ceil(examples / batch) * epochs)
    reinforcement = wish.method is Method.REINFORCEMENT
    return JobPlan(
        id=job_id,
        created_at=at,
        model=wish.model,
        method=wish.method,
        training_file=wish.training_file,
        validation_file=wish.validation_file,
        seed=wish.seed if wish.seed is not None else number(job_id, "seed"),
        total_steps=steps,
        n_epochs=epochs,
        step_s=max(STEP_S, LEAST_TRAINING_S / steps),
        asked=wish.hyperparameters,
        settled={name: settled.get(name, value) for name, value in wish.hyperparameters.items()},
        suffix=wish.suffix,
        curve=Curve.DIVERGING if settled["learning_rate_multiplier"] >= 10 else Curve.HEALTHY,
        eval_every=max(1, int(settled.get("eval_interval", 5))) if reinforcement else 10,
        validate_s=VALIDATE_S,
        queue_s=QUEUE_S,
        warmup_s=WARMUP_S,
        closing_s=CLOSING_S,
        tokens=round(len(training) * epochs * _TOKENS_PER_BYTE),
        failure=_failure(wish, training, validation),
        wandb=wish.wandb,
        metadata=wish.metadata,
        grader=wish.grader,
        response_format=wish.response_format,
        eval_id=f"eval_{token(job_id, 'eval', length=32).lower()}" if reinforcement else None,
    )


def _failure(wish: Wish, training: bytes, validation: bytes | None) -> Failure | None:
    failure = unfit_file(check(training, wish.method))
    if failure is None and validation is not None:
        failure = unfit_file(check(validation, wish.method, side="validation"), "validation")
    return failure


def _settled(wish: Wish, examples: int) -> dict[str, float]:
    """Return numbers for what was left to the service."""
    auto = {
        "n_epochs": _AUTO_EPOCHS,
        "batch_size": max(1, min(256, round(examples * _AUTO_BATCH_SHARE))),
        "learning_rate_multiplier": 2.0,
        "beta": 0.1,
        "compute_multiplier": 1.0,
        "eval_interval": 5,
        "eval_samples": 2,
    }
    given = {name: value for name, value in wish.hyperparameters.items() if isinstance(value, int | float)}
    return {name: given.get(name, value) for name, value in auto.items() if name in wish.hyperparameters}
