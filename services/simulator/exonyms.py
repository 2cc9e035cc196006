"""Names of cities and countries as other languages have them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

_CITIES: Final = """
Amsterdam|Ámsterdam|Амстердам|أمستردام|阿姆斯特丹|암스테르담
Wien|Vienna|Vienne|Вена|فيينا|维也纳|빈
Frankfurt am Main|Frankfurt|Francfort|Франкфурт-на-Майне|فرانكفورت|法兰克福|프랑크푸르트
Praha|Prague|Praga|Прага|براغ|布拉格|프라하
Warszawa|Warsaw|Varsovie|Варшава|وارسو|华沙|바르샤바
Moskva|Moscow|Moscou|Москва|موسكو|莫斯科|모스크바
Bucuresti|Bucharest|Bucarest|Бухарест|بوخارست|布加勒斯特
København|Copenhagen|Copenhague|Копенгаген|كوبنهاغن|哥本哈根|코펜하겐
Lisboa|Lisbon|Lisbonne|Лиссабон|لشبونة|里斯本
Athínai|Athens|Athènes|Афины|أثينا|雅典
Beograd|Belgrade|Белград|بلغراد|贝尔格莱德
Kyiv|Kiev|Киев|كييف|基辅|키이우
Beijing|Pékin|Пекин|بكين|北京|베이징
Bangkok|Бангкок|بانكوك|曼谷|방콕
Brussel|Brussels|Bruxelles|Брюссель|بروكسل|布鲁塞尔
Zürich|Zurich|Цюрих|زيورخ|苏黎世|취리히
London Heathrow|London|Londres|Лондон|لندن|伦敦|런던
New York JFK|New York|Нью-Йорк|نيويورك|纽约|뉴욕
Bogotá|Bogota|Богота|بوغوتا|波哥大
Istanbul|Estambul|Стамбул|إسطنبول|伊斯坦布尔|이스탄불
"""
CITIES: Final[Mapping[str, tuple[str, ...]]] = {
    own: tuple(others) for own, *others in (row.split("|") for row in _CITIES.strip().splitlines())
}
"""By the name that the roster has: what officers elsewhere write."""

COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = {
    "NL": ("Pays-Bas", "Нидерланды", "荷兰", "Holland"),
    "DE": ("Allemagne", "Германия", "德国", "독일"),
    "BE": ("Belgique", "Бельгия", "比利时"),
    "CN": ("Chine", "Китай", "中国", "الصين"),
    "TH": ("Thaïlande", "Таиланд", "泰国"),
    "US": ("États-Unis", "США", "美国", "Estados Unidos"),
}
"""By code: what stands in the place of the code."""


def called(random: Random, city: str) -> str:
    """The city by one of its foreign names, or by its own where none is known."""
    return random.choice(CITIES[city]) if city in CITIES else city
