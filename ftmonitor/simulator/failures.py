"""Why jobs fail: the reasons of the service, in its words."""

from __future__ import annotations

from ftmonitor.dataset import Report
from ftmonitor.simulator.plan import Failure, Stage

_BLANKS = " " * 21
"""The service puts a run of 21 blanks into its message about a quota."""


def unfit_file(report: Report, side: str = "training") -> Failure | None:
    """Return the failure of a job whose file has faults, or None where it fits."""
    if report.fits:
        return None
    fault = report.faults[0]
    message = fault.message
    if fault.code != "invalid_n_examples":
        message = f"The job failed due to an invalid {side} file. {message}"
    return Failure(Stage.VALIDATION, fault.code, message, f"{side}_file")


def quota(job_id: str, cost: float = 2.56, left: float = 1.23) -> Failure:
    """Return the failure of a job that the organization cannot pay for, in US dollars."""
    message = (
        "Creating this fine-tuning job would exceed your hard limit, please check your plan and billing details."
        f"{_BLANKS}Cost of job {job_id}: USD {cost:.2f}. "
        f"Quota remaining for your project proj_abGMw1llN8IrBb6SvvY5A1iH: USD {left:.2f}."
    )
    return Failure(Stage.VALIDATION, "exceeded_quota", message)


def deleted_file() -> Failure:
    """Return the failure of a job whose training file is gone."""
    message = "The job failed because the training file was deleted"
    return Failure(Stage.VALIDATION, "deleted_training_file", message, "training_file")


def flagged_file(lines: tuple[int, ...]) -> Failure:
    """Return the failure of a job whose training file did not pass moderation."""
    message = (
        "The job failed due to an invalid training file. This file failed moderation safety checks. Please review the "
        f"flagged examples, remove them and try again. Flagged lines: {', '.join(map(str, lines))}"
    )
    return Failure(Stage.VALIDATION, "invalid_training_file", message, "training_file")


def refused_model() -> Failure:
    """Return the failure of a job whose model did not pass the usage policy evaluation; the wording is ours."""
    message = "The job failed because the fine-tuned model did not pass our usage policy evaluations"
    return Failure(Stage.EVALUATION, "usage_policy_violation", message)


def server_error(share: float) -> Failure:
    """Return a failure of the service itself after `share` of the steps; the wording is ours."""
    message = "The job failed due to an internal error. Please create the job again; you were not charged."
    return Failure(Stage.TRAINING, "server_error", message, share=share)
