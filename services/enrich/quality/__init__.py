"""What reference data and the sender's own history tell about a report: told in the ``normalised`` receipt. Pure.

Nothing here holds: the report was accepted. Each rule has examples that pass and that fail in ``examples/``.
"""

from services.enrich.quality.examining import examine_normalised
from services.enrich.quality.history import examine_history
from services.enrich.quality.normalised import (
    CountryLike,
    Distances,
    Found,
    Normalised,
    PlaceLike,
    SubstanceLike,
)
from services.enrich.quality.remembered import (
    Amount,
    Earlier,
    Question,
    earlier_of,
    fingerprint,
    history_keys,
    questions,
    record_of,
    remember,
)

__all__ = [
    "Amount",
    "CountryLike",
    "Distances",
    "Earlier",
    "Found",
    "Normalised",
    "PlaceLike",
    "Question",
    "SubstanceLike",
    "earlier_of",
    "examine_history",
    "examine_normalised",
    "fingerprint",
    "history_keys",
    "questions",
    "record_of",
    "remember",
]
