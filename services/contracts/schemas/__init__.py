"""JSON Schemas of every event body, exported from the pydantic classes, with examples.

`python -m services.contracts.schemas` writes them; a test fails when a committed one differs from the code.
Layout: ``<event>.v<n>.schema.json``, ``examples/<event>/<n>/*.json`` (valid), ``.../invalid/*.json`` (must fail).
"""
