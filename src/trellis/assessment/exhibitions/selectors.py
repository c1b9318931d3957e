"""Queries of exhibitions: one with its panel, scores and results, and what the next plan takes along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from trellis.core.community.models import Link, Person, Role, School, Tie
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer, active_at
from trellis.design.blueprint.selectors import package_for_school
from trellis.learning.plans.models import CarriedItem

from .models import AgreedLevel, Attendee, Exhibition, PanelComment, Panelist, Round
from .permissions import learners_condition
from .seats import count_outside_adults_wanted


def exhibitions_of(viewer: Viewer, student: Person) -> list[Exhibition]:
    """The student's exhibitions, the newest term first."""
    exhibitions = Exhibition.objects.seen_by(viewer).filter(student=student).select_related("term")
    return list(exhibitions.order_by("-term__starts", "kind"))


def find_next_exhibition(viewer: Viewer, student: Person) -> Exhibition | None:
    """The student's exhibition that is still to be held and comes first; None where there is none with a time."""
    exhibitions = Exhibition.objects.seen_by(viewer).filter(student=student, held_at=None)
    since = viewer.now - timedelta(days=1)
    return exhibitions.filter(starts__gte=since).order_by("starts").first()


def get_exhibition_or_404(viewer: Viewer, exhibition_id: UUID) -> Exhibition:
    """An exhibition of a student whom a tie lets this viewer see; a mentor is on the panel by a link."""
    exhibitions = Exhibition.objects.seen_by(viewer).filter(learners_condition(viewer))
    return get_object_or_404(exhibitions.select_related("student", "term"), pk=exhibition_id)


def school_of_exhibition(exhibition: Exhibition) -> School | None:
    """Whose model, words and clock apply: where the student goes to school, or where an adult shows their practice."""
    if exhibition.practice_school_id is None:
        return school_of(exhibition.student_id)
    schools = School.objects.unscoped("find the school at which an adult shows their practice")
    return schools.get(pk=exhibition.practice_school_id)


def panel_of(viewer: Viewer, exhibition: Exhibition) -> list[Panelist]:
    """The seats of the panel, in the order in which they were asked."""
    seats = Panelist.objects.seen_by(viewer).filter(exhibition=exhibition).select_related("person")
    return list(seats.order_by("created"))


def find_seat(viewer: Viewer, exhibition: Exhibition, person: Person | None, name: str) -> Panelist | None:
    """The seat of a person, or of somebody without a record by that name."""
    seats = Panelist.objects.seen_by(viewer).filter(exhibition=exhibition)
    return (seats.filter(person=person) if person else seats.filter(person=None, name=name)).first()


def agreed_by_row(viewer: Viewer, exhibition: Exhibition) -> dict[str, AgreedLevel]:
    """What the panel agreed, by row of the rubric."""
    return {
        agreed.criterion: agreed
        for agreed in AgreedLevel.objects.seen_by(viewer).filter(exhibition=exhibition)
    }


def remarks_by_kind(viewer: Viewer, exhibition: Exhibition) -> list[tuple[str, list[PanelComment]]]:
    """What the panel wrote down, kind by kind."""
    remarks = list(PanelComment.objects.seen_by(viewer).filter(exhibition=exhibition).order_by("created"))
    return [
        (kind.label, kind_remarks)
        for kind in PanelComment.Kind
        if (kind_remarks := [remark for remark in remarks if remark.kind == kind])
    ]


def likely_panelists(viewer: Viewer, student: Person) -> list[tuple[str, Person]]:
    """People around the student who often sit on a panel: advisor, family, mentor, with the part they take.

    Around an adult nobody is: each member of a panel of practice is asked by name.
    """
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now))
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    around = [*ties.filter(to_group__in=groups, role=Role.ADVISOR).select_related("person")]
    around += ties.filter(to_person=student).select_related("person")
    part = {Role.ADVISOR: "advisor", Role.GUARDIAN: "family", Role.MENTOR: "outside"}
    part_by_person = {tie.person: part[tie.role] for tie in around if tie.role in part}
    return [(of, person) for person, of in part_by_person.items()]


def get_seat_by_link(link: Link) -> Panelist:
    """The seat that a panelist's link is about."""
    seats = Panelist.objects.unscoped("find what a link is about").filter(deleted_at=None)
    return get_object_or_404(
        seats.select_related("exhibition__student", "exhibition__term", "person"), pk=link.about_id
    )


def get_visitor_by_link(link: Link) -> Attendee:
    """Whose hours a link is about."""
    attendees = Attendee.objects.unscoped("find what a link is about").filter(deleted_at=None)
    return get_object_or_404(attendees.select_related("round__school", "person"), pk=link.about_id)


def last_recommendations(student_id: UUID) -> list[CarriedItem]:
    """Return what the panel of the student's last agreed exhibition recommended."""
    exhibitions = Exhibition.objects.unscoped("read what the next learning plan takes over").filter(
        student=student_id, practice_school=None, agreed_at__isnull=False, deleted_at=None
    )
    last = exhibitions.select_related("term").order_by("-agreed_at").first()
    if last is None:
        return []
    words = PanelComment.objects.unscoped("read what the next learning plan takes over").filter(
        exhibition=last, deleted_at=None, kind__in=[PanelComment.Kind.RECOMMENDATION, PanelComment.Kind.NEXT]
    )
    return [
        {"text": text, "source": last.term.title}
        for text in words.order_by("created").values_list("words", flat=True)
    ]


def exhibitions_with_outside_adults(
    viewer: Viewer, exhibition_ids: Sequence[UUID], exhibition_round: Round
) -> set[UUID]:
    """Return which exhibitions of a round have as many adults from outside as its kind wants: who has accepted."""
    package = package_for_school(exhibition_round.school_id)
    kinds = package.exhibition.kinds if package and package.exhibition else ()
    kind = next((kind for kind in kinds if kind.key == exhibition_round.kind), None)
    seats = Panelist.objects.seen_by(viewer).filter(
        exhibition__in=list(exhibition_ids), part=Panelist.Part.OUTSIDE, accepted_at__isnull=False
    )
    coming = Counter(seats.values_list("exhibition_id", flat=True))
    adults_needed = count_outside_adults_wanted(kind)
    return {pk for pk in exhibition_ids if coming[pk] >= adults_needed}
