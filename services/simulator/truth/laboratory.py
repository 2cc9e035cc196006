"""What a laboratory found in a report's goods, as far as the readers of the report may know of it."""

from __future__ import annotations

from services.contracts.sharing import Sharing, owned, strictest
from services.simulator.cases import Case
from services.simulator.writing import Writer


def found_in(case: Case, writer: Writer) -> str | None:
    """The substance that a laboratory put in the place of the reported one; None where none did.

    A result that fewer may read than the report is not heard: to link by it would tell it to others.
    """
    if case.laboratory is None or not any(_is_heard(result, case, writer) for result in case.results):
        return None
    return case.laboratory


def _is_heard(result: Case, case: Case, writer: Writer) -> bool:
    report = _sharing(case, writer)
    return result.stands and strictest((report, _sharing(result, writer))).readers == report.readers


def _sharing(case: Case, writer: Writer) -> Sharing:
    block = writer.restriction(case)
    return owned(case.administration, block["tlp"], block["audience"], block["handling"])
