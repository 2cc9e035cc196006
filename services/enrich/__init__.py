"""Enrich: raw words become comparable values, and reports of different countries meet."""
