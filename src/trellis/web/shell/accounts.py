"""Sign-in: by invitation only, limited by account and device; the owner of an account hears of changes to it."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_removed
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from trellis.core.community.models import Account
from trellis.core.foundation.absolute_links import trusted_host
from trellis.core.foundation.requests import Request

from .device import device_of
from .known_addresses import known_addresses

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come in by a code from their school."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"[Trellis] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send a mail that names this installation by its own address, whatever host was asked for."""
        super().send_mail(template_prefix, email, {"current_site": _current_site(), **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Send to every address by which the account is known, and to the one that it was known by until now.

        A mail that cannot be sent does not undo the change; it is logged.
        """
        addresses = known_addresses(user) if isinstance(user, Account) else set()
        for address in sorted({*addresses, *([email] if email else [])}):
            try:
                super().send_notification_mail(template_prefix, user, context, address)
            except (OSError, SMTPException):
                log.exception("The owner of an account could not be told of a change to it.")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """What wrong passwords are counted by: the account; on a browser it signed in on before, that browser."""
        device = device_of(request)
        login = (credentials.get("email") or credentials.get("username") or "").strip()
        account = _find_account(login)
        if account is None:
            return f"login:{login.lower()}"
        device_key = f":device:{device.id}" if device.knows(account.pk) else ""
        return f"account:{account.pk.hex}{device_key}"


def _find_account(login: str) -> Account | None:
    by_address = EmailAddress.objects.filter(email__iexact=login).values("user_id")
    account = Account.objects.filter(username__iexact=login).first()
    return (
        account
        or Account.objects.filter(Q(email__iexact=login) | Q(pk__in=by_address)).order_by("pk").first()
    )


def _current_site() -> SimpleNamespace:
    return SimpleNamespace(name="Trellis", domain=trusted_host(context.request))


@receiver(email_removed)
def _send_address_removed(
    sender: object, request: Request, user: Account, email_address: EmailAddress, **_: object
) -> None:
    """Write to a confirmed address that it was removed: its owner may not be who removed it."""
    if email_address.verified:
        context: dict[str, object] = {"deleted_email": email_address.email}
        AccountAdapter(request).send_notification_mail(
            "account/email/email_deleted", user, context, email_address.email
        )


@receiver(email_added)
def _send_address_added(
    sender: object, request: Request, user: Account, email_address: EmailAddress, **_: object
) -> None:
    """Write to the addresses that an account had before that one was added."""
    context: dict[str, object] = {"added_email": email_address.email}
    AccountAdapter(request).send_notification_mail("account/email/address_added", user, context)
