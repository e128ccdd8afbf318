"""The lines below a chart: what its curves have come to, and what changed since the pinned point. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ftmonitor.format import duration, exact, value
from ftmonitor.metrics.ink import Ink, Line, Run, sample_of, shapes_of, width_of
from ftmonitor.metrics.legend import told_role
from ftmonitor.metrics.look import Facts, Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.probe import at_cursor, sample_at
from ftmonitor.metrics.stats import Goal, best_of, extreme, gap_of, goal_of, slope

FROM_HEIGHT = 14
"""Lines from which on a chart can spare one for facts."""
LEAST_PLOT = 6
"""Lines that the curves keep."""

Piece = tuple[Run, ...]


def below(panel: Panel, look: Look, size: tuple[int, int], memory: Memory) -> tuple[Line, ...]:
    """Return the lines to stand below a chart of `size` (cells, lines): the change since the pin first, then facts."""
    width, height = size
    lines: list[Line] = []
    if look.pin is not None and look.cursor is not None:
        lines.append(_change(panel, look, (look.pin, look.cursor), width, memory))
    if look.facts is not Facts.NONE and height >= FROM_HEIGHT:
        several = any(curve.sign for curve in panel.curves)
        if several:
            lines.append(_of_jobs(panel, look, width, memory))
        elif look.facts is Facts.ALL:
            lines += _of_each(panel, look, width, memory)
        else:
            lines.append(_in_short(panel, look, width, memory))
    return tuple(line for line in lines if line)[: max(0, height - 3 - LEAST_PLOT)]


def signed(number: float, width: int = 5) -> str:
    """Return a difference with its sign: `+0.043`, `-1.20`; an exact 0 is `0`."""
    if number == 0:
        return "0"
    shown = value(abs(number), width)
    return shown if not shown[0].isdigit() else f"{'+' if number > 0 else '-'}{shown}"


def _change(panel: Panel, look: Look, ends: tuple[float, float], width: int, memory: Memory) -> Line:
    """Return what is different between the pin and the cursor: steps, time, and every curve."""
    there, here = (at_cursor(panel.curves, look, memory, x) for x in ends)
    if here is None or there is None:
        return ()
    if ends[0] == ends[1]:
        return _cut([(Run(f"◉ pinned at step {there.step}", Ink.PIN),), _faint("move the cursor to compare")], width)
    steps = here.step - there.step
    pieces: list[Piece] = [(Run(f"Δ {steps:+,} step{'s' if abs(steps) != 1 else ''}", Ink.PIN),)]
    if here.time > 0 and there.time > 0:
        apart = here.time - there.time
        pieces.append(_faint(f"{'-' if apart < 0 else ''}{duration(abs(apart))}"))
    for curve, shape in zip(panel.curves, shapes_of(panel.curves), strict=True):
        before, after = (sample_at(curve, look, memory, x, averaged=shape.averaged) for x in ends)
        if before is not None and after is not None and before.index != after.index:
            sample = Run(shape.sign, shape.ink) if shape.sign else sample_of(shape, look.glyphs)
            label = curve.label if not shape.sign or _roles(panel) > 1 else ""
            change = signed(after.value - before.value)
            pieces.append((sample, Run(f" {label} {change}" if label else f" {change}", Ink.TEXT)))
    return _cut(pieces, width)


def _roles(panel: Panel) -> int:
    return len({curve.role for curve in panel.curves})


def _in_short(panel: Panel, look: Look, width: int, memory: Memory) -> Line:
    """Return one line about the curve that says most: its best, its last, its slope, and the gap to training."""
    best, goal = best_of(panel, memory), goal_of(panel.title)
    at = best.curve if best is not None else 0
    curve = panel.curves[at]
    label = f"{curve.label} " if curve.label else ""
    pieces: list[Piece] = []
    for pick in (goal,) if goal is not None else (Goal.LOW, Goal.HIGH):
        index = extreme(memory.of(curve), pick)
        number, step = value(curve.series.values[index], 6), curve.series.steps[index]
        star: Piece = (Run("★ ", Ink.BEST),) if best is not None else ()
        pieces.append((*star, Run(f"{label}{pick.value} ", Ink.FAINT), Run(number, Ink.TEXT), *_faint(f" @{step}")))
        label = ""
    if (gap := gap_of(panel.curves)) is not None:
        pieces.append((*_faint("gap to train "), Run(signed(gap.value), Ink.TEXT)))
    pieces.append(_slope(curve))
    return _cut([piece for piece in pieces if piece], width)


def _of_each(panel: Panel, look: Look, width: int, memory: Memory) -> list[Line]:
    """Return a line a curve, set out in columns, and one for the gap."""
    goal = goal_of(panel.title)
    best = best_of(panel, memory)
    rows: list[list[Piece]] = []
    for at, (curve, shape) in enumerate(zip(panel.curves, shapes_of(panel.curves), strict=True)):
        row: list[Piece] = [
            (sample_of(shape, look.glyphs), Run(f" {curve.label or panel.title}", Ink.TEXT)),
            (
                *_faint("last "),
                Run(value(curve.series.values[-1], 6), Ink.TEXT),
                *_faint(f" @{curve.series.steps[-1]}"),
            ),
        ]
        for pick in (goal,) if goal is not None else (Goal.LOW, Goal.HIGH):
            index = extreme(memory.of(curve), pick)
            starred = best is not None and (best.curve, best.index) == (at, index)
            row.append(
                (
                    Run("★ " if starred else "  ", Ink.BEST),
                    *_faint(f"{pick.value} "),
                    Run(value(curve.series.values[index], 6), Ink.TEXT),
                    *_faint(f" @{curve.series.steps[index]}"),
                )
            )
        row.append(_slope(curve))
        if curve.series.source != "events":
            row.append(_faint(f"from {curve.series.source.replace('+', ' and ')}"))
        rows.append([piece for piece in row if piece])
    lines = [_cut(row, width) for row in _aligned(rows)]
    if (gap := gap_of(panel.curves)) is not None:
        of = "the sample there" if gap.n_samples == 1 else f"the mean of the {exact(gap.n_samples)} samples up to there"
        said = (*_faint("valid - train "), Run(signed(gap.value), Ink.TEXT), *_faint(f" @{gap.step}"))
        lines.append(_cut([said, _faint(f"train: {of}")], width))
    return lines


def _of_jobs(panel: Panel, look: Look, width: int, memory: Memory) -> Line:
    """Return the best of each job."""
    goal, told = goal_of(panel.title), told_role(panel.curves)
    pick = goal or Goal.LOW
    pieces: list[Piece] = [_faint(f"{told.value if told and told.value != 'other' else ''} {pick.value}".strip())]
    for curve, shape in zip(panel.curves, shapes_of(panel.curves), strict=True):
        if curve.role is told and curve.series.steps:
            index = extreme(memory.of(curve), pick)
            shown = Run(f" {value(curve.series.values[index], 6)}", Ink.TEXT)
            pieces.append((Run(shape.sign, shape.ink), shown, *_faint(f" @{curve.series.steps[index]}")))
    return _cut(pieces, width)


def _slope(curve: Curve) -> Piece:
    rise = slope(curve.series)
    if rise is None:
        return ()
    return (*_faint("slope "), Run(signed(rise * 100), Ink.TEXT), *_faint(" /100 steps"))


def _faint(text: str) -> Piece:
    return (Run(text, Ink.FAINT),)


def _aligned(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Return rows whose pieces stand below each other."""
    widths = [max(width_of(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows), default=0))]
    return [
        [(*piece, Run(" " * (widths[at] - width_of(piece)), Ink.TEXT)) for at, piece in enumerate(row[:-1])] + [row[-1]]
        for row in rows
    ]


def _cut(pieces: Sequence[Piece], width: int) -> Line:
    """Return as many pieces as fit, two blanks apart."""
    line: list[Run] = []
    for piece in pieces:
        if line and width_of(tuple(line)) + 2 + width_of(piece) > width:
            break
        line += [Run("  ", Ink.TEXT)] * bool(line) + list(piece)
    return tuple(line)
