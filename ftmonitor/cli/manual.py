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
  ftmonitor metrics ftjob-abc123 --plot
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
  ftmonitor jobs --filter 'status:running|paused model:4.1 age<2d'
  ftmonitor jobs --filter 'loss<0.4 or reward>0.8' --all
  ftmonitor jobs -o jsonl | jq -r .id

A status is compared with what the server says, whatever the case; `waiting`
stands for all that have not started.

--filter is the language of / in the list on the screen: words are looked for in
names, ids, models and metadata; field:value is contained in, field=value is the
whole of it, and < <= > >= compare; a|b is one of several; and, or, not (also -)
and brackets put them together. Fields: name id status model method output error
meta.KEY age ended quiet created finished loss reward value valid progress step
steps epochs tokens warnings errors. What comes from events (loss, step, ...) is
known of the jobs that the history holds.""",
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
    "metrics": Page(
        "print or draw the series of a job",
        """\
Print the series of a job: training and validation loss, accuracy, rewards and
every other number that its events and checkpoints bear. With --plot draw them
as text, as wide as the terminal, or 80 cells where there is none.""",
        """\
examples:
  ftmonitor metrics ftjob-abc123 --plot
  ftmonitor metrics ftjob-abc123 -o csv > metrics.csv
  ftmonitor metrics ftjob-abc123 --results --plot
  ftmonitor metrics ftjob-abc123 -o json |
    jq '.series[] | select(.name == "valid_loss") | .points[-1]'

table and csv have a row a step and a column a series. json is one object,
{"series": [{"name", "source", "points": [[step, time, value], ...]}]},
and jsonl a series a line; times are seconds since the epoch, null where
nobody told.

--results takes the numbers of the result file instead, which a job has once it
has succeeded or is paused: one request, and every step is in it. Its columns
bear the names of the events (train_accuracy is train_mean_token_accuracy).""",
    ),
    "checkpoints": Page(
        "list the checkpoints of a job, the best one marked",
        """\
List the checkpoints of a job, the newest first, with what they were measured by
and the name of the model each of them is. A * marks the best: by the highest
reward where a job is trained for one, else by the lowest validation loss, else
by the lowest training loss.""",
        """\
examples:
  ftmonitor checkpoints ftjob-abc123
  ftmonitor checkpoints ftjob-abc123 -o csv | grep ^best
  ftmonitor checkpoints ftjob-abc123 -o json |
    jq -r 'min_by(.metrics.train_loss).fine_tuned_model_checkpoint'

json and jsonl give the checkpoints as the server sent them; csv says `best` in
the first column.""",
    ),
    "results": Page(
        "print or save the result file of a job",
        """\
Print the result file of a job, which holds its metrics step by step as CSV.
Where the service packs it in base64 it is unpacked. With --to it is saved.""",
        """\
examples:
  ftmonitor results ftjob-abc123 | head
  ftmonitor results ftjob-abc123 --to metrics.csv
  ftmonitor results ftjob-abc123 --to .
  ftmonitor results ftjob-abc123 -o jsonl | jq .train_loss

A file that is there already is never overwritten unasked: on a terminal it is
asked, elsewhere the command ends with 2. In a folder the file is called after
the job, then as the server calls it, without the server's folders.

Without --output the file comes as it is. -o csv is safe in a spreadsheet, json
and jsonl have an object a row. `ftmonitor metrics --results` draws it.""",
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
    "create": Page(
        "create a job",
        """\
Create a job. A training file on this machine is checked first (every line, with
line numbers of what is wrong), then uploaded. What will be sent is shown, and
it asks before, unless --yes is given. Nothing is ever sent twice.""",
        """\
examples:
  ftmonitor create --model gpt-4.1-mini --training-file train.jsonl --suffix kb
  ftmonitor create --model gpt-4.1-mini --training-file file-abc123 \\
      --method dpo --hyperparameter beta=0.1 --metadata team=support --yes
  ftmonitor create --from-json job.json --seed 42 -o json --yes | jq -r .id

--from-json holds the body of the request as the API documents it, graders and
all; options go over what stands there. A name is that of a file on this machine
where there is one, else the id of an uploaded one.

exit codes: 0 created; 1 refused, or the answer was no; 2 wrong usage, or a file
with faults; 3 no answer: look at `ftmonitor jobs` before you try again.""",
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
    "config": Page(
        "show or check the configuration",
        """\
show prints every setting that holds, and where it comes from; validate looks at
the whole configuration file; path prints where that file is. A key is never
shown, and no command that prints one is run.""",
        """\
examples:
  ftmonitor config show
  ftmonitor config show --profile azure -o json
  ftmonitor config validate && echo fine
  $EDITOR "$(ftmonitor config path)"

No file is a valid file. exit codes: 0 it can be used; 2 it cannot: the sentence
names file, key and line.""",
    ),
    "doctor": Page(
        "say what works and what does not",
        """\
Look at the configuration, the history, the terminal and the server: whether the
key is taken, what it may do, how long answers take, and whether the clocks
agree. Nothing is changed, and nothing secret is printed: the report can be
pasted as it is.""",
        """\
examples:
  ftmonitor doctor
  ftmonitor doctor --profile azure -o json

exit codes: 0 jobs can be listed; else the code of what is in the way (5 no key
or a wrong one, 3 no answer, 1 refused, 2 configuration).""",
    ),
    "completion": Page(
        "print the completions for a shell",
        """\
Print what makes bash, zsh or fish complete commands, options and the ids of the
jobs in the history.""",
        """\
examples:
  ftmonitor completion bash > ~/.ftmonitor.bash      (sourced in ~/.bashrc)
  ftmonitor completion zsh > ~/.zfunc/_ftmonitor     (a folder of $fpath)
  ftmonitor completion fish > ~/.config/fish/completions/ftmonitor.fish

`ftmonitor completion jobs` prints the ids that are offered: those of the
history of the profile in use, newest first; no server is asked for them.""",
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
    return "\n".join(f"  {name:<12} {found.line}" for name, found in COMMANDS.items())
