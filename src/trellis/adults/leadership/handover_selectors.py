"""Reading handovers: the packets of a school, one packet as its page lays it out, and who may come next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery

from .handover_access import last_day_at
from .handover_facts import SECTIONS
from .handover_services import today_at
from .handover_wording import sentence
from .models import HandoverItem, HandoverQuestion, LeaderHandover
from .permissions import is_leaver, is_successor, may_add, may_arrange, may_start

RELATED = ("school__network", "leaver", "successor")
LEFT_PERIOD = timedelta(days=180)
"""How long after a leader left somebody can still start their packet."""
DATES_AHEAD = timedelta(days=365)
"""How far ahead the page tells dates that the successor takes over."""
State, Status = HandoverItem.State, LeaderHandover.Status
_OPEN = PreparedQuery(
    LeaderHandover,
    lambda rows: rows.select_related("school", "leaver", "successor").order_by("last_day", "pk"),
)


def school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school that the viewer leads, or of a network that they work for."""
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    if not may_start(viewer, school.pk, school.network_id):
        raise Http404
    return school


def handover_or_404(viewer: Viewer, handover_id: UUID) -> LeaderHandover:
    rows = LeaderHandover.objects.seen_by(viewer).select_related(*RELATED)
    return get_object_or_404(rows, pk=handover_id)


def handovers_of(viewer: Viewer, school: School) -> list[LeaderHandover]:
    """The packets of a school: open ones first, then the newest."""
    rows = LeaderHandover.objects.seen_by(viewer).filter(school=school).select_related(*RELATED)
    return sorted(rows, key=lambda row: (not row.is_open, -row.last_day.toordinal()))


def open_handovers(viewer: Viewer) -> list[LeaderHandover]:
    """The open packets in which the viewer leaves or comes. Asked once a request."""
    if "open handovers" not in viewer.cache:
        named = Q(leaver=viewer.person_id) | Q(successor=viewer.person_id)
        viewer.cache["open handovers"] = list(_OPEN.seen_by(viewer, named, ~Q(status=Status.CLOSED)))
    return viewer.cache["open handovers"]


def leaders_who_leave(viewer: Viewer, school: School) -> list[Person]:
    """Who leads the school now, or did until lately, and has no open packet. By name."""
    recent = Q(ends=None) | Q(ends__gt=viewer.now - LEFT_PERIOD)
    ties = Tie.objects.unscoped("list the leaders of a school for whoever leads it or its network").filter(
        recent, starts__lte=viewer.now, role=Role.LEADER, to_school=school, deleted_at=None
    )
    taken = LeaderHandover.objects.seen_by(viewer).filter(school=school).exclude(status=Status.CLOSED)
    people = Person.objects.unscoped("name the leaders of a school").filter(
        pk__in=ties.values("person"), deleted_at=None
    )
    return _by_name(people.exclude(pk__in=taken.values("leaver")))


def possible_successors(viewer: Viewer, school: School) -> list[Person]:
    """The adults whom the viewer sees at the school, and who lead or coach in its network. By name."""
    ties = Tie.objects.unscoped("list the adults whom the viewer sees already").filter(
        active_at(viewer.now),
        Q(to_school=school) | Q(to_group__school=school) | Q(to_school__network=school.network_id),
        role__in=(*SCHOOL_ROLES, Role.COACH),
    )
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), deleted_at=None)
    return _by_name(people)


def staff_of(viewer: Viewer, school: School) -> list[Person]:
    """The adults who work at the school, as far as the viewer sees them. By name."""
    ties = Tie.objects.unscoped("list the adults whom the viewer sees already").filter(
        active_at(viewer.now), Q(to_school=school) | Q(to_group__school=school), role__in=SCHOOL_ROLES
    )
    return _by_name(Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), deleted_at=None))


def _by_name(people: QuerySet[Person]) -> list[Person]:
    return add_distinctions(sorted(people, key=lambda person: (person.family_name, person.name, person.pk)))


def ending_without_handover(viewer: Viewer, school: School) -> date | None:
    """The viewer's last day as a leader of the school, where that is set and no packet was started."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now),
        person=viewer.person_id,
        role=Role.LEADER,
        to_school=school,
        ends__isnull=False,
    )
    ends = ties.order_by("-ends").values_list("ends", flat=True).first()
    lasting = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), person=viewer.person_id, role=Role.LEADER, to_school=school, ends=None
    )
    if ends is None or lasting.exists():
        return None
    rows = LeaderHandover.objects.seen_by(viewer).filter(school=school, leaver=viewer.person_id)
    return None if rows.exists() else last_day_at(ends, school)


@dataclass
class ItemLine:
    """An item as the page shows it. url: where a leader of the school finds it; "" for others."""

    item: HandoverItem
    questions: list[HandoverQuestion]
    url: str = ""

    @property
    def anchor(self) -> str:
        """The id of the item on the page."""
        return f"item-{self.item.pk}"

    @property
    def title(self) -> SafeString:
        return sentence(self.item.title)

    @property
    def facts(self) -> list[SafeString]:
        return [sentence(sentence_data) for sentence_data in self.item.lines]

    @property
    def waits_for_answer(self) -> bool:
        return any(not question.answer for question in self.questions)


@dataclass
class Section:
    """A section of a packet and its items."""

    key: str
    title: str
    lines: list[ItemLine] = field(default_factory=list)

    @property
    def counted(self) -> list[ItemLine]:
        return [line for line in self.lines if line.item.gone_on is None]

    @property
    def confirmed(self) -> int:
        return sum(line.item.state == State.CONFIRMED for line in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def is_done(self) -> bool:
        return not any(line.item.is_open for line in self.counted)


class Packet:
    """One packet for one viewer."""

    def __init__(self, viewer: Viewer, handover: LeaderHandover) -> None:
        self.viewer, self.handover = viewer, handover
        self.today = today_at(handover.school)
        self.leaves, self.comes = is_leaver(viewer, handover), is_successor(viewer, handover)
        self.may_add = (may_add(viewer, handover) or may_arrange(viewer, handover)) and handover.is_open
        self.may_arrange = may_arrange(viewer, handover) and handover.is_open
        self.leads = handover.school_id in viewer.to("school", Role.LEADER)
        self.sees_questions = self.leaves or self.comes or self.leads

    @cached_property
    def items(self) -> list[HandoverItem]:
        rows = HandoverItem.objects.seen_by(self.viewer).filter(handover=self.handover, deleted_at=None)
        items = list(rows.order_by("position", "created", "pk"))
        for item in items:
            item.handover = self.handover
        return items

    @cached_property
    def sections(self) -> list[Section]:
        """Those that have items, in their order."""
        questions: dict[UUID, list[HandoverQuestion]] = defaultdict(list)
        rows = HandoverQuestion.objects.seen_by(self.viewer).filter(item__handover=self.handover)
        for question in rows.select_related("asked_by", "answered_by").order_by("created"):
            questions[question.item_id].append(question)
        sections = {key: Section(key, str(title)) for key, title in SECTIONS.items()}
        for item in self.items:
            line = ItemLine(item, questions[item.pk], self._url(item))
            sections[item.section if item.section in sections else "other"].lines.append(line)
        return [section for section in sections.values() if section.lines]

    def _url(self, item: HandoverItem) -> str:
        if not (self.leads and item.page and item.gone_on is None):
            return ""
        try:
            return reverse(item.page[0], args=item.page[1:])
        except NoReverseMatch:
            return ""

    @property
    def confirmed(self) -> int:
        return sum(section.confirmed for section in self.sections)

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def fact_count(self) -> int:
        return sum(len(item.lines) for item in self.items if item.key and item.gone_on is None)

    @property
    def described(self) -> int:
        return sum(bool(item.words) for item in self.items)

    @cached_property
    def next_item(self) -> UUID | None:
        """The first item for which the viewer is needed."""
        for section in self.sections:
            for line in section.lines:
                if (self.comes and line.item.is_open) or (self.leaves and self._waits_for_leaver(line)):
                    return line.item.pk
        return None

    def _waits_for_leaver(self, line: ItemLine) -> bool:
        unsaid = line.item.state == State.GATHERED and line.item.is_open
        return line.waits_for_answer or (unsaid and self.handover.status == Status.GATHERED)

    @cached_property
    def coming_dates(self) -> list[tuple[date, SafeString]]:
        """The days that the successor takes over, from today on, the next one first."""
        return sorted(self._dates(), key=lambda pair: pair[0])

    def _dates(self) -> Iterator[tuple[date, SafeString]]:
        for item in self.items:
            for sentence_data, day in item.dates if item.gone_on is None else ():
                if self.today <= date.fromisoformat(day) <= self.today + DATES_AHEAD:
                    yield date.fromisoformat(day), sentence(sentence_data)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps of the handover: (key, "done", "now" or "todo")."""
        order = [Status.GATHERED, Status.FINISHED, Status.CONFIRMED, Status.CLOSED]
        reached = order.index(Status(self.handover.status))
        states = [
            "done" if number <= reached else "now" if number == reached + 1 else "todo"
            for number in range(len(order))
        ]
        if self.access_moved:  # the days come, whatever is confirmed
            states[-1] = "done"
        return [(key.value, state) for key, state in zip(order, states, strict=True)]

    @property
    def access_moved(self) -> bool:
        first = self.handover.first_day
        return bool(first and first <= self.today and self.handover.last_day < self.today)


def waiting_items(viewer: Viewer, handover: LeaderHandover) -> int:
    """For how many items of a packet the viewer is needed: to describe as the leaver, to confirm as the successor."""
    rows = HandoverItem.objects.seen_by(viewer).filter(handover=handover, gone_on=None, deleted_at=None)
    if is_successor(viewer, handover):
        return rows.filter(state__in=(State.GATHERED, State.FINISHED)).count()
    if is_leaver(viewer, handover) and handover.status == Status.GATHERED:
        return rows.filter(state=State.GATHERED).count()
    return 0


def unanswered_questions(viewer: Viewer) -> list[HandoverQuestion]:
    """What the viewer was asked about a packet that they leave, and has not answered."""
    rows = HandoverQuestion.objects.seen_by(viewer).filter(
        item__handover__leaver=viewer.person_id, item__deleted_at=None, answer=""
    )
    return list(rows.select_related("item__handover__school", "asked_by").order_by("created"))


def answers_since(viewer: Viewer, since: datetime) -> list[HandoverQuestion]:
    """The answers to the viewer's own questions that came since a moment."""
    rows = HandoverQuestion.objects.seen_by(viewer).filter(
        asked_by=viewer.person_id, answered_at__gt=since, item__deleted_at=None
    )
    return list(rows.select_related("item__handover__school", "answered_by").order_by("answered_at"))
