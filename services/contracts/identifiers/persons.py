"""What people carry and use: travel documents, telephones and their devices, e-mail, marketplace handles.

The platform never sees these in clear; the national side reads them before it makes tokens.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn

from services.contracts.identifiers.forms import fixed, free
from services.contracts.identifiers.spelling import LONGEST, compact, is_junk, plain, tight
from services.contracts.identifiers.verdicts import (
    JUNK_WORD,
    NO_DIGIT,
    NO_SUCH_NUMBER,
    VALID,
    WRONG_FORM,
    Identifier,
    digit_verdict,
)


def phone(raw: str, region: str | None = None) -> Identifier:
    """A telephone number in E.164. ``region``: the country (alpha-2) in which it was written down.

    Without a region only numbers that begin with ``+`` can be read. Valid: the numbering plan has such a number. The
    code for dialling out differs by country, so a number read with the wrong region is usually not valid.
    """
    import phonenumbers  # its metadata is large: only the national side pays for it

    if len(raw) > LONGEST:
        return Identifier("phone", raw, None, *WRONG_FORM)
    number = compact(_EXTENSION.sub("", _PHONE_LABEL.sub("", plain(raw).strip(), count=1)))
    if is_junk(number) or is_junk(compact(raw)):
        return Identifier("phone", raw, None, *JUNK_WORD)
    # Otherwise the library would read letters as the keys of a telephone, and skip words before the number.
    if not _PHONE.fullmatch(number):
        return Identifier("phone", raw, plain(raw).strip(), *WRONG_FORM)
    try:
        parsed = phonenumbers.parse(number, region.upper() if region else None)
    except phonenumbers.NumberParseException:
        return Identifier("phone", raw, plain(raw).strip(), *WRONG_FORM)
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(parsed):
        return Identifier("phone", raw, value, *VALID)
    # One that would be read otherwise once more stays as it was written.
    same = phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.E164) == value
    return Identifier("phone", raw, value if same else number, *NO_SUCH_NUMBER)


def shown_phone(value: str) -> str:
    """A number in E.164 as it is written internationally: ``+82 2-3146-8114``."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != value:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email(raw: str) -> Identifier:
    """An e-mail address: the part before the @ as written, the domain in lower case and ASCII. Its syntax is checked.

    ``Name <address>`` and ``mailto:`` are taken off. Whether anybody reads it is not asked of the network.
    """
    from email_validator import EmailSyntaxError, validate_email  # only the national side pays for it

    if len(raw) > LONGEST:
        return Identifier("email", raw, None, *WRONG_FORM)
    text = plain(raw).strip(" \"'`,;")
    bracketed = re.search("<([^<>]*)>", text)
    text = _EMAIL_LABEL.sub("", bracketed[1] if bracketed else text, count=1).strip()
    local, at, domain = text.rpartition("@")
    if is_junk(compact(local if at else text)):
        return Identifier("email", raw, None, *JUNK_WORD)
    # The library refuses names that are no one's on the open network. In this trade .onion is in use.
    hidden = domain.lower().endswith(".onion")
    try:
        found = validate_email(
            f"{local}@{domain[:-6]}.org" if hidden else text, check_deliverability=False, allow_display_name=False
        )
    except EmailSyntaxError:
        return Identifier("email", raw, plain(raw).strip(), *WRONG_FORM)
    host = f"{found.ascii_domain[:-4]}.onion" if hidden else found.ascii_domain
    return Identifier("email", raw, f"{found.local_part}@{host}", *NO_DIGIT)


def handle(platform: str, raw: str) -> Identifier:
    """A seller's or user's name on a platform: ``telegram:kim_lee``, in lower case, without @."""
    return _named_handle(platform, raw, raw)


def handle_with_platform(raw: str) -> Identifier:
    """A handle in one text: ``telegram:kim_lee``."""
    platform, _, name = (plain(raw) if len(raw) <= LONGEST else "").partition(":")
    return _named_handle(platform, name, raw)


def _named_handle(platform: str, name: str, raw: str) -> Identifier:
    where = tight(platform, folded=True).replace(":", "")
    value = tight(name, folded=True).lstrip("@:")
    if is_junk(compact(value)) or is_junk(compact(where)):
        return Identifier("handle", raw, None, *JUNK_WORD)
    return Identifier("handle", raw, f"{where}:{value}", *NO_DIGIT)


def document(raw: str) -> Identifier:
    """A travel document's number as people write it: 4 to 20 letters and digits, without a check digit."""
    return _DOCUMENT.read(raw)


def mrz_document(raw: str) -> Identifier:
    """A travel document's number with its check digit, as it stands in the machine-readable zone (ICAO 9303).

    Nine characters, ``<`` where the number is shorter, and the digit.
    """
    if len(raw) > LONGEST:
        return Identifier("mrz_document", raw, None, *WRONG_FORM)
    text = compact(raw)
    if is_junk(text.replace("<", "")):
        return Identifier("mrz_document", raw, None, *JUNK_WORD)
    if not _MRZ.fullmatch(text):
        return Identifier("mrz_document", raw, text, *WRONG_FORM)
    return Identifier("mrz_document", raw, text, *digit_verdict(text[9] == mrz_check_digit(text[:9])))


def mrz_check_digit(field: str) -> str:
    """The check digit of a field of the machine-readable zone: weights 7 3 1; letters count from A = 10, ``<`` 0."""
    values = (0 if c == "<" else int(c, 36) for c in field)
    return str(sum(value * (7, 3, 1)[n % 3] for n, value in enumerate(values)) % 10)


def imei(raw: str) -> Identifier:
    """A mobile device: 15 digits by Luhn's rule."""
    return _IMEI.read(raw)


_PHONE: Final = re.compile(r"\+?[0-9]{5,20}")
_EXTENSION: Final = re.compile(
    r"\s*[,;]?\s*(?:ext(?:ension)?|extn|x|доб|poste|内线|內線|내선)\.?\s*[0-9]{1,6}$", re.IGNORECASE
)
_PHONE_LABEL: Final = re.compile(
    r"(?:telephone|phone|tel|tél|mobile|mobil|mob|cell|fax|whatsapp|тел|电话|전화)\s*(?:no|nr)?\s*[.:]*\s*",
    re.IGNORECASE,
)
_EMAIL_LABEL: Final = re.compile(r"(?:mailto|e-?mail|mail)\s*:\s*", re.IGNORECASE)
_MRZ: Final = re.compile("[A-Z0-9<]{9}[0-9]")
_DOCUMENT: Final = free(
    "document",
    "[A-Z0-9]{4,20}",
    words="PASSPORT|PASSEPORT|PASAPORTE|ПАСПОРТ|DOCUMENT",
    marks="PP|ID|DOC",
    spell=None,
)
# python-stdnum also takes 14 and 16 digits, which have no check digit.
_IMEI: Final = fixed("imei", "[0-9]{15}", lambda v: digit_verdict(luhn.is_valid(v)), labels="IMEI")
