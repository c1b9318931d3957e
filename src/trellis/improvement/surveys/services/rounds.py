"""Starting, announcing, opening and closing a round, and saying what became of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.revisions import save_if_current
from trellis.improvement.opportunity.figures import MIN_N

from ..content import freeze, surveys_of
from ..models import SurveyRound, SurveyTally, SurveyTicket, SurveyWords
from ..obstacle_words import obstacle_sentence
from ..people import guardians_of, invited_people, obstacles_of, today_of
from ..text_checks import check_words

REASON = "write a survey round that the caller leads"
ANSWER_PURPOSE = "survey"
PREVIEW_PURPOSE = "survey-preview"
LINK_DAYS_AFTER = 60
"""For so long after a round closes, its links still open: to read what became of it."""
LOOP_TEXTS = ("heard", "will_change", "will_stay")


def start_round(
    key: UUID, school: School, survey: str, values: Mapping[str, object], by: UUID
) -> SurveyRound:
    """Plan a round of one of the model's surveys. Sent twice under one id, it is one."""
    surveys, version = surveys_of(school)
    chosen = surveys.survey(survey) if surveys else None
    if surveys is None or chosen is None:
        raise ActionError(_("This school’s model has no such survey. Choose another one."), field="survey")
    with ledger.act("plan a survey", by=by, about=key):
        existing = SurveyRound.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        return SurveyRound.objects.create(
            sourced_id=key,
            school=school,
            survey=survey,
            version=version,
            content=freeze(surveys, chosen),
            audience=chosen.audience,
            min_group=MIN_N,
            started_by_id=by,
            **values,
        )


def update_round(
    row: SurveyRound, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change a round's days and terms before it opens. Raises EditConflict where somebody wrote since."""
    _check_not_open(row)
    with ledger.act("change a survey", by=by, about=row.pk):
        save_if_current(row, values, seen, labels)


def cancel_round(row: SurveyRound, by: UUID) -> None:
    """Take back a round that has not opened, and its links."""
    _check_not_open(row)
    with ledger.act("cancel a survey", by=by, about=row.pk):
        links.revoke_links(PREVIEW_PURPOSE, row.pk, by)
        rows = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, opened_on=None)
        rows.update(deleted_at=timezone.now(), revision=F("revision") + 1)


def _check_not_open(row: SurveyRound) -> None:
    if row.opened_on:
        raise ActionError(_("This survey has opened. It stays as it is until it closes."))


def send_notice(row: SurveyRound, by: UUID | None, address: PageUrlBuilder) -> tuple[int, int]:
    """Tell the families: the dates, the questions by a link, and how to decide. Return how many were emailed, and how
    many have no email address.

    It is sent once; who has no email address gets the link from staff.
    """
    with ledger.act("tell families about a survey", by=by, about=row.pk):
        untold = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, notice_on=None, deleted_at=None)
        if not untold.update(notice_on=today_of(row.school), revision=F("revision") + 1):
            raise ActionError(_("Families were told already."))
        people = _people(guardians_of(row.school))
        languages = sorted({recipient_language(*person.reads) for person in people})
        SurveyRound.objects.unscoped(REASON).filter(pk=row.pk).update(notice_languages=languages)
        days = max(1, (row.closes - today_of(row.school)).days) + LINK_DAYS_AFTER
        _email_links(PREVIEW_PURPOSE, "survey-preview-link", row, people, days, by, address)
    row.refresh_from_db(from_queryset=SurveyRound.objects.unscoped(REASON))
    emailed = sum(bool(person.email) for person in people)
    return emailed, len(people) - emailed


def open_round(row: SurveyRound, by: UUID | None, address: PageUrlBuilder) -> None:
    """Open a round, if the rule allows it today; families get their link by email. Raises ActionError otherwise."""
    for obstacle in obstacles_of(row):
        raise ActionError(obstacle_sentence(obstacle, row))
    today = today_of(row.school)
    with ledger.act("open a survey", by=by, about=row.pk):
        planned = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, opened_on=None, deleted_at=None)
        if not planned.update(opened_on=today, revision=F("revision") + 1):
            return
        people = issue_tickets(row)
        if row.audience == SurveyRound.Audience.FAMILIES:
            days = max(1, (row.closes - today).days) + LINK_DAYS_AFTER
            _email_links(ANSWER_PURPOSE, "survey-link", row, _people(people), days, by, address)


def issue_tickets(row: SurveyRound) -> set[UUID]:
    """Let everybody whom the round asks now answer once. Return who could not before."""
    tickets = SurveyTicket.objects.unscoped(REASON).filter(round=row)
    new = invited_people(row) - set(tickets.values_list("person", flat=True))
    SurveyTicket.objects.bulk_create(
        [SurveyTicket(round=row, person_id=person) for person in new], ignore_conflicts=True
    )
    return new


def _people(ids: set[UUID]) -> list[Person]:
    return list(
        Person.objects.unscoped("email a link to the person it is for").filter(pk__in=ids).order_by("pk")
    )


def _email_links(
    purpose: str,
    page: str,
    row: SurveyRound,
    people: list[Person],
    days: int,
    by: UUID | None,
    address: PageUrlBuilder,
) -> None:
    """A link for each who has an email address, emailed once everything is saved."""
    reached = [person for person in people if person.email]
    addresses = [address(page, links.issue_link(purpose, row.pk, person, days, by)) for person in reached]
    transaction.on_commit(lambda: [link_sharing.try_to_email_link(each, by) for each in addresses])


def make_link(row: SurveyRound, purpose: str, person: Person, by: UUID) -> str:
    """A token for one person, to hand over on paper or by text message."""
    days = max(1, (row.closes - today_of(row.school)).days) + LINK_DAYS_AFTER
    return links.issue_link(purpose, row.pk, person, days, by)


def close_round(row: SurveyRound, by: UUID | None) -> None:
    """Close a round, and write its answers anew in a random order.

    What a database notes beside rows (their place in the file, the transaction that wrote them) then says the same of
    all of them, so that a copy of it does not tell whose ticket went with which words.
    """
    today = today_of(row.school)
    with ledger.act("close a survey", by=by, about=row.pk):
        open_rows = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, closed_on=None)
        if not open_rows.exclude(opened_on=None).update(closed_on=today, revision=F("revision") + 1):
            return
        SurveyTicket.objects.unscoped(REASON).filter(round=row).update(is_used=F("is_used"))
        SurveyTally.objects.unscoped(REASON).filter(round=row).update(answered=F("answered"))
        words = list(SurveyWords.objects.unscoped(REASON).filter(round=row))
        SurveyWords.objects.unscoped(REASON).filter(round=row).delete()
        random.SystemRandom().shuffle(words)
        for each in words:
            each.sourced_id = uuid4()
        SurveyWords.objects.bulk_create(words)


def save_loop(
    row: SurveyRound, values: Mapping[str, str], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Save what was heard, what will change, and what will not and why. Raises EditConflict."""
    if row.closed_on is None:
        raise ActionError(_("Write this once the survey is closed."))
    with ledger.act("write what a survey changes", by=by, about=row.pk):
        for name in LOOP_TEXTS:
            check_words(values[name], row.school_id, name)
        save_if_current(row, values, seen, labels)


def publish_loop(row: SurveyRound, by: UUID) -> None:
    """Show it to everybody whom the survey asked."""
    if not (row.heard and row.will_change and row.will_stay):
        raise ActionError(
            _("Fill in all three parts first: what you heard, what will change, what will not.")
        )
    with ledger.act("publish what a survey changes", by=by, about=row.pk):
        rows = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, published_on=None)
        rows.update(published_on=today_of(row.school), revision=F("revision") + 1)
