"""Which base URLs are good, and how one is written down."""

from __future__ import annotations

import re

from ftmonitor.errors import ConfigError

LOOPBACK = re.compile(r"localhost|[^.]+\.localhost|127(\.\d{1,3}){3}|::1")
"""Hosts that never leave this machine (RFC 6761 for `.localhost`)."""

_ODD = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\]")


def base_url(url: str, where: str, *, insecure: bool = False) -> str:
    """Return a base URL without blanks around it and slashes at its end.

    `where` says in an error where the URL was found. The URL itself is not repeated there: it may hold a password.

    Raises:
        ConfigError: If it is no http(s) URL with a host; if it has a user, a password, a query or a fragment; or if
            it is plain http to a host that is not loopback, unless `insecure`.
    """
    from urllib.parse import urlsplit

    url = url.strip()
    try:
        if _ODD.search(url):
            raise ValueError
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # raises ValueError where it is no number of a port
    except ValueError:
        raise ConfigError(f"{where} is no URL; it should read like https://api.openai.com/v1") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f"{where} must be an http(s) URL with a host, like https://api.openai.com/v1")
    if parts.username is not None or parts.password is not None:
        raise ConfigError(f"{where} holds a user or a password; a base URL has neither, the key is set apart from it")
    if "?" in url or "#" in url:
        raise ConfigError(f"{where} has a query or a fragment; a base URL ends with its path")
    if parts.scheme == "http" and not insecure and not LOOPBACK.fullmatch(host):
        raise ConfigError(
            f"{where} is plain http to {host}: the key would be readable on the way; "
            "use https, or set `insecure = true` in the profile"
        )
    return url.rstrip("/")
