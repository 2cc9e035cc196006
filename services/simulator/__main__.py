"""`python -m services.simulator`: write a plan, or play one."""

from __future__ import annotations

from services.simulator.commands import app

if __name__ == "__main__":
    app()
