"""What the national side makes of a party's clear values before it hashes them. The platform never calls this.

Each function returns ``{token type: normalised strings}``, and nothing at all for a value that is junk, wrong or says
too little: a token of a dirty value would never meet another, and one of a vague value would meet too many. A token is
``hmac:`` and base64url(HMAC-SHA-256(operation key, string in UTF-8)); tokens are compared within their type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from unicodedata import category

from services.contracts.identifiers import money, persons
from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.spelling import compact, is_junk, plain
from services.contracts.identifiers.verdicts import Identifier

Values = Mapping[str, tuple[str, ...]]

MOST_PARTS: Final = 40
"""A party takes at most 50 tokens of a type; nobody's name has that many parts."""


def phone(raw: str, region: str | None = None) -> Values:
    """``phone``: E.164, of a number that the numbering plan has. ``region``: where it was written down (alpha-2)."""
    return _only("phone", persons.phone(raw, region), unchecked=False)


def email(raw: str) -> Values:
    """``email``: the whole address in lower case."""
    found = persons.email(raw)
    return {} if found.value is None or found.check == "invalid" else {"email": (found.value.lower(),)}


def document(raw: str) -> Values:
    """``document``: the number alone. Also read from the machine-readable line that begins with it."""
    text = compact(raw)
    if "<" in text or len(text) == 44:
        found = persons.mrz_document(text[:10])
        number = text[:9].rstrip("<")
        return {"document": (number,)} if found.check == "valid" and not is_junk(number) else {}
    return _only("document", persons.document(raw))


def account(raw: str, bank: str | None = None) -> Values:
    """``account``: an IBAN; or, where there is none, ``bank`` (BIC or the national bank code) and the number."""
    found = money.iban(raw)
    if found.check == "valid":
        return _only("account", found)
    number, issuer = compact(raw), compact(bank or "")
    plausible = 5 <= len(number) <= 34 and number.isascii() and number.isalnum() and not number[:2].isalpha()
    if not plausible or is_junk(number) or is_junk(issuer):
        return {}
    return {"account": (f"{issuer}:{number}",)}


def wallet(raw: str) -> Values:
    """``wallet``: the address in its own case."""
    return _only("wallet", money.wallet(raw))


def handle(platform: str, raw: str) -> Values:
    """``handle``: ``platform:name`` in lower case."""
    return _only("handle", persons.handle(platform, raw))


def name(raw: str, country: str | None = None) -> Values:
    """A person's or firm's name in any script, with Latin letters (anyascii).

    ``name``: the words in their order, run together, so that ``Min-su``, ``Minsu`` and ``Min Su`` are one; of a single
    word only if a legal form says that it is a firm's.
    ``name_parts``: the words sorted, and each word of three letters or more.
    ``name_phonetic``: how the sorted words sound (metaphone), with the country if it is given.
    Titles and legal forms are left out. Han and Hangul names are read as family name and rest.
    """
    words, firm = _name_words(raw)
    whole = "".join(words)
    if len(whole) < 3 or whole in _NO_NAMES or is_junk(whole.upper()) or _says_nothing(raw, words, firm):
        return {}
    parts = dict.fromkeys([" ".join(sorted(words)), *sorted(word for word in words if len(word) >= 3)])
    values = {"name_parts": tuple(parts)[:MOST_PARTS]}
    if len(words) > 1 or firm:
        values["name"] = (whole,)
    sounds = sorted(filter(None, map(_sound, words)))
    if sum(map(len, sounds)) >= 3:
        values["name_phonetic"] = (" ".join([*sounds, *_known(country)]),)
    return values


def address(line: str, country: str, *, postcode: str | None = None, house_number: str | None = None) -> Values:
    """A postal address in any script, with Latin letters (anyascii).

    ``address``: country and the whole line, usual words shortened; only of a line with a digit and two words.
    ``address_parts``: country, postcode and house number, if both are given.
    """
    where = _known(country)
    if not where:
        return {}
    values: dict[str, tuple[str, ...]] = {}
    words = [_SHORT.get(word, word) for word in _latin(plain(line)).split()]
    if len(words) >= 2 and any(map(str.isalpha, "".join(words))) and any(c.isdecimal() for word in words for c in word):
        values["address"] = (" ".join([*where, *words]),)
    code, house = (_latin(compact(part or "")).replace(" ", "") for part in (postcode, house_number))
    if code and house and not is_junk(compact(postcode or "")) and not _is_word_for_nothing(house_number or ""):
        values["address_parts"] = (" ".join([*where, code, house]),)
    return values


def _only(field: str, found: Identifier, *, unchecked: bool = True) -> Values:
    usable = found.check == "valid" or (unchecked and found.check == "not_checked")
    return {field: (found.value,)} if usable and found.value is not None else {}


def _known(country: str | None) -> list[str]:
    code = compact(country or "")
    return [code] if code in assigned_countries() else []


def _latin(text: str) -> str:
    """Words of small Latin letters and digits. Hyphens and apostrophes join, all other signs part."""
    from anyascii import anyascii

    # The library has words for pictures: a parcel is called package.
    spoken = text if text.isascii() else "".join(" " if category(c)[0] == "S" else c for c in text)
    joined = _JOINING.sub("", anyascii(spoken).lower())
    return " ".join(_NO_WORD.sub(" ", joined).split())


def _name_words(raw: str) -> tuple[list[str], bool]:
    """The words that name somebody, and whether a legal form stood beside them."""
    text, forms = _EASTERN_FORMS.subn(" ", plain(raw))
    parted = text if forms else " ".join(_FAMILY.sub(r"\1 \2", word) for word in text.split())
    words = _latin(parted).split()
    count = len(words)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        del words[-1]
    while len(words) > 1 and words[0] in _FORMS_BEFORE:
        del words[0]
    firm = bool(forms) or len(words) < count
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return words, firm


def _is_word_for_nothing(house_number: str) -> bool:
    """There are houses 0, 111 and 12345."""
    number = compact(house_number)
    return is_junk(number) and not number.isdecimal()


def _says_nothing(raw: str, words: list[str], firm: bool) -> bool:
    """A word for nothing in its own script or said again, or figures that no legal form calls a firm."""
    again = all(len(word) >= _LEAST_AGAIN and is_junk(word.upper()) for word in words)
    return is_junk(compact(raw)) or again or not (firm or any(map(str.isalpha, "".join(words))))


def _sound(word: str) -> str:
    """How a word sounds whatever alphabet it came from: G is never soft, and a first vowel may be missing (Arabic)."""
    import jellyfish

    code: str = jellyfish.metaphone(word.replace("g", "k")).replace(" ", "")
    return code[:1].strip("AEIOU") + code[1:] if len(code) > 1 else code


_JOINING: Final = re.compile("(?<=[a-z0-9])[-'`](?=[a-z0-9])|['`]")
_NO_WORD: Final = re.compile("[^a-z0-9]+")

# A word of two to four Han or Hangul characters is a person's name: the family's first. Longer ones are firms.
_EASTERN: Final = "[\u3400-\u9fff\uac00-\ud7a3]"
_FAMILY: Final = re.compile(f"^({_EASTERN})({_EASTERN}{{1,3}})$")

_TITLES: Final = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "mme", "mlle", "monsieur", "madame", "sr", "sra"),
        *("srta", "senor", "herr", "frau"),
    }
)
_LEGAL_FORMS: Final = frozenset(
    {
        *("co", "ltd", "limited", "company", "corp", "corporation", "inc", "incorporated", "llc", "llp", "plc"),
        *("gmbh", "sarl", "sas", "srl", "bv", "nv", "ltda", "pte", "pvt", "pty", "sdn", "bhd", "ooo", "oao", "zao"),
        *("pao", "tov", "doo", "eood", "ood", "jsc", "fze", "fzco"),
    }
)
_FORMS_BEFORE: Final = frozenset(
    {
        *("ooo", "oao", "zao", "pao", "tov", "chp", "ip", "pt"),
    }
)
_EASTERN_FORMS: Final = re.compile(
    "有限责任公司|有限責任公司|股份有限公司|有限公司|株式会社|有限会社|合同会社|주식회사|유한회사|\\(주\\)|\\(株\\)|㈜|㈱"
)
_LEAST_AGAIN: Final = 4
"""Letters of a word that stands for nothing however often it is said; Na Na is a name."""
_NO_NAMES: Final = frozenset(
    {
        *("toorder", "toorderof", "tobearer", "bearer", "private", "privateperson", "individual", "customer"),
        *("client", "sender", "shipper", "recipient", "receiver", "consignee", "consignor", "addressee", "owner"),
        *("unknownperson",),
    }
)
_SHORT: Final[Mapping[str, str]] = {
    "street": "st",
    "strasse": "str",
    "road": "rd",
    "avenue": "ave",
    "boulevard": "blvd",
    "lane": "ln",
    "drive": "dr",
    "building": "bldg",
    "apartment": "apt",
    "apartments": "apt",
    "appartement": "apt",
    "floor": "fl",
    "number": "no",
    "district": "dist",
    "province": "prov",
    "calle": "c",
    "ulitsa": "ul",
}
