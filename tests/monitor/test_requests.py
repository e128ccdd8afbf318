"""The requests of a run: tries of one as one, the last few hundred, and as commands without a key."""

from __future__ import annotations

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.api.exchange import Exchange, Request, Upload
from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.requests import MOST, Requests, curl, deed_request, job_request
from ftmonitor.secret import Secret
from tests.support.profiles import few

KEY = "sk-proj-VerySecretKey0123456789"
PROFILE = Profile(
    "prod", "https://api.test/v1", Secret(KEY), key_hint="set PROD_KEY", organization="org-1", project="p-1"
)
LIST = Request("GET", "/fine_tuning/jobs", "list jobs", query=(("limit", "100"), ("after", "ftjob-1")))


def test_tries_of_one_request_are_one_entry() -> None:
    requests = Requests()
    requests.add(Exchange(LIST, 1.0, 0.1, 500, {}, "the server failed"))
    requests.add(Exchange(job_request("ftjob-2"), 1.5, 0.1, 200))
    requests.add(Exchange(LIST, 2.0, 0.2, 200, {"x-request-id": "req_2"}))
    job, listed = requests.recent()
    assert (listed.tries, listed.status, listed.request_id, listed.error, listed.number) == (2, 200, "req_2", "", 1)
    assert (listed.path, job.path) == ("/fine_tuning/jobs?limit=100&after=ftjob-1", "/fine_tuning/jobs/ftjob-2")
    assert requests.revision == 3


def test_only_the_last_are_kept() -> None:
    requests = Requests()
    for number in range(MOST + 5):
        requests.add(Exchange(job_request(f"j{number}"), number, 0.1, 200))
    assert len(requests.recent()) == MOST
    assert requests.recent()[0].path == f"/fine_tuning/jobs/j{MOST + 4}"


def test_curl_of_a_list() -> None:
    assert curl(PROFILE, LIST) == (
        "curl 'https://api.test/v1/fine_tuning/jobs?limit=100&after=ftjob-1' \\\n"
        '  -H "Authorization: Bearer $PROD_KEY" \\\n'
        "  -H 'OpenAI-Organization: org-1' \\\n"
        "  -H 'OpenAI-Project: p-1'"
    )


def test_curl_of_azure_names_the_header_and_the_version() -> None:
    azure = Profile(
        "azure", "https://r.openai.azure.com/openai", kind="azure", api_version="2024-10-21", key_hint="see FILE"
    )
    deed = deed_request("ftjob-1", "pause")
    assert deed is not None
    assert curl(azure, deed) == (
        "curl -X POST 'https://r.openai.azure.com/openai/fine_tuning/jobs/ftjob-1/pause?api-version=2024-10-21' \\\n"
        '  -H "api-key: $OPENAI_API_KEY"'
    )
    assert deed_request("..", "pause") is None


def test_headers_of_graders_are_masked_and_files_named() -> None:
    body = {"method": {"reinforcement": {"grader": {"type": "endpoint", "headers": {"X-Auth": "hunter2"}}}}}
    said = curl(PROFILE, Request("POST", "/fine_tuning/jobs", "create jobs", body=json.dumps(body).encode()))
    assert "hunter2" not in said
    assert "X-Auth" in said or "***" in said
    upload = Upload(b"secret rows", "train.jsonl", "fine-tune")
    said = curl(PROFILE, Request("POST", "/files", "upload", upload=upload))
    assert "-F file=@train.jsonl" in said
    assert "secret rows" not in said


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@few(80)
@given(TEXT, TEXT, st.sampled_from(["", KEY, f"Bearer {KEY}", "sk-other-Key-0123456789abc"]), st.booleans())
def test_no_key_ever_stands_in_one_and_a_shell_reads_it_as_meant(
    job_id: str, value: str, key: str, azure: bool
) -> None:
    profile = PROFILE if not azure else Profile("a", "https://r.test", Secret(KEY), kind="azure", key_hint=f"set {KEY}")
    body = json.dumps({"metadata": {"note": f"{value} {key}"}, "suffix": key}, ensure_ascii=False).encode()
    request = Request("POST", f"/jobs/{key}", "act", query=(("q", f"{job_id} {key}"),), body=body)
    said = curl(profile, request)
    assert KEY not in said
    assert "sk-other" not in said
    assert "0123456789" not in said
    words = shlex.split(said.replace("$PROD_KEY", "KEY").replace("$OPENAI_API_KEY", "KEY"))
    assert words[:3] == ["curl", "-X", "POST"]
    assert [word for word in words if word.startswith("-")] == ["-X", *(["-H"] * (2 if azure else 4)), "-d"]
    assert not any(mark in said.replace("\n", "") for mark in "\x1b\x07\x9b")


@pytest.mark.parametrize("key", [KEY])
def test_what_a_server_echoes_is_scrubbed(key: str) -> None:
    requests = Requests()
    requests.add(Exchange(job_request("j"), 1.0, 0.1, 401, {}, f"Incorrect API key provided: {key}"))
    assert key not in repr(requests.recent()[0].error)
