"""What somebody sends who signs by a link, without an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField


class SignByNameForm(ActionForm):
    """Sign with one's name."""

    do = "sign"
    submit = _("Sign")

    name = LineField(
        label=_("Your name"),
        max_length=160,
        error_messages={"required": _("Enter the name of the person who is signing.")},
    )
