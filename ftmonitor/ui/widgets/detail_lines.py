"""All that is known of one job, as lines: what matters first, ids and times after it, what nobody has a name for last.

Pure. While the job itself is not here yet, its summary stands in with what it knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor import jsontext
from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import Estimate, estimate
from ftmonitor.models.method import Hyperparameter, masked
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.theme import ink_of
from ftmonitor.ui.widgets import shutdown
from ftmonitor.ui.widgets.inks import Piece

if TYPE_CHECKING:
    from ftmonitor.models.job import Job, WandbIntegration

Line = tuple[Piece, ...]

LABEL = 12
"""Cells of the labels, with the blank behind them."""

NARROW_LABEL = 4
"""Indentation where the pane is too narrow for two columns: the value stands under its label."""

NARROW = 30

LEAST_VALUE = 8
"""Cells that a column of values must have."""

BAR = 10
LONGEST_JSON = 20_000
"""Characters of one JSON value that are set out; the whole is in the view of the job's JSON."""


@dataclass
class Sheet:
    """Lines of labels and values, `width` cells wide; values wrap under themselves."""

    width: int
    lines: list[Line] = field(default_factory=list)

    @property
    def room(self) -> int:
        """Cells of a value."""
        return max(1, self.width - (NARROW_LABEL if self.narrow else LABEL))

    @property
    def narrow(self) -> bool:
        """Whether a value stands under its label."""
        return self.width < NARROW

    def say(self, label: str, value: str, ink: str = "text", most: int = 60) -> None:
        """Add a value, wrapped; an empty one is left out."""
        if value:
            self.put(label, [((text, ink),) for text in safe.wrap(value, self.room, most)])

    def put(self, label: str, rows: Iterable[Sequence[Piece]]) -> None:
        """Add rows that fit as they are; the label stands before the first."""
        indent = NARROW_LABEL if self.narrow else LABEL
        for at, pieces in enumerate(rows):
            if at == 0 and self.narrow and label:
                self.lines.append(((f" {label}", "label"),))
            lead = f" {label}" if at == 0 and not self.narrow else ""
            self.lines.append(((lead.ljust(indent), "label"), *pieces))

    def pairs(self, label: str, pairs: Sequence[tuple[str, str, str]]) -> None:
        """Add (name, value, remark) a line. The values stand in a column where there is room for it, else below."""
        names = [safe.line(name, 80) for name, _, _ in pairs]
        column = max(map(cell_len, names), default=0) + 2
        beside = column + LEAST_VALUE <= self.room
        indent = column if beside else 2
        rows: list[Sequence[Piece]] = []
        for name, (_, value, remark) in zip(names, pairs, strict=True):
            texts = safe.wrap(value, self.room - indent, 8)
            if not beside:
                rows.append(((safe.fit(name, self.room), "dim"),))
            for at, text in enumerate(texts):
                lead = safe.pad(name, column - 2) + "  " if beside and at == 0 else " " * indent
                rows.append(((lead, "dim"), (text, "text")))
            if remark and cell_len(texts[-1]) + len(remark) + 2 + indent <= self.room:
                rows[-1] = (*rows[-1], (f"  {remark}", "dim"))
        self.put(label, rows)

    def set_out(self, label: str, value: object) -> None:
        """Add a JSON value over several lines."""
        text = json.dumps(masked(value), ensure_ascii=False, default=repr)
        shown = jsontext.pretty(text) if len(text) <= LONGEST_JSON else text[: LONGEST_JSON - 1] + "…"
        rows: list[Sequence[Piece]] = []
        for part in shown.splitlines():
            body = part.lstrip(" ")
            indent = min(len(part) - len(body), self.room // 2)
            wrapped = safe.wrap(body, self.room - indent - 1, 30)
            rows += [((" " * (indent if at == 0 else indent + 1) + text, "dim"),) for at, text in enumerate(wrapped)]
        self.put(label, rows)

    def gap(self) -> None:
        """Add an empty line between groups."""
        if self.lines and self.lines[-1]:
            self.lines.append(())


def detail_lines(
    job: Job | None,
    summary: JobSummary | None,
    now: float,
    width: int,
    *,
    glyphs: Glyphs,
    notice: str = "",
    known_at: float | None = None,
    heard_since: float | None = None,
) -> tuple[Line, ...]:
    """Return all that is known of a job, in lines of `width` cells; times in seconds since the epoch.

    `known_at` is up to when it is known, None: up to `now`. Estimates are of then: silence is no standstill while
    nobody answers.
    """
    sheet = Sheet(width)
    sheet.say("note", notice, "warn")
    if summary is not None:
        known_at = now if known_at is None else min(now, known_at)
        heard_s = 0.0 if heard_since is None else now - heard_since
        _state(sheet, summary, now, estimate(summary, known_at, heard_s), glyphs)
        sheet.say("your note", summary.note)
    last_day = f"⚠ {shutdown.told(summary.shutdown, now)}" if summary is not None and summary.shutdown else ""
    if job is not None:
        _error(sheet, *_failure(job))
        _training(sheet, job, last_day)
        _runs(sheet, job.wandb)
        _outcome(sheet, job)
    elif summary is not None:
        sheet.say("error", summary.error, "error")
        _short(sheet, summary, last_day)
    if summary is not None:
        _measured(sheet, summary)
        sheet.gap()
        _times(sheet, job, summary, now)
    if job is not None:
        _ids(sheet, job)
        _rest(sheet, job)
    return tuple(sheet.lines)


def _state(sheet: Sheet, summary: JobSummary, now: float, stands: Estimate, glyphs: Glyphs) -> None:
    ink = ink_of(summary.phase)
    status = safe.line(summary.status, 60) or "no status"
    since = _since(summary, now)
    mark = words.glyph(summary.phase, glyphs) + " "
    beside = bool(since) and len(mark) + cell_len(status) + 2 + len(since) <= sheet.room
    sheet.put(
        "status", [[(mark, ink), (safe.fit(status, sheet.room - 2), ink), (f"  {since}" if beside else "", "dim")]]
    )
    if since and not beside:
        sheet.say("", since, "dim")
    if summary.step is not None:
        of = f"{summary.step}/{summary.total_steps}" if summary.total_steps else f"step {summary.step}"
        pieces: list[Piece] = []
        if summary.progress is not None and BAR + 7 + len(of) <= sheet.room:
            bar = words.bar(summary.progress, BAR, glyphs)
            done = int(summary.progress * BAR + 1e-9)
            pieces = [(bar[:done], ink), (bar[done:], "faint"), (f" {words.percent(summary.progress)}  ", "text")]
        sheet.put("progress", [[*pieces, (safe.fit(of, sheet.room), "text")]])
    if stands.words:
        sheet.say("", stands.words, "dim")


def _since(summary: JobSummary, now: float) -> str:
    if summary.phase.ended:
        end = summary.finished_at if summary.finished_at is not None else summary.last_event_at
        return "" if end is None else f"{words.when(end, now)} ({words.age(end, now)} ago)"
    # The server does not say when a status began: what is known is when the job was created and first trained.
    name, start = ("first step", summary.first_step_at) if summary.first_step_at else ("created", summary.created_at)
    return "" if start is None else f"{name} {words.age(start, now)} ago"


def _failure(job: Job) -> tuple[str, str, str]:
    failure = job.failure
    return ("", "", "") if failure is None else (failure.code, failure.message, failure.param)


def _error(sheet: Sheet, code: str, message: str, param: str) -> None:
    if code or message:
        of = f"{code} ({param})" if code and param else code or param
        sheet.say("error", of or message, "error")
        sheet.say("", message if of else "", "text")
        sheet.say("", words.explain_error(code, message), "warn")


def _training(sheet: Sheet, job: Job, last_day: str) -> None:
    sheet.say("base", job.model)
    sheet.say("", last_day, "warn")
    kind = f" · {job.training_type}" if job.training_type else ""
    sheet.say("method", job.method_type + kind)
    sheet.pairs("params", [_parameter(one) for one in job.hyperparameters])


def _parameter(one: Hyperparameter) -> tuple[str, str, str]:
    value = one.value
    text = f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)
    if value is None:
        return one.name, "auto" if one.auto else words.MISSING, ""
    return one.name, text, "auto" if one.auto else ""


def _runs(sheet: Sheet, runs: Sequence[WandbIntegration]) -> None:
    for run in runs:
        where = "/".join(part for part in (run.entity, run.project) if part) or words.MISSING
        sheet.say("wandb", where, "accent")
        said = (("name", run.name), ("tags", ", ".join(run.tags)), ("run", run.url or run.run_id))
        sheet.pairs("", [(name, value, "") for name, value in said if value])
    if not runs:
        sheet.say("wandb", words.MISSING, "faint")


def _outcome(sheet: Sheet, job: Job) -> None:
    sheet.say("tuned", job.fine_tuned_model or words.MISSING, "text" if job.fine_tuned_model else "faint")
    sheet.say("training", job.training_file)
    sheet.say("validation", job.validation_file)
    for at, result in enumerate(job.result_files):
        sheet.say("" if at else "results", result)
    if job.trained_tokens is not None:
        sheet.say("tokens", words.exact(job.trained_tokens))
    sheet.pairs("metadata", [(key, value or '""', "") for key, value in job.metadata.items()])


def _short(sheet: Sheet, summary: JobSummary, last_day: str) -> None:
    sheet.say("base", summary.model)
    sheet.say("", last_day, "warn")
    sheet.say("method", summary.method)
    sheet.say("tuned", summary.fine_tuned_model)
    if summary.trained_tokens is not None:
        sheet.say("tokens", words.exact(summary.trained_tokens))
    sheet.pairs("metadata", [(key, value or '""', "") for key, value in summary.metadata])
    sheet.say("job", summary.id)


def _measured(sheet: Sheet, summary: JobSummary) -> None:
    said = [
        f"{name} {words.value(number)}"
        for name, number in (("train", summary.value), ("valid", summary.valid))
        if number is not None
    ]
    sheet.say("reward" if "reward" in summary.metric else "loss", " · ".join(said))
    counted = [words.plural(n, word) for n, word in ((summary.errors, "error"), (summary.warnings, "warning")) if n]
    sheet.say("events", " · ".join(counted), "warn")


def _times(sheet: Sheet, job: Job | None, summary: JobSummary, now: float) -> None:
    for label, time in (
        ("created", summary.created_at),
        ("first step", summary.first_step_at),
        ("last event", summary.last_event_at),
        ("updated", None if job is None else job.updated_at),
        ("finished", summary.finished_at),
    ):
        if time is not None:
            sheet.say(label, f"{words.when(time, now)} ({words.age(time, now)} ago)")
    finish = summary.estimated_finish
    if finish is not None and not summary.phase.ended:
        ahead = f"in {words.span(finish - now)}" if finish > now else "stale: it has passed"
        sheet.say("server ETA", f"{words.when(finish, now)} ({ahead})")


def _ids(sheet: Sheet, job: Job) -> None:
    sheet.say("job", job.id)
    sheet.say("org", job.organization_id)
    sheet.say("suffix", job.user_provided_suffix or job.suffix)
    sheet.say("seed", "" if job.seed is None else str(job.seed))
    sheet.say("eval", job.eval_id)
    if job.shared_with_openai is not None:
        sheet.say("shared", "with OpenAI" if job.shared_with_openai else "not with OpenAI")


def _rest(sheet: Sheet, job: Job) -> None:
    parts: list[tuple[str, object]] = [
        ("grader", job.grader),
        ("format", job.method.response_format),
        ("usage", job.usage_metrics),
        ("parameters", job.additional_parameters),
        *(("other", integration) for integration in job.other_integrations),
        ("unknown", {**job.method.unknown, **job.unknown}),
    ]
    for label, value in parts:
        if value is not None and value != {}:
            sheet.gap()
            sheet.set_out(label, value)
    if job.notes:
        sheet.gap()
        for at, note in enumerate(job.notes):
            sheet.say("" if at else "odd", note, "warn")
