"""The default scenario: a small company's account, seen on an ordinary afternoon.

In its first two minutes one job ends well, one fails, one leaves the queue; later on new ones come.
"""

from __future__ import annotations

from ftmonitor.simulator import graders
from ftmonitor.simulator.cast import FULL, GPT_4O, GPT_4O_MINI, NANO, O4_MINI, Role
from ftmonitor.simulator.plan import Curve, Method, Wandb

MINUTE = 60.0
HOUR = 3600.0
DAY = 86_400.0

_SUPPORT = {"team": "support", "owner": "mira"}
_SEARCH = {"team": "search", "ticket": "SRCH-412"}


def _wandb(name: str, project: str, *tags: str) -> tuple[Wandb, ...]:
    return (Wandb(project, "acme-ml", name, tags),)


LIVE = (
    Role("support-v7", share=0.48, step_s=1.5, metadata=_SUPPORT | {"run": "42"},
         wandb=_wandb("support-v7", "support", "prod", "v7", "lr2")),
    Role("intent-dpo-3", Method.DPO, examples=320, epochs=2, rate=0.5, share=0.42, step_s=2.0, metadata=_SEARCH,
         wandb=_wandb("intent-dpo-3", "intent", "dpo", "beta-0.1")),
    Role("sql-rft-3", Method.REINFORCEMENT, O4_MINI, examples=160, epochs=2, rate=1.0, share=0.55, step_s=3.0,
         grader=graders.SQL, metadata={"team": "data"}),
    Role("tone-sweep-lr8", model=NANO, examples=300, batch=2, rate=8.0, curve=Curve.DIVERGING, share=0.58, step_s=1.2,
         metadata={"team": "support", "sweep": "lr", "lr": "8"}, wandb=_wandb("tone-sweep-lr8", "tone", "sweep")),
    Role("legal-summaries-2", model=FULL, examples=200, share=0.88, step_s=1.4, closing_s=28.0,
         metadata={"team": "legal"}, wandb=_wandb("legal-summaries-2", "legal")),
    Role("faq-v3", examples=240, created=75.0, validate_s=40.0, queue_s=62.0, warmup_s=8.0, step_s=1.6,
         metadata=_SUPPORT),
    Role("billing-intents", model=GPT_4O, examples=600, batch=4, created=26 * MINUTE, queue_s=38 * MINUTE,
         metadata={"team": "billing"}),
    Role("triage-v2", examples=180, broken=37, created=21.0, validate_s=66.0, metadata=_SUPPORT),
    Role("claims-extract-1", model=FULL, examples=500, batch=4, created=14.0, validate_s=114.0, queue_s=22.0,
         warmup_s=6.0, step_s=1.8),
    Role("sql-rft-2", Method.REINFORCEMENT, O4_MINI, examples=160, epochs=2, rate=1.0, paused=0.5, ended=41 * MINUTE,
         step_s=24.0, grader=graders.TRIAGE, response_format=graders.TRIAGE_FORMAT, metadata={"team": "data"}),
    Role("intent-dpo-2", Method.DPO, examples=320, epochs=2, rate=1.0, curve=Curve.NOISY, paused=0.31, ended=3.2 * HOUR,
         step_s=4.0, metadata=_SEARCH),
    Role("support-v8", created=-150.0, validate_s=6.0, queue_s=4.0, warmup_s=5.0, step_s=1.5,
         metadata=_SUPPORT | {"run": "43"}, wandb=_wandb("support-v8", "support", "v8")),
    Role("kb-rewrite-3", model=NANO, examples=360, created=-7 * MINUTE, validate_s=9.0, queue_s=5.0, warmup_s=5.0,
         step_s=1.3),
)  # fmt: skip

FAILED = (
    Role("triage-v1", model=GPT_4O_MINI, examples=7, ended=3.1 * HOUR, valid=False, metadata=_SUPPORT),
    Role("faq-de-1", examples=240, ended=1.1 * DAY, reason="deleted"),
    Role("tone-40k", model=FULL, examples=2000, batch=8, ended=2.3 * DAY, reason="quota", metadata={"team": "support"}),
    Role("chat-open-1", examples=420, ended=5.2 * DAY, reason="flagged"),
    Role("router-v1", model=NANO, examples=500, ended=6.1 * DAY, reason="server", wandb=_wandb("router-v1", "router")),
    Role("persona-mix", model=GPT_4O, examples=300, ended=9.4 * DAY, reason="refused"),
    Role("intent-dpo-0", Method.DPO, examples=320, epochs=2, ended=12.2 * DAY, misfit=Method.SUPERVISED),
    Role("sql-rft-0", Method.REINFORCEMENT, O4_MINI, examples=120, epochs=2, ended=13.0 * DAY, reason="server",
         step_s=30.0, grader=graders.LABEL_ONLY),
)  # fmt: skip

CANCELLED = (
    Role("support-v5", ended=1.2 * DAY, cancelled=0.62, metadata=_SUPPORT, wandb=_wandb("support-v5", "support")),
    Role("draft", nameless=True, examples=90, ended=2.0 * DAY, cancelled_after_s=75.0),
    Role("code-review-2", model=FULL, examples=800, batch=4, ended=4.4 * DAY, cancelled_after_s=31.0),
    Role("tone-sweep-lr4", model=NANO, rate=4.0, curve=Curve.DIVERGING, ended=3.0 * HOUR, cancelled=0.8,
         metadata={"team": "support", "sweep": "lr", "lr": "4"}),
)  # fmt: skip

SUCCEEDED = (
    Role("faq-v2", examples=240, ended=9 * MINUTE, metadata=_SUPPORT),
    Role("support-v6", ended=2.1 * HOUR, step_s=3.0, metadata=_SUPPORT | {"run": "41"},
         wandb=_wandb("support-v6", "support", "prod", "v6")),
    Role("tone-sweep-lr2", model=NANO, examples=300, rate=2.0, ended=4.5 * HOUR,
         metadata={"team": "support", "sweep": "lr", "lr": "2"}),
    Role("intent-dpo-1", Method.DPO, examples=320, epochs=2, rate=0.5, ended=1.0 * DAY, metadata=_SEARCH),
    Role("legal-summaries-1", model=FULL, examples=200, epochs=6, curve=Curve.OVERFITTING, ended=1.5 * DAY,
         metadata={"team": "legal"}),
    Role("sql-rft-1", Method.REINFORCEMENT, O4_MINI, examples=120, epochs=2, rate=1.0, ended=2.2 * DAY, step_s=40.0,
         grader=graders.TRIAGE, response_format=graders.TRIAGE_FORMAT),
    Role("product-tags", model=GPT_4O_MINI, examples=900, batch=4, curve=Curve.SPIKY, ended=2.9 * DAY),
    Role("meeting-notes", examples=260, ended=3.3 * DAY, valid=False,
         extras={"progress": 1.0, "priority": {"tier": "flex"}}),
    Role("email-triage", examples=500, curve=Curve.NOISY, ended=4.1 * DAY, metadata=_SUPPORT),
    Role("experiment", nameless=True, model=GPT_4O, examples=80, epochs=4, ended=5.0 * DAY),
    Role("support-v4", ended=6.6 * DAY, metadata=_SUPPORT, wandb=_wandb("support-v4", "support", "prod")),
    Role("redaction-2", model=FULL, examples=350, ended=8.2 * DAY, metadata={"team": "legal", "gdpr": "yes"}),
    Role("translate-de", model=GPT_4O, examples=700, batch=4, ended=10.0 * DAY),
    Role("entity-dpo-1", Method.DPO, FULL, examples=200, epochs=3, rate=1.0, curve=Curve.OVERFITTING, ended=11.0 * DAY),
    Role("support-v3", ended=14.0 * DAY, curve=Curve.SPIKY, metadata=_SUPPORT),
    Role("kb-rewrite-2", model=NANO, examples=360, ended=16.5 * DAY),
    Role("support-v2", ended=21.0 * DAY, valid=False),
    Role("classifier-old", model="gpt-3.5-turbo-0125", examples=150, ended=38.0 * DAY, valid=False,
         extras={"hyperparameters": {"n_epochs": 3}},
         dropped=("seed", "integrations", "method", "metadata", "user_provided_suffix", "estimated_finish", "eval_id",
                  "usage_metrics", "shared_with_openai")),
)  # fmt: skip

ROLES = LIVE + SUCCEEDED + FAILED + CANCELLED
