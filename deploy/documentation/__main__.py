"""`python -m deploy.documentation`: writes the pages of docs/ that are made from the code."""

from __future__ import annotations

import sys

from deploy.documentation.pages import PAGES
from deploy.local.settings import CHECKOUT


def main() -> int:
    """Returns the exit status."""
    for name, page in PAGES.items():
        (CHECKOUT / name).write_text(page(), encoding="utf-8")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
