"""The JSON Schema of the configuration says what `check` says."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ftmonitor.config.document import Document
from ftmonitor.config.schema import GLYPHS, KINDS, PROFILE, ROOT, UI, check
from ftmonitor.errors import ConfigError

SCHEMA: Any = json.loads(resources.files("ftmonitor.config").joinpath("config.schema.json").read_text("utf-8"))


def test_it_names_the_same_keys() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(ROOT)
    assert set(SCHEMA["properties"]["ui"]["properties"]) == set(UI)
    profile = SCHEMA["$defs"]["profile"]["properties"]
    assert set(profile) == set(PROFILE)
    assert (profile["kind"]["enum"], SCHEMA["properties"]["ui"]["properties"]["glyphs"]["enum"]) == (
        list(KINDS),
        list(GLYPHS),
    )


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("", True),
        ('profile = "a"\n[profiles.a]\nkind = "azure"\nread_only = true\napi_key_command = ["x"]', True),
        ("unknown = 3", True),
        ("profile = 3", False),
        ("profiles = 3", False),
        ("[profiles.env]", False),
        ("[profiles.a]\nread_only = 1", False),
        ("[profiles.a]\napi_key_command = []", False),
        ('[profiles.a]\napi_key_command = "x"', False),
        ('[profiles.a]\nkind = "other"', False),
        ("[profiles.a]\nbase_url = 1", False),
        ('[ui]\nglyphs = "dots"', False),
        ("ui = 1", False),
    ],
)
def test_it_says_the_same_of_values(text: str, valid: bool) -> None:
    values = tomllib.loads(text)
    assert Draft202012Validator(SCHEMA).is_valid(values) is valid
    try:
        check(Document(Path("c.toml"), values))
    except ConfigError:
        assert not valid
    else:
        assert valid
