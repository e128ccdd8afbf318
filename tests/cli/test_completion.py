"""`ftmonitor completion`: scripts that shells understand, and ids out of the history."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ftmonitor.cli import manual
from ftmonitor.cli.completion import script
from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import Profile
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs
from tests.support.program import Program

BASH = shutil.which("bash") or ""
TRY = """
ftmonitor() { [ "$1 $2" = "completion jobs" ] && printf 'ftjob-abc\\nftjob-def\\n'; }
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_shtab_ftmonitor ftmonitor "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}"
echo "${COMPREPLY[*]}"
"""


@pytest.mark.skipif(not BASH, reason="bash is not here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ftmonitor", ""], " ".join(manual.COMMANDS)),
        (["ftmonitor", "ev"], "events"),
        (["ftmonitor", "show", ""], "ftjob-abc ftjob-def"),
        (["ftmonitor", "show", "ftjob-a"], "ftjob-abc"),
        (["ftmonitor", "wait", "ftjob-abc", "ftjob-d"], "ftjob-def"),
        (["ftmonitor", "events", "--l"], "--limit --level"),
        (["ftmonitor", "jobs", "-o", "js"], "json jsonl"),
        (["ftmonitor", "jobs", "--data-dir", "/et"], "/etc"),
    ],
)
def test_bash_completes(words: list[str], offered: str, tmp_path: Path) -> None:
    file = tmp_path / "ftmonitor.bash"
    file.write_text(script("bash"))
    done = subprocess.run([BASH, "-c", TRY, "-", str(file), *words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_read_it(shell: str, tmp_path: Path) -> None:
    text = script(shell)
    assert all(command in text for command in manual.COMMANDS)
    assert "ftmonitor completion jobs" in text
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not here")
    file = tmp_path / "script"
    file.write_text(text)
    done = subprocess.run([path, "-n", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.anyio
async def test_ids_come_from_the_history_and_no_server_is_asked(alone: Program) -> None:
    assert alone("completion", "jobs").out == ""
    store = Store.open(history_file(Profile(), alone.home / "histories"))
    for job_id in ("ftjob-old", "ftjob-new", "$(reboot)", "two words", "\x1b[31mred"):
        raw = f'{{"id": {job_id!r}, "status": "succeeded", "created_at": 1}}'.replace("'", '"').replace("\\x", "\\u00")
        await store.write(jobs.store_one, row_of(parse(raw)), 1.0)
    await store.aclose()
    done = alone("completion", "jobs", "--data-dir", str(alone.home / "histories"))
    assert (done.code, done.err, set(done.out.split("\n"))) == (0, "", {"ftjob-old", "ftjob-new", ""})
