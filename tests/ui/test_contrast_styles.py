"""What the stylesheets and the styles of texts mix by themselves can be read in our themes and in Textual's own two."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from textual.color import Color
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES, Theme
from textual.widget import Widget

import ftmonitor.ui
from ftmonitor.ui import themes
from ftmonitor.ui.contrast import FAINT, TEXT, contrast
from tests.ui.test_contrast import variables

UI = Path(ftmonitor.ui.__path__[0])
PAPERS = ("background", "surface", "panel")
THEMES = (*themes.THEMES, BUILTIN_THEMES["textual-dark"], BUILTIN_THEMES["textual-light"])
TEXTS = ("color", "border_title_color", "border_subtitle_color", "link_color")
FRAMES = {"round", "heavy"}
"""The borders that say where something is; the others stand between parts of one pane."""
SIGNS = {"text-success"}
"""What only signs are written with, beside a word."""

_SIGN = ".sign"
_IN_CODE = re.compile(r'"(?:not )?(?:bold )?\$([a-z-]+)(?: (\d+)%)?"')


@cache
def sources() -> dict[str, str]:
    """Return the stylesheets by where they stand: the files, and what the widgets bring along."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.tcss"))}
    for module in pkgutil.walk_packages([str(UI)], "ftmonitor.ui."):
        importlib.import_module(module.name)
    todo: list[type[Widget]] = [Widget]
    while todo:
        todo += (widget := todo.pop()).__subclasses__()
        if widget.__module__.startswith("ftmonitor.") and "DEFAULT_CSS" in vars(widget):
            found[widget.__name__] = widget.DEFAULT_CSS
    return found


def rules(those: dict[str, str]) -> Iterator[tuple[str, RuleSet]]:
    for name, css in sources().items():
        sheet = Stylesheet(variables=those)
        sheet.add_source(css, read_from=(name, ""))
        for rule in sheet.rules:
            yield f"{name}: {rule.selectors}", rule


def papers(those: dict[str, str], rule: RuleSet) -> list[Color]:
    """Return what the text of a rule may stand on: its own background, else any of the theme's."""
    under = [Color.parse(those[name]) for name in PAPERS]
    if not rule.styles.has_rule("background") or rule.styles.background.a == 0:
        return under
    own = rule.styles.background
    return [own] if own.a == 1 else [paper + own for paper in under]


def seen(color: Color, paper: Color) -> float:
    """Return the contrast of a colour, which may let through what is under it."""
    return contrast((paper + color).rgb, paper.rgb)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_stylesheets_mix_can_be_read(theme: Theme) -> None:
    those = variables(theme)
    for where, rule in rules(those):
        if ":disabled" in rule.selectors:
            continue  # it cannot be used
        for paper in papers(those, rule):
            for name in TEXTS:
                if not rule.styles.has_rule(name):
                    continue
                color = (
                    paper.get_contrast_text(1)
                    if getattr(rule.styles, f"auto_{name}", False)
                    else getattr(rule.styles, name)
                )
                least = FAINT if _SIGN in rule.selectors else TEXT
                assert seen(color, paper) >= least, (where, name, paper.hex)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_frames_can_be_seen(theme: Theme) -> None:
    those = variables(theme)
    for where, rule in rules(those):
        kind, color = rule.styles.border_top if rule.styles.has_rule("border_top") else ("", None)
        if kind in FRAMES and color is not None and color != Color.parse(those["border-blurred"]):
            boxed = [paper for paper in papers(those, rule) if paper != Color.parse(those["panel"])]
            assert all(seen(color, paper) >= FAINT for paper in boxed), where


def in_code() -> set[tuple[str, int]]:
    """Return the styles of texts that are written in the code: a variable, and how much of it covers the paper."""
    texts = (path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    return {(name, int(share or 100)) for text in texts for name, share in _IN_CODE.findall(text)}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_styles_of_texts_can_be_read(theme: Theme) -> None:
    those = variables(theme)
    found = in_code()
    assert len(found) > 3
    for name, share in found:
        color = Color.parse(those[name]).with_alpha(share / 100)
        least = FAINT if name in SIGNS else TEXT
        assert all(seen(color, Color.parse(those[paper])) >= least for paper in PAPERS), (name, share)
