"""Requests as values: URL, headers, ids, base URLs."""

from __future__ import annotations

import pytest

from ftmonitor import __version__
from ftmonitor.api import wire
from ftmonitor.api.exchange import Request, Upload
from ftmonitor.errors import ConfigError, UsageError
from ftmonitor.secret import Secret

LIST = Request("GET", "/fine_tuning/jobs", "list jobs")


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        (" https://api.openai.com/v1/ ", "https://api.openai.com/v1"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://localhost/v1", "http://localhost/v1"),
        ("http://simulator.localhost/v1", "http://simulator.localhost/v1"),
        ("http://[::1]:9/v1", "http://[::1]:9/v1"),
        (
            "https://r.services.ai.azure.com/api/projects/p/openai/v1/",
            "https://r.services.ai.azure.com/api/projects/p/openai/v1",
        ),
    ],
)
def test_good_base_urls(url: str, read: str) -> None:
    assert wire.check_base_url(url) == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.openai.com/v1",
        "ftp://api.openai.com/v1",
        "file:///etc/passwd",
        "https:///v1",
        "https://user:hunter2@api.openai.com/v1",
        "https://hunter2@api.openai.com/v1",
        "https://api.openai.com/v1?key=hunter2",
        "https://api.openai.com/v1#hunter2",
        "https://api.openai.com:hunter2/v1",
        "https://api.open ai.com/v1",
        "https://api.openai.com\\@evil.example/v1",
        "http://api.openai.com/v1",
        "http://localhost.evil.example/v1",
        "http://127.0.0.1.evil.example/v1",
        "http://0.0.0.0/v1",
    ],
)
def test_base_urls_that_get_no_key(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        wire.check_base_url(url)
    assert "hunter2" not in str(caught.value)
    assert "base URL" in str(caught.value)


def test_plain_http_elsewhere_only_where_it_is_said_to_be_meant() -> None:
    assert wire.check_base_url("http://gpu-box:8000/v1", insecure=True) == "http://gpu-box:8000/v1"
    with pytest.raises(ConfigError, match="insecure = true"):
        wire.check_base_url("http://gpu-box:8000/v1")


@pytest.mark.parametrize(
    ("url", "host", "plain", "loopback"),
    [
        ("https://api.openai.com/v1", "api.openai.com", False, False),
        ("https://API.openai.com:8443/v1", "api.openai.com:8443", False, False),
        ("http://[::1]:9/v1", "[::1]:9", True, True),
        ("http://simulator.localhost/v1", "simulator.localhost", True, True),
    ],
)
def test_an_endpoint(url: str, host: str, plain: bool, loopback: bool) -> None:
    server = wire.endpoint(url, None)
    assert (server.host, server.plain, server.loopback) == (host, plain, loopback)


def test_headers_of_openai() -> None:
    server = wire.endpoint("https://h/v1", " key-1\n", organization="org-1", project="proj_1")
    assert wire.headers_of(server, LIST) == {
        "User-Agent": f"ftmonitor/{__version__}",
        "Accept": "application/json",
        "Authorization": "Bearer key-1",
        "OpenAI-Organization": "org-1",
        "OpenAI-Project": "proj_1",
    }


def test_headers_and_url_of_azure() -> None:
    server = wire.endpoint("https://r.openai.azure.com/openai", Secret("k"), kind="azure", api_version="2024-10-21")
    headers = wire.headers_of(server, Request("POST", "/x", "do", body=b"{}"))
    assert headers["api-key"] == "k"
    assert headers["Content-Type"] == "application/json"
    assert "Authorization" not in headers
    assert wire.url_of(server, Request("GET", "/fine_tuning/jobs", "list", query=(("limit", "5"),))) == (
        "https://r.openai.azure.com/openai/fine_tuning/jobs?limit=5&api-version=2024-10-21"
    )


def test_a_key_that_is_missing_is_not_sent() -> None:
    assert "Authorization" not in wire.headers_of(wire.endpoint("https://h/v1", " "), LIST)


def test_content_may_be_anything_and_an_upload_is_answered_in_json() -> None:
    server = wire.endpoint("https://h/v1", None)
    assert wire.headers_of(server, Request("GET", "/f", "read", patient=True))["Accept"] == "*/*"
    upload = Request("POST", "/f", "up", upload=Upload(b"", "n", "p"), patient=True)
    assert wire.headers_of(server, upload)["Accept"] == "application/json"


@pytest.mark.parametrize(
    "odd",
    [
        {"api_key": "se cret-key"},
        {"api_key": "secret\nkey"},
        {"api_key": "schlüssel"},
        {"organization": "org\r\nX: y"},
        {"project": "p\x00"},
        {"kind": "aws"},
    ],
)
def test_what_cannot_stand_in_a_header_is_refused_without_repeating_it(odd: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        wire.endpoint("https://h/v1", odd.pop("api_key", "k"), **odd)  # type: ignore[arg-type]
    assert not any(part in str(caught.value) for part in ("cret", "key-", "schl", "X: y"))


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("ftjob-Ab1", "ftjob-Ab1"),
        ("ft:gpt-4.1:acme::1", "ft%3Agpt-4.1%3Aacme%3A%3A1"),
        ("a/../b?c#d%", "a%2F..%2Fb%3Fc%23d%25"),
        ("é\ud800", "%C3%A9%3F"),
    ],
)
def test_ids_are_encoded(text: str, encoded: str) -> None:
    assert wire.part(text, "job id") == encoded


@pytest.mark.parametrize("text", ["", " ", "\n", ".", ".."])
def test_ids_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="job id"):
        wire.part(text, "job id")


@pytest.mark.parametrize(
    ("metadata", "query"),
    [
        (None, ""),
        ({}, ""),
        ("null", "?metadata=null"),
        ({"team": "support"}, "?metadata%5Bteam%5D=support"),
        ({"team": "", "a b": "c&d=é"}, "?metadata%5Bteam%5D=&metadata%5Ba%20b%5D=c%26d%3D%C3%A9"),
    ],
)
def test_the_metadata_filter_on_the_wire(metadata: wire.Metadata | None, query: str) -> None:
    server = wire.endpoint("https://h/v1", None)
    request = Request("GET", "/j", "list", query=wire.metadata_query(metadata))
    assert wire.url_of(server, request) == f"https://h/v1/j{query}"


def test_a_body_leaves_out_what_is_none() -> None:
    assert wire.json_body({"model": "m", "seed": None, "n": 0}) == b'{"model": "m", "n": 0}'


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}])
def test_a_body_that_is_no_json(value: object) -> None:
    with pytest.raises(UsageError, match="cannot be sent as JSON"):
        wire.json_body({"metadata": value})
