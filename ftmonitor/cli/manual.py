"""The texts of --help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SERVE = "simulate"
"""The command that serves what --demo shows."""


class Page(NamedTuple):
    """The help of one command: its line in the list of commands, what it does, and examples with exit codes."""

    line: str
    about: str
    more: str


SCREEN = Page(
    line="",
    about="""\
Watch and steer fine-tuning jobs. Alone, ftmonitor opens the screen; with JOB it
opens it at that job. Everything else is a command; `ftmonitor COMMAND --help`
says more about one.""",
    more="""\
which jobs:
  Those that the key of the profile in use can see: the one that --profile or
  FTMONITOR_PROFILE names; else the environment, where it sets OPENAI_API_KEY or
  OPENAI_BASE_URL (OPENAI_ORG_ID and OPENAI_PROJECT_ID go with them); else the
  `profile` of the configuration file. A key is never an option: it would show
  in the process list.

examples:
  ftmonitor --demo                      look around, without a key or a network
  ftmonitor                             the jobs of your organization
  ftmonitor ftjob-abc123                the screen at one job
  ftmonitor jobs --status running       what is running now
  ftmonitor events ftjob-abc123 --follow
  ftmonitor cancel ftjob-abc123 --yes

exit codes:
  0 done   1 the server refused   2 usage, configuration or data directory
  3 no usable answer   4 a job was cancelled   5 no key, or a wrong one
  124 --timeout passed   130 interrupted""",
)

COMMANDS: Mapping[str, Page] = {
    "jobs": Page(
        "list jobs, newest first",
        """\
List jobs, newest first. A number asked for is a number of jobs that match:
pages are read until there are so many.""",
        """\
examples:
  ftmonitor jobs
  ftmonitor jobs --status running,queued --limit 5
  ftmonitor jobs --all --metadata team=support -o csv > jobs.csv
  ftmonitor jobs -o jsonl | jq -r .id

A status is compared with what the server says, whatever the case; `waiting`
stands for all that have not started.""",
    ),
    "show": Page(
        "show one job, all fields",
        "Show one job with all its fields, also those that are new to this program.",
        """\
examples:
  ftmonitor show ftjob-abc123
  ftmonitor show ftjob-abc123 -o json | jq .hyperparameters

json and jsonl give the job as the server sent it; the other two mask the
headers of a grader, which may hold a secret.""",
    ),
    "events": Page(
        "print the events of a job, oldest first",
        """\
Print the newest events of a job, oldest of them first. With --follow go on
until the job has ended; broken connections are waited out, and nothing is lost
or printed twice.""",
        """\
examples:
  ftmonitor events ftjob-abc123 --limit 20
  ftmonitor events ftjob-abc123 --all --level warn,error
  ftmonitor events ftjob-abc123 --follow --timeout 3600
  ftmonitor events ftjob-abc123 --follow -o jsonl | jq .data.train_loss

exit codes of --follow: 0 the job has ended, however; 124 --timeout passed.""",
    ),
    "watch": Page(
        "tell line by line what a job does, until it ends",
        """\
Tell line by line what a job does, until it has ended: its status, its progress,
and what its log says beside the metrics. Nothing on the screen is moved or
overwritten, which is good for logs and for screen readers.""",
        """\
examples:
  ftmonitor watch ftjob-abc123
  ftmonitor watch ftjob-abc123 --timeout 7200 | tee watch.log
  ftmonitor watch ftjob-abc123 -o jsonl | jq 'select(.kind == "warn")'

Progress is told when a tenth of the steps is done, or a minute has passed.
A connection that breaks is waited for; nothing is lost or told twice.

exit codes: 0 the job succeeded; 1 it failed; 4 it was cancelled;
124 --timeout passed.""",
    ),
    "wait": Page(
        "wait until jobs have ended",
        """\
Wait until all the jobs that are named have ended, and print each as it ends.
Broken connections are waited out.""",
        """\
examples:
  ftmonitor wait ftjob-abc123 && ./deploy.sh
  ftmonitor wait ftjob-abc123 ftjob-def456 --timeout 7200
  ftmonitor wait ftjob-abc123 -o json | jq -r .fine_tuned_model

On a terminal each job has a line that shows how far it is; elsewhere a line
tells of each change of status. A paused job has not ended: that is said once.

exit codes: 0 all succeeded; 1 a job failed; 4 a job was cancelled and none
failed; 124 --timeout passed.""",
    ),
    "cancel": Page(
        "cancel jobs for good",
        "Cancel jobs. A cancelled job cannot be taken up again.",
        "",
    ),
    "pause": Page("pause jobs", "Pause jobs; `ftmonitor resume` takes them up again.", ""),
    "resume": Page("resume paused jobs", "Resume paused jobs.", ""),
    SERVE: Page(
        "serve a simulated fine-tuning API on 127.0.0.1",
        """\
Serve a fine-tuning API of our own on 127.0.0.1, with jobs that live. The first
line printed ends in its base URL. Any key is good. Ends with ctrl-c.""",
        """\
examples:
  ftmonitor simulate --port 8765
  OPENAI_BASE_URL=http://127.0.0.1:8765/v1 OPENAI_API_KEY=x ftmonitor
  ftmonitor simulate --scenario failing --speed 10""",
    ),
}

_ACTION = """\
examples:
  ftmonitor {verb} ftjob-abc123
  ftmonitor {verb} ftjob-abc123 ftjob-def456 --yes
  ftmonitor {verb} ftjob-abc123 --yes -o json | jq -r .status

It asks before, unless --yes is given; where there is no terminal to ask at it
needs --yes. The server decides, not our idea of the state of the job. Each job
is read once more and printed; what became of it is said on stderr. json gives
one object for one job and a list for several.

exit codes: 0 accepted; 1 at least one was refused, or the answer was no."""


def page(command: str) -> Page:
    """Return the help of a command, or with "" that of the screen."""
    if not command:
        return SCREEN
    found = COMMANDS[command]
    return found if found.more else found._replace(more=_ACTION.format(verb=command))


def commands() -> str:
    """Return the list of commands, a line each."""
    return "\n".join(f"  {name:<10} {found.line}" for name, found in COMMANDS.items())
