"""A report comes in and is accepted, or answered with reasons."""
