"""Training files: JSON lines -> what is wrong with them, with line numbers.

Pure. The rules and the wording follow the service's own checks, as far as its messages are known; a file without
faults here can still be refused there.

Formats: supervised `{"messages": [...]}` ending with an assistant message; DPO `{"input": {"messages": [...]},
"preferred_output": [...], "non_preferred_output": [...]}`; reinforcement `{"messages": [...], ...}` ending with a user
message, where any further key is for the grader.
Source: https://platform.openai.com/docs/guides/fine-tuning
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FEWEST_EXAMPLES = 10
"""What the service asks for at least."""

CHAT = "fine-tune-chat"
PREFERENCE = "fine-tune-preference"

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_NO_TEXT_NEEDED = ("tool_calls", "function_call", "refusal", "audio")
_CONTENT_PARTS = ("text", "image_url", "input_text", "input_image", "refusal", "input_audio", "file")


@dataclass(frozen=True, slots=True)
class RowFault:
    """Something wrong with a training file. `line` counts from 1; 0 stands for the file as a whole."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a file: how many examples, and what is wrong, in the order of the lines."""

    examples: int
    faults: tuple[RowFault, ...]

    @property
    def fits(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.faults


def check(content: bytes | str, method: str, *, side: str = "training", most: int = 100) -> Report:
    """Return what is wrong with a file for `method` (supervised, dpo or reinforcement), at most `most` faults.

    `side` is "training" or "validation"; only a training file needs `FEWEST_EXAMPLES`.
    """
    code = f"invalid_{side}_file"
    faults: list[RowFault] = []
    examples = 0
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1 if isinstance(content, bytes) else 0
        return Report(0, (RowFault(line, code, f"Invalid file format. Line {line} is not valid UTF-8."),))
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        examples += 1
        for message in row_faults(row, method, line):
            if len(faults) < most:
                faults.append(RowFault(line, code, f"Invalid file format. {message}"))
    other = _other_format(text, method)
    if other:
        faults.insert(0, RowFault(0, code, other))
    if side == "training" and examples < FEWEST_EXAMPLES:
        few = f"Training file has {examples} example(s), but must have at least {FEWEST_EXAMPLES} examples"
        faults.append(RowFault(0, "invalid_n_examples", few))
    return Report(examples, tuple(faults[:most]))


def row_faults(text: str, method: str, line: int) -> Iterator[str]:
    """Yield what is wrong with one line of a file."""
    try:
        row: object = json.loads(text)
    except ValueError:
        yield f"Line {line} is not valid JSON."
        return
    except RecursionError:
        yield f"Line {line} is nested too deeply."
        return
    if not isinstance(row, dict):
        yield f"Expected file to have JSONL format, where every line is a JSON object. Line {line} is none."
        return
    where = f"Example {line}"
    if method == "dpo":
        yield from _preference_faults(row, where)
    elif method == "reinforcement":
        yield from _conversation_faults(row, where, last="user")
    else:
        yield from _conversation_faults(row, where, last="assistant")


def _conversation_faults(row: Mapping[str, object], where: str, last: str | None) -> Iterator[str]:
    messages = row.get("messages")
    if "messages" not in row:
        yield f"{where} Field 'messages' is missing"
        return
    if not isinstance(messages, list) or not messages:
        yield f"{where} Field 'messages' must be a list of at least one message"
        return
    clean = True
    for number, message in enumerate(messages, start=1):
        for fault in _message_faults(message):
            clean = False
            yield f"{where}, message {number} {fault}"
    if clean and last is not None and messages[-1].get("role") != last:
        yield f"{where} The last message must be from the {last}"
    if "tools" in row and not isinstance(row["tools"], list):
        yield f"{where} Field 'tools' must be a list"


def _preference_faults(row: Mapping[str, object], where: str) -> Iterator[str]:
    given = row.get("input")
    if "input" not in row:
        yield f"{where} Field 'input' is missing"
    elif not isinstance(given, dict):
        yield f"{where} Field 'input' must be an object"
    else:
        yield from _conversation_faults(given, f"{where}, input", last=None)
    for name in ("preferred_output", "non_preferred_output"):
        output = row.get(name)
        if name not in row:
            yield f"{where} Field '{name}' is missing"
        elif not isinstance(output, list) or not output:
            yield f"{where} Field '{name}' must be a list of at least one message"
        else:
            yield from _output_faults(output, f"{where}, {name}")


def _output_faults(output: list[object], where: str) -> Iterator[str]:
    clean = True
    for number, message in enumerate(output, start=1):
        for fault in _message_faults(message):
            clean = False
            yield f"{where}, message {number} {fault}"
    roles = [message.get("role") for message in output if isinstance(message, dict)]
    if clean and "assistant" not in roles:
        yield f"{where} must have a message from the assistant"


def _message_faults(message: object) -> Iterator[str]:
    if not isinstance(message, dict):
        yield "is not a JSON object"
        return
    role = message.get("role")
    if "role" not in message:
        yield "Discriminator 'role' is missing in value"
        return
    if role not in _ROLES:
        yield f"Input tag {role!r} does not match any of the expected tags: {', '.join(map(repr, _ROLES))}"
        return
    yield from _content_faults(message, str(role))
    weight = message.get("weight")
    if weight is not None and (isinstance(weight, bool) or weight not in (0, 1)):
        yield "Field 'weight' must be 0 or 1"


def _content_faults(message: Mapping[str, object], role: str) -> Iterator[str]:
    content = message.get("content")
    if content is None:
        if role != "assistant" or not any(message.get(name) for name in _NO_TEXT_NEEDED):
            yield "Field 'content' is missing" if "content" not in message else "Field 'content' must not be null"
        return
    if isinstance(content, list):
        for part in content:
            kind = part.get("type") if isinstance(part, dict) else None
            if kind not in _CONTENT_PARTS:
                yield f"Field 'content' has a part of unknown type {kind!r}"
    elif not isinstance(content, str):
        yield "Field 'content' must be a string or a list of parts"


def _other_format(text: str, method: str) -> str:
    """Return a sentence where the first example shows that the file is made for another method, else ""."""
    first = next((row for row in text.split("\n") if row.strip()), "")
    try:
        row: object = json.loads(first)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(row, dict):
        return ""
    preference = "input" in row and "preferred_output" in row
    if method == "dpo" and "messages" in row and not preference:
        return _mismatch(CHAT, "supervised")
    if method != "dpo" and preference and "messages" not in row:
        return _mismatch(PREFERENCE, "dpo")
    return ""


def _mismatch(found: str, wanted: str) -> str:
    return (
        f"Invalid file format. Input file is in the {found} format, "
        f"but the specified fine-tuning job is not using '{wanted}' as its method"
    )
