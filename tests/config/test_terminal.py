"""What the environment says about the terminal."""

from __future__ import annotations

import pytest

from ftmonitor.config.terminal import dumb


@pytest.mark.parametrize(
    ("environ", "says"), [({"TERM": "dumb"}, True), ({"TERM": "xterm-256color"}, False), ({}, False)]
)
def test_dumb(environ: dict[str, str], says: bool) -> None:
    assert dumb(environ) is says
