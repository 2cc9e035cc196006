"""The body of a request: never more of it than may be, strict JSON, and exactly the fields that it may have."""

from __future__ import annotations

import asyncio
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from services.api.problems import Problem, Refusal
from services.contracts.codec import parse_json
from services.contracts.reasons import Undecodable

LARGEST: Final = 16 * 1024
"""Bytes of a body."""
WITHIN: Final = 10.0
"""Seconds for a body to arrive."""

Body = TypeVar("Body", bound=BaseModel)


async def asked_of(request: Request, shape: type[Body]) -> Body:
    """What the body asks. Raises Refusal: 413 for one too large, else 422 with the name of each field that is meant."""
    try:
        return shape.model_validate(parse_json(await _bytes(request)))
    except Undecodable as why:
        raise Refusal(Problem.PARAMETER, errors=[{"parameter": "body", "detail": why.reason.value}]) from None
    except ValidationError as faults:
        found = faults.errors(include_input=False, include_url=False, include_context=False)
        known = shape.model_fields
        # An unknown name is the sender's own text, and what it is about may be anything.
        errors = [
            {
                "parameter": str(one["loc"][0]) if one["loc"] and one["loc"][0] in known else "body",
                "detail": one["type"],
            }
            for one in found
        ]
        raise Refusal(Problem.PARAMETER, errors=errors) from None


async def _bytes(request: Request) -> bytes:
    taken = bytearray()
    try:
        async with asyncio.timeout(WITHIN):
            async for chunk in request.stream():
                taken += chunk
                if len(taken) > LARGEST:
                    raise Refusal(Problem.TOO_LARGE)
    except TimeoutError:
        raise Refusal(Problem.PARAMETER, errors=[{"parameter": "body", "detail": "not_whole"}]) from None
    return bytes(taken)
