"""Accounts, codes to open one, and links for people who have none."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from trellis.core.foundation import ledger
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Record

from .people import Person


class AccountManager(BaseUserManager):
    """Accounts are made by invitation only."""

    def create_user(
        self,
        username: str,
        email: str = "",
        password: str | None = None,
        person: Person | None = None,
    ) -> "Account":
        account = self.model(username=username, email=self.normalize_email(email), person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. Most people of a network have none: mentors and families come by link."""

    sealed = ("password",)

    sourced_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.username

    def save(
        self,
        force_insert: bool = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save as an act of its own, so that the sign-in library's writes are in the ledger under a name."""
        options = {"force_insert": force_insert, "force_update": force_update, "using": using}
        if update_fields is not None and set(update_fields) == {"last_login"}:  # every sign-in: not noted
            super().save(**options, update_fields=update_fields)
            return
        with ledger.act("save an account", about=self.person_id):
            super().save(**options, update_fields=update_fields)


class JoinCode(Record):
    """A one-time code by which a person opens an account. Only its hash is stored."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="join_codes")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)


class Link(Record):
    """A link to one page for somebody without an account: one purpose, one row, until a moment.

    The token that goes out is signed, and is not stored. `about_id` is the row that the purpose is about.
    """

    purpose = models.CharField(max_length=24)
    about_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="links")
    language = models.CharField(
        max_length=12,
        blank=True,
        default="",
        help_text="BCP 47: what its holder reads, where no record says it.",
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it was emailed.")
    sent_to = models.CharField(
        max_length=80, blank=True, default="", help_text="The address it was emailed to, shortened."
    )

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["about_id", "purpose"])]
