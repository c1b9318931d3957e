"""Reading apprenticeships: whom one can ask, one's own, and those that wait for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery

from ..agreements import signatures_by_part
from ..confirming import unconfirmed_days
from ..models import Agreement, InternshipDay, InternshipTerms, Placement, PlacementSearch, Signature
from . import services

RELATED = (
    "hold__search__student",
    "hold__search__host_school",
    "hold__search__placement__mentor",
    "hold__search__placement__student",
    "hold__search__placement__host_school",
    "hold__approved_by",
    "hold__declined_by",
    "mentor",
)
_WAITING = PreparedQuery(
    Agreement, lambda agreements: agreements.select_related(*RELATED).order_by("created", "pk")
)


@dataclass
class Apprenticeship:
    """One apprenticeship, from the request on, as a viewer reads it."""

    viewer: Viewer
    agreement: Agreement

    @property
    def search(self) -> PlacementSearch:
        return self.agreement.hold.search

    @property
    def apprentice(self) -> Person:
        return self.search.student

    @property
    def host_school(self) -> School:
        school = self.search.host_school
        if school is None:
            raise School.DoesNotExist
        return school

    @property
    def placement(self) -> Placement | None:
        return self.search.placement

    @property
    def started(self) -> Placement:
        """The placement, for what is done only once it has started."""
        if self.placement is None:
            raise Placement.DoesNotExist
        return self.placement

    @property
    def mentor(self) -> Person | None:
        """Who mentors now: a placement may outlive the agreement's mentor."""
        return self.placement.mentor if self.placement else self.agreement.mentor

    @property
    def today(self) -> date:
        return school_local_time(self.host_school, self.viewer.now).date()

    @property
    def mine(self) -> bool:
        return self.search.student_id == self.viewer.person_id

    @property
    def hosts(self) -> bool:
        """Whether the viewer leads the school where it takes place, and is not the apprentice."""
        return not self.mine and self.search.host_school_id in self.viewer.to("school", Role.LEADER)

    @property
    def answers_for_network(self) -> bool:
        network = self.host_school.network_id
        return not self.mine and network in self.viewer.to("network", Role.NETWORK_STAFF)

    @cached_property
    def signatures(self) -> dict[str, Signature | None]:
        return signatures_by_part(self.agreement, services.PARTS)

    @cached_property
    def needs_approval(self) -> bool:
        return services.needs_approval(self.host_school)

    site = None
    """An apprenticeship has none: any weekday may be chosen."""
    questions = ()

    @property
    def terms(self) -> InternshipTerms:
        """The days and hours: as agreed on, and once it has started as they are now."""
        return self.placement or self.agreement

    @cached_property
    def days(self) -> list[InternshipDay]:
        """The days that wait for the leader to confirm."""
        return unconfirmed_days(self.placement.pk) if self.placement else []

    @cached_property
    def hours(self) -> ConfirmedHours:
        days = InternshipDay.objects.seen_by(self.viewer)
        return confirmed_hours(days, [self.started.pk]).get(self.started.pk, ConfirmedHours())

    @property
    def may_change(self) -> bool:
        """Whether the viewer sets other days or a last day: the two people concerned."""
        return self.mine or self.hosts

    @property
    def readers(self) -> list[str]:
        """Who can see the page, in words."""
        return [
            _("You") if self.mine else self.apprentice.name,
            _("The leaders of %(school)s") % {"school": self.host_school.name},
            _("The network’s program staff"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is asked for, and neither started nor over."""
        return self.search.closed_at is None and self.agreement.hold.is_open(self.today)

    @property
    def has_expired(self) -> bool:
        """Whether its first day came before everybody had answered."""
        return self.search.closed_at is None and not self.is_open

    @property
    def awaits_mentor(self) -> bool:
        return self.is_open and self.signatures["mentor"] is None

    @property
    def awaits_network(self) -> bool:
        return self.is_open and self.agreement.hold.approved_at is None and self.needs_approval

    @property
    def is_current(self) -> bool:
        """Whether it has started and is not over."""
        return self.placement is not None and self.placement.is_current(self.today)


def apprenticeship_or_404(viewer: Viewer, search_id: UUID) -> Apprenticeship:
    """One that the viewer may see."""
    rows = Agreement.objects.seen_by(viewer).filter(
        hold__search=search_id, hold__search__host_school__isnull=False
    )
    return Apprenticeship(viewer, get_object_or_404(rows.select_related(*RELATED)))


def apprenticeships_of(viewer: Viewer, rows: QuerySet[Agreement]) -> list[Apprenticeship]:
    """Those of some agreements, told apart where two people have one name."""
    cards = [Apprenticeship(viewer, agreement) for agreement in rows.select_related(*RELATED)]
    add_distinctions([card.apprentice for card in cards])
    return cards


def own_apprenticeships(viewer: Viewer) -> list[Apprenticeship]:
    """The viewer's own, the newest first."""
    rows = _agreements(viewer).filter(hold__search__student=viewer.person_id)
    return apprenticeships_of(viewer, rows.order_by("-created", "pk"))


def others_apprenticeships(viewer: Viewer) -> list[Apprenticeship]:
    """Those of others that the viewer sees and that are asked for or under way, by the first day."""
    rows = _agreements(viewer).exclude(hold__search__student=viewer.person_id)
    cards = apprenticeships_of(viewer, rows.order_by("starts", "pk"))
    return [card for card in cards if card.is_open or card.is_current]


def _agreements(viewer: Viewer) -> QuerySet[Agreement]:
    return Agreement.objects.seen_by(viewer).filter(hold__search__host_school__isnull=False)


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: requests to answer, and apprenticeships with how many days to confirm."""

    requests: list[Apprenticeship] = field(default_factory=list)
    days: list[tuple[Apprenticeship, int]] = field(default_factory=list)


def waiting_for(viewer: Viewer) -> Waiting:
    """What waits for the viewer as a leader, or for the network. One query where nobody is an apprentice."""
    if not (viewer.to("school", Role.LEADER) or viewer.to("network", Role.NETWORK_STAFF)):
        return Waiting()
    rows = _WAITING.seen_by(
        viewer,
        Q(hold__search__closed_at=None) | Q(hold__search__placement__isnull=False),
        hold__search__host_school__isnull=False,
        hold__let_go_at=None,
    )
    cards = [Apprenticeship(viewer, row) for row in rows]
    add_distinctions([card.apprentice for card in cards])
    requests = [
        card
        for card in cards
        if (card.hosts and card.awaits_mentor) or (card.answers_for_network and card.awaits_network)
    ]
    hosted = {card.started.pk: card for card in cards if card.hosts and card.placement}
    return Waiting(requests, _with_days_to_confirm(viewer, hosted) if hosted else [])


def _with_days_to_confirm(
    viewer: Viewer, hosted: dict[UUID, Apprenticeship]
) -> list[tuple[Apprenticeship, int]]:
    days = InternshipDay.objects.awaiting_confirmation().seen_by(viewer).filter(placement__in=list(hosted))
    counts = Counter(days.values_list("placement", flat=True))
    return [(card, counts[placement]) for placement, card in hosted.items() if counts[placement]]


@dataclass(frozen=True)
class ConfirmedHours:
    """Hours at a school: those that the mentor confirmed, and those that wait."""

    confirmed: float = 0
    waiting: float = 0


def confirmed_hours(days: QuerySet[InternshipDay], placements: Iterable[UUID]) -> dict[UUID, ConfirmedHours]:
    """Hours of some days, by placement."""
    days = days.filter(placement__in=list(placements), minutes__gt=0)
    is_confirmed = Q(confirmed_at__isnull=False)
    sums = (
        days.order_by()
        .values("placement")
        .annotate(confirmed=Sum("minutes", filter=is_confirmed), waiting=Sum("minutes", filter=~is_confirmed))
    )
    return {
        row["placement"]: ConfirmedHours((row["confirmed"] or 0) / 60, (row["waiting"] or 0) / 60)
        for row in sums
    }


@dataclass(frozen=True)
class PossibleMentor:
    """A leader whom somebody may ask, at the school that they lead."""

    school: School
    person: Person

    @property
    def key(self) -> str:
        return f"{self.school.pk}:{self.person.pk}"


def possible_mentors(viewer: Viewer) -> list[PossibleMentor]:
    """Leaders of other schools of the viewer's networks, by school and name."""
    ties = Tie.objects.unscoped("offer the network's leaders to somebody who would like to learn").filter(
        active_at(viewer.now),
        role=Role.LEADER,
        to_school__network__in=viewer.home_networks,
        to_school__deleted_at=None,
        person__deleted_at=None,
    )
    others = ties.exclude(to_school__in=viewer.schools).exclude(person=viewer.person_id)
    rows = others.select_related("to_school__network", "person")
    rows = rows.order_by("to_school__name", "person__family_name", "person__given_name", "pk")
    by_school = {(tie.to_school_id, tie.person_id): PossibleMentor(tie.to_school, tie.person) for tie in rows}
    add_distinctions([mentor.person for mentor in by_school.values()])
    return list(by_school.values())
