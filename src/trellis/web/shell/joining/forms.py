"""The form by which a person opens an account with a code."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Account
from trellis.core.foundation.action_forms import ActionForm

from ..device import Device
from .services import use_join_code


class JoinForm(ActionForm[Account]):
    """A one-time code, a name to sign in with, and a password, twice. account: of who came in.

    subject: the device, by which wrong codes are limited.
    """

    subject: Device
    account: Account

    code = forms.CharField(
        label=_("Your code"),
        max_length=80,
        help_text=_(
            "It is on the paper or in the message from your school. It looks like fern-4827-otter-19-maple."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )
    username = forms.CharField(
        label=_("Choose a username"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("You will enter it each time you sign in."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "auto"}
        ),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("Use at least 10 characters. Three words that only you would put together work well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Enter the password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        if "again" in sent and sent.get("password") not in (None, sent["again"]):
            self.add_error("again", _("The two passwords do not match. Enter the same password twice."))
        return sent

    def save(self) -> str:
        sent, device = self.cleaned_data, self.subject
        self.account = use_join_code(
            sent["code"], sent["username"], sent["password"], device.id, device.is_known
        )
        if self.account.last_login:  # they were here before
            return gettext("Your password has been changed. Sign in with your new password.")
        person = self.account.person
        return gettext("Welcome, %(name)s.") % {"name": person.first_name if person else ""}
