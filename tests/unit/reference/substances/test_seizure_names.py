"""The names in UNODC's public file of individual drug seizures, as ten thousands of officers wrote them."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.substances import document, measure, names_of
from deploy.local.settings import CHECKOUT

SEIZURES = CHECKOUT.parent / "shared" / "data" / "unodc-ids-2011-2014.csv.gz"
LEAST_SHARE = 0.97


@pytest.mark.skipif(not SEIZURES.is_file(), reason=f"the shared UNODC file is not at {SEIZURES}")
def test_at_least_97_rows_in_a_hundred_are_read() -> None:
    found = measure(Counter(names_of(SEIZURES, "DRUG_NAME")))
    assert found.rows == 77_332
    assert found.share >= LEAST_SHARE, document(found, 20)
