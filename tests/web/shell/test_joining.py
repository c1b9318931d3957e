"""A person comes in by a one-time code, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Account, JoinCode, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act
from trellis.web.shell.joining import codes, limits
from trellis.web.shell.joining.services import make_join_code, use_join_code

from .people import PASSWORD, give_account


def stored() -> JoinCode:
    return JoinCode.objects.unscoped("the test looks").get()


def test_a_code_is_hard_to_guess_and_easy_to_read_aloud():
    assert codes.CODE_BITS >= 40
    assert codes.code_digest("fern-4827-otter-19-maple") == codes.code_digest(" Fern 4827 otter 19 MAPLE ")
    assert len(codes.new_code().split("-")) == 5


def test_amina_joins_once_and_the_ledger_says_so(world):
    code = make_join_code(world.amina, by=world.daniel.pk)
    account = use_join_code(code, "amina", PASSWORD, "browser")
    assert account.person_id == world.amina.pk
    assert account.check_password(PASSWORD)
    acts = Act.objects.unscoped("the test looks").filter(about_id=world.amina.pk)
    assert list(acts.order_by("at").values_list("verb", flat=True)) == ["give a join code", "join"]
    with pytest.raises(
        ActionError,
        match="This code was already used\\. Sign in with the username and password you chose then\\.",
    ):
        use_join_code(code, "amina2", PASSWORD, "browser")


def test_the_code_itself_is_not_kept(world):
    code = make_join_code(world.amina, by=None)
    assert code not in str(stored().__dict__)


def test_a_code_that_has_run_out_is_refused(world):
    code = make_join_code(world.amina, by=None)
    JoinCode.objects.unscoped("time passes").update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ActionError, match="This code has expired\\. Ask your school for a new one\\."):
        use_join_code(code, "amina", PASSWORD, "browser")
    assert not Account.objects.exists()


def test_a_new_code_ends_the_one_before(world):
    first = make_join_code(world.amina, by=None)
    make_join_code(world.amina, by=None)
    with pytest.raises(ActionError, match="This code has expired\\. Ask your school for a new one\\."):
        use_join_code(first, "amina", PASSWORD, "browser")


def test_a_weak_password_leaves_the_code_good(world):
    code = make_join_code(world.amina, by=None)
    with pytest.raises(ActionError, match="short"):
        use_join_code(code, "amina", "short", "browser")
    assert stored().attempts == 1
    assert use_join_code(code, "amina", PASSWORD, "browser").person_id == world.amina.pk


def test_a_username_that_is_taken_in_any_case_is_refused(world):
    give_account(world.daniel, "Kite")
    with pytest.raises(ActionError, match="This username is taken\\. Choose another one\\."):
        use_join_code(make_join_code(world.amina, by=None), "kite", PASSWORD, "browser")


def test_a_new_code_restores_the_same_account(world):
    before = give_account(world.amina, "amina")
    code = make_join_code(world.amina, by=None)
    account = use_join_code(code, "amina", "a wholly new kite 7", "browser")
    assert account.pk == before.pk
    assert account.check_password("a wholly new kite 7")
    assert Account.objects.filter(person=world.amina).count() == 1


def test_who_was_here_before_signs_in_so_that_a_second_step_is_asked(world, client):
    account = give_account(world.amina, "amina")
    Account.objects.filter(pk=account.pk).update(last_login=timezone.now())
    code = make_join_code(world.amina, by=None)
    new = "a wholly new kite 7"
    given = {"code": code, "username": "amina", "password": new, "again": new}
    answer = client.post(reverse("join"), given)
    assert answer.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_come_back_by_a_code(world):
    account = give_account(world.amina, "amina")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(ActionError, match="closed this account"):
        use_join_code(make_join_code(world.amina, by=None), "amina", PASSWORD, "browser")


def test_many_wrong_codes_stop_one_browser_and_not_the_school(world):
    code = make_join_code(world.amina, by=None)
    for _ in range(limits.MAX_PER_DEVICE):
        with pytest.raises(ActionError, match="do not know"):
            use_join_code("wrong-1", "charlie", PASSWORD, "charlies-browser")
    with pytest.raises(ActionError, match="Too many"):
        use_join_code(code, "charlie", PASSWORD, "charlies-browser")
    assert use_join_code(code, "amina", PASSWORD, "aminas-browser")


def test_the_page_takes_a_code_and_signs_in(client, world):
    code = make_join_code(world.carmen, by=None)
    sent = {"code": code, "username": "carmen", "password": PASSWORD, "again": PASSWORD}
    answer = client.post(reverse("join"), sent, follow=True)
    assert answer.context["viewer"].person_id == world.carmen.pk
    assert "Welcome, Carmen." in answer.text


def test_the_page_says_when_the_passwords_differ_and_keeps_the_code(client, world):
    code = make_join_code(world.carmen, by=None)
    sent = {"code": code, "username": "carmen", "password": PASSWORD, "again": "another one 12"}
    answer = client.post(reverse("join"), sent)
    assert answer.status_code == 422
    assert "The two passwords do not match. Enter the same password twice." in answer.text
    assert stored().used_at is None


def test_nobody_signs_up_by_themselves(client, db):
    answer = client.post(reverse("account_signup"), {"username": "charlie", "password1": PASSWORD})
    assert "You need an invitation to join" in answer.text
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["amina", "carmen", "daniel"])
def test_who_was_removed_does_not_join_with_an_old_code(world, name):
    person = world.people[name]
    code = make_join_code(person, by=None)
    ties = Tie.objects.unscoped("test").filter(person=person)
    ties.update(starts=timezone.now() - timedelta(days=9), ends=timezone.now())
    with pytest.raises(
        ActionError, match="You are not on your school’s roster now\\. Ask your school for a new code\\."
    ):
        use_join_code(code, name, PASSWORD, "browser")
    assert not Account.objects.exists()
    ties.update(ends=None)  # back on the roster: the code is good again
    assert use_join_code(code, name, PASSWORD, "browser").person_id == person.pk


def test_who_was_removed_does_not_come_back_by_an_old_code_either(world):
    give_account(world.amina, "amina")
    code = make_join_code(world.amina, by=None)
    Tie.objects.unscoped("test").filter(person=world.amina).update(ends=timezone.now())
    with pytest.raises(
        ActionError, match="You are not on your school’s roster now\\. Ask your school for a new code\\."
    ):
        use_join_code(code, "amina", PASSWORD, "browser")


def test_who_begins_next_week_can_join_today(world):
    later = timezone.now() + timedelta(days=7)
    Tie.objects.unscoped("test").filter(person=world.amina).update(starts=later)
    assert use_join_code(make_join_code(world.amina, by=None), "amina", PASSWORD, "browser")
