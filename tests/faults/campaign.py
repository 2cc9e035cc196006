"""What one module sends to its platform, and the verdict on all of it after each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tests.faults.load.plans import Message
from tests.faults.load.sending import Load
from tests.faults.load.watching import Watcher
from tests.faults.staging import Staged
from tests.faults.table import Row, lost_in
from tests.faults.verifier.gathering import gather
from tests.faults.verifier.history import History, OffsetSample
from tests.faults.verifier.judging import judge
from tests.faults.verifier.sent import Sent
from tests.faults.verifier.verdict import Verdict
from tests.faults.verifier.watching import Recording, due_to


@dataclass
class Campaign:
    """A platform, the messages that are left for it, and everything that was sent to it so far."""

    stage: Staged
    messages: Iterator[Message]
    seed: int
    table: list[Row]
    sent: list[Sent] = field(default_factory=list)
    _known: Counter[str] = field(default_factory=Counter)

    def load(self, count: int, rate: float, extra: Sequence[Message] = ()) -> Load:
        """Begins to send the next messages, those of ``extra`` first."""
        messages = [*extra, *islice(self.messages, count)]
        assert len(messages) == count + len(extra), "the plan is too small for this module"
        return Load(self.stage.platform, messages, rate)

    def finish(self, load: Load) -> None:
        """Waits for the last answer, and until the platform is quiet."""
        self.sent += load.finish()
        self.stage.await_quiet()

    def history(self) -> History:
        """What the platform has by now."""
        platform = self.stage.platform
        return gather(platform.kafka, platform.mongo, platform.database)

    def verdict(self) -> Verdict:
        """The verdict on everything so far, without a row."""
        return judge(self.history(), self.sent)

    def verify(
        self,
        fault: str,
        load: Load,
        rounds: int = 1,
        recovery: Sequence[float] = (),
        samples: Sequence[OffsetSample] = (),
        watchers: Sequence[Watcher] = (),
    ) -> Verdict:
        """The verdict on everything so far, as a row of the table. The watchers are waited for, and hang up."""
        history = self.history()
        recordings = [self._recording(history, watcher) for watcher in watchers]
        verdict = judge(history, self.sent, samples, recordings)
        taken = sum(entry.acknowledged for entry in load.sent)
        now = Counter(lost=lost_in(verdict), repeats=verdict.noted("repeats"))
        new, self._known = now - self._known, now
        counts = (len(load.sent), taken, new["lost"], new["repeats"])
        self.table.append(Row(fault, rounds, *counts, self.seed, recovery))
        return verdict

    def _recording(self, history: History, watcher: Watcher) -> Recording:
        # The platform is quiet when everything is committed; the last lines may still be on their way to a reader.
        watcher.await_all(due_to(history, self.sent, watcher.reader, watcher.since))
        return watcher.recording()
