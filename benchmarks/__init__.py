"""How fast, how soon back after a kill, how large: measured in one run, with a hand-written peer beside it."""
