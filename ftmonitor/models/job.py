"""A fine-tuning job, as a server last described it.

Sources: the OpenAPI description of the fine-tuning API (version 2.3.0), and fields that live answers carry beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import quote

from pydantic import Field

from ftmonitor.models.base import (
    Count,
    Flag,
    Json,
    Lenient,
    Object,
    Objects,
    Raw,
    Text,
    Texts,
    Time,
    Whole,
    Words,
    shown,
)
from ftmonitor.models.method import Hyperparameter, Method, hyperparameters, method_block
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.summary import method_of, name_of, text_of

WANDB = "https://wandb.ai"

_BLANKS = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed. `message` is as sent but for blanks in a row; it may be long and have several lines."""

    code: str = ""
    message: str = ""
    param: str = ""


@dataclass(frozen=True, slots=True)
class WandbIntegration:
    """A run at Weights & Biases; "" where the server says nothing."""

    project: str = ""
    entity: str = ""
    name: str = ""
    tags: tuple[str, ...] = ()
    run_id: str = ""

    @property
    def url(self) -> str:
        """Return the https address of the run, or "" while its entity, project or id is not known."""
        parts = (self.entity, self.project, self.run_id)
        if not all(parts) or any(part.strip(".") == "" for part in parts):
            return ""
        entity, project, run_id = (quote(part, safe="", errors="replace") for part in parts)
        return f"{WANDB}/{entity}/{project}/runs/{run_id}"


class Job(Lenient):
    """One fine-tuning job. Every field but `id` may be missing; texts are then "", numbers and times None."""

    derived: ClassVar[frozenset[str]] = frozenset({"hyperparameters", "method"})

    object: Text = ""
    status: Text = ""
    """The word as sent; `phase` says what it means."""
    model: Text = ""
    """The base model."""
    fine_tuned_model: Text = ""
    """May be set while the job is paused."""
    organization_id: Text = ""
    training_file: Text = ""
    validation_file: Text = ""
    result_files: Texts = ()
    created_at: Time = None
    finished_at: Time = None
    """Null for cancelled and failed jobs on OpenAI: whether a job has ended is in `phase`."""
    estimated_finish: Time = None
    """May lie in the past."""
    updated_at: Time = None
    """Azure only."""
    trained_tokens: Count = None
    seed: Whole = None
    error: Json = None
    """As sent; `failure` says whether it is one."""
    integrations: Objects = ()
    """As sent; `wandb` reads those of Weights & Biases."""
    metadata: Words = Field(default_factory=dict)
    user_provided_suffix: Text = ""
    suffix: Text = ""
    """Azure and Nebius."""
    usage_metrics: Json = None
    shared_with_openai: Flag = None
    eval_id: Text = ""
    trained_steps: Count = None
    """Nebius only, as `total_steps`."""
    total_steps: Count = None
    training_type: Annotated[Text, Field(alias="trainingType")] = ""
    """Azure only, as `additional_parameters`."""
    additional_parameters: Annotated[Object, Field(alias="additionalParameters")] = None

    @property
    def phase(self) -> Phase:
        """Return what the status means."""
        return phase_of(self.status)

    @property
    def name(self) -> str:
        """Return the suffix the user gave, else the end of the id."""
        return name_of(self.raw, self.id)

    @property
    def method(self) -> Method:
        """Return the method as sent."""
        return method_block(self.raw)

    @property
    def method_type(self) -> str:
        """Return the word of the method; "supervised" where the job names none."""
        return method_of(self.raw)

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...]:
        """Return the hyperparameters: those of the method first, then what only the top of the job has."""
        return hyperparameters(self.raw)

    @property
    def grader(self) -> Raw | None:
        """Return the grader of a reinforcement job as free JSON, its headers masked."""
        return self.method.grader

    @property
    def failure(self) -> JobError | None:
        """Return why the job failed, or None: an error without code and message is none."""
        return _failure(self.error)

    @property
    def wandb(self) -> tuple[WandbIntegration, ...]:
        """Return the runs at Weights & Biases."""
        return tuple(_wandb(item) for item in self.integrations if _is_wandb(item))

    @property
    def other_integrations(self) -> tuple[Raw, ...]:
        """Return the integrations with anything else, as sent."""
        return tuple(item for item in self.integrations if not _is_wandb(item))

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was odd about the job, one line a field."""
        odd = [
            f"{name}: an object expected, got {shown(self.raw[name])}"
            for name in sorted(self.derived)
            if not isinstance(self.raw.get(name), Mapping | None) and not (name == "method" and self.method.type)
        ]
        return (*super().notes, *odd)


def _failure(error: Json) -> JobError | None:
    if isinstance(error, str):
        error = {"message": error}
    if not isinstance(error, Mapping):
        return None
    code = error.get("code")
    code = str(code) if isinstance(code, int) and not isinstance(code, bool) else text_of(code)
    message = _BLANKS.sub(" ", text_of(error.get("message"))).strip()
    if code or message:
        return JobError(code, message, text_of(error.get("param")))
    inner = error.get("error")
    return _failure(inner) if isinstance(inner, Mapping | str) else None


def _is_wandb(item: Raw) -> bool:
    return item.get("type") == "wandb" and isinstance(item.get("wandb"), Mapping)


def _wandb(item: Raw) -> WandbIntegration:
    part = item["wandb"]
    assert isinstance(part, Mapping)  # noqa: S101 - `_is_wandb` has looked
    tags = part.get("tags")
    return WandbIntegration(
        project=text_of(part.get("project")),
        entity=text_of(part.get("entity")),
        name=text_of(part.get("name")),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list | tuple) else (),
        run_id=text_of(part.get("run_id")),
    )
