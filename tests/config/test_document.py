"""The file: values, lines, types, unknown keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.document import Document, lines_of, read
from ftmonitor.config.schema import check
from ftmonitor.errors import ConfigError


def document(tmp_path: Path, text: str) -> Document:
    file = tmp_path / "config.toml"
    file.write_text(text)
    return read(file)


def test_lines_of_keys_and_tables() -> None:
    text = '''\
# profile = "no"
profile = "a" # read_only = 1
[profiles.a]
base_url = "x"
note = """
[profiles.b]
color = "no"
"""
color = "red"

[profiles."my lab"]
insecure = true
profiles.deep.read_only = false
'''
    assert dict(lines_of(text)) == {
        ("profile",): 2,
        ("profiles", "a"): 3,
        ("profiles", "a", "base_url"): 4,
        ("profiles", "a", "note"): 5,
        ("profiles", "a", "color"): 9,
        ("profiles", "my lab"): 11,
        ("profiles", "my lab", "insecure"): 12,
        ("profiles", "my lab", "profiles", "deep", "read_only"): 13,
    }


def test_a_value_inside_an_inline_table_has_the_line_of_the_table(tmp_path: Path) -> None:
    found = document(tmp_path, '\n[profiles]\nprod = { color = "red" }\n')
    assert found.where("profiles", "prod", "color").endswith("config.toml, line 3: profiles.prod.color")


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    assert read(tmp_path / "none.toml").values == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"profile = \n", r"is no TOML: .*line 1"),
        (b"\xff\xfe", "not written in UTF-8"),
        (b"a = " + b"[" * 5000, "no TOML"),
    ],
)
def test_a_broken_file(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=said) as caught:
        read(file)
    assert str(file) in str(caught.value)


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = 1", r"line 1: profile must be a text in quotes"),
        ("profiles = 1", r"line 1: profiles must be a table, like \[profiles\]"),
        ("profiles.x = 1", r"line 1: profiles.x must be a table, like \[profiles.x\]"),
        ("[profiles.x]\nread_only = 1", "line 2: profiles.x.read_only must be true or false"),
        ('[profiles.x]\n\ninsecure = "yes"', "line 3: profiles.x.insecure must be true or false"),
        ('[profiles.x]\nkind = "aws"', 'line 2: profiles.x.kind must be "openai" or "azure"'),
        ('[profiles.x]\napi_key_command = "op read x"', "line 2: profiles.x.api_key_command must be a list of texts"),
        ("[profiles.x]\napi_key_command = []", "must be a list of texts"),
        ("[profiles.x]\napi_key_command = ['op', 1]", "must be a list of texts"),
        ("[profiles.env]", "line 1: profiles.env: this name is taken"),
    ],
)
def test_wrong_types_name_file_line_and_key(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        check(document(tmp_path, text))
    assert str(caught.value).startswith(str(tmp_path / "config.toml"))


def test_unknown_keys_are_warnings_with_the_nearest_name(tmp_path: Path) -> None:
    found = check(document(tmp_path, 'profil = "a"\n[profiles.a]\nreadonly = true\nxyzzy = 1\n'))
    assert [warning.removeprefix(str(tmp_path)) for warning in found] == [
        "/config.toml, line 1: profil is not a setting and counts for nothing; did you mean profile?",
        "/config.toml, line 3: profiles.a.readonly is not a setting and counts for nothing; did you mean read_only?",
        "/config.toml, line 4: profiles.a.xyzzy is not a setting and counts for nothing",
    ]


def test_a_key_in_the_file_is_not_repeated(tmp_path: Path) -> None:
    found = check(document(tmp_path, '[profiles.a]\napi_key = "sk-very-secret-1"\n'))
    assert "did you mean api_key_env?" in found[0]
    assert "sk-very" not in found[0]
