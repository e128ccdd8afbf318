"""Every ink can be read in every theme, colours are told apart by the colour-blind, and without colours by strokes."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from ftmonitor.metrics.ink import Ink as ChartInk
from ftmonitor.ui import themes
from ftmonitor.ui.contrast import BLACK, FAINT, TEXT, WHITE, Rgb, contrast, readable
from ftmonitor.ui.mono import Attributes, attributes
from ftmonitor.ui.theme import CURSOR, CURSOR_BLURRED, INKS, ink_style, wash_style
from ftmonitor.ui.widgets.printed import chart_style

MIXED = [theme for theme in (*themes.THEMES, *BUILTIN_THEMES.values()) if not theme.ansi]
PAPERS = ("background", "surface", "panel")

# G. M. Machado et al. 2009, table 1, severity 1.0; on linear light.
AS_SEEN = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "anybody": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def rgb(style: Style) -> Rgb:
    color = style.color or style.bgcolor
    assert color is not None
    assert color.triplet is not None
    red, green, blue = color.triplet
    return red, green, blue


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.01)  # WebAIM's contrast checker, #777777
    assert contrast((1, 2, 3), (1, 2, 3)) == 1


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_on_one_paper_there_is_always_a_colour_that_can_be_read(color: Rgb, paper: Rgb) -> None:
    shown = readable(color, (paper,), TEXT)
    assert contrast(shown, paper) >= TEXT
    assert shown == color or contrast(color, paper) < TEXT


@pytest.mark.parametrize("theme", MIXED, ids=lambda theme: theme.name)
def test_every_ink_can_be_read_also_under_the_cursor(theme: Theme) -> None:
    those = variables(theme)
    for name in PAPERS:
        paper = Color.parse(those[name])
        papers = [paper.rgb, *(rgb(wash_style(wash, those, paper)) for wash in (CURSOR, CURSOR_BLURRED))]
        for ink_name, ink in INKS.items():
            least = FAINT if ink_name in ("faint", "head") else TEXT
            shown = rgb(ink_style(ink, those, paper))
            assert min(contrast(shown, under) for under in papers) >= least, (name, ink_name)


@pytest.mark.parametrize("theme", MIXED, ids=lambda theme: theme.name)
def test_curves_and_their_words_can_be_read(theme: Theme) -> None:
    those = variables(theme)
    paper = Color.parse(those["background"])
    for ink in ChartInk:
        if ink is ChartInk.GRID or "raw" in ink.value:
            continue  # what lies behind: the legend and the smoothed curve say the same
        shown = rgb(chart_style(ink, those, paper))
        assert contrast(shown, paper.rgb) >= FAINT, ink


@pytest.mark.parametrize(
    ("theme", "seen_by"),
    [
        (themes.RED_GREEN, "protanopia"),
        (themes.RED_GREEN, "deuteranopia"),
        (themes.RED_GREEN, "anybody"),
        (themes.BLUE_YELLOW, "tritanopia"),
        (themes.BLUE_YELLOW, "anybody"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_states_are_told_apart_by_the_colour_blind(theme: Theme, seen_by: str) -> None:
    those = variables(theme)
    names = ("primary", "secondary", "accent", "success", "warning", "error", "foreground")
    found = {name: Color.parse(those[name]).rgb for name in names}
    for one, other in combinations(names, 2):
        assert math.dist(lab(found[one], seen_by), lab(found[other], seen_by)) >= themes.TELLING, (one, other)


def lab(color: Rgb, seen_by: str) -> tuple[float, float, float]:
    """Return a colour in CIELAB (D65), as it is seen by somebody."""
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in (byte / 255 for byte in color)]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in AS_SEEN[seen_by]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_a_high_contrast_has_seven_times_the_light() -> None:
    theme = themes.CONTRAST
    for name in ("primary", "secondary", "accent", "success", "warning", "error", "foreground"):
        assert contrast(Color.parse(getattr(theme, name)).rgb, Color.parse(theme.background or "").rgb) >= 7, name


def test_our_themes_have_names_of_their_own() -> None:
    names = [theme.name for theme in themes.THEMES]
    assert len(set(names)) == len(names)
    assert not set(names) & set(BUILTIN_THEMES)
    assert themes.MONO not in themes.CHOICES


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("#ffffff on #000000", Style(reverse=False, dim=False)),
        ("bold #ffffff on #000000", Style(bold=True, reverse=False, dim=False)),
        ("#9e9e9e on #000000", Style(reverse=False, dim=True)),
        ("#000000 on #ffffff", Style(reverse=True, dim=False)),
        ("#9e9e9e on #454545", Style(reverse=True, dim=False)),
        ("reverse #ffffff on #000000", Style(reverse=True, dim=False)),
        ("underline", Style(underline=True, reverse=False, dim=False)),
    ],
)
def test_colours_become_attributes(said: str, expected: Style) -> None:
    assert attributes(Style.parse(said)) == expected + Style.parse("default on default")


def test_no_colour_is_left() -> None:
    segments = [
        Segment("a", Style.parse("red on blue")),
        Segment("b", Style.parse("#123456")),
        Segment("c", None),
        Segment("d", Style()),
    ]
    for _, style, _ in Attributes().apply(segments, Color(0, 0, 0)):
        assert style is not None
        assert style.color == style.bgcolor == RichColor.default()


def test_under_the_cursor_writing_is_turned_round_where_there_are_no_colours() -> None:
    those = variables(themes.MONO)
    paper = Color.parse(those["background"])
    text = ink_style(INKS["text"], those, paper)
    assert attributes(text + wash_style(CURSOR, those, paper)).reverse
    assert not attributes(text + wash_style(CURSOR_BLURRED, those, paper)).reverse
    ansi = variables(BUILTIN_THEMES["ansi-dark"])
    assert wash_style(CURSOR, ansi, Color.parse(ansi["background"])).reverse
