"""The limits of what one seizure can be are set for groups that exist, and above every figure known to be real."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from deploy.local.settings import CHECKOUT
from services.enrich.quality.amounts import ANY_GROUP, limits, too_much
from services.reference.quantities import read_quantity

GROUPS = CHECKOUT / "services" / "reference" / "substances" / "groups.yaml"


@pytest.mark.skipif(not GROUPS.is_file(), reason="the list of substances is not part of this checkout")
def test_every_group_with_a_limit_or_a_tablet_mass_is_a_group_of_substances() -> None:
    known = set(yaml.safe_load(GROUPS.read_text(encoding="utf-8"))["groups"])
    assert set(limits()) - {ANY_GROUP} <= known
    assert "ats" in known


@pytest.mark.parametrize(
    ("value", "unit", "group", "expected"),
    [
        ("103563", "Kilogram", "precursors", False),
        ("14950", "Kilogram", "ats", False),
        ("22000000", "Tablet", "ats", False),
        ("14169592", "Tablet", "ats", False),
        ("14733068", "Gram", "cocaine", False),
        ("4500000", "Kilogram", "ats", True),
        ("120000", "Thousand of tablets", "benzodiazepines", True),
        ("4500000", "Kilogram", None, True),
        ("4500000", "Kilogram", "a group that nobody knows", True),
        ("927611728", "Bush", "opiates", False),
    ],
)
def test_large_but_possible_passes_and_the_impossible_does_not(
    value: str, unit: str, group: str | None, expected: bool
) -> None:
    assert too_much(read_quantity(Decimal(value), unit), group) is expected
