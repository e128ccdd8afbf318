"""Why no answer came -> one error, with a sentence that says what to do. Pure: knows no HTTP library."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from enum import StrEnum

from ftmonitor.api.exchange import Request
from ftmonitor.api.refusals import unsure
from ftmonitor.api.said import word
from ftmonitor.errors import ConnectionFailed, TimedOut


class Trouble(StrEnum):
    """Why no connection could be made."""

    REFUSED = "refused"
    UNKNOWN_HOST = "unknown host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TLS = "tls"
    OTHER = "other"


_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})
_BY_TEXT = (
    (Trouble.CERTIFICATE, "certificate_verify_failed"),
    (Trouble.UNKNOWN_HOST, "name or service not known"),
    (Trouble.UNKNOWN_HOST, "nodename nor servname"),
    (Trouble.UNKNOWN_HOST, "name resolution"),
    (Trouble.UNKNOWN_HOST, "getaddrinfo failed"),
    (Trouble.REFUSED, "refused"),
    (Trouble.UNREACHABLE, "unreachable"),
    (Trouble.TLS, "[ssl"),
)


def trouble_of(error: BaseException) -> tuple[Trouble, str]:
    """Return why a connection could not be made, and the system's own word for it, from an error and its causes."""
    chain = tuple(_causes(error, set()))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Trouble.CERTIFICATE, word(getattr(cause, "verify_message", "") or "not trusted")
        if isinstance(cause, socket.gaierror):
            return Trouble.UNKNOWN_HOST, ""
        if isinstance(cause, ssl.SSLError):
            return Trouble.TLS, word((getattr(cause, "reason", "") or "").replace("_", " ").lower())
        if isinstance(cause, ConnectionRefusedError):
            return Trouble.REFUSED, ""
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return Trouble.UNREACHABLE, ""
    text = " ".join(str(cause) for cause in chain).lower()
    for trouble, mark in _BY_TEXT:
        if mark in text:
            return trouble, ""
    return Trouble.OTHER, word(str(error))


def not_connected(error: BaseException, host: str, proxy: str = "") -> ConnectionFailed:
    """Return the error for a connection that was never made; `proxy` is the host of the proxy in use, "" for none."""
    trouble, detail = trouble_of(error)
    who = f"the proxy {proxy}" if proxy else host
    at = "the proxy variables of the environment" if proxy else "the base URL"
    why = f" ({detail})" if detail else ""
    named = f"the host of {who}" if proxy else f"the host {who}"
    sentence = {
        Trouble.REFUSED: f"{who} refuses connections: check that the server runs, and the port in {at}",
        Trouble.UNKNOWN_HOST: f"{named} is not known: check {at}, and the network",
        Trouble.UNREACHABLE: f"there is no way to {who}: check the network",
        Trouble.CERTIFICATE: f"the certificate of {host} cannot be trusted{why}: "
        "if it is meant to be (a company's proxy, a server of your own), name its CA file in SSL_CERT_FILE",
        Trouble.TLS: f"{who} does not speak TLS{why}: check the port in {at}, and whether it should be http://",
        Trouble.OTHER: f"no connection to {who}{why}: check the network, and {at}",
    }[trouble]
    return ConnectionFailed(sentence, sent=False)


def proxy_refused(error: BaseException, host: str, proxy: str) -> ConnectionFailed:
    """Return the error for a proxy that does not let us through."""
    who = f"the proxy {proxy}" if proxy else "the proxy"
    return ConnectionFailed(
        f"{who} does not let us through to {host} ({word(str(error)) or 'no reason given'}): "
        "check the proxy variables of the environment",
        sent=False,
    )


def broke(request: Request, host: str) -> ConnectionFailed:
    """Return the error for a connection that broke before an answer came."""
    return ConnectionFailed(f"the connection to {host} broke{unsure(request.deed)}")


def connect_timed_out(host: str, seconds: float, proxy: str = "") -> TimedOut:
    """Return the error for a connection that took longer than `seconds`."""
    who = f"the proxy {proxy}" if proxy else host
    return TimedOut(f"no connection to {who} within {seconds:g} s: check the network, and the base URL", sent=False)


def answer_timed_out(request: Request, host: str, seconds: float) -> TimedOut:
    """Return the error for an answer that took longer than `seconds`."""
    return TimedOut(f"{host} did not answer within {seconds:g} s{unsure(request.deed)}")


def _causes(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """Yield an error and everything that led to it, the nearest first."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one, seen)
    yield from _causes(error.__cause__, seen)
    yield from _causes(error.__context__, seen)
