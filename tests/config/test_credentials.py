"""The key: out of a variable or a command, never shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ftmonitor.config import credentials
from ftmonitor.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text("")
    file.chmod(0o600)
    return file


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_from_a_variable() -> None:
    key = credentials.from_environment("KEY", {"KEY": " abc-123\n"})
    assert key is not None
    assert key.reveal() == "abc-123"
    assert credentials.from_environment("KEY", {}) is None
    assert credentials.from_environment("KEY", {"KEY": " "}) is None


@pytest.mark.parametrize("text", ["two words", "line\nbreak", "schlüssel", "\udcff"])
def test_what_can_be_no_key(text: str) -> None:
    with pytest.raises(ConfigError, match="KEY can be no key") as caught:
        credentials.from_environment("KEY", {"KEY": text})
    assert text not in str(caught.value)


def test_a_key_in_place_of_a_variable_is_not_repeated() -> None:
    with pytest.raises(ConfigError, match="here must be the name of an environment variable") as caught:
        credentials.from_environment("sk-abc-123", {}, "here")
    assert "sk-abc" not in str(caught.value)


def test_from_a_command_without_a_shell(file: Path) -> None:
    key = credentials.from_command([*command("import sys; print(sys.argv[1])"), "$HOME;x"], file, "here")
    assert key.reveal() == "$HOME;x"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "import sys; print('secret-out'); print('secret-err', file=sys.stderr); sys.exit(3)",
            "failed with exit code 3",
        ),
        ("pass", "printed nothing"),
        ("print('secret-out secret-out')", "can be no key"),
        ("print('secret-out'); print('secret-out')", "can be no key"),
    ],
)
def test_a_command_that_fails_shows_nothing_of_its_output(
    code: str, said: str, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        credentials.from_command(command(code), file, "here")
    assert "secret" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_command_that_is_not_there(file: Path) -> None:
    with pytest.raises(ConfigError, match="here cannot be started: No such file"):
        credentials.from_command(["/nowhere/to/be/found"], file, "here")


def test_a_command_that_takes_too_long(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"gave no key within 0\.2 seconds"):
        credentials.from_command(command("import time; time.sleep(60)"), file, "here", timeout_s=0.2)


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o666])
def test_a_file_that_others_may_write_runs_nothing(mode: int, file: Path, tmp_path: Path) -> None:
    file.chmod(mode)
    mark = tmp_path / "ran"
    with pytest.raises(ConfigError, match="chmod go-w"):
        credentials.from_command(command(f"open({str(mark)!r}, 'w'); print('key')"), file, "here")
    assert not mark.exists()
