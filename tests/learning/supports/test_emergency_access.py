"""Opening confidential notes takes a reason in words, and somebody is always told."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from learning.supports.asking import client, page, press, rows
from trellis.core.community.models import Account, Person, Role, Tie
from trellis.learning.supports.access_notices import is_meaningful_reason
from trellis.learning.supports.models import EmergencyAccess, OpeningNotice
from world import make_world

pytestmark = pytest.mark.django_db
WHY = "She did not come home, and Noor is ill today."


@pytest.fixture
def home():
    side = make_world().home
    rows(OpeningNotice).all().delete()
    rows(Person).update(email="")
    return side


def give_email(home, *names):
    for name in names:
        rows(Person).filter(pk=getattr(home, name).pk).update(email=f"{name}@harbor.example")


def end(*roles):
    Tie.objects.unscoped("test").filter(role__in=roles).update(ends=timezone.now())


def list_notified():
    notices = rows(OpeningNotice).filter(glass__until__gt=timezone.now()).select_related("person")
    return {notice.person.given_name for notice in notices}


def mailed():
    return [to.split("@")[0] for message in mail.outbox for to in message.to]


@pytest.mark.parametrize(
    "why",
    [
        "aaaaaaaaaaaaaaa",
        "aaaa aaaa aaaa aaaa",
        "because because because",
        "asdf asdf asdf asdf asdf",
        "asdfghjkl qwertyuiop zxcvbnm",
        "xxx yyy zzz www vvv",
        "123456789012345",
        "....................",
        "because",
        "I need to",
        "bcdf ghjk lmnp qrst vwxz",
        "ha ha ha ha ha ha ha ha",
        "    urgent    urgent    ",
    ],
)
def test_a_reason_that_says_nothing_is_refused(why, home):
    assert not is_meaningful_reason(why)
    assert "Write in one sentence why this cannot wait for the counselor." in press(
        home, "ines", 422, "confidential-notes", why=why
    )
    assert not rows(EmergencyAccess).filter(person=home.ines).exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "why",
    [
        WHY,
        "He says he may hurt himself tonight.",
        "No llegó a casa y nadie la ha visto.",
        "Elle n’est pas rentrée hier soir.",
        "Li pa vini lekòl depi twa jou.",
        "لم تعد إلى البيت منذ البارحة",
        "她昨晚没有回家，家人很担心",
        "সে কাল রাতে বাড়ি ফেরেনি",
        "Em ấy không về nhà tối qua",
        "Ela não voltou para casa ontem",
    ],
)
def test_a_reason_in_any_language_of_the_screen_is_taken(why):
    assert is_meaningful_reason(why)


def test_a_counselor_without_email_has_a_notice_on_every_page_until_read(home):
    press(home, "tomas", name="confidential-notes", why=WHY)
    for address in (reverse("supports"), reverse("student", args=[home.amina.pk])):
        shown = client(home, "noor").get(address).content.decode()
        assert "Tomas" in shown
        assert "opened the confidential notes on Amina" in shown
        assert "Noor is ill today" in shown
    notice = rows(OpeningNotice).get(person=home.noor, glass__person=home.tomas)
    client(home, "noor").post(reverse("emergency-access-notice-read", args=[notice.pk]))
    assert (
        "opened the confidential notes" not in client(home, "noor").get(reverse("supports")).content.decode()
    )


def test_who_was_mailed_is_enough(home):
    give_email(home, "noor", "ines", "imani")
    press(home, "tomas", name="confidential-notes", why=WHY)
    assert mailed() == ["noor"]
    assert "Notified by email: Noor Haddad." in page(home, "tomas", "confidential-notes")


def test_without_an_email_of_the_counselor_the_principal_is_told(home):
    give_email(home, "ines", "imani")
    press(home, "tomas", name="confidential-notes", why=WHY)
    assert mailed() == ["ines"]
    assert {"Noor", "Ines"} <= list_notified()


def test_then_the_network_who_learn_no_name_and_no_reason(home):
    give_email(home, "imani")
    press(home, "ines", name="confidential-notes", why=WHY)
    assert mailed() == ["imani"]
    assert home.amina.given_name not in mail.outbox[0].body
    shown = client(home, "imani").get(reverse("network", args=[home.network.pk])).content.decode()
    assert "opened the confidential notes on a student at" in shown
    assert "Noor is ill" not in shown


def test_with_no_email_anywhere_everybody_of_the_three_has_a_notice(home):
    press(home, "tomas", name="confidential-notes", why=WHY)
    assert mailed() == []
    assert {"Noor", "Ines", "Imani"} <= list_notified()
    shown = page(home, "tomas", "confidential-notes")
    assert "Told by email" not in shown
    assert "Please call them now" in shown


def test_without_a_counselor_the_principal_and_the_network_are_told(home):
    end(Role.COUNSELOR, Role.LIAISON)
    assert "the principal or the network is told" in page(home, "tomas", "confidential-notes")
    press(home, "tomas", name="confidential-notes", why=WHY)
    assert {"Ines", "Imani"} <= list_notified()


def test_whoever_opens_them_is_nobody_who_was_told(home):
    end(Role.COUNSELOR, Role.LIAISON)
    give_email(home, "ines", "imani")
    press(home, "ines", name="confidential-notes", why=WHY)
    assert "Ines" not in list_notified()
    assert mailed() == ["imani"]


def test_where_nobody_has_an_email_or_an_account_the_notes_stay_closed(home):
    Account.objects.exclude(person=home.tomas).update(is_active=False)
    assert "could be told" in press(home, "tomas", 422, "confidential-notes", why=WHY)
    assert not rows(EmergencyAccess).filter(person=home.tomas).exists()


def test_a_notice_is_nobody_elses(home):
    press(home, "tomas", name="confidential-notes", why=WHY)
    notice = rows(OpeningNotice).get(person=home.noor, glass__person=home.tomas)
    for name in ("ines", "imani"):
        assert (
            client(home, name).post(reverse("emergency-access-notice-read", args=[notice.pk])).status_code
            == 404
        )
    notice.refresh_from_db()
    assert notice.seen_at is None
