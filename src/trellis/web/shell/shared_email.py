"""An email address that several people share opens nobody's account.

Families often have one address, and rosters write it on every child. Whoever reads that mail is one of several people,
so no code and no reset is sent for any of them, and the address is no way to sign in. Each signs in by username; who
forgot it gets a new one-time code from the school. The page says the same whoever asks, so that nobody learns from it
who has an account.
"""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import EmailField, RequestLoginCodeForm, ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Account, Person
from trellis.core.foundation.prepared_queries import PreparedQuery

from .known_addresses import is_known_address

_ACCOUNTS = PreparedQuery(Account)
REASON = "check whether several people use an email address"
HELP_TEXT = _(
    "If your family shares this email address, we do not send an email. Sign in with your "
    "username, or ask your school for a new code."
)


def is_shared_email(email: str) -> bool:
    """Whether more than one person uses an address: by their accounts, or by what their school knows of them."""
    email = email.strip()
    if not email:
        return False
    by_address = EmailAddress.objects.filter(email__iexact=email).values("user_id")
    accounts = Account.objects.filter(Q(email__iexact=email) | Q(pk__in=by_address)).select_related(None)
    people = {person or account for account, person in accounts.values_list("pk", "person_id")}
    person_records = Person.objects.unscoped(REASON).filter(email__iexact=email, deleted_at=None)
    if people:
        networks = Person.objects.unscoped(REASON).filter(pk__in=people).values("network")
        person_records = person_records.filter(network__in=networks)
    return len(people | set(person_records.values_list("pk", flat=True)[:3])) > 1


def _send_explanation(email: str) -> None:
    """Tell whoever reads the address how each of them signs in."""
    get_adapter().send_mail("account/email/shared_address", email, {"request": context.request})


class LoginCodeForm(RequestLoginCodeForm):
    """Ask for a code by email; an address that several people use gets an explanation instead."""

    email = EmailField(help_text=HELP_TEXT)

    def clean_email(self) -> str:
        email = super().clean_email()
        if not isinstance(self._user, Account) or not is_known_address(self._user, email):
            self._user = None
        if self._user is not None and is_shared_email(email):
            self._user = None
            _send_explanation(email)
        return email


class PasswordResetForm(ResetPasswordForm):
    """Ask for a password reset; an address that several people use gets an explanation instead."""

    email = EmailField(help_text=HELP_TEXT)

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if is_known_address(user, email)]
        if self.users and is_shared_email(email):
            self.users = []
            _send_explanation(email)
        return email


class OnePersonBackend(AuthenticationBackend):
    """Sign-in by username, or by an email address that one person uses."""

    def get_user(self, user_id: UUID) -> Account | None:  # ty: ignore[incompatible-method-override] ids are UUIDs here
        """The account of a session; None where it is closed."""
        accounts = _ACCOUNTS.unscoped("find the account of a session", pk=user_id)
        return accounts[0] if accounts and self.user_can_authenticate(accounts[0]) else None

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        return None if is_shared_email(email) else super()._authenticate_by_email(email, password)
