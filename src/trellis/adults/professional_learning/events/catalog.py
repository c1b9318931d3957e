"""The catalog: which events match what somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number, format_short_month, format_weekday
from trellis.core.foundation.text_folding import fold_text

from ..models import LearningEvent, PracticeTry, SignUp
from ..permissions import may_organize
from ..services.sign_ups import check_open
from .prerequisites import PrerequisiteLine, prerequisites_by_event
from .selectors import Places, own_sign_ups, place_in_line, places_of

PAGE_SIZE = 30
COMING, MINE, PAST = "coming", "mine", "past"
TIMES = (COMING, MINE, PAST)
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class CatalogQuery:
    """What somebody looks for."""

    q: str = ""
    topic: str = ""
    types: tuple[str, ...] = ()
    when: str = COMING
    page: int = 1

    @classmethod
    def of(cls, sent: QueryDict) -> CatalogQuery:
        """From an address; what makes no sense in it is left out."""
        page, when = sent.get("page", "1"), sent.get("when", COMING)
        known_types = {*LearningEvent.Kind.values, *LearningEvent.Format.values}
        return cls(
            q=" ".join(sent.get("q", "").replace("\x00", "").split())[:200],
            topic=sent.get("topic", "").replace("\x00", "")[:80],
            types=tuple(dict.fromkeys(each for each in sent.getlist("type") if each in known_types)),
            when=when if when in TIMES else COMING,
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
        )

    def address(self, page: int) -> str:
        """The query of a page with the same question."""
        values = {"q": self.q, "topic": self.topic, "type": self.types, "when": self.when, "page": page}
        return urlencode({name: value for name, value in values.items() if value}, doseq=True)

    @property
    def filters(self) -> bool:
        return bool(self.q or self.topic or self.types)


class DateTile(NamedTuple):
    """A day as three short words: "Thu", "14", "Jan"."""

    weekday: str
    day: str
    month: str


@dataclass(frozen=True)
class CatalogLine:
    """One event with what matters to this viewer.

    fits: it is about what they try next. closed: why they cannot sign up now, or "".
    """

    event: LearningEvent
    places: Places
    sign_up: SignUp | None
    in_line: int
    organizes: bool
    fits: bool
    closed: str
    prerequisites: tuple[PrerequisiteLine, ...] = ()

    @property
    def opens(self) -> bool:
        return self.sign_up is None and not self.closed

    @property
    def tile(self) -> DateTile | None:
        """The day on which it starts, on the event's clock."""
        if self.event.starts is None:
            return None
        day = self.event.starts.astimezone(self.event.zone).date()
        return DateTile(format_weekday(day.isoweekday()), format_number(day.day), format_short_month(day))

    @property
    def asks_to_confirm(self) -> bool:
        """Whether a prerequisite is one that only the person can tell."""
        return any(each.met is None for each in self.prerequisites)

    @property
    def needs_page(self) -> bool:
        """Whether signing up asks something that only the event's page can show."""
        return bool(self.prerequisites) or self.event.is_visit


@dataclass(frozen=True)
class Catalog:
    query: CatalogQuery
    lines: tuple[CatalogLine, ...]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def fitting(self) -> int:
        return sum(line.fits for line in self.lines)


def search_events(viewer: Viewer, query: CatalogQuery) -> Catalog:
    """The events that the viewer may open and that match: the soonest first, past ones the latest first."""
    now = timezone.now()
    events = [event for event in _candidates(viewer, query, now) if _matches(event, query.q)]
    if query.when == PAST:
        events.reverse()
    start = (query.page - 1) * PAGE_SIZE
    shown = events[start : start + PAGE_SIZE]
    return Catalog(query, tuple(catalog_lines(viewer, shown)), len(events))


def _candidates(viewer: Viewer, query: CatalogQuery, now: datetime) -> list[LearningEvent]:
    rows = LearningEvent.objects.seen_by(viewer).filter(deleted_at=None)
    if query.when == PAST:
        rows = rows.filter(ends__lt=now, ends__gt=now - YEAR)
    elif query.when == MINE:
        sign_ups = SignUp.objects.seen_by(viewer).active().filter(person=viewer.person_id)
        rows = rows.filter(pk__in=sign_ups.values("event"))
    else:
        rows = rows.filter(Q(ends__gte=now) | Q(ends=None)).exclude(status=LearningEvent.Status.CANCELLED)
    if query.topic:
        rows = rows.filter(topic=query.topic)
    kinds = [each for each in query.types if each in LearningEvent.Kind.values]
    formats = [each for each in query.types if each in LearningEvent.Format.values]
    if kinds or formats:
        both = [LearningEvent.Format.BOTH] if formats else []
        rows = rows.filter(Q(kind__in=kinds) | Q(format__in=[*formats, *both]))
    events = rows.select_related("network", "host", "organizer")
    return sorted(events, key=lambda event: (event.starts or datetime.max.replace(tzinfo=UTC), event.title))


def _matches(event: LearningEvent, q: str) -> bool:
    """Whether every word of the question is in what the event says of itself; accents and case do not count."""
    host = event.host.name if event.host else ""
    text = fold_text(" ".join((event.title, event.about, event.focus, event.place, host)))
    return all(word in text for word in fold_text(q).split())


def catalog_lines(viewer: Viewer, events: list[LearningEvent]) -> list[CatalogLine]:
    """Each event with its places and the viewer's own."""
    places, sign_ups = places_of(events), own_sign_ups(viewer, events)
    tries = PracticeTry.objects.seen_by(viewer).filter(person=viewer.person_id, finished_on=None)
    prerequisites = prerequisites_by_event(events, viewer.person)
    topics = set(tries.filter(deleted_at=None).values_list("topic", flat=True)) - {""}
    return [
        CatalogLine(
            event=event,
            places=places[event.pk],
            sign_up=sign_ups.get(event.pk),
            in_line=_place_in_line(sign_ups.get(event.pk)),
            organizes=may_organize(viewer, event),
            fits=event.topic in topics,
            closed=closed_reason(viewer, event),
            prerequisites=tuple(prerequisites.get(event.pk, ())),
        )
        for event in events
    ]


def _place_in_line(sign_up: SignUp | None) -> int:
    return place_in_line(sign_up) if sign_up and sign_up.is_waiting else 0


def closed_reason(viewer: Viewer, event: LearningEvent) -> str:
    """Why the viewer cannot sign up now, seats aside; "" where they can."""
    try:
        check_open(event, viewer.roles)
    except ActionError as error:
        return str(error.message)
    return ""
