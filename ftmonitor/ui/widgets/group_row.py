"""The line over a group of jobs. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Pieces

if TYPE_CHECKING:
    from ftmonitor.query.groups import Heading


def row(heading: Heading, width: int, glyphs: Glyphs) -> Pieces:
    """Return the heading as a line: ` ─ finished today (3) · 2.1M tok ──────── ▾`; folded, it ends in `▸`."""
    plain = glyphs is Glyphs.ASCII
    rule = "-" if plain else "─"
    sign = ("+" if heading.folded else "-") if plain else ("▸" if heading.folded else "▾")
    title = safe.fit(f"{heading.title} ({heading.count:,})", max(0, width - 8))
    tokens = f" · {words.count(heading.tokens)} tok" if heading.tokens else ""
    if cell_len(title) + cell_len(tokens) > width - 10:
        tokens = ""
    rest = max(0, width - 8 - cell_len(title) - cell_len(tokens))
    return (
        (f" {rule}{rule} ", "faint"),
        (title, "label"),
        (f"{tokens} ", "faint"),
        (rule * rest, "faint"),
        (f" {sign} ", "dim"),
    )
