"""Which field names would hold a person's name, address or number in clear. Pure.

No such field exists in a report: one that carries it is refused as ``nominal_data``, not as a mere unknown field.
The list is closed and may grow; what it misses is refused all the same, as ``unknown_field``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")

# English, and French as the other language of the platform.
_TELLING: Final = """
    surname forename firstname lastname fullname middlename givenname givennames familyname maidenname nickname
    address addresses street streetaddress postcode zipcode phone phones telephone tel mobile cellphone msisdn fax
    email emails passport passports birth birthdate birthday birthplace dob dateofbirth ssn person persons
    nom nomcomplet prenom prenoms patronyme adresse adresses rue courriel courriels portable passeport naissance
    datenaissance personne personnes"""
_ALWAYS: Final = frozenset(_TELLING.split())
_BESIDE_A_PERSON: Final = frozenset({"name", "names", "identity", "id", "document", "alias", "signature", "identite"})
_PEOPLE: Final = """
    first last full given family middle maiden birth consignor consignee sender recipient addressee shipper
    receiver notify driver passenger crew suspect owner holder customer contact party national personal
    expediteur destinataire chauffeur conducteur titulaire"""
_PERSONS: Final = frozenset(_PEOPLE.split())


def is_personal(name: str) -> bool:
    """Does a field of this name hold a person's name, address, number or birth date?

    Case, accents, underscores and camel case make no difference: ``DateOfBirth``, ``date_of_birth``, ``Prénom``.
    """
    words = _words(name)
    return (
        "".join(words) in _ALWAYS | {"name", "names"}
        or any(word in _ALWAYS for word in words)
        or (bool(_PERSONS & set(words)) and bool(_BESIDE_A_PERSON & set(words)))
    )


def holds_personal(name: str, value: Any) -> bool:
    """The same, for a field and everything below it. The caller bounds the depth (codec.MAX_DEPTH)."""
    if is_personal(name):
        return True
    if isinstance(value, dict):
        return any(holds_personal(key, inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(holds_personal("", inner) for inner in value)
    return False


def _words(name: str) -> list[str]:
    # A name longer than this is no field name; only its beginning is looked at.
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name[:100])).encode("ascii", "ignore").decode().lower()
    return [word for word in _NOT_LETTERS.split(plain) if word]
