"""What pages about drafts of groups show: drafts, their people, and the adults who may go with a group."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from . import grouping_question, permissions
from .models import DraftSeat, GroupDraft, PairRequest

TEACHER_ROLES = (Role.ADVISOR, Role.TEACHER)


def led_school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school in which the viewer forms groups."""
    if not permissions.may_form_at(viewer, school_id):
        raise Http404
    return get_object_or_404(School.objects.seen_by(viewer), pk=school_id)


def source_or_404(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer makes work groups from; a work group is made into no further ones."""
    groups = Group.objects.seen_by(viewer).select_related("school").exclude(kind=Group.Kind.WORK)
    group = get_object_or_404(groups, pk=group_id)
    if not permissions.may_form_from(viewer, group):
        raise Http404
    return group


def draft_or_404(viewer: Viewer, draft_id: UUID) -> GroupDraft:
    drafts = GroupDraft.objects.seen_by(viewer).select_related("school", "source", "within__draft", "made_by")
    return get_object_or_404(drafts, pk=draft_id)


def drafts_at(viewer: Viewer, school: School) -> list[GroupDraft]:
    """Drafts of a school, the newest first; work groups, and what is within a whole school, aside."""
    drafts = GroupDraft.objects.seen_by(viewer).filter(school=school, within=None)
    drafts = drafts.exclude(kind=GroupDraft.Kind.WORK)
    return list(drafts.select_related("source", "made_by").order_by("-created"))


def student_count(viewer: Viewer, school: School) -> int:
    """How many students a school has."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_school=school, role=Role.STUDENT)
    return ties.values("person").distinct().count()


def drafts_from(viewer: Viewer, group: Group) -> list[GroupDraft]:
    """Work groups that are or were made from a group, the newest first."""
    drafts = GroupDraft.objects.seen_by(viewer).filter(source=group, kind=GroupDraft.Kind.WORK)
    return list(drafts.select_related("made_by").order_by("-created"))


def sources_at(viewer: Viewer, school: School) -> list[Group]:
    """Groups that strands or advisories can be formed inside of."""
    groups = Group.objects.seen_by(viewer).filter(
        school=school, kind__in=(Group.Kind.TEAM, Group.Kind.STRAND, Group.Kind.CLASS)
    )
    return sorted(groups, key=lambda group: (group.kind != Group.Kind.TEAM, group.kind, group.title))


def teams_at(viewer: Viewer, school: School) -> list[Group]:
    """The teams and strands of a school, which each have a page for their meeting; teams first."""
    groups = Group.objects.seen_by(viewer).filter(school=school, kind__in=permissions.MEETING_KINDS)
    return sorted(groups, key=lambda group: (group.kind != Group.Kind.TEAM, group.title, group.pk))


def staff_of(viewer: Viewer, school_id: UUID) -> list[Person]:
    """Adults who teach or advise at a school, by name."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), Q(to_group__school=school_id) | Q(to_school=school_id), role__in=TEACHER_ROLES
    )
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))
    return add_distinctions(
        sorted(people, key=lambda person: (person.first_name, person.family_name, person.pk))
    )


def pair_requests_among(viewer: Viewer, draft: GroupDraft) -> list[PairRequest]:
    """Pair requests between students of a draft, by name."""
    inside = DraftSeat.objects.seen_by(viewer).filter(draft=draft).values("student")
    pair_requests = PairRequest.objects.seen_by(viewer).filter(
        school=draft.school_id, first__in=inside, second__in=inside
    )
    return sorted(
        pair_requests.select_related("first", "second"), key=lambda pair: (pair.first.name, pair.second.name)
    )


def pair_request_of(viewer: Viewer, school: School, first: Person, second: Person) -> PairRequest | None:
    """The request for a pair, whichever of the two is named first."""
    pair = sorted((first, second), key=lambda person: person.pk)
    return PairRequest.objects.seen_by(viewer).filter(school=school, first=pair[0], second=pair[1]).first()


def count_unseated_and_departed(draft: GroupDraft) -> tuple[int, int]:
    """How many students have no seat yet, and how many seats belong to students who left: nobody sees those by name
    any more, so they are only counted."""
    people = {student.pk for student in grouping_question.students_for(draft)}
    seats = DraftSeat.objects.unscoped("count students who joined or left, without names")
    seated = set(seats.filter(draft=draft, deleted_at=None).values_list("student_id", flat=True))
    return len(people - seated), len(seated - people)
