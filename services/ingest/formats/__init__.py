"""Senders' files become reports: JSON, JSON Lines, CSV and Excel, each row answered on its own."""
