"""How a job trains: the method, its hyperparameters and its grader. Reads any object; needs no pydantic."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from ftmonitor.models.summary import hyperparameters_of, text_of
from ftmonitor.secret import MASK

AUTO = "auto"

# None of these can be below zero, so the -1 that Azure sends for them means "auto" (seen in its jobs of 2024 to 2026).
# Of a name not listed here, -1 is shown as -1.
_AUTO_IF_NEGATIVE = frozenset(
    {
        "n_epochs",
        "batch_size",
        "learning_rate_multiplier",
        "beta",
        "l2_multiplier",
        "compute_multiplier",
        "eval_interval",
        "eval_samples",
    }
)
_BLOCK_FIELDS = frozenset({"hyperparameters", "grader", "response_format"})


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """One hyperparameter by its name in the API.

    `auto`: the server chooses, or chose; `value` is then what it chose, None until that is known. Numbers are as
    sent (an int stays one), any other value is its text.
    """

    name: str
    value: float | str | None
    auto: bool = False

    def __str__(self) -> str:
        if self.value is None:
            return AUTO if self.auto else ""
        return f"{AUTO} ({self.value})" if self.auto else str(self.value)


@dataclass(frozen=True, slots=True)
class Method:
    """The `method` of a job. `type` is as sent, "" where the job names none (as all before December 2024)."""

    type: str = ""
    block: Mapping[str, object] = field(default_factory=dict)
    """What stands under the type's name, as sent: it may hold a grader's secret headers."""

    @property
    def grader(self) -> Mapping[str, object] | None:
        """Return the grader of a reinforcement job, its headers masked."""
        grader = self.block.get("grader")
        return _masked_object(grader) if isinstance(grader, Mapping) else None

    @property
    def response_format(self) -> Mapping[str, object] | None:
        """Return what form the answers must have."""
        sent = self.block.get("response_format")
        return sent if isinstance(sent, Mapping) else None

    @property
    def unknown(self) -> Mapping[str, object]:
        """Return the fields of the block that ftmonitor has no name for."""
        return {name: value for name, value in self.block.items() if name not in _BLOCK_FIELDS}


def method_block(raw: Mapping[str, object]) -> Method:
    """Return the method of a job object as sent; never fails."""
    sent = raw.get("method")
    if not isinstance(sent, Mapping):
        return Method(text_of(sent))
    word = text_of(sent.get("type"))
    block = sent.get(word)
    return Method(word, block if isinstance(block, Mapping) else {})


def hyperparameters(raw: Mapping[str, object]) -> tuple[Hyperparameter, ...]:
    """Return the hyperparameters of a job object as sent: those of the method first, then what only the top has.

    The two are twins on supervised jobs. Where one of them says "auto" and the other a number, the number is what
    the server chose.
    """
    merged = hyperparameters_of(raw)
    top = raw.get("hyperparameters")
    top = top if isinstance(top, Mapping) else {}
    own = method_block(raw).block.get("hyperparameters")
    own = own if isinstance(own, Mapping) else {}
    names = [*(name for name in own if name in merged), *(name for name in merged if name not in own)]
    return tuple(_hyperparameter(name, merged[name], top.get(name)) for name in names)


def masked(value: object) -> object:
    """Return a JSON value with whatever stands under a key `headers`, at any depth, masked: graders keep secrets there.

    The names of the headers stay.
    """
    if isinstance(value, Mapping):
        return _masked_object(value)
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    return value


def masked_text(text: str) -> str:
    """Return the JSON of an object for the screen: as sent, unless it holds headers; then those are masked."""
    if "headers" not in text.lower():
        return text
    try:
        return json.dumps(masked(json.loads(text)), ensure_ascii=False)
    except ValueError:
        return MASK


def _masked_object(value: Mapping[str, object]) -> Mapping[str, object]:
    return {key: _mask(item) if key.lower() == "headers" else masked(item) for key, item in value.items()}


def _mask(headers: object) -> object:
    if headers is None:
        return None
    if isinstance(headers, Mapping):
        return dict.fromkeys(headers, MASK)
    if isinstance(headers, list | tuple):
        return [_mask_pair(item) for item in headers]
    return MASK


def _mask_pair(item: object) -> object:
    if not isinstance(item, Mapping):
        return MASK
    return {key: part if key in ("name", "key") else MASK for key, part in item.items()}


def _hyperparameter(name: str, value: object, twin: object) -> Hyperparameter:
    auto, read = _read(name, value)
    twin_auto, chosen = _read(name, twin)
    if auto and isinstance(chosen, int | float) and not twin_auto:
        return Hyperparameter(name, chosen, auto=True)
    if twin_auto and isinstance(read, int | float):
        return Hyperparameter(name, read, auto=True)
    return Hyperparameter(name, read, auto)


def _read(name: str, value: object) -> tuple[bool, float | str | None]:
    """Return whether a value means "auto", and the value where it does not."""
    if isinstance(value, bool):
        return False, "true" if value else "false"
    if isinstance(value, int | float):
        if value == -1 and name in _AUTO_IF_NEGATIVE:
            return True, None
        return (False, value) if math.isfinite(value) else (False, str(value))
    if isinstance(value, str):
        return (True, None) if value.strip().lower() == AUTO else (False, value)
    return False, None if value is None else json.dumps(value, ensure_ascii=False, default=repr)
