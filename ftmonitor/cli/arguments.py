"""Words and options of the command line -> a typed value."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from ftmonitor.cli import manual, values
from ftmonitor.cli.asked import Arguments
from ftmonitor.errors import UsageError
from ftmonitor.text import plain

JOBS = "jobs"
"""What `completion` is asked for by the completions themselves: the ids in the history."""
SHELLS = ("bash", "zsh", "fish", JOBS)

FORMATS = ("table", "json", "jsonl", "csv")

DEFAULT_JOBS = 20
"""Jobs printed where no number is asked for (../README.md, "Command line")."""

DEFAULT_EVENTS = 100
"""Events printed where no number is asked for."""

_SCREEN_USAGE = "%(prog)s [JOB] [options]\n       %(prog)s COMMAND ..."
_WITH_VALUE = ("--profile", "--base-url", "--data-dir", "-o", "--output")


def parse(words: Sequence[str]) -> Arguments:
    """Return what `words` ask for. With --help or --version among them nothing else is looked at.

    Raises:
        UsageError: If they make no sense; the sentence says what would.
    """
    options = words[: words.index("--")] if "--" in words else words
    command, rest = split_command(words)
    if "--help" in options or "-h" in options:
        return Arguments(command=command, help=True)
    if "--version" in options:
        return Arguments(version=True)
    if command and any(word.partition("=")[0] == "--demo" for word in options):
        raise UsageError(f"--demo opens the screen and goes with no command; see `ftmonitor {manual.SERVE} --help`")
    found = Arguments(command=command, metadata=[], hyperparameters=[], integrations=[])
    parser(command).parse_intermixed_args(_prepared(rest), found)
    _check(found)
    return found


def _prepared(words: Sequence[str]) -> list[str]:
    """Return the words as argparse reads them rightly.

    `--demo` takes a scenario behind a `=` only, so that a job may follow it. What stands behind `--` is marked, as no
    word of a process can be: of several passes over the words only the first one would know the `--`.
    """
    end = list(words).index("--") if "--" in words else len(words)
    options = ["--demo=default" if word == "--demo" else word for word in words[:end]]
    return [*options, *(values.LITERAL + word for word in words[end + 1 :])]


def split_command(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command ("" for the screen) and the words without it: common options may stand before it.

    Raises:
        UsageError: If the first word is letters only, but no command; anything else is the id of a job.
    """
    at = 0
    while at < len(words) and words[at] != "--":
        word = words[at]
        if word in _WITH_VALUE:
            at += 2
        elif word.startswith("-") and len(word) > 1:
            at += 1
        elif word in manual.COMMANDS:
            return word, [*words[:at], *words[at + 1 :]]
        elif word.isalpha():
            raise _no_command(word)
        else:
            break
    return "", list(words)


def whole() -> argparse.ArgumentParser:
    """Return a parser of all commands at once, as completions are made from; it parses nothing."""
    made = _Parser(prog="ftmonitor", add_help=False, allow_abbrev=False)
    _demo(made)
    _common(made)
    commands = made.add_subparsers(dest="command")
    for name, page in manual.COMMANDS.items():
        command = commands.add_parser(name, help=page.line, add_help=False, allow_abbrev=False)
        _OWN.get(name, _acting)(command)
        _common(command)
    return made


def parser(command: str) -> argparse.ArgumentParser:
    """Return the parser of one command, or with "" that of the screen."""
    page = manual.page(command)
    more = page.more if command else f"commands:\n{manual.commands()}\n\n{page.more}"
    made = _Parser(
        prog=f"ftmonitor {command}".strip(),
        description=page.about,
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    _OWN.get(command, _acting)(made)
    own = made.format_usage().removeprefix("usage: ").rstrip().removeprefix(made.prog)
    made.usage = f"%(prog)s{own}\n       [common options]" if command else _SCREEN_USAGE
    _common(made)
    return made


class _Parser(argparse.ArgumentParser):
    """A parser that raises our errors and writes nowhere."""

    def format_help(self) -> str:
        return super().format_help().replace("--demo [SCENARIO]", "--demo[=SCENARIO]")

    def error(self, message: str) -> NoReturn:
        message = message.replace(values.LITERAL, "")
        raise UsageError(f"{message}; see `{self.prog} --help`")


def _common(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("common options, before or after a command")
    group.add_argument("--profile", metavar="NAME", help="the profile of the configuration file to use; or `env`")
    group.add_argument("--base-url", metavar="URL", help="ask this server instead of the one of the profile")
    group.add_argument("--read-only", action="store_true", help="change nothing on the server")
    group.add_argument("--data-dir", metavar="DIR", help="where the histories are kept")
    group.add_argument("--offline", action="store_true", help="answer from the history, and ask no server")
    group.add_argument("-o", "--output", metavar="FORMAT", choices=FORMATS, help="table (default), json, jsonl or csv")
    group.add_argument("--no-color", action="store_true", help="no colours, as with NO_COLOR set")
    group.add_argument("--verbose", action="store_true", help="say on stderr what goes on, retries too")
    group.add_argument("--version", action="store_true", help="print the version and end")
    group.add_argument("-h", "--help", action="store_true", help="print this and end")


def _screen(made: argparse.ArgumentParser) -> None:
    made.add_argument("job", metavar="JOB", nargs="?", type=values.job_id, help="open the screen at this job")
    _demo(made)


def _demo(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--demo", metavar="SCENARIO", nargs="?", help="open the screen over a simulated server; nothing is kept"
    )


def _jobs(made: argparse.ArgumentParser) -> None:
    _how_many(made, DEFAULT_JOBS)
    made.add_argument("--status", metavar="S[,S]", type=values.words, help="only jobs of these statuses")
    made.add_argument(
        "--metadata",
        metavar="K=V",
        type=values.pair,
        action="append",
        help="only jobs with this metadata; may be repeated",
    )
    made.add_argument("--filter", metavar="EXPR", help="only jobs that fit, such as 'model:4.1 age<2d -status:failed'")


def _show(made: argparse.ArgumentParser) -> None:
    made.add_argument("job", metavar="JOB", type=values.job_id, help="the id of a job")


def _events(made: argparse.ArgumentParser) -> None:
    _show(made)
    _how_many(made, DEFAULT_EVENTS)
    made.add_argument(
        "--level", metavar="L[,L]", type=values.words, help="only events of these levels: info, warn, error"
    )
    made.add_argument("--follow", action="store_true", help="go on until the job has ended")
    made.add_argument(
        "--timeout", metavar="SECONDS", type=values.positive, help="with --follow: give up after this time"
    )


def _metrics(made: argparse.ArgumentParser) -> None:
    _show(made)
    made.add_argument("--plot", action="store_true", help="draw the series as text")
    made.add_argument("--results", action="store_true", help="take the numbers of the result file, not of the events")


def _results(made: argparse.ArgumentParser) -> None:
    _show(made)
    made.add_argument("--to", metavar="FILE", help="save it there (or into that folder) instead of printing it")


def _wait(made: argparse.ArgumentParser) -> None:
    made.add_argument("jobs", metavar="JOB", nargs="+", type=values.job_id, help="the id of a job")
    _timeout(made)


def _watch(made: argparse.ArgumentParser) -> None:
    _show(made)
    _timeout(made)


def _timeout(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--timeout", metavar="SECONDS", type=values.positive, help="give up after this time (exit code 124)"
    )


def _create(made: argparse.ArgumentParser) -> None:
    made.add_argument("--model", metavar="MODEL", help="the base model, or a tuned one to go on with")
    made.add_argument("--training-file", metavar="FILE", help="a path, or the id of an uploaded file")
    made.add_argument("--validation-file", metavar="FILE", help="the same, to validate with")
    made.add_argument("--suffix", metavar="NAME", help="becomes part of the tuned model's name")
    made.add_argument("--seed", metavar="N", type=values.seed, help="for runs that can be repeated")
    made.add_argument("--method", metavar="METHOD", help="supervised (default), dpo or reinforcement")
    made.add_argument(
        "--hyperparameter", metavar="K=V", dest="hyperparameters", type=values.pair, action="append",
        help="such as n_epochs=3; may be repeated",
    )  # fmt: skip
    made.add_argument("--metadata", metavar="K=V", type=values.pair, action="append", help="may be repeated")
    made.add_argument(
        "--integration", metavar="wandb:PROJECT", dest="integrations", action="append", help="may be repeated"
    )
    made.add_argument("--from-json", metavar="FILE", help="the body of the request; options go over it; - is stdin")
    made.add_argument("--yes", action="store_true", help="do not ask")


def _acting(made: argparse.ArgumentParser) -> None:
    made.add_argument("jobs", metavar="JOB", nargs="+", type=values.job_id, help="the id of a job")
    made.add_argument("--yes", action="store_true", help="do not ask")


def _simulate(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--port", metavar="N", type=values.port, help="the port to listen on; 0 (default) picks a free one"
    )
    made.add_argument("--scenario", metavar="NAME", help="which jobs there are")
    made.add_argument("--speed", metavar="X", type=values.positive, help="how fast time goes there; 1 is as in life")


def _config(made: argparse.ArgumentParser) -> None:
    made.add_argument("what", metavar="WHAT", choices=("show", "validate", "path"), help="show, validate or path")


def _nothing(made: argparse.ArgumentParser) -> None:
    """A command without words or options of its own."""


def _completion(made: argparse.ArgumentParser) -> None:
    made.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")


_NEEDS_A_SERVER = frozenset({"create", "watch", "wait", "cancel", "pause", "resume"})

_OWN: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "": _screen,
    "jobs": _jobs,
    "show": _show,
    "events": _events,
    "metrics": _metrics,
    "checkpoints": _show,
    "results": _results,
    "create": _create,
    "watch": _watch,
    "wait": _wait,
    "simulate": _simulate,
    "config": _config,
    "doctor": _nothing,
    "completion": _completion,
}


def _how_many(made: argparse.ArgumentParser, default: int) -> None:
    group = made.add_mutually_exclusive_group()
    group.add_argument("--limit", metavar="N", type=values.count, help=f"the newest N that match (default {default})")
    group.add_argument("--all", action="store_true", help="all that match")


def _check(found: Arguments) -> None:
    """Raise UsageError for options that do not go together."""
    if found.offline and (found.follow or found.command in _NEEDS_A_SERVER):
        what = "--follow" if found.follow else f"`{found.command}`"
        raise UsageError(f"{what} asks the server, and --offline says not to")
    if found.command == "events" and found.timeout is not None and not found.follow:
        raise UsageError("--timeout goes with --follow")
    if not found.command and found.output is not None:
        raise UsageError("--output goes with a command, like `ftmonitor jobs`; the screen has no use for it")
    for option, pairs in (("--metadata", found.metadata), ("--hyperparameter", found.hyperparameters)):
        names = [name for name, _ in pairs]
        if len(names) != len(set(names)):
            raise UsageError(f"{option} names one key twice; a job has one value for each")


def _no_command(word: str) -> UsageError:
    from ftmonitor.config.schema import nearest

    return UsageError(
        f"there is no command {plain(word)!r}{nearest(word, manual.COMMANDS)} (`ftmonitor --help` lists them all)"
    )
