"""Asking a simulator without a transport: requests as they come over the wire, answers as values."""

from __future__ import annotations

import json
from typing import Any

from ftmonitor.models.source import Verb
from ftmonitor.simulator.exchange import Reply, Request, parse_query
from ftmonitor.simulator.simulator import Simulator

JOBS = "/v1/fine_tuning/jobs"


def ask(simulator: Simulator, method: str, target: str, body: object = None, key: str = "sk-test") -> Reply:
    """Return the answer to a request; `target` is a path with or without a query, `body` is sent as JSON."""
    path, _, query = target.partition("?")
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"} if key else {}
    content = b"" if body is None else json.dumps(body).encode()
    return simulator.answer(Request(method, path, parse_query(query), headers, content))


def got(simulator: Simulator, target: str) -> dict[str, Any]:
    """Return the body of a GET that must succeed."""
    return value(ask(simulator, "GET", target))


def value(reply: Reply, status: int = 200) -> dict[str, Any]:
    """Return the JSON of an answer that must have a status."""
    assert reply.status == status, reply.body[:500]
    answer = json.loads(reply.body)
    assert isinstance(answer, dict)
    return answer


def named(simulator: Simulator, suffix: str) -> str:
    """Return the id of the job of a suffix."""
    ids = [str(job["id"]) for job in simulator.ledger.jobs() if job.get("user_provided_suffix") == suffix]
    assert ids, f"no job {suffix!r}"
    return ids[0]


def status(simulator: Simulator, job_id: str) -> str:
    """Return the status of a job by now."""
    return str(got(simulator, f"{JOBS}/{job_id}")["status"])


def act(simulator: Simulator, job_id: str, verb: Verb) -> dict[str, Any]:
    """Ask for a verb that must be accepted; return the job as answered."""
    return value(ask(simulator, "POST", f"{JOBS}/{job_id}/{verb}"))


def file_named(simulator: Simulator, filename: str) -> str:
    """Return the id of a file of the scenario."""
    ids = [
        str(row["id"]) for row in got(simulator, "/v1/files?purpose=fine-tune")["data"] if row["filename"] == filename
    ]
    assert ids, f"no file {filename!r}"
    return ids[0]
