"""Words and options -> what was asked for."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.cli import manual
from ftmonitor.cli.arguments import parse, parser, split_command
from ftmonitor.errors import UsageError


@pytest.mark.parametrize(
    ("words", "command", "rest"),
    [
        ([], "", []),
        (["jobs"], "jobs", []),
        (["--profile", "jobs", "show", "x"], "show", ["--profile", "jobs", "x"]),
        (["-o", "json", "jobs", "--all"], "jobs", ["-o", "json", "--all"]),
        (["--output=json", "--read-only", "jobs"], "jobs", ["--output=json", "--read-only"]),
        (["ftjob-1"], "", ["ftjob-1"]),
        (["jobs2"], "", ["jobs2"]),
        (["--", "jobs"], "", ["--", "jobs"]),
        (["ftjob-1", "jobs"], "", ["ftjob-1", "jobs"]),
    ],
)
def test_the_first_word_decides(words: list[str], command: str, rest: list[str]) -> None:
    assert split_command(words) == (command, rest)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("jbos", "did you mean jobs?"), ("Show", "did you mean show?"), ("xyzzy", "'xyzzy' (`ftmonitor --help`")],
)
def test_letters_only_are_a_command_that_is_not_there(word: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse([word])
    assert hint in str(caught.value)


def test_common_options_stand_before_or_after() -> None:
    before = parse(["--profile", "prod", "-o", "csv", "--verbose", "jobs", "--limit", "3"])
    after = parse(["jobs", "--limit", "3", "--verbose", "-o", "csv", "--profile", "prod"])
    assert vars(before) == vars(after)
    assert (before.command, before.profile, before.output, before.limit) == ("jobs", "prod", "csv", 3)


def test_what_the_screen_takes() -> None:
    assert (parse([]).job, parse([]).demo) == (None, None)
    assert parse(["ftjob-1", "--read-only"]).job == "ftjob-1"
    assert parse(["--demo"]).demo == "default"
    assert parse(["--demo=many"]).demo == "many"
    found = parse(["--demo", "ftjob-1"])
    assert (found.demo, found.job) == ("default", "ftjob-1")
    assert parse(["--", "--demo"]).job == "--demo"


def test_what_the_commands_take() -> None:
    jobs = parse(["jobs", "--status", "Running, queued", "--metadata", "a=b=c", "--metadata", "d="])
    assert jobs.status == ("running", "queued")
    assert list(jobs.metadata) == [("a", "b=c"), ("d", "")]
    events = parse(["events", "j-1", "--follow", "--timeout", "1.5", "--level", "WARN"])
    assert (events.job, events.follow, events.timeout, events.level) == ("j-1", True, 1.5, ("warn",))
    cancel = parse(["cancel", "a-1", "--yes", "b-1", "-o", "json", "c-1"])
    assert (list(cancel.jobs), cancel.yes, cancel.output) == (["a-1", "b-1", "c-1"], True, "json")
    simulate = parse(["simulate"])
    assert (simulate.port, simulate.scenario, simulate.speed) == (0, "default", 1.0)
    assert parse(["show", "--", "-odd-id"]).job == "-odd-id"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["jobs", "--limit", "0"], "must be 1 or more"),
        (["jobs", "--limit", "x"], "no whole number"),
        (["jobs", "--limit", "9" * 5000], "must be 1 or more"),
        (["jobs", "--limit", "2", "--all"], "not allowed with"),
        (["jobs", "--lim", "2"], "unrecognized arguments: --lim"),
        (["jobs", "--metadata", "x"], "should read KEY=VALUE"),
        (["jobs", "--metadata", "a=1", "--metadata", "a=2"], "one key twice"),
        (["jobs", "--status", ","], "at least one word"),
        (["jobs", "-o", "xml"], "invalid choice: 'xml'"),
        (["jobs", "--demo"], "goes with no command"),
        (["show"], "required: JOB"),
        (["show", ""], "this one is empty"),
        ([""], "this one is empty"),
        (["show", "a", "b"], "unrecognized arguments: b"),
        (["cancel", "--yes"], "required: JOB"),
        (["events", "j-1", "--timeout", "3"], "goes with --follow"),
        (["events", "j-1", "--follow", "--timeout", "nan"], "must be more than 0"),
        (["simulate", "--port", "65536"], "0 to 65535"),
        (["simulate", "--speed", "-1"], "must be more than 0"),
        (["-o", "json"], "--output goes with a command"),
        (["j-1", "j-2"], "unrecognized arguments: j-2"),
        (["--profile"], "expected one argument"),
    ],
)
def test_what_makes_no_sense(words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(words)
    assert said in str(caught.value)


@pytest.mark.parametrize("command", ["", *manual.COMMANDS])
def test_every_help_has_its_options_and_an_example(command: str) -> None:
    assert parse([*([command] if command else []), "--bogus", "--help"]).help
    text = parser(command).format_help()
    assert "examples:" in text
    assert "--base-url" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_help_of_the_screen_lists_every_command() -> None:
    text = parser("").format_help()
    assert all(f"\n  {command} " in text for command in manual.COMMANDS)
    assert "--demo[=SCENARIO]" in text


@given(
    st.lists(st.one_of(st.text(), st.sampled_from(["--", "-", "--demo", "-o", "jobs", "show", "--limit", "--=", "-h"])))
)
def test_no_words_make_a_traceback(words: list[str]) -> None:
    with contextlib.suppress(UsageError):
        parse(words)
