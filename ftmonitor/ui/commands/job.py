"""What acts on the selected job, in whatever pane."""

from __future__ import annotations

from ftmonitor.ui.commands.command import Command, Scope, keys_of, needs_job, steers


def _job(
    name: str,
    keys: str,
    label: str,
    says: str,
    hint: tuple[str, str] | None = None,
    *,
    scope: Scope = Scope.EVERYWHERE,
) -> Command:
    when = steers if name in ("pause", "resume", "cancel") else needs_job
    return Command(f"job.{name}", keys_of(keys), label, says, "Job", scope, when, hint)


COMMANDS: tuple[Command, ...] = (
    Command(
        "metrics.compare",
        ("C",),
        "Compare",
        "draw the marked jobs over this one, and back",
        "Job",
        Scope.EVERYWHERE,
        needs_job,
        ("C", "compare"),
    ),
    _job("pause", "P", "Pause", "stop, keep a snapshot; asks first", ("P", "pause")),
    _job("resume", "R", "Resume", "go on from the snapshot; asks first", ("R", "resume")),
    _job("cancel", "X", "Cancel", "end the job for good; wants part of its id", ("X", "cancel")),
    _job("peek", "d", "Peek", "the job's JSON as the server sent it", ("d", "json")),
    _job("watch", "b", "Watch", "tell everything that happens to it (⚑ in the list), or no longer", ("b", "watch")),
    _job("copy_menu", "y", "Copy", "y or i its id, m model, j JSON, c curl", ("y", "copy"), scope=Scope.BUT_OWN),
    _job("copy_id", "", "Copy the id", "of the job, to the clipboard"),
    _job("copy_json", "", "Copy the JSON", "of the job as it was sent, secrets masked"),
    _job("copy_curl", "", "Copy as curl", "what reads the job; in place of the key its variable"),
    _job("copy_model", "", "Copy the tuned model", "its name, to the clipboard"),
    _job("results", "", "Read the result file", "its numbers join the curves"),
    _job("save_results", "ctrl+s", "Save the result file", "as CSV, where you say", scope=Scope.BUT_EVENTS),
    _job("open_run", "o", "Open", "the wandb run, or the job's page, in the browser", ("o", "open")),
)
