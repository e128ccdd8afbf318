"""Our themes: dark, light, two that are safe for the colour-blind, one of high contrast, and one without colours.

Any two colours that tell states apart in a colour-blind theme are at least `TELLING` apart in CIELAB, as those see them
for whom the theme is (G. M. Machado et al., "A physiologically-based model for simulation of color vision deficiency",
2009, at full severity), and as everybody else does. They start from the palette of M. Okabe and K. Ito.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme

TELLING = 25.0
"""Least distance in CIELAB between two colours that are to be told apart at a glance."""

DARK = Theme(
    name="ftmonitor",
    primary="#6cb6ff",
    secondary="#b39df3",
    accent="#f0a868",
    success="#7bd88f",
    warning="#e9c46a",
    error="#ff7b86",
    foreground="#dce3ec",
    background="#0e1218",
    surface="#141a22",
    panel="#1c2430",
    dark=True,
    variables={
        "border": "#6cb6ff",
        "border-blurred": "#34404f",
        "block-cursor-background": "#23425f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1f2a37",
        "footer-background": "#141a22",
        "footer-key-foreground": "#6cb6ff",
        "input-selection-background": "#6cb6ff 35%",
        "scrollbar": "#34404f",
        "scrollbar-hover": "#4a5a6d",
        "scrollbar-active": "#6cb6ff",
        "scrollbar-background": "#0e1218",
        "scrollbar-background-hover": "#0e1218",
        "scrollbar-background-active": "#0e1218",
    },
)
"""The theme we start with."""

LIGHT = Theme(
    name="ftmonitor-light",
    primary="#0b63b8",
    secondary="#6a4fc0",
    accent="#b45a10",
    success="#1a7f37",
    warning="#8a6100",
    error="#c4232f",
    foreground="#1c2530",
    background="#fbfcfd",
    surface="#f1f4f7",
    panel="#e4e9ef",
    dark=False,
    variables={
        "border": "#0b63b8",
        "border-blurred": "#b9c3cf",
        "block-cursor-background": "#cfe4f9",
        "block-cursor-foreground": "#0b1620",
        "block-cursor-blurred-background": "#e4e9ef",
        "footer-background": "#f1f4f7",
        "footer-key-foreground": "#0b63b8",
        "scrollbar": "#b9c3cf",
        "scrollbar-hover": "#93a1b1",
        "scrollbar-active": "#0b63b8",
        "scrollbar-background": "#fbfcfd",
        "scrollbar-background-hover": "#fbfcfd",
        "scrollbar-background-active": "#fbfcfd",
    },
)
"""Its twin for light terminals."""


RED_GREEN = replace(
    DARK,
    name="ftmonitor-red-green",
    primary="#53a2c6",
    secondary="#b15bfc",
    accent="#f29810",
    success="#54f9ad",
    warning="#f4ea7b",
    error="#f3735a",
    variables={**DARK.variables, "border": "#53a2c6", "footer-key-foreground": "#53a2c6"},
)
"""For those who cannot tell red from green (protanopia, deuteranopia): success is bright and failure is not."""

BLUE_YELLOW = replace(
    DARK,
    name="ftmonitor-blue-yellow",
    primary="#388be1",
    secondary="#cf50fa",
    accent="#dc8320",
    success="#0dfae4",
    warning="#e5c615",
    error="#f93e03",
    variables={**DARK.variables, "border": "#388be1", "footer-key-foreground": "#388be1"},
)
"""For those who cannot tell blue from yellow (tritanopia)."""

CONTRAST = Theme(
    name="ftmonitor-contrast",
    primary="#6fd3ff",
    secondary="#e0b0ff",
    accent="#ffb454",
    success="#5dff8f",
    warning="#ffe14d",
    error="#ff9a9a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={
        "border": "#ffffff",
        "border-blurred": "#9a9a9a",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#333333",
        "footer-background": "#000000",
        "footer-key-foreground": "#ffe14d",
        "input-selection-background": "#ffffff 40%",
        "scrollbar": "#9a9a9a",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)
"""Black and white and bright: every colour has seven times the light of what it stands on."""

MONO = Theme(
    name="ftmonitor-mono",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#b0b0b0",
    success="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    dark=True,
    variables={
        "border": "#ffffff",
        "border-blurred": "#808080",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#000000",
        "footer-background": "#000000",
        "footer-key-foreground": "#ffffff",
        "input-selection-background": "#ffffff",
        "input-selection-foreground": "#000000",
        "error-muted": "#000000",
        "text-error": "#ffffff",
        "panel-lighten-2": "#606060",
        "scrollbar": "#c0c0c0",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)
"""For terminals without colours: `ui.mono` makes attributes of its blacks, greys and whites. The accent is that of the
second curve of a chart: dim, where the first is not."""

CHOICES = (DARK, LIGHT, RED_GREEN, BLUE_YELLOW, CONTRAST)
"""Those that a user can choose."""

THEMES = (*CHOICES, MONO)
