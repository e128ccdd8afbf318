"""Which series belong into one chart, what they are called there, and which chart comes first. Pure.

Names are paths of numbers in an event's `data`; the words are those of the API (`train_loss`, `valid_mean_reward`,
`full_valid_loss`, `scores.graders.label.train_reward_mean`), but nothing here needs them: an unknown series charts
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from ftmonitor.metrics.downsample import spacing
from ftmonitor.metrics.series import Series
from ftmonitor.text import one_line


class Role(StrEnum):
    """What a curve was measured on."""

    TRAIN = "train"
    VALID = "valid"
    FULL = "full"
    """The whole validation file, now and then; `valid` is a sample of it."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Curve:
    """A series in a chart. `label` is outside text on one line, already plain."""

    series: Series
    label: str
    role: Role
    job: int = 0
    """Whose it is, where several jobs are compared: an index into their tracks."""
    sign: str = ""
    """The letter of that job, and where it is drawn in the colour of `slot`; "" where there is one job only."""
    slot: int = 0
    pace: int = 1
    """How many samples the densest curve of its chart has for each of this one."""

    def weight(self, smoothing: float) -> float:
        """Return the weight of the average of this curve: one that is measured seldom must not lag behind the others.

        `smoothing` is the weight for the densest curve of the chart; as many of its steps count as lie in between.
        """
        return smoothing**self.pace if smoothing > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart. `title` is outside text on one line, already plain."""

    title: str
    curves: tuple[Curve, ...]

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The first and last step of all curves, None without any sample."""
        return bounds_of(curve.series for curve in self.curves)


def bounds_of(series: Iterable[Series]) -> tuple[int, int] | None:
    """Return the first and last step of all `series`, None where there is no sample."""
    filled = [s.steps for s in series if s.steps]
    return (min(s[0] for s in filled), max(s[-1] for s in filled)) if filled else None


LONGEST_TITLE = 48
"""Characters of a title: more would leave no room for the values beside it."""

_PREFIX = re.compile(r"(full_valid(?:ation)?|valid(?:ation)?|val|eval|train(?:ing)?)[_/](.+)")
_ROLE_OF = {"full": Role.FULL, "vali": Role.VALID, "val": Role.VALID, "eval": Role.VALID, "trai": Role.TRAIN}
_TWINS = ("scores", "usage.samples")
"""Places whose own numbers the server also sends flat (`scores.train_reward_mean` is `train_mean_reward`)."""
_SILENT = frozenset({"graders", "scores", "samples", "step"})
"""Parts of a path that say nothing to a reader."""
_NO_CURVES = frozenset({"step", "total_steps"})

_FIRST = {
    "dpo": ("loss", "accuracy", "reward"),
    "reinforcement": ("reward", "reasoning tokens", "* · reward", "parse error", "* · *error", "loss"),
}
"""Titles that come first, by method; then titles that hold these words, then the others, then counters and timings."""
_LAST = ("count", "timing", "usage", "cached", "latency")


def panels(series: Sequence[Series], method: str = "supervised") -> tuple[Panel, ...]:
    """Return the charts of a job's `series`, the most telling of its method first; empty series are left out.

    Those whose values are no numbers are not empty. What was measured on training, validation and full validation data
    shares a chart. Of two series that say the same (nested and flat), the flat one is drawn.
    """
    groups: dict[tuple[str, str], list[tuple[Role, bool, Series]]] = {}
    for one in series:
        if (one.steps or one.holes) and one.name not in _NO_CURVES:
            place, _, last = one.name.rpartition(".")
            role, stem = _split(last)
            twin = place in _TWINS
            groups.setdefault(("" if twin else place, stem), []).append((role, twin, one))
    found = (Panel(_title(place, stem), _curves(members)) for (place, stem), members in groups.items())
    return tuple(sorted(found, key=lambda panel: _rank(panel.title, method)))


def _split(last: str) -> tuple[Role, str]:
    """Return what a name says it was measured on, and the rest in one spelling."""
    found = _PREFIX.fullmatch(last)
    words = [w for w in re.split(r"[_\s]+", found.group(2) if found else last) if w not in ("", "mean")]
    stem = "accuracy" if words == ["token", "accuracy"] else " ".join(words) or last
    return _ROLE_OF[found.group(1)[:4]] if found else Role.OTHER, stem


def _curves(members: Sequence[tuple[Role, bool, Series]]) -> tuple[Curve, ...]:
    """Return the curves of one chart; a lone name without a prefix is the training twin of those with one."""
    flat = [role for role, twin, _ in members if not twin]
    has_train = (
        flat.count(Role.OTHER) == 1 and Role.TRAIN not in flat and any(r is not Role.OTHER for r, _, _ in members)
    )
    told: list[tuple[Role, Series]] = []
    for role, twin, one in sorted(members, key=lambda member: member[1]):
        plays = Role.TRAIN if role is Role.OTHER and has_train and not twin else role
        if not twin or not any(other is plays or (other, plays) == _SAME for other, _ in told):
            told.append((plays, one))
    order, roles = list(Role), [role for role, _ in told]
    told.sort(key=lambda item: order.index(item[0]))
    apart = [spacing(one.steps) for _, one in told]
    dense = min((distance for distance in apart if distance > 0), default=1.0)
    return tuple(
        Curve(
            one,
            one_line(one.name, LONGEST_TITLE) if roles.count(role) > 1 else _LABELS[role],
            role,
            pace=max(1, round(distance / dense)),
        )
        for (role, one), distance in zip(told, apart, strict=True)
    )


_SAME = (Role.FULL, Role.VALID)
"""What the server calls full flat (`full_valid_mean_reward`), it calls valid in the nested scores."""
_LABELS = {Role.TRAIN: "train", Role.VALID: "valid", Role.FULL: "full valid", Role.OTHER: ""}


def _title(place: str, stem: str) -> str:
    parts = [f"#{part}" if part.isdigit() else part for part in place.split(".") if part and part not in _SILENT]
    if parts[:1] == ["errors"] and "error" in stem:  # once is enough
        del parts[0]
    return one_line(" · ".join([*parts, stem]).replace("_", " "), LONGEST_TITLE) or "?"


def _rank(title: str, method: str) -> tuple[int, int]:
    first = _FIRST.get(method, ("loss", "accuracy", "reward"))
    if any(word in title for word in _LAST):
        return 3, 0
    for place, pattern in enumerate(first):
        if fnmatchcase(title, pattern):
            return 0, place
    return next(((1, place) for place, word in enumerate(first) if word in title), (2, 0))
