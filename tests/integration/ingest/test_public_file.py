"""The public UNODC file, all of it: real dirt of 94 administrations, each row answered."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from deploy.local.settings import CHECKOUT
from tests.unit.ingest.formats.files import IDS, codes, read

FILE = CHECKOUT.parent / "shared" / "data" / "unodc-ids-2011-2014.csv.gz"


@pytest.mark.skipif(not FILE.exists(), reason="the shared UNODC file is not here: ../shared/data")
def test_every_row_of_the_real_file_is_answered_and_each_refusal_has_its_reason(tmp_path: Path) -> None:
    with gzip.open(FILE) as packed:
        answers, reading = read(tmp_path, "ids.csv", packed.read(), IDS)
    assert len(answers) == 77_332
    refused = [each for each in answers if each.status == "refused"]
    assert all(any(found.severity == "error" for found in each.findings) for each in refused)
    reasons = Counter(found.code for each in refused for found in each.findings if found.severity == "error")
    assert reasons.pop("cell_no_country", 0) <= 0.005 * len(answers)
    assert reasons == {"not_positive": 22}
    assert (reading.skipped, reading.notices.said) == (0, [])
    assert sum(("row_repeated", None) in codes(each) for each in answers) == 4_888
