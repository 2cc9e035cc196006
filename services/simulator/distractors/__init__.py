"""What looks like a link and is none, and what was one until it was taken back."""

from services.simulator.distractors.lookalikes import plant_distractors

__all__ = ["plant_distractors"]
