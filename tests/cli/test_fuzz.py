"""Whatever is typed: one sentence and an exit code of the contract, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftmonitor.cli import manual
from tests.support.program import Program

CODES = {0, 1, 2, 3, 5, 124}
OPTIONS = (
    "--limit", "--all", "--status", "--metadata", "--filter", "--level", "--follow", "--timeout", "--yes", "--plot",
    "--results", "--to", "--profile", "--base-url", "--read-only", "--data-dir", "--offline", "-o", "--output",
    "--no-color", "--verbose", "--model", "--training-file", "--validation-file", "--suffix", "--seed", "--method",
    "--hyperparameter", "--integration", "--from-json", "--limit=3", "-o=json", "--demo", "--nope", "-x", "--",
)  # fmt: skip
VALUES = (
    "3", "0", "-1", "1e9", "nan", "json", "csv", "jsonl", "table", "ftjob-abc", "a=b", "=", "wandb:x", "status:running",
    "(((", '"', "", " ", "\x1b[31m", "\ud800", "é", "x" * 300, "/dev/null", "/", "..", "show", "validate", "path",
    "bash", "env", "http://127.0.0.1:1", "http://[", "file-1",
)  # fmt: skip
COMMANDS = tuple(name for name in manual.COMMANDS if name != manual.SERVE)  # that one serves until it is ended


@pytest.mark.parametrize("command", [*COMMANDS, ""])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from(OPTIONS) | st.sampled_from(VALUES), max_size=6), at=st.integers(0, 6))
def test_no_words_produce_a_traceback(
    command: str, words: list[str], at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = Program(Path(tmp_path_factory.getbasetemp()))
    program.variables["FTMONITOR_DATA_DIR"] = str(program.home / "none")
    called = [*words[:at], *([command] if command else ["--version"]), *words[at:]]
    done = program(*called)
    assert done.code in CODES, called
    assert "Traceback" not in done.err, called
    assert "something went wrong that should not" not in done.err, called
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.err), called
    if done.code == 2 and command != "doctor":  # that one tells on stdout
        assert done.err.startswith(("ftmonitor: ", "ftmonitor: warning: ")), called
