"""The body of a create -> what was asked for, or a refusal with the words of the service.

A file that does not fit the method is taken: as there, it makes its job fail when the files are validated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ftmonitor.simulator import catalog
from ftmonitor.simulator.exchange import Refusal
from ftmonitor.simulator.plan import Method, Wandb

LONGEST_SUFFIX = 64
MOST_INTEGRATIONS = 5
MOST_METADATA = 16

_KNOWN = frozenset(
    {
        "model",
        "training_file",
        "validation_file",
        "suffix",
        "seed",
        "method",
        "integrations",
        "metadata",
        "hyperparameters",
    }
)

# Lowest and highest value of each number (None: no bound); the published schema's.
_NUMBERS: Mapping[str, tuple[float, float | None]] = {
    "n_epochs": (1, 50),
    "batch_size": (1, 256),
    "learning_rate_multiplier": (1e-9, None),
    "beta": (1e-9, 2),
    "compute_multiplier": (1e-5, 10),
    "eval_interval": (1, None),
    "eval_samples": (1, None),
}
_WHOLE = frozenset({"n_epochs", "batch_size", "eval_interval", "eval_samples"})
_COMMON = ("n_epochs", "batch_size", "learning_rate_multiplier")
_OF_METHOD: Mapping[Method, tuple[str, ...]] = {
    Method.SUPERVISED: _COMMON,
    Method.DPO: ("beta", *_COMMON),
    Method.REINFORCEMENT: (*_COMMON, "reasoning_effort", "compute_multiplier", "eval_interval", "eval_samples"),
}
_EFFORTS = ("default", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Wish:
    """A create that is in order."""

    model: str
    training_file: str
    method: Method
    hyperparameters: Mapping[str, object]
    validation_file: str | None = None
    suffix: str | None = None
    seed: int | None = None
    grader: Mapping[str, object] | None = None
    response_format: Mapping[str, object] | None = None
    wandb: tuple[Wandb, ...] = ()
    metadata: Mapping[str, str] | None = None


def wish_of(body: object, *, has_file: Callable[[str], bool], has_model: Callable[[str], bool]) -> Wish:
    """Return what a body asks for; `has_model` knows the tuned models.

    Raises:
        Refusal: 400, where the body does not say it right.
    """
    if not isinstance(body, dict):
        raise Refusal(400, "The request body must be a JSON object.")
    for name in body:
        if name not in _KNOWN:
            raise _unknown(name)
    asked = _required(body, "model")
    training_file = _required(body, "training_file")
    method, part = _method(body)
    model = _model(asked, method, has_model)
    _file(training_file, "training_file", has_file)
    validation_file = _optional_text(body, "validation_file")
    if validation_file is not None:
        _file(validation_file, "validation_file", has_file)
    _reinforcement(method, part, validation_file)
    response_format = part.get("response_format")
    grader = part.get("grader")
    return Wish(
        model=model,
        training_file=training_file,
        method=method,
        hyperparameters=_hyperparameters(body, method, part),
        validation_file=validation_file,
        suffix=_suffix(body),
        seed=_seed(body),
        grader=grader if isinstance(grader, dict) else None,
        response_format=response_format if isinstance(response_format, dict) else None,
        wandb=_integrations(body),
        metadata=_metadata(body),
    )


def _required(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if value is None:
        raise _missing(name)
    return _text(value, name)


def _optional_text(body: Mapping[str, object], name: str) -> str | None:
    value = body.get(name)
    return None if value is None else _text(value, name)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _wrong_type(name, "a string", value)
    return value


def _missing(name: str) -> Refusal:
    return Refusal(400, f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")


def _unknown(name: str) -> Refusal:
    return Refusal(400, f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")


def _wrong_type(name: str, wanted: str, value: object) -> Refusal:
    message = f"Invalid type for '{name}': expected {wanted}, but got {type(value).__name__} instead."
    return Refusal(400, message, param=name, code="invalid_type")


def _file(file_id: str, name: str, has_file: Callable[[str], bool]) -> None:
    if not has_file(file_id):
        raise Refusal(400, f"invalid {name}: {file_id}", param=name)


def _method(body: Mapping[str, object]) -> tuple[Method, Mapping[str, object]]:
    given = body.get("method")
    if given is None:
        return Method.SUPERVISED, {}
    if not isinstance(given, dict):
        raise _wrong_type("method", "an object", given)
    word = given.get("type", "supervised")
    if word not in tuple(Method):
        wanted = ", ".join(f"'{method}'" for method in Method)
        message = f"Invalid value: '{word}'. Supported values are: {wanted}."
        raise Refusal(400, message, param="method.type", code="invalid_value")
    part = given.get(word)
    if part is not None and not isinstance(part, dict):
        raise _wrong_type(f"method.{word}", "an object", part)
    return Method(word), part or {}


def _model(asked: str, method: Method, has_model: Callable[[str], bool]) -> str:
    """Return the full id of a base model, or that of a tuned one."""
    base = catalog.find(asked)
    if base is None:
        if not has_model(asked):
            message = f"Model {asked} is not available for fine-tuning or does not exist."
            raise Refusal(400, message, code="model_not_available")
        return asked
    if method not in base.methods:
        message = f"Method '{method}' is not supported for model {base.id}."
        raise Refusal(400, message, param="method.type", code="invalid_value")
    return base.id


def _reinforcement(method: Method, part: Mapping[str, object], validation_file: str | None) -> None:
    if method is not Method.REINFORCEMENT:
        return
    if not isinstance(part.get("grader"), dict):
        raise _missing("method.reinforcement.grader")
    if validation_file is None:
        raise _missing("validation_file")


def _hyperparameters(body: Mapping[str, object], method: Method, part: Mapping[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for where, given in (("hyperparameters", body.get("hyperparameters")), ("method", part.get("hyperparameters"))):
        if given is None:
            continue
        if not isinstance(given, dict):
            raise _wrong_type("hyperparameters", "an object", given)
        for name, value in given.items():
            if name not in _OF_METHOD[method]:
                path = name if where == "hyperparameters" else f"method.{method}.hyperparameters.{name}"
                raise _unknown(path)
            _check_number(name, value)
            values[name] = "auto" if value is None else value
    default = {"reasoning_effort": "default"}
    return {name: values.get(name, default.get(name, "auto")) for name in _OF_METHOD[method]}


def _check_number(name: str, value: object) -> None:
    if value is None or value == "auto":
        return
    if name == "reasoning_effort":
        if value not in _EFFORTS:
            raise Refusal(400, f"Invalid value: '{value}'.", param=name, code="invalid_value")
        return
    whole = name in _WHOLE
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise _wrong_type(name, "an integer or 'auto'" if whole else "a number or 'auto'", value)
    lowest, highest = _NUMBERS[name]
    number = float(value) if isinstance(value, int | float) else 0.0
    if not number >= lowest or (highest is not None and number > highest):
        bound = f"at least {lowest:g}" + (f" and at most {highest:g}" if highest is not None else "")
        raise Refusal(400, f"Invalid '{name}': expected {bound}, but got {value}.", param=name, code="invalid_value")


def _suffix(body: Mapping[str, object]) -> str | None:
    suffix = _optional_text(body, "suffix")
    if suffix is not None and not 1 <= len(suffix) <= LONGEST_SUFFIX:
        message = f"Invalid 'suffix': expected 1 to {LONGEST_SUFFIX} characters, but got {len(suffix)}."
        raise Refusal(400, message, param="suffix", code="invalid_value")
    return suffix


def _seed(body: Mapping[str, object]) -> int | None:
    seed = body.get("seed")
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise _wrong_type("seed", "an integer", seed)
    if not 0 <= seed < 1 << 31:
        raise Refusal(400, f"Invalid 'seed': {seed} is out of range.", param="seed", code="invalid_value")
    return seed


def _integrations(body: Mapping[str, object]) -> tuple[Wandb, ...]:
    given = body.get("integrations")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _wrong_type("integrations", "an array", given)
    if len(given) > MOST_INTEGRATIONS:
        message = f"Invalid 'integrations': at most {MOST_INTEGRATIONS} are allowed."
        raise Refusal(400, message, param="integrations", code="invalid_value")
    return tuple(_wandb(item) for item in given)


def _wandb(item: object) -> Wandb:
    inner = item.get("wandb") if isinstance(item, dict) and item.get("type") == "wandb" else None
    if not isinstance(inner, dict):
        message = "Invalid 'integrations': each must have type 'wandb' and an object 'wandb'."
        raise Refusal(400, message, param="integrations", code="invalid_value")
    project = inner.get("project")
    if not isinstance(project, str) or not project:
        raise _missing("integrations.wandb.project")
    tags = inner.get("tags")
    return Wandb(
        project,
        _optional_text(inner, "entity"),
        _optional_text(inner, "name"),
        tuple(str(tag) for tag in tags) if isinstance(tags, list) else None,
    )


def _metadata(body: Mapping[str, object]) -> dict[str, str] | None:
    given = body.get("metadata")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _wrong_type("metadata", "an object", given)
    if len(given) > MOST_METADATA:
        message = f"Invalid 'metadata': at most {MOST_METADATA} keys are allowed."
        raise Refusal(400, message, param="metadata", code="invalid_value")
    for name, value in given.items():
        if not isinstance(value, str):
            raise _wrong_type(f"metadata.{name}", "a string", value)
        if len(name) > 64 or len(value) > 512:
            message = f"Invalid 'metadata.{name[:64]}': keys have at most 64 characters, values 512."
            raise Refusal(400, message, param="metadata", code="invalid_value")
    return dict(given)
