"""Models: what a base model is, and when it goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftmonitor.api import wire
from ftmonitor.api.caller import Caller
from ftmonitor.api.exchange import Request
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row

if TYPE_CHECKING:
    from ftmonitor.models.model import Model


class Models:
    """The models that the key may see."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Row, ...]:
        """Return all models as sent; there are no pages of them.

        Raises:
            ApiError: Where no good answer came.
        """
        _, items = await self._caller.many(Request("GET", "/models", "list the models"))
        return tuple(map(row_of, items))

    async def retrieve(self, model_id: str) -> Model:
        """Return one model, a base model or a tuned one.

        Raises:
            UsageError: If the id is empty.
            ApiError: Where no good answer came.
        """
        from ftmonitor.models.model import Model

        path = f"/models/{wire.part(model_id, 'model id')}"
        request = Request("GET", path, "read a model", subject=wire.subject("model", model_id))
        row = row_of(await self._caller.one(request), asked=model_id)
        return Model.read(row.raw, row.text, row_id=row.id)
