# Fixture strategy:
# 1. Unit, contract and architecture tests take no fixture from here: they need no server and no network.
# 2. Integration tests take `kafka_bootstrap` and `mongo_url`: one real Kafka and one real mongod per run, and per
#    process of a run of several (`make test` runs two files at a time; what one file makes, another may not wait for).
# 3. Nothing is shared by name: `database` and `new_topic` belong to one test and go with it.
# 4. Tests that stop or freeze a server take `breakable_kafka` or `breakable_mongo`, their own.
# 5. Scenario tests take `running_platform`: the whole system, started as an operator starts it, one for the run.
# 6. Fault tests take `platform_factory`: whole systems of their own, to kill, freeze and change parts of.
"""Options, and the rule that a part that isn't there may be skipped at home but not in CI."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from pydantic_settings import BaseSettings, SettingsConfigDict

pytest_plugins = ["tests.servers", "tests.platform"]


class RunSettings(BaseSettings):
    """How strict this run is: TOCSIN_NO_SKIPS=1 turns a skip for want of a part into a failure.

    It also tries the same examples each time: what decides whether work lands must not be a matter of luck. Every
    other run tries new ones; TOCSIN_EXAMPLES says how many of each property that does not say so itself.
    """

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    no_skips: bool = False
    examples: int = 100


settings.register_profile(
    "tocsin",
    deadline=None,  # how long an example takes says how busy the machine is, and nothing of the domain
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=RunSettings().no_skips,
    max_examples=RunSettings().examples,
)
settings.load_profile("tocsin")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Addresses of existing servers; without them the run starts its own."""
    group = parser.getgroup("tocsin")
    group.addoption("--kafka-bootstrap-servers", metavar="HOST:PORT", help="use this Kafka, start none")
    group.addoption("--mongo-url", metavar="URL", help="use this MongoDB replica set, start none")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With TOCSIN_NO_SKIPS=1 a skipped test has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and RunSettings().no_skips:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and TOCSIN_NO_SKIPS is set: {report.longrepr}"
    return report
