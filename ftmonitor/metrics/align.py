"""Jobs side by side: their curves in the same charts, and what was set differently. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ftmonitor.format import cells, clip, clip_middle, model_name, value
from ftmonitor.metrics.axis import FOR_ONE, FOR_SEVERAL, Axis, Track, track_of
from ftmonitor.metrics.facts import signed
from ftmonitor.metrics.ink import SLOTS, Ink, Line, Run, fitted, job_ink
from ftmonitor.metrics.legend import told_role
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel, Role, panels
from ftmonitor.metrics.probe import Sample, sample_at
from ftmonitor.metrics.series import Series
from ftmonitor.models.summary import JobSummary

OWN_SIGN = "▸"
"""The sign of the selected job where it is not marked itself."""
LEAST_COLUMN = 9
"""Cells of a job's column below which the last jobs fall away."""
USUAL_COLUMN = 24
"""Cells of a job's column at most, where no value needs more."""
LABEL_CELLS = 24
"""Cells of the names on the left: `learning_rate_multiplier`."""

_LAST = ("training_file", "validation_file", "seed")
"""What is told below all else: of a sweep it says the least, and ids take the most room."""


@dataclass(frozen=True, slots=True)
class Side:
    """One job of a comparison. `parameters` are (name, value) as the API names them, of outside text."""

    summary: JobSummary
    series: tuple[Series, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    sign: str = OWN_SIGN
    slot: int = 0

    @property
    def track(self) -> Track:
        """Return what puts it on an axis."""
        return track_of(self.series, self.summary.total_steps, self.summary.n_epochs)


def letter_of(slot: int) -> str:
    """Return the letter of a marked job: `A` for slot 1."""
    return chr(ord("A") + (slot - 1) % 26)


def slots_of(marked: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Return a slot of 1 or more for each marked job: the one it had, else the lowest that is free.

    So a job keeps letter and colour as long as it is marked.
    """
    kept = {job_id: before[job_id] for job_id in marked if job_id in before}
    free = (slot for slot in range(1, len(marked) + len(kept) + 1) if slot not in kept.values())
    return {job_id: kept[job_id] if job_id in kept else next(free) for job_id in marked}


MOST_SIDES = SLOTS
"""Jobs that are compared at once: as many as there are colours."""


def axes_for(sides: Sequence[Side]) -> tuple[Axis, ...]:
    """Return the axes to choose from."""
    return FOR_SEVERAL if len(sides) > 1 else FOR_ONE


def fits(sides: Sequence[Side], axis: Axis) -> bool:
    """Return whether all jobs can be put on an axis."""
    return not any(side.track.missing(axis) for side in sides)


def no_axis(sides: Sequence[Side], axes: Sequence[Axis]) -> str:
    """Return why the jobs cannot be put on any of some axes, as one sentence: what is not known, and of which job."""
    *most, last = axes
    said = f"no axis by {', '.join(most)} or {last}" if most else f"no axis by {last}"
    missing = list(dict.fromkeys(what for axis in axes for side in sides if (what := side.track.missing(axis))))
    names = [side.summary.name for side in sides if any(map(side.track.missing, axes))]
    if len(sides) > 1:
        rest = f"{len(names) - 1} more jobs" if len(names) > 2 else names[-1]
        said += f" while {names[0]} and {rest} are compared" if len(names) > 1 else f" while {rest} is compared"
    verb = "is" if len(missing) == 1 and missing[0].startswith("the number") else "are"
    return f"{said}: {' and '.join(missing)} {verb} not known"


def side_panels(sides: Sequence[Side]) -> tuple[Panel, ...]:
    """Return the charts of the first job, then those that only others have, with the curves of all of them."""
    found: dict[str, list[Curve]] = {}
    several = len(sides) > 1
    for job, side in enumerate(sides):
        for panel in panels(side.series, side.summary.method):
            curves = [replace(c, job=job, sign=side.sign, slot=side.slot) if several else c for c in panel.curves]
            found.setdefault(panel.title, []).extend(curves)
    return tuple(Panel(title, tuple(curves)) for title, curves in found.items())


def differing(sides: Sequence[Side]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what was set differently: the name, and the value of each job, "" where a job does not name it.

    What is tuned comes first, files and seed last.
    """
    told = [
        {"model": model_name(side.summary.model), "method": side.summary.method, **dict(side.parameters)}
        for side in sides
    ]
    named = dict.fromkeys(name for values in told for name in values)
    names = [*(name for name in named if name not in _LAST), *(name for name in _LAST if name in named)]
    rows = ((name, tuple(values.get(name, "") for values in told)) for name in names)
    return tuple((name, values) for name, values in rows if len(set(values)) > 1)


def comparison(
    sides: Sequence[Side], panel: Panel | None, look: Look, memory: Memory, *, width: int, height: int, top: int = 0
) -> tuple[Line, ...]:
    """Return the table below the charts in at most `height` lines of `width` cells.

    Jobs are columns, in the order of their letters; rows are their values at the cursor (else the last ones) in the
    chosen chart, how far those are from the first column's, and what was set differently: all of it where there is
    room, else from row `top` on.
    """
    label = min(LABEL_CELLS, max(12, width // 3))
    n_columns = max(1, min(len(sides), (width - label) // (LEAST_COLUMN + 1)))
    rows = differing(sides)
    needed = max((cells(values[job]) for _, values in rows for job in range(n_columns)), default=0)
    column = min(max(USUAL_COLUMN, needed), (width - label) // n_columns - 1)
    shown = sorted(range(n_columns), key=lambda job: sides[job].slot)
    left = f"+{len(sides) - n_columns} more" if n_columns < len(sides) else "comparing"
    lines: list[Line] = [
        (Run(_pad(left, label), Ink.FAINT), *(run for job in shown for run in _head(sides[job], column))),
    ]
    lines += _values(shown, panel, look, memory, label=label, column=column) if panel is not None else []
    told: list[Line] = []
    for name, values in rows:
        cells_of = (Run(f" {_pad(values[job] or '—', column, right=True)}", Ink.TEXT) for job in shown)
        told.append((Run(_pad(name, label), Ink.FAINT), *cells_of))
    lines += _from(top, told or [(Run("all was set alike", Ink.FAINT),)], max(1, height - len(lines)))
    return tuple(fitted(line, width, look.glyphs) for line in lines[: max(0, height)])


def _from(top: int, rows: Sequence[Line], height: int) -> list[Line]:
    """Return the rows from `top` on, the last of which says how many are left out, if any are."""
    if len(rows) <= height:
        return [*rows]
    top = max(0, min(top, len(rows) - height + 1))
    shown = [*rows[top : top + height - 1]]
    left = len(rows) - top - len(shown)
    said = [f"{left} more rows" if left else "", f"{top} above" if top else ""]
    return [*shown, (Run(", ".join(filter(None, said)), Ink.FAINT),)]


def _head(side: Side, column: int) -> Line:
    name = clip_middle(side.summary.name, column - 2)
    return (
        Run(" " * (column - cells(name) - 1), Ink.TEXT),
        Run(f"{side.sign} ", job_ink(side.slot)),
        Run(name, Ink.TEXT),
    )


def _values(jobs: Sequence[int], panel: Panel, look: Look, memory: Memory, *, label: int, column: int) -> list[Line]:
    """Return the row of values of some jobs, and that of the differences from the first of them."""
    told = told_role([curve for curve in panel.curves if curve.job in jobs])
    samples: list[Sample | None] = []
    for job in jobs:
        curve = next((c for c in panel.curves if c.job == job and c.role is told and c.series.steps), None)
        samples.append(
            None if curve is None else sample_at(curve, look, memory, look.cursor, averaged=told is not Role.FULL)
        )
    role = f" {told.value}" if told is not None and told.value != "other" else ""
    when = "last" if look.cursor is None else "cursor"
    if look.smoothing > 0 and told is not Role.FULL:
        when += " avg"
    values = [Run(f" {_pad(_valued(sample), column, right=True)}", Ink.TEXT) for sample in samples]
    lines: list[Line] = [(Run(_pad(f"{panel.title}{role}, {when}", label), Ink.FAINT), *values)]
    first = samples[0]
    if first is not None and any(sample is not None for sample in samples[1:]):
        apart = ["" if s is None or s is first else signed(s.value - first.value) for s in samples]
        cells_of = (Run(f" {_pad(text, column, right=True)}", Ink.PIN) for text in apart)
        lines.append((Run(_pad("beside the first", label), Ink.FAINT), *cells_of))
    return lines


def _valued(sample: Sample | None) -> str:
    return "—" if sample is None else f"{value(sample.value, 6)} @{sample.step}"


def _pad(text: str, width: int, *, right: bool = False) -> str:
    shown = clip(text, width)
    blanks = " " * (width - cells(shown))
    return blanks + shown if right else shown + blanks
