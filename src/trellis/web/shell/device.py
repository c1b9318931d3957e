"""The browser somebody uses, recognized by a signed cookie: limits on wrong passwords and codes depend on it.

A whole school shares one address, so nothing is limited by address. Without this cookie anybody could lock a named
person out by typing wrong passwords for them; with it, a browser on which the person signed in before has its own
count. The cookie opens nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from trellis.core.community.models import Account
from trellis.core.foundation.requests import Request

COOKIE_NAME = "trellis_device"
DEVICE = "trellis_device"  # the attribute of a request that holds its device, once a page asked for it
COOKIE_SALT = "trellis.device"
MAX_AGE = 400 * 24 * 60 * 60  # seconds; browsers keep cookies no longer
MAX_ACCOUNTS = 40  # of a computer in a school library


class Device:
    """A browser: its id, and the accounts that signed in on it, the latest first. `is_new`: it sent no cookie."""

    def __init__(self, device_id: str, accounts: list[str], is_new: bool) -> None:
        self.id, self.accounts, self.is_new = device_id, accounts, is_new
        self.changed = is_new

    def knows(self, account_id: UUID) -> bool:
        """Whether this account has signed in here before."""
        return _account_digest(account_id) in self.accounts

    @property
    def is_known(self) -> bool:
        """Whether anybody has signed in here before."""
        return bool(self.accounts)

    def remember(self, account_id: UUID) -> None:
        """Note that this account signed in here."""
        short = _account_digest(account_id)
        if self.accounts[:1] != [short]:
            self.accounts = [short, *(a for a in self.accounts if a != short)][:MAX_ACCOUNTS]
            self.changed = True


def _account_digest(account_id: UUID) -> str:
    digest = salted_hmac("trellis.device.account", account_id.hex, algorithm="sha256")  # ty: ignore[unknown-argument] the stubs leave it out
    return digest.hexdigest()[:12]


def device_of(request: HttpRequest) -> Device:
    """Return the device of a request, by its cookie; a new one where there is none or it was forged."""
    device = getattr(request, DEVICE, None)
    if device is None:
        device = _read_cookie(request.COOKIES.get(COOKIE_NAME, ""))
        setattr(request, DEVICE, device)
    return device


def _read_cookie(cookie: str) -> Device:
    try:
        payload = signing.loads(cookie, salt=COOKIE_SALT, max_age=MAX_AGE)
        return Device(str(payload["id"]), [str(a) for a in payload["accounts"]], is_new=False)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return Device(get_random_string(22), [], is_new=True)


@receiver(user_logged_in)
def _remember_account(sender: object, request: Request | None, user: Account, **_: object) -> None:
    if request is not None:
        device_of(request).remember(user.pk)


class DeviceMiddleware:
    """Gives a browser its cookie once it comes to a page that signs in, and after each sign-in by somebody new."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        device = getattr(request, DEVICE, None)
        if device is not None and device.changed:
            value = signing.dumps({"id": device.id, "accounts": device.accounts}, salt=COOKIE_SALT)
            response.set_cookie(
                COOKIE_NAME,
                value,
                MAX_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
