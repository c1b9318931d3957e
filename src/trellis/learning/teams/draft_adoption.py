"""Adopting a draft: groups, the students' ties and the adults', in one act."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community import tie_endings
from trellis.core.community.models import Group, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number

from . import derived_ties, draft_rows, group_drafts, grouping_question
from .models import DraftGroup, DraftGroupAdult, DraftSeat, GroupDraft

REASON = "adopt a draft with all its students"


def adopt(draft: GroupDraft, replace: bool, by: UUID) -> int:
    """Adopt the groups of a draft; return how many there are, 0 when they are adopted already.

    Students leave the groups of the same kind that they were in, and what was made inside of those. An advisory is
    left only where `replace` says so: an advisor goes with a student for years. Raises ActionError for that, for an
    empty group, and for students who have come since.
    """
    now = timezone.now()
    with ledger.act("adopt groups", by=by, about=draft.pk):
        current = GroupDraft.objects.unscoped(REASON).select_for_update().get(pk=draft.pk)
        if current.adopted_at:
            return 0
        if current.deleted_at:
            raise ActionError(_("This draft was discarded. Start a new one."))
        if current.within_id and not current.source_id:
            raise ActionError(_("These groups are still a draft. Adopt them first."))
        derived_ties.end_lapsed_ties(now, current.school_id)
        _remove_departed_adults(current, now)
        seats = _checked_seats(current)
        _end_old_ties(current, seats, replace, now)
        draft_groups = list(DraftGroup.objects.unscoped(REASON).filter(draft=current).order_by("number"))
        for draft_group in draft_groups:
            _create_group(
                current,
                draft_group,
                [seat.student_id for seat in seats if seat.number == draft_group.number],
                now,
            )
        current.adopted_at = now
        current.save()
    return len(draft_groups)


def _checked_seats(draft: GroupDraft) -> list[DraftSeat]:
    """Return the seats of current students. Raises ActionError if a student has no seat, or a group no student."""
    people = {student.pk for student in grouping_question.students_for(draft)}
    rows = DraftSeat.objects.unscoped(REASON).filter(draft=draft, deleted_at=None)
    seats = [seat for seat in rows.order_by("pk") if seat.student_id in people]
    without = len(people) - len(seats)
    if without:
        raise ActionError(
            ngettext(
                "%(n)s student has no group yet. Build a new draft.",
                "%(n)s students have no group yet. Build a new draft.",
                without,
            )
            % {"n": format_number(without)}
        )
    if len(draft_rows.group_sizes(seats)) < draft.count:
        raise ActionError(
            _("One of the groups is empty. Add a student to it, or build a new draft with fewer groups.")
        )
    return seats


def _remove_departed_adults(draft: GroupDraft, now: datetime) -> None:
    """Remove chosen adults who no longer work at the school: adopting would give them students."""
    at_school = Q(to_school=draft.school_id) | Q(to_group__school=draft.school_id, to_group__deleted_at=None)
    staff_ties = Tie.objects.unscoped(REASON).filter(
        active_at(now), at_school, role__in=SCHOOL_ROLES, person__deleted_at=None
    )
    chosen = DraftGroupAdult.objects.unscoped(REASON).filter(draft_group__draft=draft)
    chosen.exclude(person__in=staff_ties.values("person")).delete()


def _end_old_ties(draft: GroupDraft, seats: list[DraftSeat], replace: bool, now: datetime) -> None:
    """End the ties to groups of the same kind; of work groups, to those that were made from the same group.

    What was formed from the same group before is over for whoever is in it still: who left the group has no seat here.
    An advisory is the exception, since it stays with a student who leaves the team.
    """
    ties = Tie.objects.unscoped(REASON).filter(active_at(now))
    old = ties.filter(
        role=Role.STUDENT,
        person__in=[seat.student_id for seat in seats],
        to_group__kind=draft.kind,
        to_group__school=draft.school_id,
    )
    before = _groups_formed_before(draft)
    if draft.kind == GroupDraft.Kind.WORK:
        old = old.filter(to_group__in=before)
    if draft.kind == GroupDraft.Kind.ADVISORY and not replace:
        check_no_advisories(draft, [seat.student_id for seat in seats], now)
    left = set(old.values_list("to_group", flat=True))
    inside = _groups_inside(left)
    also = ties.filter(role=Role.STUDENT, person__in=[seat.student_id for seat in seats], to_group__in=inside)
    over = before | _groups_inside(before)
    rest = ties.filter(role=Role.STUDENT, to_group__in=over)
    over_now = {pk for rows in (old, also, rest) for pk in rows.values_list("pk", flat=True)}
    tie_endings.end_ties(Tie.objects.unscoped(REASON).filter(pk__in=over_now), now)
    derived_ties.close_empty_work_groups(left | inside | over, now)


def check_no_advisories(draft: GroupDraft, students: list[UUID], now: datetime) -> None:
    """Raises ActionError where any of these students is in an advisory of the school."""
    advisory_ties = Tie.objects.unscoped(REASON).filter(
        active_at(now),
        role=Role.STUDENT,
        person__in=students,
        to_group__kind=Group.Kind.ADVISORY,
        to_group__school=draft.school_id,
    )
    count = advisory_ties.values("person").distinct().count()
    if count:
        raise ActionError(
            ngettext(
                "%(n)s student is already in an advisory. Check the box to confirm that the new advisory "
                "replaces it.",
                "%(n)s students are already in an advisory. Check the box to confirm that the new "
                "advisories replace those.",
                count,
            )
            % {"n": format_number(count)}
        )


def _groups_formed_before(draft: GroupDraft) -> set[UUID]:
    """Strands or work groups that were formed from the same group before."""
    if not draft.source_id or draft.kind == GroupDraft.Kind.ADVISORY:
        return set()
    before = DraftGroup.objects.unscoped(REASON).filter(draft__source=draft.source_id, draft__kind=draft.kind)
    return set(before.filter(group__isnull=False).values_list("group", flat=True))


def _groups_inside(left: set[UUID]) -> set[UUID]:
    """Strands and work groups that were made inside groups that are left: who leaves a team leaves its strands too,
    or its teachers would go on seeing them."""
    groups, newest = set(left), set(left)
    while newest:
        draft_groups = DraftGroup.objects.unscoped(REASON).filter(
            draft__source__in=newest, group__isnull=False
        )
        draft_groups = draft_groups.exclude(draft__kind=GroupDraft.Kind.ADVISORY)
        newest = set(draft_groups.values_list("group", flat=True)) - groups
        groups |= newest
    return groups - left


def _create_group(draft: GroupDraft, draft_group: DraftGroup, students: list[UUID], now: datetime) -> None:
    """One group, with its students and its adults: those who were chosen, or those of the group it comes from."""
    group = Group.objects.create(school_id=draft.school_id, kind=draft.kind, title=draft_group.title)
    DraftGroup.objects.unscoped(REASON).filter(pk=draft_group.pk).update(group=group, modified=now)
    until = derived_ties.source_tie_ends(draft, {Role.STUDENT}, now)
    ties = [
        Tie(person_id=who, role=Role.STUDENT, to_group=group, starts=now, ends=until.get(who))
        for who in students
    ]
    chosen = DraftGroupAdult.objects.unscoped(REASON).filter(draft_group=draft_group, deleted_at=None)
    adults = {who: (_adult_role(draft), None) for who in chosen.values_list("person_id", flat=True)}
    if not adults:
        ends_by_adult = derived_ties.source_tie_ends(draft, derived_ties.ADULT_ROLES, now)
        adults = {who: (Role.TEACHER, ends) for who, ends in ends_by_adult.items()}
    ties += [
        Tie(person_id=who, role=role, to_group=group, starts=now, ends=ends)
        for who, (role, ends) in adults.items()
    ]
    Tie.objects.bulk_create(ties)


def _adult_role(draft: GroupDraft) -> Role:
    return Role.ADVISOR if draft.kind == GroupDraft.Kind.ADVISORY else Role.TEACHER


def propose_inside(teams: GroupDraft, kind: str, count: int, by: UUID) -> int:
    """Propose strands or advisories inside each group of an adopted draft; return how many drafts are new."""
    if kind not in (GroupDraft.Kind.STRAND, GroupDraft.Kind.ADVISORY):
        raise ActionError(_("Choose strands or advisories."))
    created_count = 0
    with ledger.act("build groups inside groups", by=by, about=teams.pk):
        draft_groups = DraftGroup.objects.unscoped(REASON).filter(
            draft=teams, group__isnull=False, group__deleted_at=None
        )
        adopted_groups = list(draft_groups.select_related("group", "group__school").order_by("number"))
        if not adopted_groups:
            raise ActionError(_("These groups are still a draft. Adopt them first."))
        for draft_group in adopted_groups:
            existing = GroupDraft.objects.unscoped(REASON).filter(
                source=draft_group.group_id, kind=kind, deleted_at=None
            )
            if existing.exists():
                continue
            group_drafts.begin_draft(
                draft_group.group.school,
                kind,
                draft_group.title,
                draft_group.group,
                count,
                teams.rule,
                teams.balance,
                by,
            )
            created_count += 1
    return created_count
