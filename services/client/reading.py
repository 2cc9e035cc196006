"""The bytes of an answer become its shape. Pure."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from services.client.answers import Link
from services.client.errors import Unexpected

Shape = TypeVar("Shape", bound=BaseModel)


def read(shape: type[Shape], content: bytes) -> Shape:
    """The answer. Raises Unexpected when it has another shape; its content is not quoted."""
    try:
        return shape.model_validate_json(content)
    except ValidationError as error:
        place = "/".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        said = f"{error.error_count()} faults, the first at /{place}"
        raise Unexpected(f"the answer is no {shape.__name__}: {said}") from None


def read_link(content: bytes, etag: str | None) -> Link:
    """A link with the ETag that came with it. Raises Unexpected."""
    link = read(Link, content)
    link._etag = etag
    return link
