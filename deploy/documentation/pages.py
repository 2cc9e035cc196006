"""What stands on each generated page. Pure: lists of the contracts in, Markdown out."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from deploy.documentation import findings_page, identifier_page, report_pages, units_page
from deploy.documentation.declared_settings import declared_settings
from deploy.documentation.markdown import page, table
from services.contracts.documents import COLLECTIONS
from services.contracts.metrics import LABELS, METRICS
from services.contracts.processes import PROCESSES
from services.contracts.reasons import Reason
from services.contracts.topics import TOPICS, Topic, outbound


def topics() -> str:
    """docs/topics.md"""
    rows = [_topic_row(topic) for topic in (*TOPICS, outbound("<participant>"))]
    collections = [
        (f"`{each.name}`", each.id, each.writer, ", ".join(f"`{index.name}`" for index in each.indexes) or "-")
        for each in COLLECTIONS
    ]
    head = ("topic", "key", "written by", "read by", "event", "partitions", "kept", "largest record")
    return page(
        "Topics and collections",
        "Kafka's topics, from `services/contracts/topics.py`. Bodies: `services/contracts/schemas/`. Dead letters are "
        "the record as it came, with headers that say where it came from and why it is there.",
        table(head, rows),
        "MongoDB's collections, from `services/contracts/documents.py`. Each is a view of the log, `participants` "
        "apart, and each has one writer.",
        table(("collection", "`_id`", "written by", "indexes"), collections),
    )


def _topic_row(topic: Topic) -> tuple[str, ...]:
    return (
        f"`{topic.name}`",
        topic.key,
        ", ".join(topic.written_by),
        ", ".join(topic.read_by),
        f"`{topic.event}`" if topic.event else "-",
        str(topic.partitions),
        "for good" if topic.retention is None else f"{topic.retention.days} days",
        f"{topic.max_message_bytes // 1024} KiB",
    )


def settings() -> str:
    """docs/operations/settings.md"""
    rows = [
        (f"`{each.name}`", f"`{each.default}`", each.description, f"`{each.declared_by}`")
        for each in declared_settings()
    ]
    processes = [
        (
            f"`{each.name}`",
            f"`python {' '.join(each.command)}`",
            str(each.internal_port),
            f"{each.public_port} (`{each.port_setting}`)" if each.public_port else "-",
        )
        for each in PROCESSES
    ]
    return page(
        "Settings",
        "Every process reads its settings from the environment, once, when it starts. There are no others.",
        table(("setting", "default", "what it is", "declared by"), rows),
        "The processes, and their ports unless a setting says otherwise:",
        table(("process", "command", "internal port", "public port"), processes),
    )


def metrics() -> str:
    """docs/operations/metrics.md"""
    rows = [
        (
            f"`{each.name}`",
            each.kind,
            ", ".join(f"`{label}`" for label in each.labels) or "-",
            each.help,
            _services(each.services),
        )
        for each in METRICS
    ]
    used = sorted({label for each in METRICS for label in each.labels} - {"topic", "reason"})
    labels = [(f"`{label}`", ", ".join(f"`{value}`" for value in LABELS[label])) for label in used]
    labels.append(("`topic`", "a topic that the service reads: [topics](../topics.md)"))
    labels.append(("`reason`", ", ".join(f"`{reason.value}`" for reason in Reason)))
    return page(
        "Metrics",
        "Each process serves its metrics at `/metrics` of its internal port. Every label value is there from the "
        "start, at 0; label values come from closed sets, never from a report.",
        table(("metric", "type", "labels", "meaning", "services"), rows),
        "Label values:",
        table(("label", "values"), sorted(labels)),
        "Rules on these: `deploy/prometheus/rules.yml`, each with a runbook in this folder. Dashboard: "
        "`deploy/grafana/dashboards/overview.json`.",
    )


def _services(services: tuple[str, ...]) -> str:
    return ", ".join(services)


PAGES: Final = MappingProxyType[str, Callable[[], str]](
    {
        "docs/topics.md": topics,
        "docs/operations/settings.md": settings,
        "docs/operations/metrics.md": metrics,
        "docs/reference/report.md": report_pages.fields,
        "docs/reference/code-lists.md": report_pages.code_lists,
        "docs/reference/identifiers.md": identifier_page.page,
        "docs/reference/findings.md": findings_page.findings,
        "docs/reference/units.md": units_page.unit_words,
    }
)
"""Every generated page by its path in the repository."""
