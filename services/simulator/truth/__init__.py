"""The truth about an operation: which pairs of reports belong together, and which only look like it."""

from services.simulator.truth.document import make_truth
from services.simulator.truth.evidence import Pair

__all__ = ["Pair", "make_truth"]
