"""The settings of jobs side by side: names and values as the API has them, told apart where they differ. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.models.method import hyperparameters, masked, method_block
from ftmonitor.models.summary import method_of, text_of
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Piece

Line = tuple[Piece, ...]

LEAST_VALUE, MOST_NAME, LEAST_NAME = 9, 34, 25
"""Cells that a column of values must have, that names get at most, and at least where they are as long."""

LONGEST_VALUE = 2_000
"""Characters of one value; the whole is in the JSON."""

_BESIDE = ("model", "seed", "training_file", "validation_file")


@dataclass(frozen=True, slots=True)
class Column:
    """One job: its sign, its name, and its settings by name."""

    sign: str
    name: str
    settings: Mapping[str, str]


def settings_of(raw: Mapping[str, object]) -> dict[str, str]:
    """Return the settings of a job as sent, by the API's names: model, method, hyperparameters, what the method has.

    Headers of graders are masked.
    """
    block = method_block(raw)
    found = {"model": text_of(raw.get("model")), "method": method_of(raw)}
    found |= {one.name: str(one) for one in hyperparameters(raw)}
    for name, value in block.block.items():
        if name != "hyperparameters":
            safe_one = masked({name: value})
            found |= dict(_flat("", safe_one)) if isinstance(safe_one, Mapping) else {}
    found |= {name: _word(raw.get(name)) for name in _BESIDE[1:] if raw.get(name) is not None}
    return {name: value for name, value in found.items() if value}


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield a value by its path, an object by each of its fields."""
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), part)
    else:
        yield name, _word(value)


def _word(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)
    return text[:LONGEST_VALUE]


def unlike(columns: Sequence[Column], name: str) -> bool:
    """Return whether a setting is not the same in all of them."""
    return len({column.settings.get(name, "") for column in columns}) > 1


def params_lines(columns: Sequence[Column], width: int, *, only_unlike: bool = False, sign: str = "≠") -> list[Line]:
    """Return the settings in `width` cells: a column a job where they fit, else a line a job under each name."""
    names = list(dict.fromkeys(name for column in columns for name in column.settings))
    shown = [name for name in names if not only_unlike or unlike(columns, name)]
    if not columns:
        return []
    if not shown:
        return [((" they are all alike" if only_unlike else " nothing is said of its settings", "dim"),)]
    longest = max(cell_len(safe.line(name, 80)) for name in shown)
    first = min(longest, MOST_NAME if len(columns) == 1 else max(LEAST_NAME, width // 3)) + 2
    mark = len(sign) + 1 if len(columns) > 1 else 0
    room = (width - first - mark - 1) // len(columns) - 1
    if room < LEAST_VALUE:
        return list(_stacked(columns, shown, width, sign))
    return list(_table(columns, shown, first, room, sign if mark else ""))


def _table(columns: Sequence[Column], names: Sequence[str], first: int, room: int, sign: str) -> Iterator[Line]:
    if sign:
        heads = "".join(" " + safe.pad(f"{column.sign} {_named(column, room - 2)}", room) for column in columns)
        yield ((" " * (first + len(sign) + 2) + heads[1:], "head"),)
    for name in names:
        differs = unlike(columns, name)
        lead: list[Piece] = [(" " + safe.pad(_end_of(name, first - 2), first), "label")]
        if sign:
            lead.append((sign + " " if differs else " " * (len(sign) + 1), "warn"))
        texts = [safe.wrap(column.settings.get(name, words.MISSING), room, 8) for column in columns]
        for at in range(max(map(len, texts))):
            row = [(safe.pad(text[at] if at < len(text) else "", room) + " ", _ink(differs)) for text in texts]
            yield (*(lead if at == 0 else [(" " * sum(cell_len(piece) for piece, _ in lead), "")]), *row)


def _stacked(columns: Sequence[Column], names: Sequence[str], width: int, sign: str) -> Iterator[Line]:
    if len(columns) > 1:
        for column in columns:
            yield ((" " + safe.fit(f"{column.sign} {_named(column, width - 3)}", width - 1), "head"),)
    for name in names:
        differs = len(columns) > 1 and unlike(columns, name)
        lead = f" {sign} " if differs else " "
        yield ((lead, "warn"), (safe.fit(name, width - len(lead)), "label"))
        shown = columns if differs else columns[:1]
        beside = "   ".join(f"{column.sign} {safe.line(column.settings.get(name, words.MISSING))}" for column in shown)
        if differs and cell_len(beside) + 3 <= width:
            yield (("   ", ""), (beside, "strong"))
            continue
        for column in shown:
            told = f"   {column.sign} " if differs else "   "
            for at, text in enumerate(safe.wrap(column.settings.get(name, words.MISSING), width - len(told), 8)):
                yield ((told if at == 0 else " " * len(told), "dim"), (text, _ink(differs)))


def _named(column: Column, width: int) -> str:
    return words.clip_middle(safe.line(column.name, 60), width)


def _end_of(name: str, width: int) -> str:
    """Return a name, or the end of one that is longer: what tells paths apart stands there."""
    shown = safe.line(name, 200)
    return shown if cell_len(shown) <= width or not shown.isascii() else "…" + shown[-(width - 1) :]


def _ink(differs: bool) -> str:
    return "strong" if differs else "text"
