"""`ftmonitor results`: the result file of a job, decoded, printed or saved."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import Canned, serve
from tests.support.payloads import FOLDER
from tests.support.program import Program
from tests.support.simulated import named

HEADER = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy"
JOB = '{"id": "j-1", "status": "succeeded", "user_provided_suffix": "tone/../x", "result_files": ["file-1", "file-2"]}'


class Files:
    """A server with one job whose result file is what a test says."""

    def __init__(self) -> None:
        self.content = (FOLDER / "results_azure.csv").read_bytes()
        self.name = "../../etc/step_metrics.csv"
        self.status = 200
        self.served: Canned | None = None

    def respond(self, request: str) -> tuple[int, bytes]:
        """Answer a request."""
        if "/content" in request:
            return self.status, self.content
        if "/files/" in request:
            return 200, json.dumps({"id": "file-1", "filename": self.name}).encode()
        return 200, JOB.encode()


@pytest.fixture
def files(program: Program) -> Iterator[Files]:
    """Return the server, which the command line is pointed at."""
    files = Files()
    with serve(files.respond) as files.served:
        program.variables["OPENAI_BASE_URL"] = files.served.base_url
        yield files


def test_the_file_is_decoded(program: Program, simulator: Simulator) -> None:
    done = program("results", named(simulator, "faq-v2"))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == HEADER
    assert [line.partition(",")[0] for line in lines[1:]] == [str(step) for step in range(1, 361)]


def test_a_plain_file_comes_as_it_is_but_for_the_mark_before_it(program: Program, files: Files) -> None:
    done = program("results", "j-1")
    assert done.out.encode() == files.content.removeprefix(b"\xef\xbb\xbf")
    assert done.err == "ftmonitor: the job has another result file, which is left out: file-2\n"


def test_rows_in_the_other_formats(program: Program, files: Files) -> None:
    files.content = base64.b64encode(b"step,train_loss,note\n1,2.5e-06,=x\n2,-1,\n3,007,a\n")
    assert json.loads(program("results", "j-1", "-o", "json").out) == [
        {"step": 1, "train_loss": 2.5e-06, "note": "=x"},
        {"step": 2, "train_loss": -1, "note": None},
        {"step": 3, "train_loss": "007", "note": "a"},
    ]
    assert program("results", "j-1", "-o", "jsonl").out.splitlines()[0] == (
        '{"step": 1, "train_loss": 2.5e-06, "note": "=x"}'
    )
    assert list(csv.reader(io.StringIO(program("results", "j-1", "-o", "csv").out)))[:2] == [
        ["step", "train_loss", "note"],
        ["1", "2.5e-06", "'=x"],
    ]
    assert program("results", "j-1", "-o", "table").out.splitlines()[0] == "STEP  TRAIN_LOSS  NOTE"


def test_what_is_no_table_has_no_rows(program: Program, files: Files) -> None:
    files.content = b"no table at all"
    assert program("results", "j-1").out == "no table at all"
    done = program("results", "j-1", "-o", "json")
    assert (done.code, done.out) == (3, "")
    assert "file-1 is no table" in done.err


def test_saving(program: Program, files: Files) -> None:
    done = program("results", "j-1", "--to", "m.csv")
    path = program.home / "m.csv"
    assert (done.code, done.out) == (0, "")
    assert f"ftmonitor: saved {path}\n" in done.err
    assert path.read_bytes() == files.content.removeprefix(b"\xef\xbb\xbf")


def test_into_a_folder_under_a_name_without_folders(program: Program, files: Files) -> None:
    assert program("results", "j-1", "--to", ".").code == 0
    assert (program.home / "tone-..-x-step_metrics.csv").read_text().startswith("step,")
    files.name = "\x1b[31m..\\..\\-rf *\n"
    assert program("results", "j-1", "--to", str(program.home)).code == 0
    names = {path.name for path in program.home.iterdir() if path.is_file()}
    assert all(name.isprintable() and not set(name) & set("/\\ *\n") and name[0] not in ".-" for name in names)
    assert len(names) == 2


def test_what_is_there_is_never_overwritten_unasked(program: Program, files: Files) -> None:
    path = program.home / "m.csv"
    path.write_text("mine")
    done = program("results", "j-1", "--to", "m.csv")
    assert (done.code, done.out) == (2, "")
    assert f"{path} is there already and is not overwritten: choose another name, or remove it first" in done.err
    assert path.read_text() == "mine"
    assert files.served is not None
    assert not any("/content" in asked for asked in files.served.asked)


def test_stdout_may_be_named(program: Program, files: Files) -> None:
    assert program("results", "j-1", "--to", "-").out == program("results", "j-1").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--to", "nowhere/m.csv"], 2, "there is no folder "),
        (["--to", ""], 2, "the name of a file is needed, and this one is empty"),
        (["--to", "m.csv", "-o", "csv"], 2, "--to takes the file as it is"),
    ],
)
def test_wrong_usage(words: list[str], code: int, said: str, program: Program, files: Files) -> None:
    done = program("results", "j-1", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert not list(program.home.glob("*.csv"))


def test_a_file_that_is_gone(program: Program, files: Files) -> None:
    files.status, files.content = 404, b'{"error": {"message": "No such File object: file-1", "param": "id"}}'
    done = program("results", "j-1", "--to", "m.csv")
    assert (done.code, done.out) == (1, "")
    assert "no file file-1 here" in done.err
    assert not (program.home / "m.csv").exists()


def test_a_job_that_has_none_yet(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, "support-v7")
    done = program("results", job_id)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"ftmonitor: job {job_id} has no result file (running): "
        "the service makes one when a job has succeeded or is paused\n"
    )


class TestInATerminal:
    """The real program in a terminal."""

    @pytest.mark.parametrize(("key", "kept"), [("n\n", True), ("y\n", False)])
    def test_it_asks_before_it_overwrites(self, key: str, kept: bool, program: Program, simulator: Simulator) -> None:
        path = program.home / "m.csv"
        path.write_text("mine")
        done = program.in_terminal("results", named(simulator, "faq-v2"), "--to", "m.csv", keys=[key])
        assert "is there already. Overwrite it? [y/N]" in done.out
        assert done.code == (2 if kept else 0)
        assert (path.read_text() == "mine") is kept
        assert kept or path.read_text().startswith(HEADER)

    def test_nothing_in_it_is_obeyed(self, alone: Program) -> None:
        files = Files()
        files.content = b"step,x\r\n1,\x1b]0;pwned\x07\xff\r\n"
        with serve(files.respond) as server:
            alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
            done = alone.in_terminal("results", "j-1")
        assert "\x1b]0" not in done.out
        assert "step,x\n1,\ufffd]0;pwned\ufffd\ufffd\n" in done.out


def test_saving_leaves_nothing_beside_it(program: Program, files: Files) -> None:
    program("results", "j-1", "--to", "m.csv")
    assert [path.name for path in program.home.iterdir() if path.is_file()] == ["m.csv"]


def test_a_link_to_nowhere_is_not_followed(program: Program, files: Files) -> None:
    link = program.home / "m.csv"
    link.symlink_to(Path("elsewhere.csv"))
    assert program("results", "j-1", "--to", "m.csv").code == 2
    assert not (program.home / "elsewhere.csv").exists()
