"""Stands in for the national systems of an operation: who they are, what they send, what is true of it."""
