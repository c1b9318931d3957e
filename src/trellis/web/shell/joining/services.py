"""Giving somebody a join code, and using it."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.account_emails import email_for_account
from trellis.core.community.models import Account, JoinCode, Person, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from . import limits
from .codes import code_digest, expire_codes, new_code

MAX_TRIES = 30
"""How often one code may be refused (a taken name, a weak password) before it stops working."""


def make_join_code(person: Person, by: UUID | None, days: int = 14) -> str:
    """A code for this person, good once within `days`. It is shown now and never again: only a digest is stored.

    by: who gives it, None for the system. Codes given before and not used yet stop working.
    """
    code = new_code()
    now = timezone.now()
    with ledger.act("give a join code", by=by, about=person.pk, days=days):
        expire_codes([person.pk], now)
        JoinCode.objects.create(person=person, digest=code_digest(code), expires=now + timedelta(days=days))
    return code


def use_join_code(
    code: str, username: str, password: str, device_id: str, known_device: bool = False
) -> Account:
    """Open an account by a code, or give its owner a new password: once, all or nothing.

    Raises ActionError with a sentence for who holds the code.
    device_id: the browser, by which wrong codes are limited. known_device: somebody signed in on it before.
    """
    if limits.has_too_many_tries(device_id, known_device):
        raise ActionError(
            _("Too many wrong codes. Wait ten minutes, then try again, or ask your school for a new code.")
        )
    join_code = (
        JoinCode.objects.unscoped("find the join code that a person typed")
        .filter(digest=code_digest(code))
        .first()
    )
    if join_code is None:
        limits.count_wrong_code(device_id, known_device)
        raise ActionError(
            _("We do not know this code. Check each word and number, or ask your school for a new one.")
        )
    _check_code(join_code)
    person = Person.objects.unscoped("find the person that a join code is for").get(pk=join_code.person_id)
    try:
        return _open_account(join_code, person, username, password)
    except ActionError:
        with ledger.act("try a join code", about=person.pk):
            JoinCode.objects.unscoped("count a wrong join code against the address it came from").filter(
                pk=join_code.pk
            ).update(attempts=F("attempts") + 1, modified=timezone.now())
        raise


def _check_code(join_code: JoinCode) -> None:
    if join_code.used_at:
        raise ActionError(
            _("This code was already used. Sign in with the username and password you chose then.")
        )
    if join_code.deleted_at or join_code.expires <= timezone.now():
        raise ActionError(_("This code has expired. Ask your school for a new one."))
    if join_code.attempts >= MAX_TRIES:
        raise ActionError(
            _("This code was tried too many times and no longer works. Ask your school for a new one.")
        )


def _belongs_to_school(person: Person) -> bool:
    """Whether the person has a tie that holds or will hold. Without one, an old code opens nothing."""
    ties = Tie.objects.unscoped("check whether the person still belongs to a school").filter(
        person=person, deleted_at=None
    )
    return ties.filter(Q(ends=None) | Q(ends__gt=timezone.now())).exists()


def _open_account(join_code: JoinCode, person: Person, username: str, password: str) -> Account:
    """The person's account: a new one, or the one they have with the name and password chosen now."""
    if person.deleted_at:
        raise ActionError(_("Your school has closed this person’s record. Ask your school what to do."))
    if not _belongs_to_school(person):
        raise ActionError(_("You are not on your school’s roster now. Ask your school for a new code."))
    account = Account.objects.filter(person=person).first()
    account = account or Account(email=email_for_account(person), person=person)
    if not account.is_active:
        raise ActionError(_("Your school has closed this account. Ask your school what to do."))
    if Account.objects.filter(username__iexact=username).exclude(pk=account.pk).exists():
        raise ActionError(_("This username is taken. Choose another one."))
    account.username = username
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise ActionError(" ".join(error.messages)) from None
    account.set_password(password)
    now = timezone.now()
    verb = "join" if account._state.adding else "come back by a code"
    try:
        with ledger.act(verb, by=person.pk, about=person.pk):
            taken = JoinCode.objects.unscoped("use a join code only once").filter(
                pk=join_code.pk, used_at=None
            )
            if not taken.update(used_at=now, modified=now):
                raise ActionError(_("This code was already used. Sign in with the username you chose then."))
            account.save()
    except IntegrityError:
        raise ActionError(_("This username is taken. Choose another one.")) from None
    return account
