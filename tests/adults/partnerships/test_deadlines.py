"""Reminders at lead times that fit: a state's waiver takes a year, a union's vote a season."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from trellis.adults.partnerships.models import DeadlineReminder, DistrictPolicy, PartnerAgreement
from trellis.adults.partnerships.policies import default_lead_days, make_policy_map
from trellis.adults.partnerships.reminders import (
    AGREEMENT_LEADS,
    lead_reached,
    near_deadlines,
    new_deadlines,
    note_reminder,
    policy_leads,
)
from trellis.web.notifications.sources import partnerships as sources
from world import Side, make_side

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date(2026, 12, 1)


@pytest.fixture
def home() -> Side:
    side = make_side("Harbor")
    DeadlineReminder.objects.unscoped(TEXT).all().delete()
    return side


def policies(**values: object) -> None:
    DistrictPolicy.objects.unscoped(TEXT).update(**values)


@pytest.mark.parametrize(
    ("days_left", "lead"), [(181, None), (180, 180), (91, 180), (90, 90), (30, 30), (0, 30), (-1, None)]
)
def test_an_agreement_is_told_of_at_180_90_and_30_days(days_left, lead):
    assert lead_reached(AGREEMENT_LEADS, TODAY + timedelta(days=days_left), TODAY) == lead


def test_a_states_waiver_is_told_of_a_year_before_it_ends_and_a_vote_three_months():
    assert policy_leads(DistrictPolicy(lead_days=default_lead_days("state"))) == (365, 182, 30)
    assert policy_leads(DistrictPolicy(lead_days=default_lead_days("union"))) == (90, 45, 30)
    assert policy_leads(DistrictPolicy(lead_days=20)) == (20, 10)


def test_a_superintendent_is_reminded_once_at_each_lead_time_and_again_when_the_day_moves(home):
    policies(ends=TODAY + timedelta(days=300))
    for days_later, count in ((0, 1), (0, 0), (117, 0), (118, 1), (270, 1), (271, 0)):
        deadlines = new_deadlines(home.viewer("devi"), TODAY + timedelta(days=days_later))
        assert len(deadlines) == count, days_later
        for deadline in deadlines:
            note_reminder(home.devi, deadline)
    policies(ends=TODAY + timedelta(days=301))
    assert len(new_deadlines(home.viewer("devi"), TODAY + timedelta(days=271))) == 1


def test_the_daily_email_tells_of_a_deadline_once_it_went_out(home):
    policies(ends=TODAY + timedelta(days=80))
    viewer = home.viewer("devi")
    viewer.now = datetime(2026, 12, 1, 17, tzinfo=UTC)
    for _run in range(2):  # the first email was not taken by the mail server
        items = list(sources.deadlines(viewer, viewer.now))
        assert [item.text for item in items] == ["Renew the waiver: Seat time: It ends Feb 19, 2027."]
    items[0].on_sent()
    assert list(sources.deadlines(viewer, viewer.now)) == []
    assert "Model and data" in next(iter(sources.agreements_to_sign(viewer, viewer.now))).text


def test_the_last_day_to_give_notice_comes_before_the_end(home):
    policies(status="not-needed")
    PartnerAgreement.objects.unscoped(TEXT).update(
        status="signed",
        starts=TODAY - timedelta(days=300),
        notice_by=TODAY + timedelta(days=90),
        ends=TODAY + timedelta(days=170),
    )
    sentences = {
        who: [deadline.sentence for deadline in near_deadlines(home.viewer(who), TODAY)]
        for who in ("imani", "devi", "ines")
    }
    assert "notice is Mar 1, 2027" in sentences["imani"][0]
    assert sentences["devi"] == sentences["imani"]
    assert sentences["ines"] == []


def test_nobody_but_the_person_responsible_and_the_district_is_reminded(home):
    policies(ends=TODAY + timedelta(days=20), responsible=home.devi)
    assert near_deadlines(home.viewer("imani"), TODAY) == []
    policies(responsible=None)
    assert len(near_deadlines(home.viewer("imani"), TODAY)) == 1


def test_waivers_stand_on_one_scale_of_years(home):
    policies(starts=date(2025, 8, 1), ends=date(2027, 6, 30))
    rows = DistrictPolicy.objects.seen_by(home.viewer("devi"))
    policy_map = make_policy_map(rows, TODAY)
    line = policy_map.lines[0]
    assert (len(policy_map.lines), policy_map.years[0][0]) == (8, "’25")
    assert line.bar
    assert (line.bar.kind, line.state) == ("soon", "Until Jun 30, 2027")
    assert line.bar.start < policy_map.now < line.bar.start + line.bar.width < policy_map.width
    policies(ends=None)
    line = make_policy_map(DistrictPolicy.objects.seen_by(home.viewer("devi")), TODAY).lines[0]
    assert line.bar
    assert line.bar.start + line.bar.width == policy_map.width
