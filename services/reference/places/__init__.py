"""Places as written become codes and coordinates: only inside their country, only when certain.

`Gazetteer.open` gives the places that are known; `read_place` reads one field of a report.
"""

from __future__ import annotations

from services.reference.places.distance import distance_km, least_hours
from services.reference.places.gazetteer import Gazetteer, NotAGazetteer
from services.reference.places.reading import read_place
from services.reference.places.results import Candidate, PlaceReading

__all__ = ["Candidate", "Gazetteer", "NotAGazetteer", "PlaceReading", "distance_km", "least_hours", "read_place"]
