"""What is really there to be found: networks of every class of link, and how many of each an operation holds."""

from services.simulator.dirt import MODEL_SEIZURES
from services.simulator.planting.amounts import Planting
from services.simulator.planting.networks import plant_networks

__all__ = ["MODEL_SEIZURES", "Planting", "plant_networks"]
