"""The lenient base of all models: nothing a server says makes reading fail, and nothing it says is lost.

A field of a wrong type falls back to its default and leaves a note; the object stays at hand as it was sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar, Self, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr, ValidationInfo

from ftmonitor import jsontext
from ftmonitor.models.rows import id_of, synthetic_id
from ftmonitor.models.summary import count_of, number_of, time_of

T = TypeVar("T")

Json: TypeAlias = object
"""Any JSON value. (Models have a field named `object`, which hides the builtin from their annotations.)"""
Raw: TypeAlias = Mapping[str, object]
"""A JSON object as sent."""

LONGEST_VALUE = 60
"""Characters of an odd value that a note repeats."""


def shown(value: Json) -> str:
    """Return a JSON value as text on one line, as notes show it: cut at `LONGEST_VALUE` characters."""
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _is_null(value: Json) -> bool:
    return value is None


def lenient(
    read: Callable[[Json], T | None], default: T, what: str, blank: Callable[[Json], bool] = _is_null
) -> BeforeValidator:
    """Return a validator that takes what `read` makes of a value.

    A `blank` value is `default` without a word. Where `read` returns None, it is `default` and a note, which names
    `what` was expected; a model made by hand, not by `read`, gets a ValueError instead.
    """

    def validate(value: Json, info: ValidationInfo) -> T:
        if blank(value):
            return default
        found = read(value)
        if found is not None:
            return found
        _note(info, f"{what} expected, got {shown(value)}")
        return default

    return BeforeValidator(validate)


def lenient_list(kind: type[T], what: str) -> BeforeValidator:
    """Return a validator of a list of `kind`: null is empty, and each odd item falls away with a note."""

    def validate(value: Json, info: ValidationInfo) -> tuple[T, ...]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            _note(info, f"a list expected, got {shown(value)}")
            return ()
        for item in value:
            if not isinstance(item, kind):
                _note(info, f"{what} expected in the list, got {shown(item)}")
        return tuple(item for item in value if isinstance(item, kind))

    return BeforeValidator(validate)


def _note(info: ValidationInfo, said: str) -> None:
    note = f"{info.field_name}: {said}"
    if not isinstance(info.context, list):
        raise ValueError(note)
    info.context.append(note)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Json) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value  # not by way of a float: seeds are longer than 53 bits
    number = number_of(value)
    return int(number) if number is not None and number.is_integer() else None


def _flag(value: Json) -> bool | None:
    return value if isinstance(value, bool) else None


def _is_no_time(value: Json) -> bool:
    return value is None or value == "" or (value == 0 and not isinstance(value, bool))


def _object(value: Json) -> Raw | None:
    return value if isinstance(value, Mapping) else None


def _words(value: Json) -> Mapping[str, str] | None:
    if not isinstance(value, Mapping):
        return None
    return {str(key): item if isinstance(item, str) else shown(item) for key, item in value.items()}


Text: TypeAlias = Annotated[str, lenient(_text, "", "text")]
"""Text as sent; "" where none was."""
Texts: TypeAlias = Annotated[tuple[str, ...], lenient_list(str, "text")]
Whole: TypeAlias = Annotated[int | None, lenient(_whole, None, "a whole number")]
Count: TypeAlias = Annotated[int | None, lenient(count_of, None, "a count")]
"""A whole number of 0 or more; `120.0` and `"120"` are read too."""
Flag: TypeAlias = Annotated[bool | None, lenient(_flag, None, "true or false")]
Time: TypeAlias = Annotated[float | None, lenient(time_of, None, "a time", _is_no_time)]
"""Seconds since the epoch, from unix seconds or ISO 8601 text; None for null, 0 and "", which mean "not yet"."""
Words: TypeAlias = Annotated[Mapping[str, str], lenient(_words, {}, "an object of texts")]
"""Text by key; a value that is no text stands as its JSON."""
Objects: TypeAlias = Annotated[tuple[Raw, ...], lenient_list(dict, "an object")]
Object: TypeAlias = Annotated[Raw | None, lenient(_object, None, "an object")]


class Lenient(BaseModel):
    """A frozen value read from what a server sent. Make one with `read`, which never fails."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True, protected_namespaces=())

    derived: ClassVar[frozenset[str]] = frozenset()
    """Fields of the wire that a property reads, and no field of the model."""

    id: str = ""
    """Opaque; `?` and 12 hex digits where the server sent none that can be used."""

    _raw: Raw = PrivateAttr(default_factory=dict)
    _text: str = PrivateAttr(default="{}")
    _notes: tuple[str, ...] = PrivateAttr(default=())

    @classmethod
    def read(cls, raw: Mapping[str, object], text: str | None = None, *, row_id: str | None = None) -> Self:
        """Return the value of an object as sent; never raises.

        `text` is its JSON as sent (made from `raw` where None), `row_id` the id to know it by where it holds none.
        """
        text = json.dumps(raw, default=repr) if text is None else text
        notes: list[str] = []
        if not isinstance(raw, Mapping):
            notes.append(f"an object expected, got {shown(raw)}")
            raw = {}
        elif not raw and text.strip() not in ("{}", ""):
            notes.append(f"an object expected, got {text.strip()[:LONGEST_VALUE]}")
        usable = id_of(raw)
        if not usable:
            notes.append(f"id: {shown(raw['id'])} cannot be used" if "id" in raw else "id: none was sent")
        read = cls.model_validate({**raw, "id": usable or row_id or synthetic_id(text)}, context=notes)
        read._raw, read._text, read._notes = raw, text, tuple(notes)
        return read

    @classmethod
    def read_text(cls, text: str, *, row_id: str | None = None) -> Self:
        """Return the value of an object from its JSON; never raises, broken JSON becomes a note."""
        try:
            value = jsontext.parse(text).value
        except ValueError:
            value = None
        return cls.read(value if isinstance(value, Mapping) else {}, text, row_id=row_id)

    @property
    def raw(self) -> Raw:
        """Return the object as sent; {} where it was none."""
        return self._raw

    @property
    def text(self) -> str:
        """Return the JSON as sent."""
        return self._text

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was odd about the object, one line a field."""
        return self._notes

    @property
    def unknown(self) -> Raw:
        """Return the fields that ftmonitor has no name for, as sent."""
        fields = type(self).model_fields
        known = {field.alias or name for name, field in fields.items()} | self.derived
        return {name: value for name, value in self._raw.items() if name not in known}
