"""What the live stream knows of the ``alerts`` topic: which records are news, and what stood before each. Pure.

The topic is read from its beginning, in order. A record is news when its revision is higher than any before it of
the same alert; anything else is a repeat (a stage that died after sending sends again) and reaches nobody. Of old
news only offsets and restrictions are kept, so that it can be judged again when a reader catches up from Kafka.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from services.contracts.events import Alert, AlertChange, AlertChanged
from services.contracts.sharing import Reader, Sharing, visible


@dataclass(frozen=True, slots=True)
class News:
    """One event of the stream. ``before`` is the restriction of the revision before it, None for the first."""

    offset: int
    change: AlertChange
    alert: Alert
    before: Sharing | None
    origin: datetime | None = None


@dataclass(slots=True)
class _Latest:
    first: int
    revision: int
    sharing: Sharing


class AlertLog:
    """The judged log. Recent news is kept whole, up to ``ring``."""

    def __init__(self, ring: int) -> None:
        self._ring_size = ring
        self.reset(0)

    def reset(self, beginning: int) -> None:
        """Forget everything; the log begins at this offset."""
        self.beginning = beginning
        self.next_offset = beginning
        self.ring_start = beginning
        self._ring: deque[News] = deque()
        self._repeats: set[int] = set()
        self._latest: dict[str, _Latest] = {}
        self._changed: dict[int, Sharing] = {}
        self._known: dict[Sharing, Sharing] = {}

    def append(self, offset: int, event: AlertChanged | None, origin: datetime | None = None) -> News | None:
        """Take in the next record (None: it could not be read). Returns it if it is news."""
        self.next_offset = offset + 1
        if event is None:
            return None
        alert = event.alert
        sharing = self._known.setdefault(alert.sharing, alert.sharing)
        latest = self._latest.get(alert.alert_id)
        if latest is not None and alert.revision <= latest.revision:
            self._repeats.add(offset)
            return None
        before = latest.sharing if latest else None
        if latest is None:
            self._latest[alert.alert_id] = _Latest(offset, alert.revision, sharing)
        else:
            if latest.sharing != sharing:
                self._changed[offset] = latest.sharing
            latest.revision, latest.sharing = alert.revision, sharing
        return self._keep(News(offset, event.change, alert, before, origin))

    def recall(self, offset: int, event: AlertChanged) -> News | None:
        """An old record that is read again: what ``append`` said of it then."""
        latest = self._latest.get(event.alert.alert_id)
        if offset in self._repeats or latest is None or offset >= self.next_offset:
            return None
        before = None if offset == latest.first else self._changed.get(offset, event.alert.sharing)
        return News(offset, event.change, event.alert, before)

    def since(self, offset: int) -> list[News]:
        """The news from ``offset`` on, which must not lie before ``ring_start``."""
        return [news for news in self._ring if news.offset >= offset]

    def restriction(self, alert_id: str) -> Sharing | None:
        """Who may read the alert as it now stands."""
        latest = self._latest.get(alert_id)
        return latest.sharing if latest else None

    def _keep(self, news: News) -> News:
        self._ring.append(news)
        if len(self._ring) > self._ring_size:
            self.ring_start = self._ring.popleft().offset + 1
        return news


def concerns(reader: Reader, news: News) -> bool:
    """May this reader know anything of the news: what now stands, or that something it saw is gone?"""
    return visible(reader, news.alert.sharing) or (news.before is not None and visible(reader, news.before))


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told. ``whole`` False: only that the alert is withdrawn, nothing of its content."""

    event: AlertChange
    whole: bool


def told(reader: Reader, news: News, now: Sharing | None, never_shown: set[str]) -> Told | None:
    """What this reader is told of the news, or None.

    ``now`` is the restriction of the alert as it stands today: what was narrowed since is not shown again to a reader
    who comes back late. ``never_shown`` remembers such alerts for this connection, so that nobody is told of the
    withdrawal of something that was never shown. An alert that opens to a reader is ``raised`` for it.
    """
    id_ = news.alert.alert_id
    before = news.before is not None and visible(reader, news.before) and id_ not in never_shown
    if visible(reader, news.alert.sharing):
        if now is not None and not visible(reader, now):
            if not before:
                never_shown.add(id_)
            return None
        never_shown.discard(id_)
        if news.change == "withdrawn" and not before:
            return None
        return Told("raised" if news.change == "updated" and not before else news.change, whole=True)
    if before:
        return Told("withdrawn", whole=False)
    return None
