"""/v1/substances and /v1/places: the reference lists that reports are read by. The same for every reader."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.api import shown_reference as shown
from services.api.access import Asker, asker
from services.api.answers import page, single, walk_of
from services.api.cursors import Place
from services.api.description import LIST, ONE
from services.api.parameters import NoParameters, PlaceQuestion, SubstanceFilters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.shapes_reference import PlacePage, ShownSubstance, SubstancePage
from services.reference.countries import read_country
from services.reference.places import read_place
from services.reference.substances import Substance, catalogue, search

router = APIRouter(tags=["reference"])


@router.get("/v1/substances", response_model=SubstancePage, responses=LIST)
async def list_substances(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[SubstanceFilters, Query()]
) -> Response:
    """Substances of the reference list by id; with `q` those that the text names, begins or is part of a name of."""
    walk, after = walk_of(request, who, asked)
    entries = catalogue().entries
    found = sorted(search(asked.q, len(entries)), key=_id) if asked.q else [entries[id_] for id_ in sorted(entries)]
    rest = [one for one in found if asked.group in (None, one.group) and (after is None or one.id > after.id)]
    some = rest[: asked.limit]
    then = Place(some[-1].id) if len(rest) > asked.limit else None
    return page(request, who, walk, "substances", [shown.substance(one) for one in some], then)


@router.get("/v1/substances/{substance_id}", response_model=ShownSubstance, responses=ONE)
async def one_substance(
    request: Request,
    substance_id: Annotated[str, Path(max_length=200)],
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """One entry of the reference list."""
    found = catalogue().entries.get(substance_id)
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return single(request, who, shown.substance(found))


@router.get("/v1/places", response_model=PlacePage, responses=LIST)
async def read_places(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[PlaceQuestion, Query()]
) -> Response:
    """What a place as written in a country is read as: one item when it is certain, else its candidates."""
    walk, _ = walk_of(request, who, asked)
    country = read_country(asked.country).code
    reading = read_place(parts_of(request).gazetteer, asked.q, country, mode=asked.mode, division=asked.division)
    items: list[dict[str, Any]] = shown.places(reading)
    return page(request, who, walk, "places", items[: asked.limit], None)


def _id(substance: Substance) -> str:
    return substance.id
