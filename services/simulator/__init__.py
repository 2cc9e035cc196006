"""Stands in for the national systems of an operation: who they are, what they send, and what is true about
it.
"""
