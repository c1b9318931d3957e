"""The email address of an account: the one that its school has for the person, until the person confirms another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from trellis.core.foundation.languages import recipient_language

from .models import Account, Person

REASON = "read the email address that a school has for a person"
BATCH_SIZE = 500  # accounts in one statement


@dataclass(frozen=True)
class SchoolEmail:
    """An account that is reached by the address its school has for the person, and that address, maybe ""."""

    account_id: UUID
    email: str


def email_for_account(person: Person) -> str:
    """The address by which a new account may be reached: the person's own, or "" where somebody else has it too."""
    email = person.email.strip()
    others = Person.objects.unscoped(REASON).filter(
        email__iexact=email, deleted_at=None, network=person.network_id
    )
    if not email or others.exclude(pk=person.pk).exists():
        return ""
    taken = Account.objects.filter(email__iexact=email).exclude(person=person).exists()
    taken = taken or EmailAddress.objects.filter(email__iexact=email).exclude(user__person=person).exists()
    return "" if taken else email


def accounts_with_school_email(people: Iterable[UUID | str]) -> list[SchoolEmail]:
    """Those people's accounts that have the school's address, or none. What somebody confirmed or typed is theirs."""
    accounts = Account.objects.filter(person_id__in=list(people))
    rows = accounts.values_list("pk", "email", "person__email")
    addresses = EmailAddress.objects.filter(user__in=accounts)
    confirmed = {
        (user, email.casefold())
        for user, email in addresses.filter(verified=True).values_list("user", "email")
    }
    with_own = set(addresses.values_list("user", flat=True))
    school_emails = []
    for pk, email, of_school in rows:
        theirs_alone = (pk, email.casefold()) in confirmed if email else pk in with_own
        if not theirs_alone and (not email or email.casefold() == of_school.strip().casefold()):
            school_emails.append(SchoolEmail(pk, email))
    return school_emails


def sync_school_emails(before: list[SchoolEmail]) -> None:
    """Give these accounts the address that their school has for the person now.

    Call in the act that changed the people. An address that an account was used with gets a message after the commit.
    """
    some = [before[at : at + BATCH_SIZE] for at in range(0, len(before), BATCH_SIZE)]
    for few in some:  # all first: two people may have changed addresses with each other
        Account.objects.filter(pk__in=[school_email.account_id for school_email in few]).update(email="")
    emails = [
        school_email
        for few in some
        for school_email in _update_emails(
            {school_email.account_id: school_email.email for school_email in few}
        )
    ]
    if emails:
        transaction.on_commit(partial(_send_messages, emails), robust=True)


def _update_emails(old: dict[UUID, str]) -> Iterator[EmailMessage]:
    """Give accounts their new address; gives the mail to old addresses."""
    accounts = list(Account.objects.filter(pk__in=old).select_related(None))
    people = Person.objects.unscoped(REASON).in_bulk([account.person_id for account in accounts])
    for account in accounts:
        email, person = old[account.pk], people[account.person_id]
        is_kept = email.casefold() == person.email.strip().casefold()
        Account.objects.filter(pk=account.pk).update(email=email if is_kept else email_for_account(person))
        if email and not is_kept:
            EmailAddress.objects.filter(user=account, verified=False, email__iexact=email).delete()
            if account.last_login:
                yield _email_changed_message(person, email)


def _email_changed_message(person: Person, email: str) -> EmailMessage:
    with translation.override(recipient_language(*person.reads)):
        return EmailMessage(
            _("Your school changed your email address"),
            _(
                "Hello %(name)s,\n"
                "\n"
                "Your school now has a different email address for you. You can no longer sign in to "
                "Trellis with this one. If this is wrong, tell your school.\n"
            )
            % {"name": person.first_name},
            None,
            [email],
        )


def _send_messages(messages: list[EmailMessage]) -> None:
    get_connection().send_messages(messages)
