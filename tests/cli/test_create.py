"""`ftmonitor create`: what is sent, what is checked before, and that nothing is sent twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ftmonitor.cli.arguments import parse
from ftmonitor.cli.body import body_of, integration, value_of
from ftmonitor.errors import UsageError
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.simulator import Simulator
from tests.support.payloads import FOLDER
from tests.support.program import Program

CHAT = '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n'
NEEDED = ("--model", "m", "--training-file", "file-1")


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ((), {}),
        (("--suffix", "s", "--seed", "0"), {"suffix": "s", "seed": 0}),
        (("--validation-file", "file-2"), {"validation_file": "file-2"}),
        (("--metadata", "a=b", "--metadata", "c=d=e"), {"metadata": {"a": "b", "c": "d=e"}}),
        (("--method", "dpo"), {"method": {"type": "dpo"}}),
        (
            ("--hyperparameter", "n_epochs=3", "--hyperparameter", "batch_size=auto"),
            {
                "method": {
                    "type": "supervised",
                    "supervised": {"hyperparameters": {"n_epochs": 3, "batch_size": "auto"}},
                }
            },
        ),
        (
            ("--method", "dpo", "--hyperparameter", "beta=0.1"),
            {"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}},
        ),
        (
            ("--integration", "wandb:ft", "--integration", "wandb:acme/ft"),
            {
                "integrations": [
                    {"type": "wandb", "wandb": {"project": "ft"}},
                    {"type": "wandb", "wandb": {"project": "ft", "entity": "acme"}},
                ]
            },
        ),
    ],
)
def test_the_body(words: tuple[str, ...], body: dict[str, object]) -> None:
    assert body_of(parse(["create", *NEEDED, *words])) == {"model": "m", "training_file": "file-1", **body}


def test_options_go_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    sent = json.loads((FOLDER / "create_request_reinforcement.json").read_text())
    file.write_text(json.dumps({**sent, "unknown": [1]}))
    words = ["create", "--from-json", str(file), "--seed", "7", "--metadata", "run=2", "--hyperparameter", "n_epochs=2"]
    body = body_of(parse(words))
    assert body["unknown"] == [1]
    assert body["seed"] == 7
    assert body["metadata"] == {**sent["metadata"], "run": "2"}
    part = sent["method"]["reinforcement"]
    assert body["method"] == {
        "type": "reinforcement",
        "reinforcement": {**part, "hyperparameters": {**part["hyperparameters"], "n_epochs": 2}},
    }
    assert body_of(parse(["create", "--from-json", str(file)])) == {**sent, "unknown": [1]}


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("-1", -1), ("0.1", 0.1), ("1e-4", 1e-4), ("auto", "auto"), ("true", True), ("null", None), ("03", "03"),
     ("nan", "nan"), ("", "")],
)  # fmt: skip
def test_values(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@pytest.mark.parametrize("text", ["wandb", "wandb:", "wandb:/p", "wandb:e/", "other:p", ""])
def test_integrations_that_make_no_sense(text: str) -> None:
    with pytest.raises(UsageError, match="should read wandb:PROJECT"):
        integration(text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "m"), "a job needs --training-file"),
        (("--training-file", "file-1"), "a job needs --model"),
        ((*NEEDED, "--method", "reinforcement"), "needs a grader"),
        (("--from-json", "nowhere.json"), "nowhere.json cannot be read"),
        ((*NEEDED, "--seed", "-1"), "must be 0 or more"),
        ((*NEEDED, "--hyperparameter", "x"), "should read KEY=VALUE"),
        ((*NEEDED, "--hyperparameter", "x=1", "--hyperparameter", "x=2"), "--hyperparameter names one key twice"),
    ],
)
def test_what_makes_no_sense(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        body_of(parse(["create", *words]))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\xff", "[" * 100_000])
def test_files_that_hold_no_body(text: str, tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match="--from-json: "):
        body_of(parse(["create", "--from-json", str(file)]))


class TestTheProgram:
    """Against the simulator."""

    @pytest.fixture
    def train(self, program: Program) -> str:
        """Write a training file that is in order."""
        (program.home / "train.jsonl").write_text(CHAT * 12)
        return "train.jsonl"

    def test_a_file_is_uploaded_and_the_job_created(self, program: Program, simulator: Simulator, train: str) -> None:
        words = ("--model", "gpt-4.1-mini", "--training-file", train, "--suffix", "mine", "--metadata", "team=red")
        done = program("create", *words, "--hyperparameter", "n_epochs=2", "--yes", "-o", "json")
        assert done.code == 0
        job = json.loads(done.out)
        assert (job["user_provided_suffix"], job["metadata"]) == ("mine", {"team": "red"})
        assert job["method"]["supervised"]["hyperparameters"]["n_epochs"] == 2
        assert job["id"] == simulator.ledger.jobs()[0]["id"]
        assert "to be uploaded first: train.jsonl (12 examples, " in done.err
        assert f"train.jsonl was uploaded as {job['training_file']}" in done.err
        assert f"`ftmonitor watch {job['id']}`" in done.err
        assert (simulator.ledger.count("/files", "POST"), simulator.ledger.count("/jobs", "POST")) == (1, 1)
        again = program("create", "--model", "gpt-4.1-mini", "--training-file", job["training_file"], "--yes")
        assert again.code == 0
        assert simulator.ledger.count("/files", "POST") == 1

    def test_a_terminal_is_told_how_much_is_sent(self, program: Program, simulator: Simulator) -> None:
        (program.home / "large.jsonl").write_text(CHAT * 8_000)
        words = ("--model", "gpt-4.1-mini", "--training-file", "large.jsonl")
        done = program.in_terminal("create", *words, keys=["y\n"], columns=120)
        assert done.code == 0
        shares = [int(share) for share in re.findall(r"large\.jsonl\D+(\d{1,3})%", done.out)]
        assert shares == sorted(shares)
        assert (len(set(shares)) > 2, shares[-1]) == (True, 100)
        assert simulator.ledger.count("/files", "POST") == 1

    def test_a_file_with_faults_is_not_sent(self, program: Program, simulator: Simulator) -> None:
        (program.home / "bad.jsonl").write_text(CHAT * 10 + "{\n" + '{"messages": []}\n')
        done = program("create", "--model", "gpt-4.1-mini", "--training-file", "bad.jsonl", "--yes")
        assert (done.code, done.out) == (2, "")
        first, second, last = done.err.splitlines()
        assert first.startswith("bad.jsonl:11: ")
        assert second.startswith("bad.jsonl:12: ")
        assert last.startswith("ftmonitor: 2 things are wrong with bad.jsonl; nothing was sent")
        assert not simulator.ledger.requests

    def test_a_path_that_is_not_there(self, program: Program, simulator: Simulator) -> None:
        done = program("create", "--model", "gpt-4.1-mini", "--training-file", "nope.jsonl", "--yes")
        assert (done.code, done.out) == (2, "")
        assert "there is no file nope.jsonl" in done.err
        assert not simulator.ledger.requests

    def test_it_needs_a_yes(self, program: Program, simulator: Simulator, train: str) -> None:
        done = program("create", "--model", "gpt-4.1-mini", "--training-file", train)
        assert (done.code, done.out) == (2, "")
        assert "`ftmonitor create --yes`" in done.err
        asked = program.in_terminal(
            "create", "--model", "gpt-4.1-mini", "--training-file", train, keys=["n\n"], columns=120
        )
        assert asked.code == 1
        assert "Upload and create this job? [y/N]" in asked.out
        assert "nothing was sent" in asked.out
        assert not simulator.ledger.requests
        assert program("create", *NEEDED, "--yes", "--read-only").code == 2

    @pytest.mark.parametrize(("kind", "code"), [(Kind.CLOSED, 1), (Kind.SERVER_ERROR, 3), (Kind.DROP, 3)])
    def test_a_create_that_fails_is_not_repeated(
        self, kind: Kind, code: int, program: Program, simulator: Simulator, train: str
    ) -> None:
        simulator.faults.add(Fault(kind, path="/fine_tuning/jobs", method="POST"))
        done = program("create", "--model", "gpt-4.1-mini", "--training-file", train, "--yes")
        assert (done.code, done.out) == (code, "")
        assert simulator.ledger.count("/fine_tuning/jobs", "POST") == 1
        assert "to try again without uploading it again: --training-file file-" in done.err

    def test_the_headers_of_a_grader_are_not_shown(self, program: Program, simulator: Simulator) -> None:
        body = json.loads((FOLDER / "create_request_reinforcement.json").read_text())
        body["method"]["reinforcement"]["grader"] = {"type": "endpoint", "headers": {"Authorization": "top-secret"}}
        (program.home / "job.json").write_text(json.dumps(body))
        done = program("create", "--from-json", "job.json", "--yes")
        assert done.code == 1  # the simulator does not know these files
        assert "Authorization" in done.err
        assert "top-secret" not in done.err + done.out
