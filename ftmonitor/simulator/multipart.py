"""Bodies of uploads: multipart/form-data -> its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_NAME = re.compile(r'(?<![a-z*])name="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_FILENAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the name of its field, its file name (None where it is no file), its bytes."""

    name: str
    filename: str | None
    content: bytes


def parts_of(content_type: str, body: bytes) -> dict[str, Part]:
    """Return the parts by field name; {} where the body is no multipart form."""
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or found is None:
        return {}
    boundary = re.escape(found.group(1).encode("latin-1", "replace"))
    delimiter = re.compile(rb"\r\n--" + boundary + rb"(?:--)?[ \t]*(?=\r\n|\Z)")
    parts: dict[str, Part] = {}
    for piece in delimiter.split(b"\r\n" + body)[1:]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(text := head.decode("utf-8", "replace"))
        if not blank or name is None:
            continue
        filename = _FILENAME.search(text)
        parts[name.group(1)] = Part(name.group(1), filename.group(1) if filename else None, content)
    return parts
