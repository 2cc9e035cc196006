"""The same pairs judged by Splink 5 (DuckDB), an open matcher of the same theory, trained on the same reports.

It is told what our rules know of a pair before they look at it: reports of one owner, answers and retracted ones are
no pairs. Its u come from random pairs, its m from expectation maximisation over the pairs that a class is about, and
nothing of it from the truth; its threshold for each class is later chosen by the truth, which our rules never get.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from services.cli.evaluation.peer_columns import Record, filled_columns
from services.cli.evaluation.peer_settings import MODELS, Model, blocking_of, comparisons_of, rule_of

if TYPE_CHECKING:
    from splink import DuckDBAPI, Linker
    from splink.internals.splink_dataframe import SplinkDataFrame

TwoIds = tuple[str, str]
Scores = Mapping[TwoIds, tuple[float, float]]
"""Match weight (bits) and match probability of pairs of report ids, each sorted."""

REMEDY: Final = "Splink is not installed; it comes with the development requirements: make setup"
RANDOM_PAIRS: Final = 3e6
SEED: Final = 1
ROUNDS: Final = (25, 6, 2)
"""Lengths of training in rounds of expectation maximisation; of these the one counts that serves Splink best."""
_SHARE_OF_LINKS: Final = 1e-6
"""That two random reports belong together; it moves all weights alike, and so no threshold's figures."""


class PeerMissingError(Exception):
    """Splink or DuckDB cannot be imported. Its text is the remedy."""


class Peer:
    """Splink with the reports of one operation. Raises PeerMissingError when it is not installed."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._filled = filled_columns(records)
        self._rows = [{name: value for name, value in record.items() if name in self._filled} for record in records]
        connected()

    def judge(self, link_class: str, pairs: Iterable[TwoIds]) -> Iterator[tuple[int, Scores, Scores]]:
        """For each length of training: its rounds, the scores by Splink's own blocking, and those of these ``pairs``.

        Splink 5 refuses an m that training drives to 0; a length at which it does is left out.
        """
        model = MODELS[link_class]
        rule = rule_of(model, self._filled)
        if rule is None or not all(name in self._filled for name in _named_in(model)):
            return
        asked = [{"match_key": "0", "join_key_l": one, "join_key_r": other} for one, other in pairs]
        untrained = self._with_u(model)
        for rounds in ROUNDS:
            api = connected()  # Splink remembers tables of its own by connection, the blocked pairs among them
            linker = _linker(api.register(self._rows, table_name="reports"), {**untrained, "max_iterations": rounds})
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
            except ValueError:
                continue
            own, given = _scores(linker), dict[TwoIds, tuple[float, float]]()
            if asked:
                table = api.register(asked, table_name="given_pairs")
                linker.table_management.register_blocked_pairs_for_predict(table)
                given = _scores(linker)
            yield rounds, own, given

    def _with_u(self, model: Model) -> dict[str, Any]:
        """The settings with their u estimated, once for all lengths of training."""
        from splink import SettingsCreator

        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=comparisons_of(model, self._filled),
            blocking_rules_to_generate_predictions=blocking_of(model, self._filled),
            probability_two_random_records_match=_SHARE_OF_LINKS,
            retain_matching_columns=False,
        )
        linker = _linker(connected().register(self._rows, table_name="reports"), settings)
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        found: dict[str, Any] = linker.misc.save_model_to_json()
        return found


def _linker(table: SplinkDataFrame, settings: Any) -> Linker:
    from splink import Linker

    # Splink tells of every level that it could not observe: there are many, and they are no news.
    return Linker(table, settings, log_level=logging.CRITICAL)


def _named_in(model: Model) -> list[str]:
    """The columns without which the class's rule means nothing."""
    return [name for name in model.columns if model.rule and f"l.{name}" in model.rule]


def connected() -> DuckDBAPI:
    """A DuckDB in memory for Splink. Raises PeerMissingError."""
    try:
        import duckdb
        from splink import DuckDBAPI
    except ImportError as missing:
        raise PeerMissingError(f"{REMEDY} ({missing})") from missing
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    return DuckDBAPI(connection)


def _scores(linker: Linker) -> dict[TwoIds, tuple[float, float]]:
    found: dict[TwoIds, tuple[float, float]] = {}
    for row in linker.inference.predict(warning_mode="never").as_record_list():
        one, other = sorted((row["unique_id_l"], row["unique_id_r"]))
        found[one, other] = row["match_weight"], row["match_probability"]
    return found
