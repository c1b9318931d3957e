"""What is sent about the duties after the end of an agreement."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, RowField

from . import duties, selectors
from .models import AgreementDuty, PartnerAgreement
from .permissions import may_manage, party_role_of


class DutyForm(ActionForm[AgreementDuty]):
    """A form about one duty of the agreement `subject`, for the side that does it."""

    subject: PartnerAgreement
    row_name = "duty"
    section = "duties"

    def rows(self) -> QuerySet[AgreementDuty]:
        rows = AgreementDuty.objects.seen_by(self.viewer).select_related("agreement", "owner")
        rows = rows.filter(agreement=self.subject, deleted_at=None)
        if may_manage(self.viewer, self.subject):
            return rows
        return rows.filter(side="partner") if party_role_of(self.viewer, self.subject) else rows.none()


class CompleteDutyForm(DutyForm):
    do = "duty-done"
    submit = gettext_lazy("Mark done")

    done_on = DayField(label=gettext_lazy("Done on"), initial=timezone.localdate)
    evidence = LineField(
        label=gettext_lazy("What shows it"),
        max_length=300,
        help_text=gettext_lazy("Such as a letter and its date. If it is not needed, say why."),
        error_messages={"required": gettext_lazy("Enter what shows that it was done.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        duties.complete_duty(self.row_or_404, sent["done_on"], sent["evidence"], self.by)
        return _("Saved.")


class ReopenDutyForm(DutyForm):
    do = "duty-reopen"
    submit = gettext_lazy("Not done yet")

    def save(self) -> str:
        duties.reopen_duty(self.row_or_404, self.by)
        return _("Saved.")


class EditDutyForm(DutyForm):
    """The network changes the day, where another rule holds, and who does it."""

    do = "duty"
    shows_revision = True

    due = DayField(label=gettext_lazy("Due"))
    owner = RowField(
        label=gettext_lazy("Person responsible"),
        required=False,
        rows=lambda form: selectors.responsible_people(
            form.viewer, form.subject.network_id, form.subject.district_id
        ),
    )

    def save(self) -> str:
        duties.save_duty(self.row_or_404, dict(self.cleaned_data), self.seen, self.by)
        return _("Saved.")


DUTY_FORMS = (CompleteDutyForm, ReopenDutyForm)
