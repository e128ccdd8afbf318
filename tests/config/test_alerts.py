"""What is told of without being asked for: the table [alerts], and the quiet hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.alerts import FIELDS, RULES, Alerting, alerting_of, worded
from ftmonitor.config.origin import effective
from ftmonitor.config.settings import load
from ftmonitor.errors import ConfigError


def told(text: str, folder: Path) -> Alerting | None:
    file = folder / "config.toml"
    file.write_text(f"[alerts]\n{text}\n")
    return load(environ={"FTMONITOR_CONFIG": str(file)}).alerting


def test_the_table_as_values(tmp_path: Path) -> None:
    found = told(
        'rules = ["failed", "nan"]\njobs = "watched"\nstall = 600\nquiet = "22:00-07:00"\nbell = false', tmp_path
    )
    assert found == Alerting(frozenset({"failed", "nan"}), "watched", 600, quiet="22:00-07:00", bell=False)


def test_without_a_table_all_is_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    assert load(environ={"FTMONITOR_CONFIG": str(file)}).alerting is None
    assert alerting_of({}) == Alerting()
    assert set(worded(Alerting())) == set(FIELDS) == set(Alerting._fields)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('rules = ["nan", "nope"]', "a list of succeeded, failed"),
        ('rules = "nan"', "a list of succeeded, failed"),
        ("stall = -1", "a number of seconds, 0 or more"),
        ("stall = true", "a number of seconds, 0 or more"),
        ("spike = 1", "a number above 1"),
        ("spike = nan", "a number above 1"),
        ("valid_rise = 0", "a whole number, 1 or more"),
        ("valid_rise = 2.5", "a whole number, 1 or more"),
        ('quiet = "22-07"', 'two times of day, like "22:00-07:00"'),
        ('quiet = "24:00-07:00"', 'two times of day, like "22:00-07:00"'),
        ('desktop = "growl"', '"auto" or "osc9"'),
        ('jobs = "mine"', '"all" or "watched"'),
        ("bell = 1", "true or false"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        told(line, tmp_path)
    assert "config.toml, line 2: alerts." in str(raised.value)
    assert said in str(raised.value)


def test_an_unknown_key_is_a_warning_with_the_nearest_name(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[alerts]\nbel = true\n")
    (warning,) = load(environ={"FTMONITOR_CONFIG": str(file)}).warnings
    assert warning == f"{file}, line 2: alerts.bel is not a setting and counts for nothing; did you mean bell?"


def test_config_show_says_where_each_setting_is_from(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[alerts]\nquiet = "23:00-06:30"\nrules = []\n')
    found, _ = effective(environ={"FTMONITOR_CONFIG": str(file), "FTMONITOR_DATA_DIR": str(tmp_path)})
    shown = {setting.name: (setting.value, setting.origin.rpartition(", ")[2]) for setting in found}
    assert shown["alerts.quiet"] == ("23:00-06:30", "line 2")
    assert shown["alerts.rules"] == ("none", "line 3")
    assert shown["alerts.bell"] == ("true", "the default")
    assert shown["alerts.spike"] == ("2", "the default")


@pytest.mark.parametrize(
    ("quiet", "at", "expected"),
    [
        ("22:00-07:00", "21:59", False),
        ("22:00-07:00", "22:00", True),
        ("22:00-07:00", "00:00", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("9:30-12:00", "09:30", True),
        ("9:30-12:00", "12:00", False),
        ("08:00-08:00", "08:00", False),
        ("", "03:00", False),
    ],
)
def test_quiet_hours_may_pass_midnight(quiet: str, at: str, expected: bool) -> None:
    hours, minutes = at.split(":")
    assert Alerting(quiet=quiet).is_quiet(int(hours) * 60 + int(minutes)) is expected


@pytest.mark.parametrize(
    ("alerting", "watched", "expected"),
    [
        (Alerting(), False, True),
        (Alerting(frozenset({"failed"})), False, False),
        (Alerting(frozenset({"failed"})), True, True),
        (Alerting(jobs="watched"), False, False),
        (Alerting(jobs="watched"), True, True),
    ],
)
def test_of_a_watched_job_every_rule_counts(alerting: Alerting, watched: bool, expected: bool) -> None:
    assert alerting.wants("nan", watched=watched) is expected
    assert "nan" in RULES
