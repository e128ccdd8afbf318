"""How many examples a property is tried on: the same few in `pytest`, many more in the long profile."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def few(examples: int) -> settings:
    """Return the settings of a property in `pytest`: the same examples each time."""
    return settings(derandomize=True, max_examples=examples, deadline=None, database=None, suppress_health_check=_SLOW)


def many(examples: int) -> settings:
    """Return the settings of a property in the long profile: other examples each time, a failure with its script."""
    return settings(
        derandomize=False,
        max_examples=examples,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=_SLOW,
    )
