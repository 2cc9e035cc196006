"""Does a process say that it is ready? Asked at /readyz on its internal port."""

from __future__ import annotations

import http.client

from deploy.local.ports import LOOPBACK


def says_ready(port: int, timeout: float = 0.2) -> bool:
    """True for a 200 within ``timeout`` seconds; anything else, silence too, is False."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=timeout)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
