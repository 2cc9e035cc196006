"""Tocsin: the services of the platform, one folder each, and the two packages that they share."""
