"""One operation of full size is planned once a run; tests read it and never change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from services.simulator.operation import Message, Operation, plan


@pytest.fixture(scope="session")
def operation() -> Operation:
    """The model operation: 937 seizures, 8,000 messages."""
    return plan(1)


@pytest.fixture(scope="session")
def messages(operation: Operation) -> Sequence[Message]:
    """Its messages, written out."""
    return list(operation)


@pytest.fixture(scope="session")
def truth(operation: Operation) -> dict[str, Any]:
    """Its ground truth."""
    return operation.truth
