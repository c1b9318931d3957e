"""Reading pathways: one's own, those that others share, what the model offers, and who may mentor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.assessment.portfolios.models import TaskSubmission
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.design.blueprint.labels import choice_label
from trellis.design.blueprint.package.people import Pathway, PathwayStep
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.wording import wording_of

from .models import StartedPathway, StartedStep
from .pathway_record import OwnRecord, chosen_hours, chosen_pieces, own_hours, own_record
from .permissions import is_pathway_mentor

RELATED = ("person", "school__network", "mentor")
LEADER_ROLE = "leader"
"""The key under which pages find the role of who leads a school."""


def pathway_in_words(school_id: UUID, key: str) -> Pathway | None:
    """A pathway of the school's model, in the reader's language; None once the model has it no more."""
    package = wording_of(school_id).package
    return package.roles.pathway(key) if package else None


def role_title(school_id: UUID, key: str) -> str:
    """What the school calls a role, in the reader's language."""
    package = wording_of(school_id).package
    role = package.roles.role(key) if package else None
    return role.title if role else ""


@dataclass(frozen=True)
class StepLine:
    """A step in the reader's language. planned: as the model has it now."""

    step: StartedStep
    planned: PathwayStep | None

    @property
    def title(self) -> str:
        return self.planned.title if self.planned else self.step.title

    @property
    def evidence_asked(self) -> str:
        return (self.planned.evidence or "") if self.planned else self.step.evidence_asked


@dataclass
class PathwayCard:
    """A started pathway with its steps, in the reader's language."""

    row: StartedPathway
    steps: list[StepLine] = field(default_factory=list)

    @cached_property
    def planned(self) -> Pathway | None:
        return pathway_in_words(self.row.school_id, self.row.key)

    @property
    def title(self) -> str:
        return self.planned.title if self.planned else self.row.title

    @property
    def confirmed(self) -> int:
        return sum(line.step.confirmed_on is not None for line in self.steps)

    @property
    def next_step(self) -> StepLine | None:
        return next((line for line in self.steps if line.step.confirmed_on is None), None)


def pathway_cards(rows: QuerySet[StartedPathway], viewer: Viewer) -> list[PathwayCard]:
    """These pathways with their steps, in two queries."""
    cards = {row.pk: PathwayCard(row) for row in rows.select_related(*RELATED)}
    steps = StartedStep.objects.seen_by(viewer).filter(pathway__in=list(cards)).order_by("position")
    steps = steps.select_related("apprenticeship__host_school")
    for step in steps:
        card = cards[step.pathway_id]
        planned = (
            next((each for each in card.planned.steps if each.key == step.key), None)
            if card.planned
            else None
        )
        card.steps.append(StepLine(step, planned))
    return list(cards.values())


def own_cards(viewer: Viewer) -> list[PathwayCard]:
    """The viewer's own pathways, the newest first."""
    rows = StartedPathway.objects.seen_by(viewer).filter(person=viewer.person_id)
    return pathway_cards(rows.order_by("-created"), viewer)


def shared_cards(viewer: Viewer) -> list[PathwayCard]:
    """Pathways of others that the viewer may see: those that they mentor first, then by school and name."""
    rows = StartedPathway.objects.seen_by(viewer).exclude(person=viewer.person_id)
    cards = pathway_cards(rows.order_by("school__name", "person__family_name", "pk"), viewer)
    add_distinctions([card.row.person for card in cards])
    return sorted(cards, key=lambda card: not is_pathway_mentor(viewer, card.row))


def mentor_meetings(
    viewer: Viewer, starts: datetime, ends: datetime
) -> list[tuple[PathwayCard, str, datetime]]:
    """The viewer's meetings with their mentors and with those whom they mentor: the pathway, the other person's name,
    and when."""
    rows = StartedPathway.objects.seen_by(viewer).filter(
        Q(person=viewer.person_id) | Q(mentor=viewer.person_id),
        mentor__isnull=False,
        meets_at__gte=starts,
        meets_at__lt=ends,
    )
    cards = [PathwayCard(row) for row in rows.select_related(*RELATED).order_by("meets_at")]
    return [
        (
            card,
            (card.row.person if is_pathway_mentor(viewer, card.row) else card.row.mentor).name,
            card.row.meets_at,
        )
        for card in cards
        if card.row.mentor and card.row.meets_at
    ]


def steps_to_confirm(viewer: Viewer) -> list[StartedStep]:
    """Steps with evidence that the viewer, as the mentor, has not confirmed."""
    rows = StartedStep.objects.seen_by(viewer).filter(pathway__mentor=viewer.person_id, confirmed_on=None)
    return [step for step in rows.select_related("pathway").order_by("modified") if step.has_evidence]


def steps_confirmed_since(viewer: Viewer, moment: datetime) -> list[StartedStep]:
    """The viewer's own steps that their mentor confirmed after a moment."""
    rows = StartedStep.objects.seen_by(viewer).filter(
        pathway__person=viewer.person_id, confirmed_on__isnull=False, modified__gt=moment
    )
    return list(rows.exclude(confirmed_by=viewer.person_id).order_by("confirmed_on"))


def pathways_mentored_since(viewer: Viewer, moment: datetime) -> list[StartedPathway]:
    """Pathways whose people chose the viewer as their mentor after a moment."""
    rows = StartedPathway.objects.seen_by(viewer)
    return list(rows.filter(mentor=viewer.person_id, mentor_chosen_at__gt=moment))


@dataclass(frozen=True)
class OfferedPathway:
    """A pathway that the viewer can start. stage, role: as the reader calls them."""

    pathway: Pathway
    stage: str
    role: str


def home_school(viewer: Viewer) -> School | None:
    """The school by whose model the viewer grows: the first where they work, whose model has pathways."""
    keys = viewer.staff_schools | viewer.to("school", Role.COACH)
    schools = School.objects.unscoped("find the schools where the viewer works").filter(
        pk__in=keys, deleted_at=None
    )
    for school in schools.select_related("network").order_by("name", "pk"):
        package = package_for_school(school.pk)
        if package and package.roles.pathways:
            return school
    return None


def offered_pathways(viewer: Viewer, school: School, started: set[str]) -> list[OfferedPathway]:
    """What the school's model has, less what the viewer started."""
    package = wording_of(school.pk).package
    return [
        OfferedPathway(
            pathway,
            choice_label("Pathway", "stage", pathway.stage),
            role_title(school.pk, pathway.role),
        )
        for pathway in (package.roles.pathways if package else ())
        if pathway.key not in started
    ]


def possible_mentors(viewer: Viewer, school: School) -> list[Person]:
    """Who may mentor somebody of a school: its own staff, and who leads or coaches in its network. By name."""
    ties = Tie.objects.unscoped("offer the network's leaders and coaches as mentors").filter(
        Q(to_school=school, role__in=SCHOOL_ROLES)
        | Q(to_group__school=school, role__in=SCHOOL_ROLES)
        | Q(to_school__network=school.network_id, role__in=(Role.LEADER, Role.COACH)),
        active_at(viewer.now),
    )
    people = Person.objects.unscoped("name those who may mentor").filter(
        pk__in=ties.values("person"), deleted_at=None
    )
    people = people.exclude(pk=viewer.person_id).order_by("family_name", "given_name", "pk")
    return add_distinctions(list(people))


@dataclass
class PathwayPage:
    """One pathway as its page lays it out for a viewer."""

    viewer: Viewer
    card: PathwayCard

    @property
    def row(self) -> StartedPathway:
        return self.card.row

    @property
    def mine(self) -> bool:
        return self.row.person_id == self.viewer.person_id

    @property
    def mentors(self) -> bool:
        return is_pathway_mentor(self.viewer, self.row)

    @property
    def confirms(self) -> bool:
        """The mentor; the person themselves where the model has no mentor for this stage."""
        return self.mentors or (self.mine and bool(self.card.planned) and not self.card.planned.mentor)

    @cached_property
    def record(self) -> OwnRecord:
        """What the viewer can choose to show with a step."""
        return own_record(self.viewer)

    @property
    def own_hours(self) -> float:
        """Of one's own apprenticeships, where the model counts hours toward a license."""
        return own_hours(self.viewer) if self.mine and self.card.planned and self.card.planned.hours else 0

    @cached_property
    def pieces(self) -> dict[UUID, TaskSubmission]:
        """By step, the piece of practice that it shows."""
        return chosen_pieces([line.step for line in self.card.steps])

    @cached_property
    def hours(self) -> dict[UUID, str]:
        """By step, the confirmed hours of the apprenticeship that it shows."""
        return chosen_hours([line.step for line in self.card.steps])

    @property
    def readers(self) -> list[str]:
        """Who can see the page, in words."""
        row = self.row
        names = [_("You") if self.mine else row.person.name]
        if row.mentor:
            names.append(_("You") if self.mentors else row.mentor.name)
        if row.shown_to_network:
            names.append(_("The network’s program staff"))
        if row.shown_to_leaders:
            names.append(_("The leaders of %(school)s") % {"school": row.school.name})
        return names


def pathway_page_or_404(viewer: Viewer, pathway_id: UUID) -> PathwayPage:
    """The page of a pathway that the viewer may see."""
    rows = StartedPathway.objects.seen_by(viewer).filter(pk=pathway_id)
    get_object_or_404(rows)
    return PathwayPage(viewer, pathway_cards(rows, viewer)[0])


def who_wants_to_lead(viewer: Viewer, school: School) -> list[Person]:
    """Who started to become a leader and agreed to be named, as far as the viewer sees it."""
    package = package_for_school(school.pk)
    keys = [
        pathway.key
        for pathway in (package.roles.pathways if package else ())
        if pathway.role == LEADER_ROLE and pathway.stage == "aspiring"
    ]
    rows = StartedPathway.objects.seen_by(viewer).filter(school=school, named=True, key__in=keys)
    people = [row.person for row in rows.select_related("person").order_by("person__family_name", "pk")]
    return add_distinctions(people)
