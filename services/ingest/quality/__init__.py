"""What one report tells about itself, at the door and at once: values, dates, numbers, route, goods, sharing, text.

Nothing here refuses: that is shape's. A finding of severity ``hold`` keeps the report out of links and counts; a
warning or info travels with it. Each rule has examples that pass and that fail in ``examples/<code>.yaml``.
"""

from services.ingest.quality.codes import CODED
from services.ingest.quality.examining import RULES, examine
from services.ingest.quality.numbers import HOME_MODES
from services.ingest.quality.versions import version_gap
from services.ingest.quality.view import Found, Window, known_countries

__all__ = ["CODED", "HOME_MODES", "RULES", "Found", "Window", "examine", "known_countries", "version_gap"]
