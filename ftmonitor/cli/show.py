"""`ftmonitor show`: one job, all fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from ftmonitor.cli import paint
from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Output
from ftmonitor.cli.table import Cell, pairs
from ftmonitor.format import MISSING, explain_error, iso
from ftmonitor.models.method import hyperparameters, masked, method_block
from ftmonitor.models.source import Row
from ftmonitor.models.summary import method_of, name_of, reason_of, text_of, time_of

Fields = list[tuple[str, Cell]]

_FIRST = ("model", "fine_tuned_model")
_THEN = (
    "created_at",
    "finished_at",
    "estimated_finish",
    "trained_tokens",
    "training_file",
    "validation_file",
    "result_files",
    "seed",
    "metadata",
)
_TIMES = frozenset({"created_at", "finished_at", "estimated_finish", "updated_at"})
_OWN_WAY = frozenset({"id", "status", "error", "method", "hyperparameters", "integrations", *_FIRST, *_THEN})


def run(context: Context) -> int:
    """Print one job."""
    job_id = context.arguments.job or ""
    row = context.read(lambda client: client.jobs.retrieve_row(job_id))
    write(context.output, [row])
    return 0


def write(output: Output, rows: Sequence[Row], *, single: bool = True) -> None:
    """Print jobs with all their fields; `single` says that json is the object itself, not a list."""
    if output.form == "json":
        output.document([row.text for row in rows], single=single and len(rows) == 1)
    elif output.form == "jsonl":
        output.jsonl(row.text for row in rows)
    elif output.form == "csv":
        from ftmonitor.cli.sheet import lines

        named = [(name, cell.text) for row in rows for name, cell in fields(row)]
        output.write(lines([("field", "value"), *((name, "" if text == MISSING else text) for name, text in named)]))
    else:
        parts = [pairs(fields(row), output.width, colored=output.colored) for row in rows]
        output.write("\n".join("".join(f"{line}\n" for line in part) for part in parts))


def fields(row: Row) -> Fields:
    """Return every field of a job as name and value, by the names of the API; what may be secret is masked."""
    raw = row.raw
    shown: Fields = [
        ("id", Cell(row.id)),
        ("name", Cell(name_of(raw, row.id))),
        ("status", paint.status(_text(raw.get("status")))),
        *_error(raw.get("error")),
        *_plain(raw, _FIRST),
        ("method", Cell(method_of(raw))),
        *((f"hyperparameters.{item.name}", Cell(str(item) or MISSING)) for item in hyperparameters(raw)),
        *_method_rest(raw),
        *_integrations(row),
        *_plain(raw, _THEN),
        *_plain(raw, [name for name in raw if name not in _OWN_WAY]),
    ]
    return shown


def _plain(raw: Mapping[str, object], names: Iterable[str]) -> Fields:
    return [line for name in names if name in raw for line in _lines(name, raw[name])]


def _lines(name: str, value: object) -> Fields:
    """Return a value as lines: a nested object has one for each of its own fields."""
    if isinstance(value, Mapping) and value:
        return [line for key, item in value.items() for line in _lines(f"{name}.{key}", item)]
    if name in _TIMES and (moment := iso(time_of(value))):
        return [(name, Cell(moment))]
    return [(name, Cell(_text(value)))]


def _text(value: object) -> str:
    if value is None or value in ("", [], {}):
        return MISSING
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=repr)


def _error(error: object) -> Fields:
    """Return why a job failed, what that means, and what else the error says."""
    if not reason_of(error):
        return []
    if not isinstance(error, Mapping):
        return [("error", Cell(_text(error), paint.status("failed").style))]
    inner = error.get("error")
    if isinstance(inner, Mapping) and not (error.get("code") or error.get("message")):
        return _error(inner)
    code, message = text_of(error.get("code")), text_of(error.get("message"))
    said: Fields = [("error", Cell(": ".join(filter(None, (code, message))), paint.status("failed").style))]
    if advice := explain_error(code, message):
        said.append(("explanation", Cell(advice)))
    rest = {name: value for name, value in error.items() if name not in ("code", "message") and value is not None}
    return said + _plain({f"error.{name}": value for name, value in rest.items()}, [f"error.{name}" for name in rest])


def _method_rest(raw: Mapping[str, object]) -> Fields:
    """Return what a method has beside hyperparameters: its grader, with headers masked, and anything new."""
    method = raw.get("method")
    if not isinstance(method, Mapping):
        return []
    word = method_block(raw).type
    block = masked(method_block(raw).block)
    rest = (
        {name: value for name, value in block.items() if name != "hyperparameters"} if isinstance(block, dict) else {}
    )
    others = masked({name: value for name, value in method.items() if name not in ("type", word)})
    rest.update(others if isinstance(others, dict) else {})
    return _plain(rest, rest)


def _integrations(row: Row) -> Fields:
    """Return the integrations: those of Weights & Biases with the address of their run."""
    sent = row.raw.get("integrations")
    if not isinstance(sent, list) or not sent:
        return _plain(row.raw, ["integrations"])
    from ftmonitor.models.job import Job

    job = Job.read(row.raw, row.text, row_id=row.id)
    shown: Fields = []
    for run in job.wandb:
        known = {"project": run.project, "entity": run.entity, "name": run.name, "tags": ", ".join(run.tags)}
        known |= {"run_id": run.run_id, "url": run.url}
        shown += [(f"wandb.{name}", Cell(text)) for name, text in known.items() if text]
    for other in job.other_integrations:
        shown.append(("integration", Cell(_text(masked(other)))))
    odd = [item for item in sent if not isinstance(item, Mapping)]
    return shown + [("integration", Cell(_text(item))) for item in odd]
