"""What the environment says about the terminal."""

from __future__ import annotations

import pytest

from ftmonitor.config.terminal import colourless, dumb, sixteen


@pytest.mark.parametrize(
    ("environ", "says"), [({"TERM": "dumb"}, True), ({"TERM": "xterm-256color"}, False), ({}, False)]
)
def test_dumb(environ: dict[str, str], says: bool) -> None:
    assert dumb(environ) is says


@pytest.mark.parametrize(
    ("environ", "none", "few"),
    [
        ({"TERM": "xterm-256color"}, False, False),
        ({"TERM": "xterm-direct"}, False, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False, False),
        ({"TERM": "xterm-16color"}, False, True),
        ({"TERM": "linux"}, False, True),
        ({"TERM": "screen"}, False, True),
        ({"TERM": "vt100"}, True, True),
        ({"TERM": "vt220-w"}, True, True),
        ({"TERM": "xterm-mono"}, True, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, False, False),
    ],
    ids=str,
)
def test_how_many_colours(environ: dict[str, str], none: bool, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert colourless(environ) is none
    assert sixteen(environ) is few
