"""Base models: which can be tuned, how, and when they go away.

Source of the dates: https://developers.openai.com/api/docs/deprecations (notice of 2026-10-14).
"""

from __future__ import annotations

from dataclasses import dataclass

from ftmonitor.simulator.plan import Method

_SFT = frozenset({Method.SUPERVISED})
_SFT_DPO = frozenset({Method.SUPERVISED, Method.DPO})


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A base model: its snapshot, the alias that stands for it, the methods it takes, its last day (YYYY-MM-DD)."""

    id: str
    alias: str
    methods: frozenset[Method]
    created: int
    """Unix seconds."""
    shutdown: str | None = None


MODELS = (
    BaseModel("gpt-4.1-2025-04-14", "gpt-4.1", _SFT_DPO, 1_744_315_746, "2027-01-14"),
    BaseModel("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini", _SFT_DPO, 1_744_317_547, "2027-01-14"),
    BaseModel("gpt-4.1-nano-2025-04-14", "gpt-4.1-nano", _SFT_DPO, 1_744_321_025),
    BaseModel("gpt-4o-2024-08-06", "gpt-4o", _SFT_DPO, 1_722_814_719, "2027-01-14"),
    BaseModel("gpt-4o-mini-2024-07-18", "gpt-4o-mini", _SFT, 1_721_172_717, "2027-01-14"),
    BaseModel("gpt-3.5-turbo-0125", "gpt-3.5-turbo", _SFT, 1_706_048_358),
    BaseModel("o4-mini-2025-04-16", "o4-mini", frozenset({Method.REINFORCEMENT}), 1_744_133_506),
)


def find(name: str) -> BaseModel | None:
    """Return the base model of a snapshot or alias, or None."""
    return next((model for model in MODELS if name in {model.id, model.alias}), None)


def base_object(model: BaseModel, name: str) -> dict[str, object]:
    """Return a base model as the API shows it, under the name it was asked for."""
    return {
        "id": name,
        "object": "model",
        "created": model.created,
        "owned_by": "system",
        "shutdown_date": model.shutdown,
    }


def tuned_object(name: str, base: str, created: int, owner: str) -> dict[str, object]:
    """Return a tuned model as the API shows it: it ends with its base model."""
    model = find(base)
    return {
        "id": name,
        "object": "model",
        "created": created,
        "owned_by": owner,
        "shutdown_date": model.shutdown if model else None,
    }
