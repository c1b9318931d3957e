"""The email addresses by which an account may be reached: those that the school or a confirmed mail vouches for."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from trellis.core.community.models import Account, Person


def known_addresses(account: Account) -> set[str]:
    """Return the account's confirmed addresses, and the one its school has for the person.

    An address that was only typed is none of them: no code and no reset goes there.
    """
    confirmed = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    person = (
        Person.objects.unscoped("read the email address that a school has for a person")
        .filter(pk=account.person_id)
        .values_list("email", flat=True)
    )
    return {email.strip() for email in [*confirmed, *person] if email.strip()}


def is_known_address(account: Account, email: str) -> bool:
    """Whether an account may be reached by this address."""
    return email.strip().casefold() in {address.casefold() for address in known_addresses(account)}
