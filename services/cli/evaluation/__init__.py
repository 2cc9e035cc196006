"""How well links are found: against planted truth, beside another matcher, and on a file of real seizures."""
