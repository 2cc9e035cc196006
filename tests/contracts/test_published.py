"""What was published is kept: schemas only grow, and documents that were once valid are read for ever."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from services.contracts.codec import body_of, decode_event, parse_json
from services.contracts.report import Report
from services.contracts.schemas.catalogue import BODIES
from services.contracts.schemas.generated import CODE_LISTS_NAME, code_lists, codes_taken_back
from services.contracts.schemas.publishing import (
    PUBLISHED,
    SUMS,
    TakenBack,
    baseline_name,
    broken_promises,
    frozen_folder,
    lost_codes,
    publish,
    sums,
)


def frozen() -> list[Any]:
    """Every document that was ever frozen, with its event."""
    return [
        pytest.param(event, path, id=f"{event.removeprefix('tocsin.')}-{path.stem}")
        for event in BODIES
        for path in sorted(frozen_folder(event).glob("*.json"))
    ]


@pytest.mark.parametrize("event", BODIES)
def test_todays_schema_takes_nothing_back_of_what_was_published(event: str) -> None:
    assert (PUBLISHED / baseline_name(event)).exists(), "run: python -m services.contracts.schemas --publish"
    assert [str(each) for each in broken_promises(event)] == []


def test_no_code_that_was_published_is_lost() -> None:
    assert (PUBLISHED / CODE_LISTS_NAME).exists(), "run: python -m services.contracts.schemas --publish"
    assert lost_codes() == ()


def test_a_lost_code_a_lost_list_and_a_list_that_closes_are_told() -> None:
    old = code_lists()
    new = copy.deepcopy(old)
    del new["lists"]["direction"]["codes"]["transit"]
    del new["lists"]["gender"]
    new["lists"]["age_band"]["outside"] = "held"
    assert set(codes_taken_back(old, new)) == {
        "direction: transit is gone",
        "gender: the list is gone",
        "age_band: a value outside was open and is held now",
    }
    assert codes_taken_back(new, old) == ()


def test_nothing_that_was_published_or_frozen_was_changed_or_taken_away() -> None:
    assert (PUBLISHED / SUMS).read_text(encoding="utf-8") == sums()


@pytest.mark.parametrize(("event", "path"), frozen())
def test_a_document_that_was_once_valid_is_read_by_todays_code(event: str, path: Path) -> None:
    decoded = decode_event(event, {"ce_type": event}, path.read_bytes(), BODIES[event])
    assert decode_event(event, {"ce_type": event}, body_of(decoded), BODIES[event]) == decoded
    if BODIES[event] is Report:
        # The door reads it from parsed JSON, in which numbers are decimals.
        assert Report.model_validate(parse_json(path.read_bytes())) == decoded


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The published folder, to be changed."""
    return Path(shutil.copytree(PUBLISHED, tmp_path / "published"))


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refuse(published: Path, **options: Any) -> str:
    """What publishing says when it refuses, having written nothing."""
    before = files(published)
    with pytest.raises(TakenBack) as fault:
        publish(published, **options)
    assert files(published) == before
    return str(fault.value)


def test_publishing_refuses_a_schema_that_takes_something_back(kept: Path) -> None:
    event = next(iter(BODIES))
    path = kept / baseline_name(event)
    schema = json.loads(path.read_bytes())
    schema["properties"]["colour_of_the_sky"] = {"type": "string"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    (kept / SUMS).write_text(sums(kept), encoding="utf-8")
    assert f"{event} /colour_of_the_sky: the field is gone" in refuse(kept)


def test_publishing_refuses_when_a_frozen_example_was_changed(kept: Path) -> None:
    path = next(kept.rglob("parcel.json"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert f"{path.relative_to(kept)}: changed or gone" in refuse(kept)


def test_publishing_refuses_another_example_under_a_frozen_name(kept: Path, tmp_path: Path) -> None:
    path = next(kept.rglob("parcel.json"))
    mine = tmp_path / "examples" / path.relative_to(kept / "examples")
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"{}")
    assert "rename yours" in refuse(kept, examples=tmp_path / "examples")


def test_publishing_freezes_what_is_new_and_then_has_nothing_more_to_do(tmp_path: Path) -> None:
    assert len(publish(tmp_path / "new")) > len(BODIES)
    assert publish(tmp_path / "new") == []
    assert (tmp_path / "new" / SUMS).read_text(encoding="utf-8") == sums(tmp_path / "new")
