"""The gate for outside text."""

from __future__ import annotations

import pytest

from ftmonitor.text import one_line, plain


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]0;pwned\x07", "\ufffd]0;pwned\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c\u200fd", "a\ufffdb\ufffdc\ufffdd"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("[red]kept[/nope] \\", "[red]kept[/nope] \\"),
        ("", ""),
    ],
)
def test_plain(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


@pytest.mark.parametrize(
    ("text", "longest", "line"),
    [
        ("  a \n\t b  ", 10, "a b"),
        ("abcdef", 4, "abc…"),
        ("abcd", 4, "abcd"),
        ("x" * 100_000, 5, "xxxx…"),
        (" " * 100_000 + "y", 5, "…"),
        ("", 5, ""),
    ],
)
def test_one_line(text: str, longest: int, line: str) -> None:
    assert one_line(text, longest) == line
