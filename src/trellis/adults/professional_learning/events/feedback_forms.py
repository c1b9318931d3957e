"""The form of somebody's feedback on an event."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import TextField

from ..models import EventFeedback, SignUp
from . import feedback


class FeedbackForm(ActionForm):
    """subject: the sign-up of the person. feedback: what they said before, if they did."""

    do = "feedback"
    submit = gettext_lazy("Send feedback")
    subject: SignUp

    use = forms.ChoiceField(
        label=gettext_lazy("Can you use it?"),
        choices=EventFeedback.Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer.")},
    )
    useful = TextField(label=gettext_lazy("What helped?"), max_length=2000, required=False)
    change = TextField(label=gettext_lazy("What should change?"), max_length=2000, required=False)

    def prepare(self) -> None:
        self.feedback = (
            EventFeedback.objects.seen_by(self.viewer).filter(sign_up=self.subject, deleted_at=None).first()
        )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        return getattr(self.feedback, field_name, None)

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        feedback.save_feedback(self.subject, self.cleaned_data, self.by, self.seen, labels)
        return _("Saved.")
