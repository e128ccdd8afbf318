"""The options of `create` and a JSON file -> the body of the request. Nothing is sent here."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ftmonitor.cli.asked import Arguments
from ftmonitor.errors import UsageError
from ftmonitor.text import one_line

Body = dict[str, object]

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


def body_of(asked: Arguments) -> Body:
    """Return what is to be sent, the files as they were named: what --from-json holds, and the options over it.

    Raises:
        UsageError: If the file is no JSON object, or what the API cannot do without is missing.
    """
    body = read(asked.from_json) if asked.from_json is not None else {}
    single = {
        "model": asked.model,
        "training_file": asked.training_file,
        "validation_file": asked.validation_file,
        "suffix": asked.suffix,
        "seed": asked.seed,
    }
    body |= {name: value for name, value in single.items() if value is not None}
    if asked.metadata:
        body["metadata"] = {**_object(body, "metadata"), **dict(asked.metadata)}
    if asked.integrations:
        body["integrations"] = [*_list(body, "integrations"), *map(integration, asked.integrations)]
    if asked.method is not None or asked.hyperparameters:
        body["method"] = _method(body, asked.method, asked.hyperparameters)
    for name, option in (("model", "--model"), ("training_file", "--training-file")):
        if not isinstance(body.get(name), str) or not body[name]:
            raise UsageError(f"a job needs {option}")
    if method_of(body) == "reinforcement" and not _part(body, "reinforcement").get("grader"):
        raise UsageError(
            "a reinforcement job needs a grader: give it in a file, method.reinforcement.grader, --from-json"
        )
    return body


def read(name: str) -> Body:
    """Return the JSON object in a file; `-` is stdin.

    Raises:
        UsageError: If it cannot be read, or is no JSON object.
    """
    where = "stdin" if name == "-" else name
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
        found = json.loads(text)
    except OSError as error:
        raise UsageError(f"--from-json: {where} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"--from-json: {where} is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise UsageError(f"--from-json: {where} is no JSON (line {error.lineno}: {error.msg})") from None
    except RecursionError:
        raise UsageError(f"--from-json: {where} is nested too deep") from None
    if not isinstance(found, dict):
        raise UsageError(f"--from-json: {where} must hold one object, the body of the request")
    return found


def method_of(body: Mapping[str, object]) -> str:
    """Return the method of a body; one that names none is supervised."""
    method = body.get("method")
    kind = method.get("type") if isinstance(method, dict) else None
    return kind if isinstance(kind, str) else "supervised"


def value_of(text: str) -> object:
    """Return the value of a hyperparameter: a number where it reads like one, true, false, null, else the text."""
    if _NUMBER.fullmatch(text):
        return float(text) if any(sign in text for sign in ".eE") else int(text)
    return _WORDS.get(text, text)


def integration(text: str) -> Body:
    """Return `wandb:PROJECT` or `wandb:ENTITY/PROJECT` as the API takes it.

    Raises:
        UsageError: If it reads otherwise.
    """
    kind, _, rest = text.partition(":")
    entity, slash, project = rest.rpartition("/")
    if kind != "wandb" or not project or (slash and not entity):
        raise UsageError(f"--integration {one_line(text)!r} should read wandb:PROJECT or wandb:ENTITY/PROJECT")
    return {"type": "wandb", "wandb": {"project": project, **({"entity": entity} if entity else {})}}


def _method(body: Body, kind: str | None, hyperparameters: Sequence[tuple[str, str]]) -> Body:
    kind = kind or method_of(body)
    part = _part(body, kind)
    if hyperparameters:
        values = {name: value_of(text) for name, text in hyperparameters}
        part = {**part, "hyperparameters": {**_object(part, "hyperparameters"), **values}}
    return {"type": kind, kind: part} if part else {"type": kind}


def _part(body: Body, kind: str) -> Body:
    """Return what a body says about a method."""
    return _object(_object(body, "method"), kind)


def _object(body: Mapping[str, object], name: str) -> Body:
    value = body.get(name)
    return dict(value) if isinstance(value, dict) else {}


def _list(body: Mapping[str, object], name: str) -> list[object]:
    value = body.get(name)
    return list(value) if isinstance(value, list) else []
