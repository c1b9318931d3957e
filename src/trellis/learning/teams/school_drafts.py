"""A whole school in one go: teams, and in each its strands and advisories, proposed, changed by hand and adopted.

Strands and advisories are drafts of their own, within the group of a team that is not adopted yet. A student sits
in one team, and in one strand and one advisory of that team, whatever is moved by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import background, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.engines import grouping

from . import conflicts, draft_adoption, draft_rows, group_drafts, grouping_question
from .models import DraftGroup, DraftSeat, GroupDraft, GroupDraftSettings
from .school_grouping_question import REASON, build_team_specs, find_seats, inner_drafts

MAX_INSIDE = 20


def suggest_counts(students: int) -> tuple[int, int, int]:
    """How many teams, and strands and advisories in each: 75 to 100 students, 25 at most, 18 at most."""
    teams = max(1, round(students / 88))
    each = -(-students // teams)
    return teams, max(1, -(-each // 25)), max(1, -(-each // 18))


def begin_school_draft(
    school: School,
    title: str,
    counts: tuple[int, int, int],
    rule: str,
    balance: Iterable[str],
    by: UUID,
    seen: int | None = None,
) -> GroupDraft:
    """Begin to form a school of so many teams, with so many strands and advisories in each. The same again, while it
    is open, is the same one. Raises ActionError for numbers that cannot be, EditConflict as `group_drafts.begin_draft`
    does."""
    title = clean_line(title, 120, _("Enter a name so you can find it later."))
    settings = _clean_settings(counts, rule, balance)
    with ledger.act("build whole-school groups", by=by, about=school.pk):
        drafts = GroupDraft.objects.open().unscoped("find the same open draft")
        drafts = drafts.exclude(strands=0, advisories=0)
        same = drafts.filter(school=school, title=title, within=None).first()
        if same and same.proposing_since:
            return same
        draft = same or GroupDraft.objects.create(
            school=school, kind=GroupDraft.Kind.TEAM, title=title, made_by_id=by, **settings
        )
        return propose_school(draft, counts, rule, balance, by, seen if same else None)


def _clean_settings(counts: tuple[int, int, int], rule: str, balance: Iterable[str]) -> GroupDraftSettings:
    teams, strands, advisories = counts
    if not (0 <= strands <= MAX_INSIDE and 0 <= advisories <= MAX_INSIDE and strands + advisories):
        raise ActionError(
            _(
                "Enter the number of strands and advisories in each team, from 0 to %(most)d. They "
                "cannot both be 0."
            )
            % {"most": MAX_INSIDE}
        )
    return {**group_drafts.clean_settings(teams, rule, balance), "strands": strands, "advisories": advisories}


def propose_school(
    draft: GroupDraft,
    counts: tuple[int, int, int],
    rule: str,
    balance: Iterable[str],
    by: UUID,
    seen: int | None = None,
) -> GroupDraft:
    """Seat everybody anew, beside the request: it may take some seconds. Locked students stay.

    Raises ActionError for what cannot be, and while it is being proposed already; EditConflict when somebody else
    changed the settings since `seen`.
    """
    settings = _clean_settings(counts, rule, balance)
    since = timezone.now()
    with ledger.act("propose whole-school groups", by=by, about=draft.pk):
        now = group_drafts.lock_open_draft(draft)
        conflicts.check_settings(now, settings, seen)
        build_team_specs(now, settings, grouping_question.students_for(now))
        now.proposing_since, now.refused = since, ""
        now.save()
    language = translation.get_language()

    def work() -> None:
        with translation.override(language):
            _propose_in_background(now, settings, by)

    background.run_in_background(work)
    return now


def _propose_in_background(draft: GroupDraft, settings: GroupDraftSettings, by: UUID) -> None:
    """Find seats, then save all or none. In any case end the proposing, and record why it failed."""
    refused = _("Something went wrong. Nothing was changed. Try again.")
    since = draft.proposing_since
    try:
        same = conflicts.has_same_settings(draft, settings)
        for name, value in {**settings, "revision": draft.revision + (not same)}.items():
            setattr(draft, name, value)
        people = grouping_question.students_for(draft)
        seen = find_seats(draft, people, same)
        with ledger.act("assign whole-school groups", by=by, about=draft.pk):
            if _is_still_proposing(draft, since):
                _write_seats(draft, people, seen)
        refused = ""
    except ActionError as error:
        refused = error.message[:400]
    finally:
        with ledger.act("end building whole-school groups", by=by, about=draft.pk):
            drafts = GroupDraft.objects.unscoped(REASON).filter(pk=draft.pk, proposing_since=since)
            drafts.update(proposing_since=None, refused=refused, modified=timezone.now())


def _is_still_proposing(draft: GroupDraft, since: datetime | None) -> bool:
    """Whether the draft still waits for this run: it was not discarded, adopted, or begun again."""
    drafts = GroupDraft.objects.open().unscoped(REASON).select_for_update()
    return drafts.filter(pk=draft.pk, proposing_since=since).exists()


def _write_seats(draft: GroupDraft, people: list[Person], school: grouping.SchoolGrouping) -> None:
    draft.save()
    seats = {student.pk: school.of(str(student.pk)) for student in people}
    draft_rows.write_seats(draft, people, {who: int(seat.team) for who, seat in seats.items()})
    for draft_group in draft_rows.write_groups(draft):
        team_students = [student for student in people if int(seats[student.pk].team) == draft_group.number]
        for what, count in (("strand", draft.strands), ("advisory", draft.advisories)):
            _write_inside(draft, draft_group, what, count, team_students, seats)


def _write_inside(
    draft: GroupDraft,
    draft_group: DraftGroup,
    what: str,
    count: int,
    students: list[Person],
    seats: Mapping[UUID, grouping.StudentGroups],
) -> None:
    drafts_within = GroupDraft.objects.unscoped(REASON).filter(within=draft_group, kind=what)
    if not count:
        drafts_within.delete()
        return
    fields = {
        "count": count,
        "rule": draft.rule,
        "balance": draft.balance,
        "title": f"{draft.title[:120]}",
    }
    inner_draft, _created = drafts_within.update_or_create(
        within=draft_group,
        kind=what,
        defaults=fields,
        create_defaults={**fields, "school_id": draft.school_id, "made_by_id": draft.made_by_id},
    )
    number = {who: int(getattr(seat, what).rsplit(" ", 1)[1]) for who, seat in seats.items()}
    draft_rows.write_seats(inner_draft, students, {student.pk: number[student.pk] for student in students})
    draft_rows.write_groups(inner_draft, draft_group.title)


def move_student(seat: DraftSeat, draft_group: DraftGroup, by: UUID, seen: int | None = None) -> None:
    """Put a student into a team, or a strand or advisory of any team, and lock them there. Whoever changes the team
    sits in the smallest strand and advisory of the new one until groups are proposed again.

    The seat in the team counts what is moved at any level. Raises EditConflict when somebody else moved them since
    `seen`.
    """
    with ledger.act("move a student in a draft", by=by, about=seat.draft_id):
        draft = group_drafts.lock_open_draft(GroupDraft(pk=seat.draft_id))
        seats = DraftSeat.objects.unscoped(REASON).filter(deleted_at=None)
        into = GroupDraft.objects.unscoped(REASON).select_related("within").get(pk=draft_group.draft_id)
        team = into.within if into.within_id else draft_group
        if team.draft_id != draft.pk:
            raise ActionError(_("Choose one of the groups."))
        before = seats.get(pk=seat.pk)
        fixed_seats = seats.filter(student=before.student_id, fixed=True)
        if fixed_seats.filter(draft=draft, number=team.number) and fixed_seats.filter(
            draft=into, number=draft_group.number
        ):
            return
        conflicts.check_seat(before, seen, draft_group.title)
        next_revision = {"revision": F("revision") + 1, "modified": timezone.now()}
        seats.filter(pk=seat.pk).update(number=team.number, fixed=True, **next_revision)
        for inner_draft in inner_drafts(draft):
            mine = seats.filter(draft=inner_draft, student=before.student_id)
            if inner_draft.within_id != team.pk:
                mine.update(deleted_at=timezone.now(), fixed=False, **next_revision)
            elif inner_draft.pk == into.pk:
                _write_seat(inner_draft, before.student_id, draft_group.number, True)
            elif not mine.exists():
                _write_seat(inner_draft, before.student_id, _smallest_group(inner_draft), False)


def _write_seat(draft: GroupDraft, student: UUID, number: int, fixed: bool) -> None:
    fields = {"number": number, "fixed": fixed, "deleted_at": None}
    rows = DraftSeat.objects.unscoped("find the student's seat, also one of a student who left")
    defaults = {**fields, "revision": F("revision") + 1}
    rows.update_or_create(draft=draft, student_id=student, defaults=defaults, create_defaults=fields)


def _smallest_group(draft: GroupDraft) -> int:
    sizes = draft_rows.group_sizes(draft_rows.seats_of(draft))
    return min(range(1, draft.count + 1), key=lambda number: (sizes[number], number))


def free(draft: GroupDraft, seats: Iterable[DraftSeat], by: UUID, seen: int | None = None) -> int:
    """Unlock students in the whole school and return how many were locked. Raises EditConflict as
    `group_drafts.free`."""
    with ledger.act("unlock students in a draft", by=by, about=draft.pk):
        draft = group_drafts.lock_open_draft(draft)
        everywhere = Q(draft=draft) | Q(draft__within__draft=draft)
        fixed_seats = DraftSeat.objects.unscoped(REASON).filter(everywhere, fixed=True)
        who = [seat.student_id for seat in group_drafts.unchanged(seats, seen, fixed_seats)]
        fixed_seats = fixed_seats.filter(student__in=who)
        count = fixed_seats.values("student").distinct().count()
        changed = Q(pk__in=list(fixed_seats.values_list("pk", flat=True))) | Q(draft=draft, student__in=who)
        DraftSeat.objects.unscoped(REASON).filter(changed).update(
            fixed=False, revision=F("revision") + 1, modified=timezone.now()
        )
        return count


def adopt(draft: GroupDraft, replace: bool, by: UUID) -> int:
    """Adopt the whole school, in one act or not at all; return how many groups there are, 0 if it is adopted already.

    Raises ActionError as `draft_adoption.adopt` does, and while it is being proposed.
    """
    with ledger.act("adopt a whole school", by=by, about=draft.pk):
        now = GroupDraft.objects.unscoped(REASON).select_for_update().get(pk=draft.pk)
        if now.adopted_at:
            return 0
        now = group_drafts.lock_open_draft(now)
        if now.advisories and not replace:
            draft_adoption.check_no_advisories(
                now, [seat.student_id for seat in draft_rows.seats_of(now)], timezone.now()
            )
        count = draft_adoption.adopt(now, replace, by)
        for inner_draft in inner_drafts(now):
            inner_draft.source_id = DraftGroup.objects.unscoped(REASON).get(pk=inner_draft.within_id).group_id
            inner_draft.save()
            count += draft_adoption.adopt(inner_draft, replace, by)
        return count
