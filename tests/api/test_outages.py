"""No answer at all: why, and what to do."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest

from ftmonitor.api import outages
from ftmonitor.api.exchange import Deed, Request
from ftmonitor.api.outages import Trouble, trouble_of

UNKNOWN = socket.gaierror(-2, "Name or service not known")
CERTIFICATE = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
NO_TLS = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1000)")


def wrapped(*causes: Exception) -> Exception:
    """Return an error as an HTTP library raises it: with a text of its own, the reasons behind it."""
    try:
        try:
            raise ExceptionGroup("many", causes) if len(causes) > 1 else causes[0]
        except Exception as error:
            raise RuntimeError("All connection attempts failed") from error
    except RuntimeError as error:
        return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (UNKNOWN, Trouble.UNKNOWN_HOST),
        (wrapped(UNKNOWN), Trouble.UNKNOWN_HOST),
        (wrapped(ConnectionRefusedError(111, "Connection refused")), Trouble.REFUSED),
        (wrapped(OSError(errno.ENETUNREACH, "x"), ConnectionRefusedError(111, "x")), Trouble.UNREACHABLE),
        (wrapped(CERTIFICATE), Trouble.CERTIFICATE),
        (wrapped(NO_TLS), Trouble.TLS),
        (RuntimeError("[Errno 111] Connection refused"), Trouble.REFUSED),
        (RuntimeError("[Errno -3] Temporary failure in name resolution"), Trouble.UNKNOWN_HOST),
        (RuntimeError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), Trouble.CERTIFICATE),
        (RuntimeError("something else"), Trouble.OTHER),
    ],
)
def test_why_no_connection_was_made(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error)[0] is trouble


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UNKNOWN, "the host h.example is not known: check the base URL"),
        (ConnectionRefusedError(), "h.example refuses connections"),
        (OSError(errno.EHOSTUNREACH, "x"), "no way to h.example"),
        (CERTIFICATE, "the certificate of h.example cannot be trusted"),
        (NO_TLS, "h.example does not speak TLS"),
        (RuntimeError("odd\x1b[31m sk-abcdefgh12345"), "no connection to h.example (odd"),
    ],
)
def test_the_sentence_names_the_host(error: Exception, words: str) -> None:
    made = outages.not_connected(error, "h.example")
    assert words in made.message
    assert made.sent is False
    assert "\x1b" not in made.message
    assert "sk-abc" not in made.message


@pytest.mark.parametrize("error", [UNKNOWN, ConnectionRefusedError(), NO_TLS, OSError(errno.ENETUNREACH, "x")])
def test_the_sentence_names_the_proxy_that_stands_between(error: Exception) -> None:
    message = outages.not_connected(error, "h.example", "proxy.corp:3128").message
    assert "the proxy proxy.corp:3128" in message
    assert "h.example" not in message


def test_a_proxy_that_says_no() -> None:
    error = outages.proxy_refused(RuntimeError("407 Proxy Authentication Required"), "h.example", "proxy.corp:3128")
    assert "proxy.corp:3128 does not let us through to h.example (407 Proxy Auth" in error.message
    assert error.sent is False


def test_what_may_have_arrived_is_said_so() -> None:
    cancel = Request("POST", "/x/cancel", "cancel a job", Deed.ACT)
    assert outages.broke(cancel, "h").sent is True
    assert "look at the job" in outages.broke(cancel, "h").message
    late = outages.answer_timed_out(cancel, "h", 20.0)
    assert (late.sent, "within 20 s" in late.message, "look at the job" in late.message) == (True, True, True)
    assert outages.connect_timed_out("h", 5.0).sent is False
