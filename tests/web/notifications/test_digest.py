"""Once a day, each person gets one email with what is new for them, in their language, or none."""

from datetime import date, time, timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import PracticeTry, SignUp
from trellis.assessment.exhibitions.models import Panelist
from trellis.assessment.exhibitions.services import answer_invitation, set_time
from trellis.assessment.portfolios.models import Scorer
from trellis.core.community.models import Account, District, Link, Person, Role, School, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.ledger import running_act
from trellis.improvement.measure_questions.models import MeasureQuestion
from trellis.learning.internships.confirming import issue_confirmation_link
from trellis.learning.internships.models import Concern, InternshipDay
from trellis.learning.plans.models import Goal, Plan
from trellis.learning.projects.models import Member, Step, StepDone
from trellis.learning.supports.models import CaseNote, Need, Referral
from trellis.web.families.models import Notice
from trellis.web.notifications import services
from trellis.web.notifications.models import Digest
from trellis.web.notifications.selectors import draft_digest
from trellis.web.notifications.services import save_preferences, send_digest
from web.notifications.letters import ORIGIN, TEXT, address, email_to, give_email, quiet_world, run_daily
from world import Side, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return quiet_world()


def return_work(side: Side) -> None:
    StepDone.objects.unscoped(TEXT).filter(pk=side.rows["StepDone"].pk).update(
        returned_at=timezone.now(), returned_by=side.tomas, scored=True
    )


def tell_nothing_else(side: Side) -> None:
    """Leave nothing in the world that a student would be told."""
    Step.objects.unscoped(TEXT).update(due=date.today() + timedelta(days=60))
    Goal.objects.unscoped(TEXT).update(due=None)
    MeasureQuestion.objects.unscoped(TEXT).update(answered_at=timezone.now() - timedelta(days=9))
    with ledger.act("test"):
        side.rows["Exhibition"].delete()


def test_amina_is_told_in_spanish_that_her_work_was_scored(home):
    give_email(home, "amina", "es-MX")
    tell_nothing_else(home)
    return_work(home)
    assert run_daily() == 1
    sent = email_to(home, "amina")
    assert "Draft" in sent.body
    page = reverse("project-step", args=[home.rows["Project"].pk, home.rows["Step"].pk])
    link = next(word for word in sent.body.split() if quote(page, safe="") in word)
    client = Client()
    client.force_login(home.amina.account)
    assert client.get(link.removeprefix(ORIGIN))["Location"] == page  # who is signed in goes straight on
    html = sent.alternatives[0].content
    assert '<html lang="es" dir="ltr">' in html
    assert quote(page, safe="") in html


def test_carmen_reads_hers_from_right_to_left(home):
    give_email(home, "carmen", "ar")
    Notice.objects.unscoped(TEXT).update(created=timezone.now())
    assert run_daily() == 1
    html = email_to(home, "carmen").alternatives[0].content
    assert '<html lang="ar" dir="rtl">' in html
    assert quote(reverse("family", args=[home.amina.pk]), safe="") in html


def test_a_second_run_on_the_same_day_sends_nothing(home):
    give_email(home, "amina")
    return_work(home)
    assert (run_daily(), run_daily()) == (1, 0)
    assert len(mail.outbox) == 1


def test_the_next_day_what_was_told_is_not_told_again(home):
    give_email(home, "amina")
    return_work(home)
    assert (run_daily(), run_daily(days=1)) == (1, 0)


def test_with_nothing_to_tell_nothing_is_sent(home):
    give_email(home, "bea")
    assert run_daily() == 0
    assert not mail.outbox
    assert not Digest.objects.unscoped(TEXT).filter(person=home.bea).exists()


def test_a_tie_that_ended_ends_the_emails(home):
    give_email(home, "carmen")
    Notice.objects.unscoped(TEXT).update(created=timezone.now())
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=timezone.now())
    assert run_daily(timezone.now() + timedelta(minutes=1)) == 0


def test_no_email_tells_of_what_its_reader_cannot_see(home):
    give_email(home, "tomas")
    SignUp.objects.unscoped(TEXT).filter(person=home.tomas).delete()  # what he learns himself is his
    PracticeTry.objects.unscoped(TEXT).filter(person=home.tomas).delete()
    Tie.objects.unscoped(TEXT).filter(person=home.amina, to_group__isnull=False).update(ends=timezone.now())
    assert run_daily(timezone.now() + timedelta(minutes=1)) == 0  # her work waits, but he teaches her no more


def test_daniel_is_told_of_a_concern_and_a_reply_and_scores_and_days(home):
    give_email(home, "daniel")
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() - timedelta(days=3))
    run_daily()
    body = email_to(home, "daniel").body
    for line in ("A mentor has shared a concern", "A family has replied", "1 day awaiting confirmation"):
        assert line in body


def test_what_only_waits_is_told_once_a_week(home):
    give_email(home, "daniel")
    Scorer.objects.unscoped(TEXT).delete()
    assert [run_daily(days=n) for n in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]


def test_tomas_is_told_when_work_is_turned_in(home):
    give_email(home, "tomas")
    run_daily()
    assert "1 piece of work to score" in email_to(home, "tomas").body
    assert quote(reverse("to-score"), safe="") in email_to(home, "tomas").body


def test_amina_is_told_of_a_due_date_once_when_it_comes_near(home):
    give_email(home, "amina")
    tell_nothing_else(home)
    StepDone.objects.unscoped(TEXT).all().delete()
    Step.objects.unscoped(TEXT).update(
        due=date.today() + timedelta(days=4), created=timezone.now() - timedelta(days=9)
    )
    assert [run_daily(days=n) for n in range(5)] == [0, 0, 1, 0, 0]


def test_a_changed_exhibition_time_is_told_to_amina_and_her_mother(home):
    give_email(home, "amina")
    give_email(home, "carmen")
    Notice.objects.unscoped(TEXT).update(created=timezone.now() - timedelta(days=9))
    run_daily()
    mail.outbox.clear()
    exhibition = home.rows["Exhibition"]
    set_time(exhibition, exhibition.starts + timedelta(days=1), "Commons", "", home.daniel.pk)
    assert run_daily(days=1) == 2
    assert "Exhibition, new time:" in email_to(home, "amina").body
    assert "Amina, new time for the exhibition:" in email_to(home, "carmen").body
    exhibition.refresh_from_db()
    set_time(exhibition, exhibition.starts, "Library", "", home.daniel.pk)
    assert run_daily(days=2) == 0


def test_carmen_is_told_when_a_plan_meeting_gets_a_date(home):
    give_email(home, "carmen")
    run_daily()
    with ledger.act("test"):
        Plan.objects.unscoped(TEXT).filter(student=home.amina).update(
            next_meeting=timezone.now() + timedelta(days=9)
        )
    assert run_daily(days=1) == 1
    assert "new time for the learning plan meeting" in email_to(home, "carmen").body


def test_a_mother_without_an_account_gets_the_link_that_she_has(home):
    give_email(home, "carmen")
    Account.objects.filter(person=home.carmen).delete()
    Notice.objects.unscoped(TEXT).update(created=timezone.now())
    run_daily()
    link = next(word for word in email_to(home, "carmen").body.split() if "/family/" in word)
    assert Client().get(link.removeprefix(ORIGIN)).status_code == 200


def test_ines_is_told_how_many_decisions_wait_and_noor_what_is_due(home):
    give_email(home, "ines")
    give_email(home, "noor")
    run_daily()
    assert "waiting for you" in email_to(home, "ines").body
    assert "needs your attention today" in email_to(home, "noor").body
    assert "Amina" not in email_to(home, "ines").body + email_to(home, "noor").body
    assert run_daily(days=1) == 1  # what is due stays due; what only waits is told once a week
    assert mail.outbox[-1].to == [home.noor.email]


def test_one_bad_mailbox_keeps_nobody_else_from_theirs_and_is_tried_again(home, monkeypatch):
    give_email(home, "amina")
    give_email(home, "tomas")
    return_work(home)
    StepDone.objects.create(step=home.rows["Step"], member=bea_joins(home), at=timezone.now())
    real = mail.EmailMultiAlternatives.send

    def send(message, *args, **kwargs):
        if message.to == [home.amina.email]:
            raise OSError("550 no such mailbox")
        return real(message, *args, **kwargs)

    monkeypatch.setattr("trellis.web.notifications.services.EmailMultiAlternatives.send", send)
    assert run_daily() == 1
    monkeypatch.undo()
    assert run_daily() == 1
    assert {message.to[0] for message in mail.outbox} == {home.amina.email, home.tomas.email}


def bea_joins(side: Side) -> Member:
    tie(side.bea, Role.STUDENT, side.rows["Class"])
    return Member.objects.create(project=side.rows["Project"], student=side.bea)


def test_when_every_mailbox_fails_the_command_says_so(home, monkeypatch):
    give_email(home, "amina")
    return_work(home)

    def send(message, *args, **kwargs):
        raise OSError("the mail server is down")

    monkeypatch.setattr("trellis.web.notifications.services.EmailMultiAlternatives.send", send)
    with pytest.raises(OSError, match="mail server is down"):
        run_daily()


def test_each_district_has_its_own_day(home):
    """At 13:00 UTC it is tomorrow in Kiritimati, 14 hours ahead, and still today in Pago Pago."""
    district = District.objects.create(network=home.network, name="West")
    west = School.objects.create(
        network=home.network, district=district, name="West High", time_zone="Pacific/Pago_Pago"
    )
    School.objects.unscoped(TEXT).filter(pk=home.school.pk).update(time_zone="Pacific/Kiritimati")
    lee = Person.objects.create(network=home.network, given_name="Lee")
    lena = Person.objects.create(network=home.network, given_name="Lena", email="lena@mail.example")
    tie(lee, Role.STUDENT, west)
    tie(lena, Role.GUARDIAN, lee)
    give_email(home, "carmen")
    moment = timezone.now().replace(hour=13)
    for student in (home.amina, lee):
        notice = Notice.objects.create(student=student, words="We close early.", language="en")
        Notice.objects.unscoped(TEXT).filter(pk=notice.pk).update(created=moment - timedelta(hours=1))
    assert run_daily(moment) == 2
    days = dict(Digest.objects.unscoped(TEXT).filter(sent_at=moment).values_list("person__email", "day"))
    today = moment.date()
    assert days == {home.carmen.email: today + timedelta(days=1), lena.email: today}
    assert run_daily(moment + timedelta(hours=2)) == 0


def test_rosa_is_asked_for_her_days_once_a_week_in_one_email(home):
    give_email(home, "rosa")
    InternshipDay.objects.unscoped(TEXT).update(
        date=date.today() - timedelta(days=3), arrived=time(9), left=time(14)
    )
    assert [run_daily(days=n) for n in (0, 3, 8)] == [1, 0, 1]
    body = mail.outbox[0].body
    assert "Amina has 1 day to confirm." in body
    assert "Diallo" not in body
    newest = next(word for word in mail.outbox[-1].body.split() if "/confirm/" in word)
    assert "Amina" in Client().get(newest.removeprefix(ORIGIN)).content.decode()


def test_rosa_is_not_asked_again_when_daniel_asked_yesterday(home):
    give_email(home, "rosa")
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() - timedelta(days=3))
    client = Client()
    client.force_login(home.daniel.account)
    client.post(reverse("ask-mentor", args=[home.rows["Placement"].pk]))
    assert "Amina" not in mail.outbox[-1].subject
    assert run_daily() == 0


@pytest.mark.parametrize(
    ("zone", "mentors"), [("Pacific/Kiritimati", 1), ("UTC", 0), ("Pacific/Pago_Pago", 0)]
)
def test_a_day_is_over_by_the_clock_of_the_school(home, zone, mentors):
    """At 13:00 UTC it is tomorrow in Kiritimati, 14 hours ahead."""
    give_email(home, "rosa")
    School.objects.unscoped(TEXT).update(time_zone=zone)
    now = timezone.now().replace(hour=13)
    InternshipDay.objects.unscoped(TEXT).update(date=now.date())
    assert run_daily(now) == mentors


def test_an_email_that_fails_leaves_no_link_behind(home, monkeypatch):
    give_email(home, "rosa")
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() - timedelta(days=3))

    def send(message, *args, **kwargs):
        raise OSError("the mail server is down")

    monkeypatch.setattr("trellis.web.notifications.services.EmailMultiAlternatives.send", send)
    with pytest.raises(OSError, match="mail server is down"):
        run_daily()
    assert not Link.objects.unscoped(TEXT).filter(purpose="confirm-days").exists()


def test_a_mentors_earlier_link_works_until_the_new_one_has_gone_out(home, monkeypatch):
    give_email(home, "rosa")
    InternshipDay.objects.unscoped(TEXT).update(
        date=date.today() - timedelta(days=3), arrived=time(9), left=time(14)
    )
    earlier = issue_confirmation_link(home.rows["Placement"], None, lambda token: f"/confirm/{token}/")
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMultiAlternatives, "send", refuse)
        with pytest.raises(OSError, match="mail server is down"):
            run_daily()
    assert Client().get(earlier).status_code == 200
    assert run_daily() == 1
    assert Client().get(earlier).status_code == 410


def refuse(_message, *_args, **_more):
    raise OSError("the mail server is down")


def test_nobody_waits_for_the_mail_server_to_write(home, monkeypatch):
    give_email(home, "amina")
    return_work(home)
    acts = []
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", lambda *_args: acts.append(running_act()))
    assert run_daily() == 1
    assert acts == [None]


def test_a_run_that_was_stopped_while_it_sent_is_repeated_an_hour_later_and_only_once(home, monkeypatch):
    give_email(home, "amina")
    return_work(home)
    School.objects.unscoped(TEXT).update(time_zone="UTC")
    now = timezone.now().replace(hour=13)
    StepDone.objects.unscoped(TEXT).update(returned_at=now - timedelta(hours=1))
    with monkeypatch.context() as patch:
        patch.setattr(services, "_mark_sent", stop)
        with pytest.raises(SystemExit):
            run_daily(now)
    assert len(mail.outbox) == 1
    assert run_daily(now + timedelta(minutes=5)) == 0
    assert run_daily(now + timedelta(hours=2)) == 1
    assert run_daily(now + timedelta(hours=4)) == 0
    assert len(mail.outbox) == 2


def stop(*_args):
    raise SystemExit


def test_the_email_says_no_name_in_its_subject(home):
    for who in ("amina", "carmen", "daniel", "rosa"):
        give_email(home, who)
    run_daily()
    assert mail.outbox
    for message in mail.outbox:
        assert message.subject.startswith("Trellis: ")
        assert not any(person.given_name in message.subject for person in home.people.values())


def test_a_concern_that_was_read_is_not_told(home):
    give_email(home, "daniel")
    Concern.objects.unscoped(TEXT).update(heard_at=timezone.now())
    run_daily()
    assert "concern" not in email_to(home, "daniel").body


@pytest.mark.parametrize(("zone", "ahead"), [("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)])
def test_noor_is_told_what_is_due_on_the_day_of_her_school(home, zone, ahead):
    """At 13:00 UTC it is tomorrow in Kiritimati, 14 hours ahead, and still today in Pago Pago."""
    give_email(home, "noor")
    now = timezone.now().replace(hour=13)
    School.objects.unscoped(TEXT).update(time_zone=zone)
    for model in (CaseNote, Referral):
        with ledger.act("test"):
            model.objects.unscoped(TEXT).all().delete()
    Need.objects.unscoped(TEXT).update(review_on=now.date() + timedelta(days=1))
    save_preferences(home.noor, [], ["decisions"])
    run_daily(now)
    assert len(mail.outbox) == ahead


def test_two_runs_at_the_same_time_send_one_email(home):
    give_email(home, "amina")
    return_work(home)
    now = timezone.now()
    drafts = [draft_digest(home.amina, now), draft_digest(home.amina, now)]
    assert [send_digest(draft, now, address) for draft in drafts] == [True, False]
    assert len(mail.outbox) == 1


def test_daniel_is_told_what_panelists_answered_last(home):
    give_email(home, "daniel")
    exhibition = home.rows["Exhibition"]
    seats = [
        Panelist.objects.create(exhibition=exhibition, name=name, part="outside", person=person)
        for name, person in (("The baker", None), ("", home.rosa))
    ]
    answer_invitation(seats[0], comes=True)
    answer_invitation(seats[1], comes=True)
    answer_invitation(seats[1], comes=False)
    run_daily()
    body = email_to(home, "daniel").body
    assert "1 panelist is coming" in body
    assert "1 panelist can’t come" in body
