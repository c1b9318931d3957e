"""What happens to rounds by itself: they open and close on their days, who has not answered is reminded once, and
free words are deleted after two years."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.core.community import link_sharing, links
from trellis.core.community.clock import school_local_time
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .models import SurveyRound, SurveyTicket, SurveyWords
from .people import obstacles_of
from .services import rounds

REMIND_BEFORE = timedelta(days=3)
KEEP_WORDS = timedelta(days=730)


def move_rounds(now: datetime, address: PageUrlBuilder) -> int:
    """Close what is over, open what may open today, let newcomers answer, and remind once. Return how many moved."""
    moved = 0
    rows = SurveyRound.objects.system().filter(closed_on=None, deleted_at=None).select_related("school")
    for row in rows.order_by("pk"):
        today = school_local_time(row.school, now).date()
        if row.is_open and today > row.closes:
            rounds.close_round(row, None)
        elif row.is_open:
            rounds.issue_tickets(row)
            if row.reminded_on or today < row.closes - REMIND_BEFORE:
                continue
            _remind(row, now, address)
        elif not obstacles_of(row):
            rounds.open_round(row, None, address)
        else:
            continue
        moved += 1
    return moved


def delete_old_words(now: datetime, address: PageUrlBuilder) -> int:
    """Delete free words two years after their round closed; the counts stay. Return how many went."""
    old = SurveyWords.objects.system().filter(round__closed_on__lt=(now - KEEP_WORDS).date())
    count, _by_model = old.delete()
    return count


def _remind(row: SurveyRound, now: datetime, address: PageUrlBuilder) -> None:
    """Email families who have not answered a new link, once. Students and staff read it in their daily email."""
    today = school_local_time(row.school, now).date()
    with ledger.act("remind of a survey", about=row.pk):
        due = SurveyRound.objects.system().filter(pk=row.pk, reminded_on=None)
        if not due.update(reminded_on=today):
            return
    if row.audience != SurveyRound.Audience.FAMILIES:
        return
    tickets = SurveyTicket.objects.system().filter(round=row, is_used=False).select_related("person")
    days = (row.closes - today).days + rounds.LINK_DAYS_AFTER
    for ticket in tickets.exclude(person__email=""):
        token = links.issue_link(rounds.ANSWER_PURPOSE, row.pk, ticket.person, max(1, days), None)
        link_sharing.try_to_email_link(address("survey-link", token), None)
