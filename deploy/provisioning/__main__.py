"""`python -m deploy.provisioning`: makes Kafka and MongoDB as the contracts say, and prints what it did."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from deploy.provisioning.settings import ProvisioningSettings
from deploy.provisioning.stores import provision
from deploy.provisioning.topics import ProvisioningError

_EXAMPLE = """\
Where they are is read from TOCSIN_KAFKA_BOOTSTRAP, TOCSIN_MONGO_URL and TOCSIN_MONGO_DATABASE.

Example:
  TOCSIN_KAFKA_BOOTSTRAP=127.0.0.1:9092 python -m deploy.provisioning --json
"""


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 when the stores are as the contracts say, after however many changes."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.provisioning",
        description="Make topics, collections, indexes and validators as the contracts say. Safe to repeat.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=("kafka", "mongo"), help="provision one of the two stores")
    parser.add_argument("--json", action="store_true", help="print what was done as one JSON document")
    options = parser.parse_args(arguments)
    stores = frozenset({options.only} if options.only else {"kafka", "mongo"})
    try:
        changes = provision(ProvisioningSettings(), stores)
    except (ProvisioningError, KafkaError, PyMongoError) as error:
        print(f"provisioning: {error}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"changes": [dataclasses.asdict(change) for change in changes]}, indent=2))
    else:
        print("\n".join(map(str, changes)) or "nothing to do")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
