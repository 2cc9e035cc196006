"""Invented persons: name, address, phone, e-mail, travel document, each by the person's number, in several scripts.

The clear values live only until their tokens are made, as in a national system. Names were chosen so that the
published normalisation (services/contracts/identifiers/party_values.py) hears the same in both scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.simulator.pins import Script


@dataclass(frozen=True, slots=True)
class Culture:
    """Where names come from: given and family names as (Latin, own script), streets likewise; who comes first."""

    script: Script
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    streets: tuple[tuple[str, str], ...]
    homes: tuple[tuple[str, str, str], ...]
    """Country, and its telephone numbers: what they begin with, how many digits follow."""
    family_first: bool = False


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((latin, own or latin) for latin, _, own in (word.partition("=") for word in text.split("|")))


CULTURES: Final = (
    Culture(
        "Cyrillic",
        _pairs(
            "Ivan=Иван|Sergei=Сергей|Dmitri=Дмитрий|Olga=Ольга|Alexei=Алексей|Mikhail=Михаил|Andrei=Андрей|Elena=Елена"
            "|Boris=Борис|Viktor=Виктор|Anna=Анна|Pavel=Павел|Nikolai=Николай|Tamara=Тамара|Roman=Роман"
        ),
        _pairs(
            "Petrov=Петров|Smirnov=Смирнов|Kuznetsov=Кузнецов|Volkov=Волков|Sokolov=Соколов|Lebedev=Лебедев"
            "|Kozlov=Козлов|Novikov=Новиков|Morozov=Морозов|Orlov=Орлов|Fedorov=Федоров|Pavlov=Павлов"
            "|Bogdanov=Богданов|Titov=Титов|Baranov=Баранов|Danilov=Данилов|Karimov=Каримов|Belov=Белов"
            "|Makarov=Макаров|Gromov=Громов"
        ),
        _pairs("Lesnaya=Лесная|Sadovaya=Садовая|Zavodskaya=Заводская|Polevaya=Полевая|Rechnaya=Речная"),
        (("RU", "+7495", "7"), ("KZ", "+77272", "6"), ("UA", "+38044", "7")),
    ),
    Culture(
        "Arabic",
        _pairs(
            "Mohammed=محمد|Khalid=خالد|Hassan=حسن|Tariq=طارق|Salim=سليم|Nabil=نبيل|Karim=كريم|Jamal=جمال"
            "|Rashid=رشيد|Samir=سمير|Fadi=فادي|Majid=ماجد|Mariam=مريم"
        ),
        _pairs(
            "Mansour=منصور|Nasser=ناصر|Khalil=خليل|Farhat=فرحات|Najjar=نجار|Sabbagh=صباغ|Hamdan=حمدان|Murad=مراد"
            "|Sultan=سلطان|Badran=بدران|Jabir=جابر|Zaki=زكي|Qasim=قاسم"
        ),
        _pairs("Corniche=كورنيش|Madina=المدينة|Salam=السلام|Nahda=النهضة"),
        (("AE", "+97150", "7"), ("EG", "+2010", "8"), ("SA", "+96650", "7")),
    ),
    Culture(
        "Hangul",
        _pairs(
            "Minsu=민수|Hyejin=혜진|Sumin=수민|Minho=민호|Jinsu=진수|Donghun=동훈|Seojun=서준|Mina=미나|Hana=하나"
            "|Junho=준호|Yuna=유나|Taemin=태민|Kihun=기훈|Namsu=남수"
        ),
        _pairs(
            "Kim=김|Han=한|Min=민|Kang=강|Song=송|Son=손|Kwon=권|Hong=홍|Nam=남|Moon=문|Yang=양|Im=임|Ko=고|Jang=장|Seo=서"
        ),
        _pairs("Sejong-daero=세종대로|Hangang-daero=한강대로|Mapo-daero=마포대로"),
        (("KR", "+822", "8"),),
        family_first=True,
    ),
    Culture(
        "Han",
        _pairs(
            "Fang=芳|Min=敏|Xiaoming=小明|Jing=静|Yang=洋|Guoqiang=国强|Jianhua=建华"
            "|Meiling=美玲|Haoran=浩然|Zhigang=志刚|Lihua=丽华|Yong=勇|Bin=斌"
        ),
        _pairs(
            "Wang=王|Li=李|Zhang=张|Liu=刘|Chen=陈|Zhao=赵|Huang=黄|Zhou=周|Wu=吴|Sun=孙|Hu=胡|Zhu=朱|Gao=高|Lin=林"
            "|Guo=郭|Luo=罗|Liang=梁"
        ),
        _pairs("Zhongshan Lu=中山路|Renmin Lu=人民路|Jiefang Lu=解放路|Xinhua Lu=新华路"),
        (("CN", "+86138", "8"), ("HK", "+85227", "6")),
        family_first=True,
    ),
    Culture(
        "Latin",
        _pairs(
            "Jan|Maria|José=Jose|Søren=Soren|Chloë=Chloe|Pieter|Ana|Luís=Luis|Sofia|Peter|François=Francois|Marek"
            "|Somchai|Aisha|Emeka|Paulo"
        ),
        _pairs(
            "de Vries|García=Garcia|Silva|Novák=Novak|Okafor|Müller=Muller|Jansen|Rossi|Dubois|Kowalski|Andersson"
            "|Fernandes|Nguyen|Chaiyasit|Santos|Baker|Moreau|Lindqvist"
        ),
        _pairs("Kerkstraat|Station Road|Rue de la Gare|Calle Mayor|Bahnhofstrasse|Via Roma"),
        (("NL", "+3120", "7"), ("DE", "+4930", "7"), ("FR", "+33612", "6"), ("ES", "+34612", "6"),
         ("GB", "+442079", "6"), ("US", "+1212", "7"), ("TH", "+662", "7")),
    ),
)  # fmt: skip
SCRIPTS: Final[tuple[Script, ...]] = tuple(culture.script for culture in CULTURES)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person. Every number is another person, with another phone, document, e-mail and home."""

    culture: Culture
    number: int

    @property
    def country(self) -> str:
        """The country of the home."""
        return self.culture.homes[self.number // 3 % len(self.culture.homes)][0]

    def name(self, script: Script) -> str:
        """The name as written in this script, or in Latin letters when the person's own is neither."""
        own = script == self.culture.script != "Latin"
        given, family = self._names()
        words = (family, given) if self.culture.family_first else (given, family)
        if not own:
            return " ".join(latin for latin, _ in words)
        return ("" if self.culture.family_first else " ").join(written for _, written in words)

    @property
    def postcode(self) -> str:
        """Six digits."""
        return f"{100_000 + self.number * 7919 % 900_000}"

    @property
    def house(self) -> str:
        """The number of the house."""
        return str(1 + self.number * 31 % 240)

    def address(self, script: Script) -> str:
        """Street, house and postcode in one line."""
        latin, own = self.culture.streets[self.number // len(CULTURES) % len(self.culture.streets)]
        street = own if script == self.culture.script else latin
        return f"{street} {self.house}, {self.postcode}"

    @property
    def phone(self) -> str:
        """A number of the national plan, in groups."""
        _, begins, digits = self.culture.homes[self.number // 3 % len(self.culture.homes)]
        size = int(digits)
        # Exchanges that every plan here has: the first digits after the area are 2 to 7.
        rest = f"{2 + self.number // len(CULTURES) % 6}{self.number * 6151 % 10 ** (size - 1):0{size - 1}d}"
        return f"{begins} {rest[:3]}-{rest[3:]}"

    @property
    def email(self) -> str:
        """An address at a domain that nobody has."""
        given, family = (latin.replace(" ", "") for latin, _ in self._names())
        return f"{given}.{family}{self.number}@example.org".encode("ascii", "ignore").decode()

    @property
    def document(self) -> str:
        """A passport number."""
        return f"M{self.number % 10**8:08d}"

    @property
    def wallet(self) -> str:
        """An account of a chain whose addresses are forty hexadecimal digits."""
        return f"0x{self.number * 0x9E3779B97F4A7C15F39CC0605CEDC8341082276B % 16**40:040x}"

    @property
    def handle(self) -> str:
        """A name on a platform."""
        return f"seller_{self.number:x}"

    def _names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        given, family = self.culture.given, self.culture.family
        # One walk through all combinations, so that a full name comes back as late as it can.
        n = self.number // len(CULTURES) * 37 % (len(given) * len(family))
        return given[n % len(given)], family[n // len(given)]


def person(number: int) -> Person:
    """The person of this number. The script of a person's own name goes by ``number`` modulo the five cultures."""
    return Person(CULTURES[number % len(CULTURES)], number)
