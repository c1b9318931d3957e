"""Drafting a week beside the request: what a person fixed stays, everything else is placed anew."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import background, ledger
from trellis.core.foundation.errors import ActionError
from trellis.engines.timetable import week

from ..findings import WeekFindings, dump_findings, read_findings, sort_shortages
from ..models import WeekDesign, WeekMeeting
from ..week_contents import REASON, WeekContents, load_contents
from ..week_question import build_question, build_timetable, meeting_key, split_lesson_key
from .designs import lock_open_design

log = logging.getLogger(__name__)
GIVEN_UP = timedelta(minutes=5)
"""A draft that began so long ago was lost with the process, and may begin again."""
DRAFT_SECONDS, PRICE_SECONDS = 12.0, 10.0


def is_drafting(design: WeekDesign) -> bool:
    """Whether a draft of the design is being made now."""
    return design.drafting_since is not None and timezone.now() - design.drafting_since < GIVEN_UP


def start_draft(design: WeekDesign, by: UUID) -> WeekDesign:
    """Begin to draft the week. A second press while it runs changes nothing.

    Raises ActionError for an adopted design, and where what is entered cannot be a week at all.
    """
    with ledger.act("draft a week", by=by, about=design.pk):
        now = lock_open_design(design)
        if is_drafting(now):
            return now
        contents = load_contents(now)
        check_contents(contents)
        since = timezone.now()
        now.drafting_since, now.refused = since, ""
        now.save()
    language = translation.get_language()

    def work() -> None:
        with translation.override(language):
            _draft_in_background(now.pk, since, by)

    background.run_in_background(work)
    return now


def check_contents(contents: WeekContents) -> None:
    """Raise ActionError with what is missing before a week can be drafted."""
    if not contents.periods:
        raise ActionError(_("Enter bell times first."))
    if not contents.subjects:
        raise ActionError(_("Add a team with at least one subject first."))
    try:
        week.count_shortages(build_question(contents))
    except week.InvalidInputError as error:
        log.info("A week could not be read: %s", error)
        raise ActionError(
            _("Something entered does not fit together. Check bell times and how often each subject meets.")
        ) from error


def _seconds(seconds: float) -> float:
    """Less in tests, where a week only has to be possible."""
    return min(seconds, 1.0) if settings.TRELLIS_INLINE else seconds


def draft_now(design: WeekDesign, by: UUID, seconds: float) -> None:
    """Draft a week at once, without prices: for a program that waits for it. Raises ActionError as `start_draft`."""
    with ledger.act("draft a week", by=by, about=design.pk):
        now = lock_open_design(design)
        contents = load_contents(now)
        check_contents(contents)
        question = build_question(contents)
        now.drafting_since = since = timezone.now()
        now.save()
        draft = week.draft_week(question, seconds=seconds)
        _save_draft(contents, question, draft, since, by)
        WeekDesign.objects.unscoped(REASON).filter(pk=now.pk).update(drafting_since=None)


def _draft_in_background(design_id: UUID, since: datetime, by: UUID) -> None:
    refused = _("Something went wrong. Nothing was changed. Try again.")
    try:
        contents = load_contents(WeekDesign.objects.unscoped(REASON).get(pk=design_id))
        question = build_question(contents)
        draft = week.draft_week(question, seconds=_seconds(DRAFT_SECONDS), previous=build_timetable(contents))
        _save_draft(contents, question, draft, since, by)
        refused = ""
        if draft.timetable is not None:
            _price_requests(contents, question, draft)
    except ActionError as error:
        refused = error.message[:400]
    finally:
        with ledger.act("end drafting a week", by=by, about=design_id):
            rows = WeekDesign.objects.unscoped(REASON).filter(pk=design_id, drafting_since=since)
            rows.update(drafting_since=None, refused=refused, modified=timezone.now())


def _save_draft(
    contents: WeekContents, question: week.WeekQuestion, draft: week.Draft, since: datetime, by: UUID
) -> None:
    """Save meetings and findings, unless the draft was discarded, adopted or begun again meanwhile.

    Where somebody moved a lesson meanwhile, their week stays and nothing is saved.
    """
    design = contents.design
    findings = describe_week(question, draft.timetable, sort_shortages(draft.shortages))
    findings.fixes, findings.proven = draft.fixes, draft.proven
    with ledger.act("save a drafted week", by=by, about=design.pk):
        rows = WeekDesign.objects.open().unscoped(REASON).select_for_update()
        now = rows.filter(pk=design.pk, drafting_since=since).first()
        if now is None:
            return
        if now.week_revision != design.week_revision:
            raise ActionError(
                _("The week was changed while it was drafted. Your changes are kept. Try again.")
            )
        if draft.timetable is not None:
            write_meetings(contents, draft.timetable.placements)
            now.week_revision += 1
        now.findings = dump_findings(findings)
        now.drafted_at, now.drafted_inputs = timezone.now(), design.inputs_revision
        now.save()


def describe_week(
    question: week.WeekQuestion, timetable: week.Timetable | None, findings: WeekFindings
) -> WeekFindings:
    """Add to findings what a timetable breaks, leaves of the requests, and comes to in figures."""
    if timetable is not None:
        findings.broken = tuple(week.check_week(question, timetable))
        findings.counts = week.count_wishes(question, timetable)
        findings.figures = week.compute_figures(question, timetable)
    return findings


def _price_requests(contents: WeekContents, question: week.WeekQuestion, draft: week.Draft) -> None:
    """What each request costs takes some seconds more; it is kept only with the week that it was computed for."""
    if draft.timetable is None or draft.fixes:
        return
    prices = week.price_wishes(question, draft.timetable, seconds=_seconds(PRICE_SECONDS))
    with ledger.act("price the requests of a week", about=contents.design.pk):
        rows = WeekDesign.objects.open().unscoped(REASON).select_for_update()
        now = rows.filter(pk=contents.design.pk, week_revision=contents.design.week_revision + 1).first()
        if now is not None:
            findings = read_findings(now)
            findings.prices = prices
            now.findings = dump_findings(findings)
            now.save()


def write_meetings(contents: WeekContents, placements: Iterable[week.Placement]) -> None:
    """Write the meetings of a timetable. Rows of a lesson are kept where they stand; fixed ones stay fixed."""
    existing: dict[tuple[str, str, int], WeekMeeting] = {
        (meeting_key(meeting), meeting.day, meeting.number): meeting for meeting in contents.meetings
    }
    spare: dict[str, list[WeekMeeting]] = defaultdict(list)
    placed = {(p.lesson, p.day, int(p.period)): p for p in placements}
    for key, meeting in existing.items():
        if key not in placed:
            spare[key[0]].append(meeting)
    changed, added = [], []
    for key, placement in placed.items():
        room = UUID(placement.room) if placement.room else None
        meeting = existing.get(key) or (spare[key[0]].pop() if spare[key[0]] else None)
        if meeting is None:
            added.append(new_meeting(contents, placement))
        elif (meeting.day, meeting.number, meeting.room_id) != (key[1], key[2], room):
            meeting.day, meeting.number, meeting.room_id = key[1], key[2], room
            changed.append(meeting)
    WeekMeeting.objects.bulk_create(added)
    WeekMeeting.objects.unscoped(REASON).bulk_update(changed, ["day", "number", "room"])
    gone = [meeting.pk for rows in spare.values() for meeting in rows]
    WeekMeeting.objects.unscoped(REASON).filter(pk__in=gone).delete()


def new_meeting(contents: WeekContents, placement: week.Placement) -> WeekMeeting:
    """A meeting for a placement of the engine, not saved."""
    subject_id, other = split_lesson_key(placement.lesson)
    section = contents.sections.get(other) if subject_id else None
    team_id = contents.subjects[subject_id].team_id if subject_id else other
    return WeekMeeting(
        design=contents.design,
        team_id=team_id,
        subject_id=subject_id,
        section=section,
        day=placement.day,
        number=int(placement.period),
        room_id=UUID(placement.room) if placement.room else None,
    )
