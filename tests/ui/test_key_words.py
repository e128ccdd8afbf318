"""Keys that are named on the screen, and what a click on each part of the line does."""

from __future__ import annotations

import pytest

from ftmonitor.ui.key_words import key_words


@pytest.mark.parametrize(
    ("text", "between", "clicks"),
    [
        ("/ search  enter details  esc close", "  ", {"/": "slash", "details": "enter", "close": "escape"}),
        ("a acknowledge  A all", "  ", {"acknowledge": "a", "A": "A", "all": "A"}),
        ("space on and off · J K move · + path into", " · ", {"off": "space", "J": "J", "K": "K", "path": "plus"}),
    ],
)
def test_every_part_presses_its_key(text: str, between: str, clicks: dict[str, str]) -> None:
    content = key_words(text, between)
    assert content.plain == text
    for word, key in clicks.items():
        at = text.index(word)
        (style,) = [span.style for span in content.spans if span.start <= at < span.end]
        assert not isinstance(style, str)
        assert style.meta == {"@click": f"app.simulate_key({key!r})"}
    gap = text.index(between)
    assert not [span for span in content.spans if span.start <= gap < span.end]
