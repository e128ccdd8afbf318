"""Every error that ftmonitor raises on purpose, as one tree.

    FtmonitorError                  exit code 1
    ├── UsageError                  2   a word or option that makes no sense
    ├── ConfigError                 2   a setting that cannot be used
    ├── StoreError                  2   the local history cannot be opened or written
    │   └── StoreTooNew             2   written by a newer ftmonitor
    ├── MissingKey                  5   no API key is configured
    └── ApiError                        a request that got no good answer
        ├── Refused                 1   the server understood and said no
        │   ├── BadRequest              400, 422 and any other 4xx
        │   ├── PermissionDenied        403
        │   ├── NotFound                404
        │   ├── Unsupported             404 without a body of the API, 405, 501: the endpoint is not there
        │   ├── Conflict                409
        │   └── QuotaExceeded           429 that waiting does not mend
        ├── AuthenticationFailed    5   401: a wrong key, or one without the scope
        └── Unanswered              3   no usable answer: trying again may help
            ├── RateLimited             429 that waiting mends
            ├── ServerFailed            5xx, also 408
            ├── BadAnswer               a body that is cut, or is no JSON
            │   └── NotTheApi           a whole answer, but a web page or JSON of another shape
            ├── Redirected              3xx: redirects are never followed
            ├── ConnectionFailed        no connection, or it broke
            └── TimedOut                no answer in time

Exit codes: ../README.md, "Exit codes". Messages are sentences for people and already free of secrets.
"""

from __future__ import annotations

TRY_AGAIN = "; try again"
"""How a sentence ends about a question that may be asked again as it is."""


class FtmonitorError(Exception):
    """Anything that ftmonitor says no to; `str(error)` is one clear sentence with what to do next."""

    exit_code = 1


class UsageError(FtmonitorError):
    """A word or option that makes no sense."""

    exit_code = 2


class ConfigError(FtmonitorError):
    """A setting that cannot be used."""

    exit_code = 2


class StoreError(FtmonitorError):
    """The local history cannot be opened, read or written."""

    exit_code = 2


class StoreTooNew(StoreError):
    """The history was written by a newer ftmonitor."""


class MissingKey(FtmonitorError):
    """No API key is configured."""

    exit_code = 5


class ApiError(FtmonitorError):
    """A request that got no good answer.

    `status` is the HTTP status (None where no answer came), `code` and `param` the server's own words,
    `request_id` what support wants to know, `retry_after_s` the wait in seconds that the server asked for,
    `tries` how often it was sent.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        param: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
        tries: int = 1,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.param = param
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.tries = tries

    def __str__(self) -> str:
        if self.request_id:
            return f"{self.message} (request id {self.request_id})"
        return self.message


class Refused(ApiError):
    """The server understood the request and said no; trying again changes nothing."""


class BadRequest(Refused):
    """400, 422 or another 4xx: the request does not fit, or not now."""


class PermissionDenied(Refused):
    """403: this key, project or region may not."""


class NotFound(Refused):
    """404: no such job or file, or it belongs to another project."""


class Unsupported(Refused):
    """404 that does not come from the API, 405 or 501: the server has no such endpoint."""


class Conflict(Refused):
    """409: something else holds the job."""


class QuotaExceeded(Refused):
    """429 for a quota, a spending limit or a daily cap: waiting does not help."""


class AuthenticationFailed(ApiError):
    """401: the key is wrong, or it lacks a scope."""

    exit_code = 5


class Unanswered(ApiError):
    """No usable answer came; trying again may help."""

    exit_code = 3


class RateLimited(Unanswered):
    """429 that goes away by waiting."""


class ServerFailed(Unanswered):
    """The server failed (5xx), or gave up waiting (408)."""


class BadAnswer(Unanswered):
    """The body was cut, or is not the JSON that was promised."""


class NotTheApi(BadAnswer):
    """The answer is whole, but not the API's: a web page, or JSON of another shape. The base URL is probably wrong."""


class Redirected(Unanswered):
    """The server pointed somewhere else; redirects are never followed, since they would carry the key."""


class ConnectionFailed(Unanswered):
    """No connection could be made, or it broke.

    `sent` is False where the request cannot have arrived (refused, unknown host): repeating it is safe.
    """

    def __init__(self, message: str, *, sent: bool = True, tries: int = 1) -> None:
        super().__init__(message, tries=tries)
        self.sent = sent


class TimedOut(Unanswered):
    """No answer came in time; `sent` is False where not even a connection was made."""

    def __init__(self, message: str, *, sent: bool = True, tries: int = 1) -> None:
        super().__init__(message, tries=tries)
        self.sent = sent
