"""Substances: what could not be read, and numbers and forms that speak of something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from services.contracts.findings import Code
from services.enrich.quality.normalised import Found, Normalised, SubstanceLike

_UNCERTAIN: Final = {
    "unread": Code.SUBSTANCE_UNREAD,
    "ambiguous": Code.SUBSTANCE_AMBIGUOUS,
    "suggested": Code.SUBSTANCE_SUGGESTED,
}
_AGAINST: Final = {"cas": Code.CAS_AGAINST_NAME, "inchikey": Code.INCHIKEY_AGAINST_NAME}
_SINGLE: Final = frozenset({"substance", "salt", "isomer"})
"""Kinds of entry whose numbers are its own; a class or a product has members with other numbers."""


def names(normalised: Normalised) -> Iterator[Found]:
    """Names without an entry, and those of a whole group."""
    for path, reading in normalised.substances.items():
        code = _UNCERTAIN.get(reading.how)
        if code is not None:
            yield code, path
        elif reading.kind == "class":
            yield Code.SUBSTANCE_CLASS, path


def numbers(normalised: Normalised) -> Iterator[Found]:
    """A CAS number or InChIKey that no entry of the name bears, while another does."""
    for path, owners in normalised.owners.items():
        block, _, name = path.rpartition("/")
        reading = normalised.substances.get(f"{block}/substance")
        if owners and reading is not None and reading.kind in _SINGLE and not _own(reading) & owners:
            yield _AGAINST[name], path


def _own(reading: SubstanceLike) -> set[str]:
    return {one for one in (reading.id, reading.parent) if one is not None}


def forms(normalised: Normalised) -> Iterator[Found]:
    """A name that says a form, beside a field that says another."""
    for n, goods in enumerate(normalised.report.goods):
        reading = normalised.substances.get(f"/goods/{n}/substance")
        if reading is None or reading.form is None or goods.form in (None, "other"):
            continue
        if reading.form != goods.form:
            yield Code.FORM_AGAINST_SUBSTANCE, f"/goods/{n}/form"


RULES: Final[tuple[Callable[[Normalised], Iterable[Found]], ...]] = (names, numbers, forms)
