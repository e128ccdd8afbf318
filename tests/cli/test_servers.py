"""The commands against what other servers answer: Azure in its two forms, and a gateway that lacks much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support import payloads
from tests.support.canned import Answer, Canned, serve
from tests.support.program import Program

JOB = "azure_job_succeeded.json"


def azure(request: str) -> Answer:
    """Answer as Azure does, with recorded bodies."""
    verb, _, url = request.partition(" ")
    path = urlsplit(url).path
    job = payloads.load(JOB)
    if path.endswith("/fine_tuning/jobs"):
        listed = [payloads.load(name) for name in payloads.names("azure_job_*.json")]
        return 200, json.dumps({"data": listed, "has_more": False, "object": "list"}).encode()
    if path.endswith("/events"):
        return 200, payloads.text("azure_events.json").encode()
    if path.endswith("/checkpoints"):
        return 200, payloads.text("azure_checkpoints.json").encode()
    if path.endswith("/content"):
        return 200, payloads.text("results_azure.csv").encode()
    if verb == "POST" and path.endswith("/pause"):
        return 200, payloads.text("azure_job_paused.json").encode()
    return 200, json.dumps({**job, "result_files": job.get("result_files") or ["file-azure"]}).encode()


@pytest.fixture(params=["classic", "v1"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, Canned]]:
    with serve(azure) as running:
        yield request.param, running


@pytest.fixture
def program(alone: Program, server: tuple[str, Canned]) -> Program:
    """Return the program with a profile for an Azure resource: with an api-version on every call, or its v1 API."""
    kind, running = server
    classic = kind == "classic"
    url = running.base_url.removesuffix("/v1") + ("/openai" if classic else "/openai/v1")
    version = 'api_version = "2024-10-21"\n' if classic else ""
    file = alone.home / "c.toml"
    file.write_text(
        f'profile = "azure"\n[profiles.azure]\nkind = "azure"\nbase_url = "{url}"\n{version}api_key_env = "AZURE_KEY"\n'
    )
    alone.variables |= {"FTMONITOR_CONFIG": str(file), "AZURE_KEY": "key-of-azure"}
    return alone


def test_every_call_bears_key_and_version(program: Program, server: tuple[str, Canned]) -> None:
    kind, running = server
    job_id = str(payloads.load(JOB)["id"])
    for words in (
        ("jobs",), ("show", job_id), ("events", job_id, "--all"), ("checkpoints", job_id), ("results", job_id),
        ("metrics", job_id), ("pause", job_id, "--yes"), ("wait", job_id), ("doctor",),
    ):  # fmt: skip
        done = program(*words)
        assert done.code == 0, (words, done.err)
        assert "key-of-azure" not in done.out + done.err
    versions = {tuple(parse_qs(urlsplit(asked.split()[1]).query).get("api-version", ())) for asked in running.asked}
    assert versions == ({("2024-10-21",)} if kind == "classic" else {()})
    assert {headers.get("api-key") for headers in running.headers} == {"key-of-azure"}
    assert not any("authorization" in headers for headers in running.headers)


def test_objects_pass_as_sent(program: Program) -> None:
    listed = json.loads(program("jobs", "-o", "json").out)
    assert listed == [payloads.load(name) for name in payloads.names("azure_job_*.json")]
    job_id = str(payloads.load(JOB)["id"])
    events = json.loads(program("events", job_id, "--all", "-o", "json").out)
    assert events == payloads.load("azure_events.json")["data"][::-1]
    table = program("metrics", job_id, "--results", "-o", "csv").out.splitlines()
    assert table[0].startswith("step,")
    assert len(table) > 2


def gateway(request: str) -> Answer:
    """Answer as a gateway that passes jobs on, and knows nothing else."""
    path = urlsplit(request.split()[1]).path
    if path.endswith("/fine_tuning/jobs"):
        return 200, json.dumps({"data": [payloads.load(JOB)]}).encode()
    if path.rpartition("/")[2].startswith("ftjob"):
        return 200, payloads.text(JOB).encode()
    return 404, b'{"detail": "Not Found"}'


def test_a_server_that_lacks_much(alone: Program) -> None:
    job_id = str(payloads.load(JOB)["id"])
    with serve(gateway) as running:
        alone.variables |= {"OPENAI_BASE_URL": running.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
        assert job_id in alone("jobs").out
        for command in ("events", "checkpoints"):
            done = alone(command, job_id)
            assert (done.code, done.out) == (1, "")
            assert f"has no endpoint to list the {command} of a job" in done.err
        done = alone("doctor", "-o", "json")
        report = {row["what"]: row["result"] for row in json.loads(done.out)}
        assert done.code == 0
        assert (report["list jobs"], report["list events"], report["read files"]) == ("ok", "note", "note")


def pass_through(request: str) -> Answer:
    """Answer as LiteLLM does below its own path: objects as they came, refusals with Python's None as a text."""
    path = urlsplit(request.split()[1]).path
    if not path.startswith("/openai_passthrough/fine_tuning/jobs"):
        return 404, b'{"detail": "Not Found"}'
    if path.endswith("/jobs"):
        return 200, json.dumps({"data": [payloads.load(JOB)], "has_more": False, "object": "list"}).encode()
    if path.endswith("/ftjob-gone"):
        return 404, b'{"error": {"message": "No such job", "type": "None", "param": "None", "code": "404"}}'
    if path.endswith("/events"):
        return 200, payloads.text("azure_events.json").encode()
    return 200, payloads.text(JOB).encode()


def test_a_base_url_with_a_path_of_its_own(alone: Program) -> None:
    job_id = str(payloads.load(JOB)["id"])
    with serve(pass_through) as running:
        url = running.base_url.removesuffix("/v1") + "/openai_passthrough"
        file = alone.home / "c.toml"
        file.write_text(
            f'profile = "proxy"\n[profiles.proxy]\nbase_url = "{url}"\napi_key_env = "PROXY_KEY"\n'
            'organization = "org-a"\nproject = "proj_b"\n'
        )
        alone.variables |= {"FTMONITOR_CONFIG": str(file), "PROXY_KEY": "key-of-the-proxy"}
        assert job_id in alone("jobs").out
        assert alone("wait", job_id).code == 0
        gone = alone("show", "ftjob-gone")
        assert (gone.code, gone.out) == (1, "")
        assert "no job ftjob-gone here" in gone.err
        assert "None" not in gone.err
        sent = {(head.get("authorization"), head.get("openai-organization"), head.get("openai-project"))
                for head in running.headers}  # fmt: skip
        assert sent == {("Bearer key-of-the-proxy", "org-a", "proj_b")}
