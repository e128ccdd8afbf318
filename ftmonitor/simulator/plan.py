"""What one job is going to do, decided when it is made: everything else follows from this, the asks and the time.

Times are world seconds: 0 is the start of the world, history is negative (see world.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ftmonitor.models.source import Verb
from ftmonitor.simulator.ids import token

ORGANIZATION = "acme"
ORGANIZATION_ID = "org-Vt3mB8qLxYk0ZrD5nHw2PsCe"


class Method(StrEnum):
    """How a job trains; the words of the API."""

    SUPERVISED = "supervised"
    DPO = "dpo"
    REINFORCEMENT = "reinforcement"


class Curve(StrEnum):
    """The character of a run."""

    HEALTHY = "healthy"
    DIVERGING = "diverging"
    NOISY = "noisy"
    OVERFITTING = "overfitting"
    SPIKY = "spiky"


class Stage(StrEnum):
    """When a job fails."""

    VALIDATION = "validation"
    TRAINING = "training"
    EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why and when a job fails; `share` of the steps are done before it where the stage is TRAINING."""

    stage: Stage
    code: str
    message: str
    param: str | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Wandb:
    """A Weights & Biases integration."""

    project: str
    entity: str | None = None
    name: str | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Something asked of a job, at a world time."""

    at: float
    verb: Verb


@dataclass(frozen=True, slots=True)
class Aside:
    """An event out of the common run, `after_s` seconds of work after the creation; `event` overrides its keys."""

    after_s: float
    event: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JobPlan:
    """One job. Durations are seconds of work, which stands still while the job is paused."""

    id: str
    created_at: float
    model: str
    method: Method
    training_file: str
    seed: int
    total_steps: int
    n_epochs: int
    step_s: float
    asked: Mapping[str, object]
    """Hyperparameters as asked for: "auto" or a number."""
    settled: Mapping[str, object]
    """Hyperparameters once the job runs: numbers."""
    validation_file: str | None = None
    suffix: str | None = None
    curve: Curve = Curve.HEALTHY
    eval_every: int = 10
    validate_s: float = 61.0
    queue_s: float = 30.0
    warmup_s: float = 45.0
    closing_s: float = 120.0
    """From the last step to the end: model, evaluation, moderation."""
    screened: bool = True
    """Whether the usage policy evaluation says so in events."""
    tokens: int = 0
    failure: Failure | None = None
    wandb: tuple[Wandb, ...] = ()
    metadata: Mapping[str, str] | None = None
    grader: Mapping[str, object] | None = None
    response_format: Mapping[str, object] | None = None
    eval_id: str | None = None
    asks: tuple[Ask, ...] = ()
    """What was asked of it before the world began."""
    asides: tuple[Aside, ...] = ()
    extras: Mapping[str, object] = field(default_factory=dict)
    """Keys of the job object that fill or override its own: unknown fields, odd shapes."""
    dropped: tuple[str, ...] = ()
    """Keys of the job object that are left out, as older answers do."""

    def tuned_model(self, step: int | None = None) -> str:
        """Return the name of the model this makes, or of its checkpoint at `step`."""
        base = self.model.split(":")[1] if self.model.startswith("ft:") else self.model
        tail = token(self.id, "model", step, length=8)
        name = f"ft:{base}:{ORGANIZATION}:{self.suffix or ''}:{tail}"
        return name if step is None else f"{name}:ckpt-step-{step}"

    @property
    def epoch_ends(self) -> tuple[int, ...]:
        """Return the last step of each epoch."""
        return tuple(round(self.total_steps * epoch / self.n_epochs) for epoch in range(1, self.n_epochs + 1))
