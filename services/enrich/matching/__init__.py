"""Do two reports of different administrations belong together, and why? Pure; see judging.py first."""
