"""Were two numbers issued one after the other? Batches of labels and papers are bought and used together.

The serials must be near, in the same run, and posted within days of each other; and something else must agree, since
neighbours in a run are also honest strangers: a party, the way of sending, or the same day and place of posting.
"""

from __future__ import annotations

from math import log2
from typing import Final

from services.enrich.matching.blocking import run_key
from services.enrich.matching.context import substance
from services.enrich.matching.lines import Line
from services.enrich.matching.method import corridor, cover
from services.enrich.matching.pairs import Case, Pair, Veto, shown_day
from services.enrich.matching.parties import second_agreement
from services.enrich.matching.weights import DAY, bits

COMPARED: Final = frozenset({"number", "mode", "substance", "departure", "destination", "cover", "place"})


def serial_neighbour(pair: Pair, exact: list[Line]) -> Case | None:
    """The case for class serial_neighbour; ``exact`` holds the equal tokens of the pair's parties."""
    closest = nearest(pair)
    if closest is None:
        return None
    if not _in_time(pair):
        pair.vetoes.append(Veto("outside_window", "serial"))
        return None
    run, left, right = closest
    posting = _posting(pair)
    parties, way = second_agreement(pair, exact), _way(pair)
    rare = any(line.outcome == "agree" and not line.parked for line in parties)
    same_office = posting is not None and posting.outcome == "agree" and _one_office(pair)
    if not (parties or way or same_office):
        pair.vetoes.append(Veto("second_agreement", "serial"))
        return None
    keys = sorted((run_key(run, left), run_key(run, right)))
    crowded = any(pair.parked(key) for key in keys)
    lines = [_serial(run, left, right), *([posting] if posting else []), *parties, *way]
    return Case(
        link_class="serial_neighbour",
        lines=lines,
        stands=not (rare or way or same_office),  # the party that seconded it has become a hub since
        sure=False,
        reachable=lambda: not crowded and bool(rare or way or same_office),
        threshold="serial_neighbour",
        matter=keys[0],
        compared=COMPARED,
    )


def nearest(pair: Pair) -> tuple[str, int, int] | None:
    """The run and the two different serials that are nearest to each other, if near enough."""
    best: tuple[int, str, int, int] | None = None
    limit = bits().weights.series.distance
    for run in pair.a.series.keys() & pair.b.series.keys():
        mine, theirs = pair.a.series[run], pair.b.series[run]
        start = 0
        for one in mine:
            while start < len(theirs) and theirs[start] < one - limit:
                start += 1
            for other in theirs[start : start + 2 * limit + 1]:
                if other > one + limit:
                    break
                if other != one and (best is None or (abs(one - other), run, one, other) < best):
                    best = abs(one - other), run, one, other
    return best[1:] if best else None


def _in_time(pair: Pair) -> bool:
    series = bits().weights.series
    posted = pair.posted_apart()
    if posted is not None:
        return posted <= series.posted_days * DAY
    return pair.apart <= series.unposted_days * DAY


def _serial(run: str, left: int, right: int) -> Line:
    """The nearer, the fewer others lie as near."""
    share = (2 * abs(left - right) + 1) / (2 * bits().weights.series.distance + 1)
    kind, _, prefix = run.partition(":")
    shown = (f"{kind} {prefix} {serial}" for serial in (left, right))
    return Line("serial", "series", "near", next(shown), next(shown), bits().agree("serial") - log2(share))


def _posting(pair: Pair) -> Line | None:
    if pair.a.posted is None or pair.b.posted is None:
        return None
    left, right = shown_day(pair.a.posted), shown_day(pair.b.posted)
    if left == right:
        return Line("posting", "series", "agree", left, right, bits().agree("posting"))
    return Line("posting", "series", "near", left, right, 0.0)


def _way(pair: Pair) -> list[Line]:
    """Departure, cover load and substance, if all three agree."""
    route, load, found = corridor(pair), cover(pair), substance(pair)
    departs = any(line.feature in ("departure", "corridor") and line.outcome == "agree" for line in route)
    agrees = departs and load is not None and load.outcome == "agree" and found is not None and found.outcome == "agree"
    return [*route, load] if agrees and load is not None else []


def _one_office(pair: Pair) -> bool:
    """Do both name one office of exchange, or one place of the country of departure?"""
    a, b = pair.a, pair.b
    if a.office is not None and a.office == b.office:
        return True
    shared = a.route_places & b.route_places
    return a.departure is not None and a.departure == b.departure and any(p.startswith(a.departure) for p in shared)
