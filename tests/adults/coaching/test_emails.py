"""What a coach, a principal and the owner of a commitment are told by email."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from trellis.adults.coaching.models import CoachVisit, VisitCommitment
from trellis.core.community.clock import school_local_time
from trellis.web.notifications.sources import coaching
from world import make_world

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(days=1)


def test_the_coach_and_the_principal_are_told_of_a_visit_the_day_before():
    home = make_world().home
    today = school_local_time(home.school, timezone.now()).date()
    for days in (1, 2):
        day = today + timedelta(days=days)
        CoachVisit.objects.create(school=home.school, coach=home.kofi, current_coach=home.kofi, day=day)
    for who in ("kofi", "ines"):
        [told_of] = coaching.visits_tomorrow(home.viewer(who), YESTERDAY)
        assert told_of.is_new
    assert not list(coaching.visits_tomorrow(home.viewer("imani"), YESTERDAY))


def test_a_shared_summary_and_a_commitment_that_is_due_are_told_to_whom_they_are_for():
    home = make_world().home
    [shared] = coaching.shared_visits(home.viewer("ines"), YESTERDAY)
    assert (shared.is_new, home.school.name in shared.text) == (True, True)
    assert not list(coaching.shared_visits(home.viewer("kofi"), YESTERDAY))
    [due] = coaching.due_commitments(home.viewer("ines"), YESTERDAY)
    assert not due.is_new  # its day was weeks ago
    VisitCommitment.objects.unscoped("the test moves it").update(due=date.today() + timedelta(days=9))
    assert not list(coaching.due_commitments(home.viewer("ines"), YESTERDAY))
    assert not list(coaching.due_commitments(home.viewer("tomas"), YESTERDAY))
