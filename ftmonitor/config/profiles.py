"""A profile: one place that jobs can be watched at, and how to speak to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ftmonitor.secret import Secret

DEFAULT_BASE_URL = "https://api.openai.com/v1"

ENV = "env"
"""The profile made of the `OPENAI_*` variables; no profile of the file may bear this name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Where and as whom. `api_key` is None where none is configured; `key_hint` says how to set one."""

    name: str = ENV
    base_url: str = DEFAULT_BASE_URL
    api_key: Secret | None = None
    key_hint: str = "set OPENAI_API_KEY"
    kind: str = "openai"
    """openai: `Authorization: Bearer`. azure: `api-key` header and `api-version` on every call."""
    api_version: str = ""
    organization: str = ""
    project: str = ""
    read_only: bool = False
    insecure: bool = False
    """True allows plain http to a host that is not loopback."""
    color: str = ""
    """The colour of the frame of the UI, so that production looks like production."""
    renew: Callable[[], Secret] | None = field(default=None, compare=False, repr=False)
    """Asks for the key once more, where that may give another one; may take half a minute, raises ConfigError."""


def identity(profile: Profile) -> str:
    """Return what tells the history of one profile from that of another; stable, and no secret in it.

    Profiles with the same base URL, organization and project share a history, whatever their names and keys;
    where neither organization nor project is set, the name of the profile stands for them.
    """
    # Lower case stops before the path: only scheme and host are the same in any case.
    scheme, _, rest = profile.base_url.rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    place = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    if profile.organization or profile.project:
        return f"{place} organization={profile.organization} project={profile.project}"
    return f"{place} profile={profile.name}"
