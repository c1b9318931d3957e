"""What a leader sends about who teaches while somebody is away."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField

from ..models import SignUp
from .substitutes import arrange_substitute


class ArrangeSubstituteForm(ActionForm[SignUp]):
    do = "arrange"
    submit = gettext_lazy("Save")
    row_name = "sign_up"
    section = "absences"
    subject: School

    name = LineField(
        label=gettext_lazy("Who substitutes"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the substitute.")},
    )

    def rows(self) -> QuerySet[SignUp]:
        return SignUp.objects.seen_by(self.viewer).active().filter(school=self.subject)

    def save(self) -> str:
        arrange_substitute(self.row_or_404, self.cleaned_data["name"], self.by)
        return _("Saved.")


class ClearSubstituteForm(ArrangeSubstituteForm):
    """Nobody substitutes after all."""

    do = "clear"
    submit = gettext_lazy("Undo")
    name = None

    def save(self) -> str:
        arrange_substitute(self.row_or_404, "", self.by)
        return _("Saved.")
