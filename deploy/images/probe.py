"""`python -m deploy.images.probe`: exit status 0 when this container's process answers /readyz with 200."""

from __future__ import annotations

import http.client
import sys

from services.contracts.settings import ProcessSettings

TIMEOUT_SECONDS = 2


def is_ready(port: int) -> bool:
    """Is the process behind this internal port ready for work?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(ProcessSettings().internal_port) else 1)
