"""Persons in free text: names, telephones, e-mail addresses, documents, by how they are usually written.

A guess that asks the sender to look; the value itself is never shown, only the field. Identifiers of consignments are
no telephones: a figure counts as one only behind a plus sign or a word that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.texts import free_texts
from services.ingest.quality.view import Found, View

_EMAIL: Final = re.compile(r"[^\s@<>(]@[^\s@.,;<>]+(?:\.[^\s@.,;<>]+)*\.[^\W\d_]{2,}")
_PHONE: Final = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:[ .()/-]{0,2}[0-9]){6,14}(?![0-9])"
    r"|(?:\b(?:tel|tél|telephone|téléphone|teléfono|telefon|phone|mobile|mobil|mob|cell|gsm|whatsapp|viber)"
    r"|(?<!\w)(?:тел|телефон|моб)|電話|电话|전화)[\W_]{0,3}(?:(?:no|nr|number|numéro|número|номер)\b[\W_]{0,3})?"
    r"\+?[(]?[0-9](?:[ .()/-]{0,2}[0-9]){5,14}(?![0-9])",
    re.IGNORECASE,
)
# A capital, then at least one small letter: names of substances and flights are often all capitals.
_WORD: Final = r"[^\W\d_a-zа-яё][^\W\d_]*[^\W\d_A-ZА-ЯЁ][’'\w-]*"  # noqa: RUF001 -- two alphabets on purpose
_NO_PERSON: Final = (
    r"(?!(?:Air|Airlines|Airways|Post|Posts|Customs|Police|Express|Logistics|Cargo|Airport|Port|Operation|North|South|"
    r"East|West|New|United|Saint|San|Hong|Toyota|Ford|Renault|Mercedes|Volvo|Scania|Crystal)\b)"
)
_TITLES: Final = (
    r"\b(?:Mr|Mrs|Ms|Mme|Mlle|Monsieur|Madame|Mademoiselle|Sr|Sra|Srta|Señor|Señora|Herr|Frau|Signor|Signora)\b\.?\s+",
    r"(?<!\w)M\.\s",
    r"(?<!\w)(?:г-н|г-жа|гр-н|гр-ка|господин|госпожа|гражданин|гражданина|гражданину|гражданка|гражданке|гражданку)\.?\s+",  # noqa: RUF001 -- Russian
)
_SURNAMES: Final = (
    r"\b(?:[Ss]urname|[Ff]amily name|[Ff]irst name|[Nn]om de famille|[Pp]rénom|[Aa]pellidos?|[Фф]амилия)\b\W{0,3}"
)
_ROLES: Final = (
    r"\b(?:named|name is|name|nommée?|dénommée?|llamad[oa]|namens|по имени|consignee|consignor|sender|addressee|"
    r"recipient|driver|suspect|expéditeur|destinataire|conducteur|chauffeur|remitente|destinatario|conductor|"
    r"отправитель|получатель|водитель)\b\W{0,3}"
)
_NAME: Final = re.compile(
    # a title or a word for surname and one word; a role or a word for naming and two
    rf"(?:{'|'.join((*_TITLES, _SURNAMES))}){_WORD}|{_ROLES}{_NO_PERSON}{_WORD}\s+{_NO_PERSON}{_WORD}"
)
_CUE_WORDS: Final = """
    mr mrs ms mme mlle monsieur madame mademoiselle sr sra srta señor señora herr frau signor signora m г гр господин
    госпожа surname family first nom prénom apellido apellidos фамилия named name nommé nommée dénommé dénommée llamado
    llamada namens по consignee consignor sender addressee recipient driver suspect expéditeur destinataire conducteur
    chauffeur remitente destinatario conductor отправитель получатель водитель гражданин гражданина гражданину
    гражданка гражданке гражданку"""  # noqa: RUF001 -- Russian
_CUES: Final = frozenset(_CUE_WORDS.split())
"""A name is looked for only in a text that has one of these words: nearly none has."""
_BETWEEN: Final = re.compile(r"[\W_]+")

_PAPERS: Final = (
    r"passport|passeport|pasaporte|reisepass|паспорт|id card|identity card|carte d'identité|cédula|dni|"
    r"driving licence"
)
_DOCUMENT: Final = re.compile(
    r"\b(?:born|dob|date of birth|née? le|nacid[oa] el|geboren|geb|né en)\b\W{0,3}(?:on\s+|the\s+)?[0-9]{1,4}[./ -]"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}\s*(?:г\.?\s?р\b|года рождения)"  # noqa: RUF001 -- Russian
    rf"|\b(?:{_PAPERS})\b[^\n]{{0,20}}?\b(?:[A-Z]{{1,3}} ?)?[0-9]{{5,}}"
    r"|\biban\b[^\n]{0,10}?\b[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"[0-9]")


def persons(view: View) -> Iterator[Found]:
    """Each kind once per field."""
    for path, text in free_texts(view.report):
        if "@" in text and _EMAIL.search(text):
            yield Code.EMAIL_IN_TEXT, path
        if _DIGIT.search(text):
            if _PHONE.search(text):
                yield Code.PHONE_IN_TEXT, path
            if _DOCUMENT.search(text):
                yield Code.DOCUMENT_IN_TEXT, path
        if not _CUES.isdisjoint(_BETWEEN.split(text.casefold())) and _NAME.search(text):
            yield Code.NAME_IN_TEXT, path


RULES: Final = (persons,)
