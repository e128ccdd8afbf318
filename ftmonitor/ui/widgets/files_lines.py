"""The files of a job as lines: what each is for, and what is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ftmonitor import format as words
from ftmonitor.ui.widgets.detail_lines import Line, Sheet

if TYPE_CHECKING:
    from ftmonitor.models.facts import FileFacts

ROLES = (("training", "training_file"), ("validation", "validation_file"))


def files_of(raw: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what each file of a job as sent is for, and its id."""
    found = [(role, raw.get(field)) for role, field in ROLES]
    sent = raw.get("result_files")
    found += [("result", item) for item in sent] if isinstance(sent, list) else []
    return tuple((role, item) for role, item in found if isinstance(item, str) and item.strip())


def files_lines(
    files: Sequence[tuple[str, str]], known: Mapping[str, FileFacts], now: float, width: int
) -> tuple[Line, ...]:
    """Return the files of a job in lines of `width` cells; `now` in seconds since the epoch."""
    sheet = Sheet(width)
    for role, file_id in files:
        sheet.gap()
        facts = known.get(file_id)
        sheet.say(role, file_id, "text", 4)
        if facts is None:
            sheet.say("", "asking…", "dim")
            continue
        sheet.say("", facts.name, "strong", 4)
        told = [words.size(facts.bytes) if facts.bytes is not None else "", facts.purpose]
        if facts.created_at is not None:
            told.append(f"made {words.when(facts.created_at, now)} ({words.age(facts.created_at, now)} ago)")
        if facts.fetched_at is not None:
            told.append(f"read {words.age(facts.fetched_at, now)} ago")
        sheet.say("", " · ".join(part for part in told if part), "dim")
        sheet.say("", facts.said, "warn", 6)
    if not files:
        sheet.say("", "this job names no files", "dim")
    elif all(role != "result" for role, _ in files):
        sheet.gap()
        sheet.say("result", words.MISSING, "faint")
    return tuple(sheet.lines)
