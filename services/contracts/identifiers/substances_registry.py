"""Registry numbers of substances, and the marks of tablets. Which substance it is, services/reference knows."""

from __future__ import annotations

import re
from typing import Final

from stdnum import casrn

from services.contracts.identifiers.forms import fixed
from services.contracts.identifiers.spelling import LONGEST, compact, is_junk, plain
from services.contracts.identifiers.verdicts import (
    JUNK_WORD,
    NO_DIGIT,
    WRONG_FORM,
    Identifier,
    Verdict,
    digit_verdict,
)


def cas(raw: str) -> Identifier:
    """A CAS registry number: ``437-38-7``. Evidence of a substance, not proof: printed lists hold wrong ones."""
    found = _CAS.read(raw)
    if found.value is None or found.reason == "form":
        return found
    # Hyphens at other places make it something else: a date, a telephone number.
    text = plain(raw).strip()
    groups = [len(group) for group in re.findall("[0-9]+", text)]
    if len(groups) > 1 and (len(groups) != 3 or groups[1:] != [2, 1]):
        return Identifier("cas", raw, text, *WRONG_FORM)
    return found


def inchikey(raw: str) -> Identifier:
    """An InChIKey: 14, 10 and one letter. The first 14 are the skeleton that salts and isomers share."""
    return _INCHIKEY.read(raw)


def logo(raw: str, shape: str | None = None, colour: str | None = None) -> Identifier:
    """What a tablet looks like: its logo, and shape and colour if known, parted by ``|``. Logos are copied: it is weak.

    Reading the whole value again gives the value again.
    """
    if len(raw) > LONGEST:
        return Identifier("logo", raw, None, *WRONG_FORM)
    parts = [compact(part) for written in (raw, shape or "", colour or "") for part in written.split("|")]
    if is_junk(parts[0]):
        return Identifier("logo", raw, None, *JUNK_WORD)
    return Identifier("logo", raw, "|".join("" if is_junk(part) else part for part in parts).rstrip("|"), *NO_DIGIT)


def _judge_cas(value: str) -> Verdict:
    return digit_verdict(casrn.is_valid(value))


def _spell_cas(value: str) -> str:
    digits = value.lstrip("0")
    return f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1]}"


def _spell_inchikey(value: str) -> str:
    return f"{value[:14]}-{value[14:24]}-{value[24]}"


_CAS: Final = fixed("cas", "0*[1-9][0-9]{4,9}", _judge_cas, labels="CAS|CASRN|CASREGISTRY", spell=_spell_cas)
_INCHIKEY: Final = fixed("inchikey", "[A-Z]{25}", labels="INCHIKEY=?|INCHI=?|IK=?", spell=_spell_inchikey)
