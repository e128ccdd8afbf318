"""Steps of reinforcement jobs: deeply nested data, flat twins of it, and validation keys on evaluation steps only."""

from __future__ import annotations

from collections.abc import Mapping

from ftmonitor.simulator.curves import rewards, wobble
from ftmonitor.simulator.plan import JobPlan

HEADER = (
    "step,train_mean_reward,full_valid_mean_reward,completion_tokens_mean,reasoning_tokens_mean,"
    "pg_loss_sum,total_loss_sum,entropy_loss_sum"
)
_ERRORS = (
    "other_error_mean",
    "sample_parse_error_mean",
    "sample_parse_error_count",
    "invalid_variable_error_mean",
)
_PROMPT_TOKENS = 241.0
_COMPLETION_TOKENS = 138.5
_TRAIN_SAMPLES = 256
_VALID_SAMPLES = 40


class ReinforcementTraining:
    """The numbers of one reinforcement run."""

    def __init__(self, plan: JobPlan) -> None:
        self._plan = plan
        self._rewards = rewards(plan.curve, plan.total_steps, f"{plan.seed}:{plan.id}")
        self._graders = graders_of(plan.grader or {})

    def data(self, step: int) -> dict[str, object]:
        """Return the `data` of the metrics event of `step`, keys in the order of the wire."""
        sides = ("train", "valid") if self._evaluated(step) else ("train",)
        train, valid = self._rewards.train[step - 1], self._rewards.valid[step - 1]
        thinking = self._thinking(step)
        data: dict[str, object] = {
            "step": step,
            "usage": self._usage(sides, thinking),
            "errors": {"graders": [_errors(name, grader, sides) for name, grader in self._graders]},
            "scores": self._scores(sides, train, valid),
            "timing": self._timing(sides, step),
            "total_steps": self._plan.total_steps,
            "train_mean_reward": train,
            "reasoning_tokens_mean": thinking,
            "completion_tokens_mean": thinking + 46.0,
            "mean_unresponsive_rewards": 0.0,
            "model_graders_token_usage": self._model_usage(sides),
        }
        if "valid" in sides:
            data["full_valid_mean_reward"] = valid
            data["full_valid_mean_parse_error"] = 0.0
            data["valid_reasoning_tokens_mean"] = thinking - 120.0
        return data

    def message(self, step: int) -> str:
        """Return the text of the metrics event of `step`; the blank before the comma is the service's."""
        text = f"Step {step}/{self._plan.total_steps} , train mean reward={self._rewards.train[step - 1]:.2f}"
        if not self._evaluated(step):
            return text
        valid = self._rewards.valid[step - 1]
        return f"{text}, full validation mean reward={valid:.2f}, full validation mean parse error=0.00"

    def checkpoint(self, step: int) -> dict[str, object]:
        """Return the `metrics` of a checkpoint. The key names are ours: no dump of the service with them is known."""
        train, valid = self._rewards.train[step - 1], self._rewards.valid[step - 1]
        return {"step": step, "train_mean_reward": train, "full_valid_mean_reward": valid, "valid_reward_mean": valid}

    def header(self) -> str:
        """Return the first line of the result file."""
        return HEADER

    def row(self, step: int) -> str:
        """Return one line of the result file."""
        thinking = self._thinking(step)
        valid = f"{self._rewards.valid[step - 1]:.3f}" if self._evaluated(step) else ""
        loss = 263_207.9 + 900.0 * step
        entropy = max(0.0, 69.2 - 1.5 * step)
        train = self._rewards.train[step - 1]
        cells = f"{thinking + 46.0:.1f},{thinking:.1f},{loss:.1f},{loss:.1f},{entropy:.1f}"
        return f"{step},{train:.3f},{valid},{cells}"

    def score(self, step: int) -> float:
        """Return how good the checkpoint of `step` is: its validation reward, since the best ones are kept."""
        return self._rewards.valid[step - 1]

    def _evaluated(self, step: int) -> bool:
        return step % self._plan.eval_every == 0 or step == self._plan.total_steps

    def _thinking(self, step: int) -> float:
        share = step / self._plan.total_steps
        return 3300.0 - 1500.0 * share + 100.0 * wobble(self._plan.id, step)

    def _usage(self, sides: tuple[str, ...], thinking: float) -> dict[str, object]:
        rows: list[dict[str, object]] = []
        for name, grader in self._graders:
            if "model" not in grader:
                continue
            row: dict[str, object] = {"name": name, "type": grader.get("type"), "model": grader["model"]}
            for what, mean in (("prompt", _PROMPT_TOKENS), ("completion", _COMPLETION_TOKENS)):
                row |= {f"{side}_{what}_tokens_mean": mean for side in sides}
                row |= {f"{side}_{what}_tokens_count": mean * _samples(side) for side in sides}
            rows.append(row)
        samples: dict[str, object] = {"train_reasoning_tokens_mean": thinking}
        if "valid" in sides:
            samples["valid_reasoning_tokens_mean"] = thinking - 120.0
        return {"graders": rows, "samples": samples}

    def _scores(self, sides: tuple[str, ...], train: float, valid: float) -> dict[str, object]:
        means = {"train": train, "valid": valid}
        rows: list[dict[str, object]] = []
        for index, (name, grader) in enumerate(self._graders):
            tilt = 0.04 if index % 2 else -0.04
            scores = {f"{side}_reward_mean": min(1.0, max(0.0, means[side] + tilt)) for side in sides}
            rows.append({"name": name, "type": grader.get("type"), **scores})
        return {"graders": rows, **{f"{side}_reward_mean": means[side] for side in sides}}

    def _timing(self, sides: tuple[str, ...], step: int) -> dict[str, object]:
        parts = {"sampling": 226.8 + step % 7, "training": 402.4 - step % 5}
        if "valid" in sides:
            parts = {"eval": 101.7, **parts}
        rows: list[dict[str, object]] = []
        for name, grader in self._graders:
            latency = 2.69 if "model" in grader else 0.0004
            row: dict[str, object] = {"name": name, "type": grader.get("type")}
            rows.append(row | {f"{side}_execution_latency_mean": latency for side in sides})
        return {"step": {**parts, "full_iteration": round(sum(parts.values()), 1)}, "graders": rows}

    def _model_usage(self, sides: tuple[str, ...]) -> dict[str, object]:
        evaluated = _VALID_SAMPLES if "valid" in sides else 0
        usage = {
            "eval_cached_tokens": 0,
            "eval_prompt_tokens": round(_PROMPT_TOKENS * evaluated),
            "train_cached_tokens": 0,
            "train_prompt_tokens": round(_PROMPT_TOKENS * _TRAIN_SAMPLES),
            "eval_completion_tokens": round(_COMPLETION_TOKENS * evaluated),
            "train_completion_tokens": round(_COMPLETION_TOKENS * _TRAIN_SAMPLES),
        }
        return {str(grader["model"]): usage for _, grader in self._graders if "model" in grader}


def graders_of(grader: Mapping[str, object]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Return the graders with their names: those of a multi grader (a map, as the service takes it), or the one."""
    inner = grader.get("graders")
    if isinstance(inner, Mapping) and not isinstance(inner.get("type"), str):
        return tuple((str(name), part) for name, part in inner.items() if isinstance(part, Mapping))
    if isinstance(inner, Mapping):
        return graders_of(inner)
    return ((str(grader.get("name", "grader")), grader),)


def _samples(side: str) -> int:
    return _TRAIN_SAMPLES if side == "train" else _VALID_SAMPLES


def _errors(name: str, grader: Mapping[str, object], sides: tuple[str, ...]) -> dict[str, object]:
    row: dict[str, object] = {"name": name, "type": grader.get("type")}
    for error in _ERRORS:
        row |= {f"{side}_{error}": 0.0 for side in sides}
    return row
