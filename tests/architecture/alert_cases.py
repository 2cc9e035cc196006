"""For each alert a series of samples in which it fires, and one in which it is silent."""

from __future__ import annotations

from dataclasses import dataclass

E2E = "tocsin_event_e2e_latency_seconds"
LAG = "tocsin_consumer_lag_records"
PROGRESS = "tocsin_last_progress_timestamp_seconds"
CONSUMED = "tocsin_events_consumed_total"
LETTERS = "tocsin_dlq_records_total"
DROPPED = "tocsin_sse_dropped_total"
FRESH = {"le": "2.0", "stage": "alerts", "job": "alerts"}
ALL = {"stage": "alerts", "job": "alerts"}
ENRICH = {"job": "enrich", "instance": "enrich:9103"}
DEAD = {"job": "enrich", "stage": "enrich", "reason": "invalid"}
JOBS = ("ingest-door", "ingest-stream", "enrich", "alerts", "api")


@dataclass(frozen=True, slots=True)
class Case:
    """Series as promtool writes them, a value at each ``step``; and the labels of the alerts that stand ``at`` then."""

    alert: str
    why: str
    series: dict[str, str]
    at: str
    fires: tuple[dict[str, str], ...] = ()

    @property
    def step(self) -> str:
        """Time between two samples: a minute, or ten when the moment is hours away."""
        return "1m" if int(self.at.removesuffix("m")) <= 180 else "10m"


def of(name: str, labels: dict[str, str]) -> str:
    """A series by name and labels."""
    inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{name}{{{inside}}}"


def freshness(share_late: float, samples: int) -> dict[str, str]:
    """100 reports from one sample to the next, of which a share is later than two seconds."""
    return {
        of(f"{E2E}_bucket", FRESH): f"0+{100 * (1 - share_late):g}x{samples}",
        of(f"{E2E}_count", ALL): f"0+100x{samples}",
    }


def ups(**values: str) -> dict[str, str]:
    """Every job's `up`, 1 unless said otherwise."""
    given = {name.replace("_", "-"): value for name, value in values.items()}
    return {of("up", {"job": job, "instance": job}): given.get(job, "1x20") for job in JOBS if given.get(job) != "-"}


def answers(metric: str, job: str, failed: int) -> dict[str, str]:
    """100 answers a minute, of which some are 5xx."""
    return {
        of(metric, {"answer": "2xx", "job": job}): f"0+{100 - failed}x20",
        of(metric, {"answer": "5xx", "job": job}): f"0+{failed}x20",
    }


def counter(name: str, values: str, **labels: str) -> dict[str, str]:
    """One counter of the enrich job."""
    return {of(name, {"job": "enrich", **labels}): values}


CASES = (
    Case("TocsinFreshnessBurnsFast", "a fifth is late", freshness(0.2, 70), "65m", ({},)),
    Case("TocsinFreshnessBurnsFast", "a tenth is late", freshness(0.1, 70), "65m"),
    Case("TocsinFreshnessBurns", "a tenth is late for hours", freshness(0.1, 40), "390m", ({},)),
    Case("TocsinFreshnessBurns", "1 in 20 is late", freshness(0.05, 40), "390m"),
    Case("TocsinFreshnessBurnsSlowly", "4 in 100 are late for a day", freshness(0.04, 150), "1490m", ({},)),
    Case("TocsinFreshnessBurnsSlowly", "2 in 100 are late", freshness(0.02, 150), "1490m"),
    Case("TocsinFreshnessAtLimit", "2 in 100 are late for days", freshness(0.02, 440), "4390m", ({},)),
    Case("TocsinFreshnessAtLimit", "1 in 200 is late", freshness(0.005, 440), "4390m"),
    Case(
        "TocsinNoProgressWhileLagging",
        "records wait and nothing ends",
        {
            of(LAG, {**ENRICH, "topic": "reports-accepted"}): "5x20",
            **counter(PROGRESS, "0x20", instance="enrich:9103", stage="enrich"),
        },
        "5m",
        (ENRICH,),
    ),
    Case(
        "TocsinNoProgressWhileLagging",
        "records wait and are worked on",
        {
            of(LAG, {**ENRICH, "topic": "reports-accepted"}): "5x20",
            **counter(PROGRESS, "0+60x20", instance="enrich:9103", stage="enrich"),
        },
        "5m",
    ),
    Case(
        "TocsinNoProgressWhileLagging",
        "nothing came for long, and nothing waits",
        {
            of(LAG, {**ENRICH, "topic": "reports-accepted"}): "0x20",
            **counter(PROGRESS, "0x20", instance="enrich:9103", stage="enrich"),
        },
        "10m",
    ),
    Case("TocsinLagGrows", "the queue grows", counter(LAG, "2000+100x20", topic="links"), "15m", ({"job": "enrich"},)),
    Case("TocsinLagGrows", "the queue shrinks", counter(LAG, "9000-100x20", topic="links"), "15m"),
    Case(
        "TocsinProcessDown",
        "one does not answer",
        ups(enrich="1x5 0x15"),
        "10m",
        ({"job": "enrich", "instance": "enrich"},),
    ),
    Case("TocsinProcessDown", "all answer", ups(), "10m"),
    Case("TocsinProcessMissing", "one is unknown", ups(api="-"), "10m", ({"job": "api"},)),
    Case("TocsinProcessMissing", "no job is known", {"other": "1x20"}, "10m", tuple({"job": job} for job in JOBS)),
    Case("TocsinProcessMissing", "all are known, if down", ups(api="0x20"), "10m"),
    Case(
        "TocsinProcessRestarts",
        "it starts every two minutes",
        counter(CONSUMED, "5 0 5 0 5 0 5 0 5 0 5", topic="links"),
        "10m",
        ({"job": "enrich"},),
    ),
    Case(
        "TocsinProcessRestarts",
        "it was restarted once",
        counter(CONSUMED, "5 9 0 5 9 12 14", topic="links"),
        "10m",
    ),
    Case(
        "TocsinRebalances",
        "assignments every ten seconds",
        counter("tocsin_rebalances_total", "0+6x20", stage="enrich"),
        "15m",
        ({"job": "enrich"},),
    ),
    Case("TocsinRebalances", "one assignment", counter("tocsin_rebalances_total", "0 1x20", stage="enrich"), "15m"),
    Case(
        "TocsinRetries",
        "batches are repeated",
        counter("tocsin_retries_total", "0+10x20", stage="enrich"),
        "10m",
        ({"job": "enrich"},),
    ),
    Case("TocsinRetries", "a repeat long ago", counter("tocsin_retries_total", "0 1x20", stage="enrich"), "15m"),
    Case(
        "TocsinEventLoopLate",
        "the loop is blocked",
        counter("tocsin_event_loop_lag_seconds", "3x20", stage="enrich"),
        "10m",
        ({"job": "enrich"},),
    ),
    Case(
        "TocsinEventLoopLate",
        "the loop turns",
        counter("tocsin_event_loop_lag_seconds", "0.01x20", stage="enrich"),
        "10m",
    ),
    Case(
        "TocsinDeadLetters",
        "one new letter",
        {of(LETTERS, DEAD): "0x5 1x15"},
        "8m",
        ({"stage": "enrich", "reason": "invalid"},),
    ),
    Case("TocsinDeadLetters", "old letters only", {of(LETTERS, DEAD): "7x20"}, "8m"),
    Case(
        "TocsinDeadLetterRatio",
        "2 in 100",
        {
            of(LETTERS, DEAD): "0+2x20",
            **counter(CONSUMED, "0+100x20", topic="reports-accepted"),
        },
        "15m",
        ({"job": "enrich"},),
    ),
    Case(
        "TocsinDeadLetterRatio",
        "1 in 200",
        {
            of(LETTERS, DEAD): "0+1x20",
            **counter(CONSUMED, "0+200x20", topic="reports-accepted"),
        },
        "15m",
    ),
    Case(
        "TocsinDeadLettersWait",
        "four days",
        counter("tocsin_dead_letters_oldest_seconds", "345600x20", stage="enrich"),
        "5m",
        ({"stage": "enrich"},),
    ),
    Case(
        "TocsinDeadLettersWait",
        "two days, and none",
        {
            **counter("tocsin_dead_letters_oldest_seconds", "172800x20", stage="enrich"),
            **counter("tocsin_dead_letters_oldest_seconds", "0x20", stage="ingest"),
        },
        "5m",
    ),
    Case("TocsinDoorFails", "10 in 100", answers("tocsin_door_requests_total", "ingest-door", 10), "15m", ({},)),
    Case("TocsinDoorFails", "1 in 100", answers("tocsin_door_requests_total", "ingest-door", 1), "15m"),
    Case("TocsinApiFails", "10 in 100", answers("tocsin_api_requests_total", "api", 10), "15m", ({},)),
    Case("TocsinApiFails", "1 in 100", answers("tocsin_api_requests_total", "api", 1), "15m"),
    Case(
        "TocsinStreamsDropped",
        "slow readers",
        {of(DROPPED, {"dropped": "slow", "job": "api"}): "0+2x20"},
        "15m",
        ({},),
    ),
    Case(
        "TocsinStreamsDropped",
        "a planned stop",
        {of(DROPPED, {"dropped": "shutdown", "job": "api"}): "0+9x20"},
        "15m",
    ),
    Case("TocsinRuleFails", "a rule met what it can't read", {"tocsin_rule_failures_total": "0x5 1x15"}, "8m", ({},)),
    Case("TocsinRuleFails", "none failed", {"tocsin_rule_failures_total": "0x20"}, "8m"),
    Case("TocsinWatchdog", "always", {"other": "1x20"}, "1m", ({},)),
)
ALWAYS_ON = {"TocsinWatchdog"}
