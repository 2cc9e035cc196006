"""``python -m services.ingest door`` and ``python -m services.ingest stream``."""

from services.ingest.app import main

if __name__ == "__main__":
    main()
