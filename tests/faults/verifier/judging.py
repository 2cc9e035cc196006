"""All checks over one history."""

from __future__ import annotations

from collections.abc import Iterable

from tests.faults.verifier.alerting import check_alerting
from tests.faults.verifier.fates import check_fates
from tests.faults.verifier.history import History, OffsetSample
from tests.faults.verifier.letters import check_letters
from tests.faults.verifier.linking import check_linking
from tests.faults.verifier.progress import check_progress
from tests.faults.verifier.repeats import check_repeats
from tests.faults.verifier.sent import Sent
from tests.faults.verifier.verdict import Verdict
from tests.faults.verifier.watching import Recording, check_watching


def judge(
    history: History,
    sent: Iterable[Sent],
    samples: Iterable[OffsetSample] = (),
    recordings: Iterable[Recording] = (),
) -> Verdict:
    """The verdict on a history, given what the senders, the sampler and the readers of the stream noted."""
    everything = list(sent)
    return Verdict(
        (
            *check_fates(history, everything),
            *check_letters(history, everything),
            *check_linking(history, everything),
            *check_alerting(history),
            *check_repeats(history),
            *check_progress(history, samples),
            *check_watching(history, everything, recordings),
        )
    )
