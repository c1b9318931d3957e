"""What people send about attendance: a session's code, who was there, and that certificates go out."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, ListField

from ..models import LearningEvent, LearningSession, SignUp
from ..records import certificates
from . import attendance


class EnterCodeForm(ActionForm):
    do = "code"
    submit = gettext_lazy("I’m here")

    code = LineField(
        label=gettext_lazy("Code of the session"),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the code that is shown in the room.")},
    )

    def prepare(self) -> None:
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "autocapitalize": "characters",
        }

    def save(self) -> str:
        session = attendance.mark_by_code(self.viewer, self.cleaned_data["code"])
        return _("You’re checked in to “%(title)s”.") % {"title": session.title or session.event.title}


class AttendanceForm(ActionForm[LearningSession]):
    """Who was at a session. shown: the sign-ups that the page showed as marked; present: those that are checked."""

    do = "attendance"
    row_name = "session"
    subject: LearningEvent

    present = ListField()
    shown = ListField()
    assessed = ListField()
    shown_assessed = ListField()

    def rows(self) -> QuerySet[LearningSession]:
        return LearningSession.objects.seen_by(self.viewer).filter(event=self.subject, deleted_at=None)

    def _posted(self, name: str, known_ids: set[str]) -> set[UUID]:
        """The sign-ups of a list; one of another event is a page that is not there."""
        values = set(self.cleaned_data[name])
        if values - known_ids:
            raise Http404
        return {UUID(value) for value in values}

    def save(self) -> str:
        if self.row_or_404.starts > timezone.now() + attendance.OPENS_BEFORE:
            raise ActionError(_("This session has not started yet."))
        event = self.subject
        sign_ups = SignUp.objects.seen_by(self.viewer).filter(event=event)
        known_ids = {str(pk) for pk in sign_ups.values_list("pk", flat=True)}
        seated = set(sign_ups.seated().values_list("pk", flat=True))  # not who gave the seat back meanwhile
        shown, present = self._posted("shown", known_ids), self._posted("present", known_ids)
        attendance.save_attendance(self.row_or_404, shown, (present & seated) | (present & shown), self.by)
        before, after = self._posted("shown_assessed", known_ids), self._posted("assessed", known_ids)
        if after - before:
            attendance.save_assessment(event, (after - before) & seated, timezone.now(), self.by)
        if before - after:
            attendance.save_assessment(event, before - after, None, self.by)
        return _("Saved.")


class IssueCertificatesForm(ActionForm):
    """Issue certificates now, rather than a day after the end."""

    do = "certificates"
    submit = gettext_lazy("Issue certificates")
    subject: LearningEvent

    def save(self) -> str:
        if not self.subject.ends or self.subject.ends > timezone.now():
            raise ActionError(_("Certificates can be issued once the event is over."))
        number = certificates.issue_certificates(self.subject, self.by)
        return ngettext("%(n)d certificate was issued.", "%(n)d certificates were issued.", number) % {
            "n": number
        }
