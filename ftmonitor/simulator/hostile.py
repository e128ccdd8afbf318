"""The hostile scenario: whatever a server or a user's metadata can say to hurt a terminal, in every field there is."""

from __future__ import annotations

from ftmonitor.simulator import graders
from ftmonitor.simulator.cast import O4_MINI, Role
from ftmonitor.simulator.plan import Aside, Curve, Method, Wandb

MARKUP = "[bold red]not bold[/bold red] [/nope] [@click=app.quit]x[/] [link=https://evil.example]y[/link] \\[z"
ESCAPES = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]52;c;ZXZpbA==\x07 \x9b2J \x08\x7f\x00 \r overwritten"
BIDI = "abc\u202egnp.exe\u202c \u2066hidden\u2069 \u200f\u061c end"
WIDE = "日本語の名前 한국어 🧑‍🚀👩‍👩‍👧‍👦 ｆｕｌｌ e\u0301\u0301\u0301 \u200b|\ufeff|"
LINES = "one\ntwo\r\nthree\u2028four\u2029five\ttab\vend"
LONG = "A" * 100_000
LONG_LINES = ("word " * 40 + "\n") * 500
SURROGATE = "half \ud83d of a pair"
NASTY = (MARKUP, ESCAPES, BIDI, WIDE, LINES, SURROGATE)

_METADATA = {MARKUP[:64]: ESCAPES, BIDI: WIDE, "": "", "long": LONG[:512], "lines": LINES, "half": SURROGATE}
_SNAKE = {"a": {"b": [{"c": [[[MARKUP, None, True, 1e308]]]}]}}


def _asides() -> tuple[Aside, ...]:
    odd: list[dict[str, object]] = [{"message": text, "data": {"said": text}} for text in NASTY]
    odd += [
        {"message": LONG, "level": "warn"},
        {"message": LONG_LINES, "level": "error", "data": {"error_code": LONG[:5000], "error_param": ESCAPES}},
        {"message": "", "data": None},
        {"message": "level and type unknown", "level": MARKUP, "type": ESCAPES},
        {"message": "list as data", "data": [1, 2, [3, _SNAKE]]},
        {"message": "text as data", "data": BIDI},
        {"message": "number as data", "data": 12345678901234567890},
        {"message": "text for a step", "type": "metrics", "data": {"step": "7", "train_loss": "0.5", "total_steps": 0}},
        {"message": "no loss", "type": "metrics", "data": {"step": 8, "train_loss": None, MARKUP: 3.5, "flags": ["a"]}},
        {"message": "huge", "type": "metrics", "data": {"step": 9, "train_loss": 1e308, "total_steps": -1}},
        {"message": None, "level": None, "type": None, "data": None, "created_at": None},
        {"message": 17, "level": 3, "type": ["metrics"], "created_at": "yesterday"},
        {"message": "an id with blanks", "id": "ftevent-[red] /../ \u202e?&#"},
        {"message": "unknown keys", "trace": _SNAKE, "severity": 11},
    ]
    return tuple(Aside(70.0 + number, event) for number, event in enumerate(odd))


def _named(text: str, number: int) -> Role:
    return Role(text, share=0.3 + 0.1 * number, step_s=2.0, metadata=_METADATA, asides=_asides(),
                wandb=(Wandb(text, text, text, (text, "")),))  # fmt: skip


ROLES = (
    *(_named(text, number) for number, text in enumerate(NASTY)),
    Role("endless", share=0.4, extras={"user_provided_suffix": LONG[:3000], "model": LONG_LINES[:2000]}),
    Role("status", share=0.5, extras={"status": "evaluating_safety[/]\x1b[2J", "progress": 0.37}),
    Role("no-status", share=0.5, extras={"status": None}, dropped=("created_at", "model", "hyperparameters")),
    Role("numbers", share=0.5, extras={"created_at": "2026-11-03T10:00:00Z", "seed": "seven", "trained_tokens": -1,
                                       "finished_at": 1e30, "status": 7, "result_files": None, "metadata": [1]}),
    Role("method", share=0.5, extras={"method": {"type": "distillation", "distillation": {
        "teacher": MARKUP, "hyperparameters": {"temperature": 0.7, ESCAPES: BIDI}}}}),
    Role("method-text", share=0.5, extras={"method": "supervised", "hyperparameters": [3, 2]}),
    Role("error-null", ended=600.0, reason="server", extras={"error": {"error": None}, "fine_tuned_model": ESCAPES}),
    Role("error-text", ended=700.0, reason="server", extras={"error": MARKUP + ESCAPES}),
    Role("error-long", ended=800.0, reason="server",
         extras={"error": {"message": LONG_LINES, "code": 17, "param": LONG[:900]}}),
    Role("error-live", share=0.5, extras={"error": {"code": None, "message": None, "param": None}}),
    Role("integrations", share=0.5, extras={"integrations": [None, "wandb", {"type": MARKUP, MARKUP: {"x": ESCAPES}},
                                                             {"type": "wandb", "wandb": None}, {"type": "wandb"}]}),
    Role("nested", share=0.5, extras={"surprise": _SNAKE, MARKUP: ESCAPES, "\u202ekey": [LONG[:2000]], "": ""}),
    Role("rft", Method.REINFORCEMENT, O4_MINI, share=0.5, step_s=3.0, curve=Curve.NOISY, asides=_asides(), grader={
        "type": "multi", "name": MARKUP, "calculate_output": ESCAPES,
        "graders": {MARKUP: dict(graders.LABEL_ONLY),
                    BIDI: {"type": "endpoint", "headers": {ESCAPES: "sk-hidden-000000"}}}}),
    Role(MARKUP[:60], ended=900.0, metadata=_METADATA),
    Role(WIDE, ended=4000.0, cancelled=0.4),
)  # fmt: skip
