"""What checkpoints were measured by, and which of them is the best. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ftmonitor.models.summary import count_of, number_of

LOSSES = (("valid_loss", "VALID"), ("full_valid_loss", "FULL"), ("train_loss", "TRAIN"))
"""The losses of a checkpoint by the names of the API, and their headings; the first one there is tells the best."""

ACCURACIES = (
    ("valid_mean_token_accuracy", "V ACC"),
    ("full_valid_mean_token_accuracy", "F ACC"),
    ("train_mean_token_accuracy", "T ACC"),
)

MOST_REWARDS = 2
"""Columns of rewards, where a job is trained for them."""

LONGEST_HEADING = 7
"""Cells of a heading."""

_NO_MEASURES = frozenset({"step", "total_steps"})
_HIGHER = ("reward", "accuracy", "margin", "score")
"""What is better the higher it is bears one of these in its name; all else, as losses and errors, the lower."""

Metrics = Mapping[str, float]


def step_of(raw: Mapping[str, object]) -> int | None:
    """Return the step of a checkpoint as sent, also where only its metrics name it."""
    metrics, sent = raw.get("metrics"), raw.get("step_number")
    return count_of(metrics.get("step") if sent is None and isinstance(metrics, Mapping) else sent)


def numbers_of(raw: Mapping[str, object]) -> dict[str, float]:
    """Return what a checkpoint as sent was measured by, without its step; texts among it fall away."""
    metrics = raw.get("metrics")
    read = {str(name): number_of(item) for name, item in metrics.items()} if isinstance(metrics, Mapping) else {}
    return {name: number for name, number in read.items() if number is not None and name not in _NO_MEASURES}


def measures(metrics: Sequence[Metrics]) -> tuple[tuple[str, str], ...]:
    """Return what the checkpoints were measured by, as (name, heading), the telling one first.

    Rewards, then losses, then accuracies, then what has a name that is not known.
    """
    names = dict.fromkeys(name for numbers in metrics for name in numbers if name not in _NO_MEASURES)
    rewards = sorted((name for name in names if "reward" in name), key=lambda name: (not name.startswith("full"), name))
    found = [(name, _reward_heading(name)) for name in rewards[:MOST_REWARDS]]
    losses = [(name, heading) for name, heading in LOSSES if name in names]
    # The margin of a preference job only accompanies its loss; a reward is what a reinforcement job is trained for.
    first = [*losses, *found] if any("margin" in name for name in rewards) else [*found, *losses]
    first += [(name, heading) for name, heading in ACCURACIES if name in names]
    known = {name for name, _ in first}
    return (*first, *((name, _heading(name)) for name in names if name not in known and name not in rewards))


def higher_is_better(name: str) -> bool:
    """Return whether more of a measure is better."""
    return any(word in name.lower() for word in _HIGHER) and "error" not in name.lower()


def best_of(metrics: Sequence[Metrics], by: str | None = None) -> int | None:
    """Return which checkpoint is best by a measure; with None by the first of `measures` that any of them has."""
    names = [by] if by is not None else [name for name, _ in measures(metrics)]
    for name in names:
        known = [(numbers[name], at) for at, numbers in enumerate(metrics) if name in numbers]
        if known:
            return max(known)[1] if higher_is_better(name) else min(known)[1]
    return None


def order(metrics: Sequence[Metrics], by: str | None) -> list[int]:
    """Return the places of the checkpoints, the best by a measure first, those without it last; None: as they are."""
    places = list(range(len(metrics)))
    if by is None:
        return places
    sign = -1.0 if higher_is_better(by) else 1.0
    return sorted(places, key=lambda at: (by not in metrics[at], sign * metrics[at].get(by, 0.0), at))


def _reward_heading(name: str) -> str:
    if "margin" in name:
        return "MARGIN"
    return "FULL" if name.startswith("full") else "VALID" if name.startswith("valid") else "REWARD"


def _heading(name: str) -> str:
    """Return a short heading for a name that is not known: its end, which tells it from the others."""
    return name.rpartition(".")[2].replace("_", " ").upper()[:LONGEST_HEADING].strip()
