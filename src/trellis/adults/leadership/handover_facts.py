"""What a packet is made of: sections, and facts that sources gather for them. Higher apps register more sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School
from trellis.core.foundation.registry import Registry

Words = dict[str, object]
"""A sentence as data: {"key": ..., and its values}. `handover_wording.py` writes it in the reader's language."""

SECTIONS = {
    "agreements": _("Agreements and dates"),
    "adaptations": _("Adaptations and reasons"),
    "inquiries": _("Improvement cycles under way"),
    "commitments": _("Commitments"),
    "partners": _("Partners and contacts"),
    "schedule": _("Schedule and trade-offs"),
    "compact": _("Promises in the shared commitment"),
    "other": _("Other"),
}
"""Every section in the order of the page. What people add may stand in each."""

GATHERING = "gather what a school's leader hands over; the packet is for whoever leads the school"


def words(key: str, **values: object) -> Words:
    """A sentence as data. Days become ISO text."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"key": key, **plain}


def text(value: object) -> Words:
    """What somebody wrote, as it is."""
    return words("text", text=str(value))


@dataclass(frozen=True)
class Fact:
    """What Trellis knows of one thing. kind, key: the same fact keeps both, so that gathering again finds its item.

    dates: days that the successor takes over, each with what it is. page: the name of its page, and an id.
    """

    kind: str
    key: str
    title: Words
    lines: tuple[Words, ...] = ()
    dates: tuple[tuple[Words, date], ...] = ()
    page: tuple[str, ...] | None = None


@dataclass(frozen=True)
class HandoverSource:
    """What one app tells for a section. `gather(school, today)` gives its facts in their order."""

    section: str
    gather: Callable[[School, date], Iterable[Fact]]


HANDOVER_SOURCES: Registry[str, HandoverSource] = Registry(
    "handover-sources", "what a leader's handover packet gathers from each app"
)


def gather_facts(school: School, today: date) -> list[tuple[str, Fact]]:
    """All facts of a school, each with its section, in the order of the page."""
    facts = [
        (source.section, fact)
        for source in HANDOVER_SOURCES.values()
        for fact in source.gather(school, today)
    ]
    order = list(SECTIONS)
    return sorted(facts, key=lambda pair: order.index(pair[0]))
