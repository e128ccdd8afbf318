"""Graders of the scenarios' reinforcement jobs. A multi grader has a map of graders, as the service takes it."""

from __future__ import annotations

from collections.abc import Mapping

_EXPLANATION: Mapping[str, object] = {
    "type": "score_model",
    "name": "explanation",
    "model": "gpt-4o-2024-08-06",
    "input": [
        {
            "role": "user",
            "type": "message",
            "content": "Reference: {{item.explanation}}\nAnswer: {{sample.output_json.explanation}}",
        }
    ],
    "range": [0, 1],
}

_LABEL: Mapping[str, object] = {
    "type": "string_check",
    "name": "label",
    "input": "{{sample.output_json.label}}",
    "reference": "{{item.label}}",
    "operation": "eq",
}

TRIAGE: Mapping[str, object] = {
    "type": "multi",
    "name": "correct_and_explained",
    "graders": {"explanation": _EXPLANATION, "label": _LABEL},
    "calculate_output": "0.5 * label + 0.5 * explanation",
}

SQL: Mapping[str, object] = {
    "type": "multi",
    "name": "runs_and_agrees",
    "graders": {
        "python": {
            "type": "python",
            "name": "python",
            "source": "def grade(sample, item):\n    return float(sample['output_text'].strip() == item['label'])\n",
        },
        "endpoint": {
            "type": "endpoint",
            "name": "endpoint",
            "url": "https://graders.acme.example/sql",
            "headers": {"Authorization": "Bearer not-a-real-secret-0123456789"},
        },
    },
    "calculate_output": "(python + endpoint) / 2",
}

LABEL_ONLY: Mapping[str, object] = _LABEL

TRIAGE_FORMAT: Mapping[str, object] = {
    "type": "json_schema",
    "json_schema": {
        "name": "triage",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"label": {"type": "string"}, "explanation": {"type": "string"}},
            "required": ["label", "explanation"],
            "additionalProperties": False,
        },
    },
}
