"""What people send about the tuning of a project: sessions, invitations, comments and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.form_fields import LineField, LinkField, MomentField, NumberField, TextField
from trellis.core.foundation.formatting import format_time_zone

from . import tuning_selectors, tuning_services
from .design_forms import DesignForm
from .form_parts import IdField
from .models import TuningComment, TuningInvitation, TuningSession
from .models.tuning import MAX_MINUTES, MIN_MINUTES

if TYPE_CHECKING:
    from .tuning_services import SessionDetails

CHOOSE_STEP = gettext_lazy("Choose a type of feedback.")
ENTER_TIME = gettext_lazy("Enter a date and time like 9/1/2026 2:30 PM.")
ENTER_MINUTES = gettext_lazy("Enter a number of minutes from 10 to 240.")


class CommentForm(DesignForm):
    """What a colleague thinks of the design. Everyone at the school may send it, and whoever is invited."""

    do = "tune"
    section = "tuning"
    submit = gettext_lazy("Post comment")

    step = forms.ChoiceField(
        label=gettext_lazy("Type of feedback"),
        choices=TuningComment.Step.choices,
        error_messages={"required": CHOOSE_STEP, "invalid_choice": CHOOSE_STEP},
    )
    words = TextField(
        label=gettext_lazy("Your feedback, in one sentence"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Write your feedback. One sentence is enough.")},
    )

    def save(self) -> str:
        sent, subject = self.cleaned_data, self.subject
        tuning_services.add_comment(
            subject.project, sent["step"], sent["words"], self.viewer.person, subject.session
        )
        return _("Comment posted. The project team can see it.")


class AnswerForm(DesignForm[TuningComment]):
    do = "answer"
    section = "tuning"
    submit = gettext_lazy("Answer")
    row_name = "tuning"
    shows_revision = True

    words = LineField(
        label=gettext_lazy("Answer"),
        max_length=600,
        error_messages={
            "required": gettext_lazy("Write an answer. “Thank you, we changed it” is enough."),
        },
    )

    def prepare(self) -> None:
        if self.row and self.row.by:
            label = _("Answer %(name)s") % {"name": self.row.by.name}
            self.fields["words"].widget.attrs["aria-label"] = label

    def initial_for(self, row: TuningComment) -> dict[str, object]:
        return {}

    def rows(self) -> QuerySet[TuningComment]:
        comments = TuningComment.objects.seen_by(self.viewer).filter(project=self.subject.project)
        return comments.select_related("by")

    def save(self) -> str:
        tuning_services.answer_comment(self.row_or_404, self.cleaned_data["words"], self.by, self.seen)
        return _("Answer posted.")


class SessionFields(DesignForm[TuningSession]):
    """When and where a session is."""

    section = "tuning"

    starts = MomentField(label=gettext_lazy("Starts"), error_messages={"required": ENTER_TIME})
    minutes = NumberField(
        label=gettext_lazy("Minutes"),
        min_value=MIN_MINUTES,
        max_value=MAX_MINUTES,
        initial=45,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), ENTER_MINUTES),
    )
    place = LineField(label=gettext_lazy("Place"), max_length=160, required=False)
    online_link = LinkField(label=gettext_lazy("Link to join online"), required=False)
    focus = LineField(label=gettext_lazy("What colleagues look at"), max_length=300, required=False)

    def prepare(self) -> None:
        zone = format_time_zone(self.row.starts if self.row else timezone.now())
        self.fields["starts"].help_text = _("In your time zone: %(zone)s.") % {"zone": zone}

    def details(self) -> SessionDetails:
        return tuning_services.SessionDetails(**{name: self.cleaned_data[name] for name in self.base_fields})


class ArrangeForm(SessionFields):
    """Arrange a session. Once saved, it is in `session`."""

    do = "arrange"
    section = "invited"
    submit = gettext_lazy("Arrange session")
    session: TuningSession | None = None

    def save(self) -> str:
        self.session = tuning_services.arrange_session(
            self.subject.project, self.details(), self.viewer.person
        )
        return _("Session arranged. Now invite colleagues.")


class EditSessionForm(SessionFields):
    do = "edit-session"
    section = "session"
    row_name = "session"
    shows_revision = True

    def rows(self) -> QuerySet[TuningSession]:
        return TuningSession.objects.seen_by(self.viewer).filter(pk=self.subject.require_session().pk)

    def save(self) -> str:
        tuning_services.change_session(self.row_or_404, self.details(), self.by, self.seen)
        return _("Saved.")


class CancelForm(DesignForm):
    do = "cancel-session"
    submit = gettext_lazy("Cancel session")

    def save(self) -> str:
        tuning_services.cancel_session(self.subject.require_session(), self.by)
        return _("Session canceled. The comments are still on the design page.")


class InviteForm(DesignForm):
    """Invite a colleague from any school of the network."""

    do = "invite"
    section = "invited"
    submit = gettext_lazy("Invite")

    person = IdField()

    def save(self) -> str:
        session = self.subject.require_session()
        people = tuning_selectors.possible_colleagues(session)
        person = get_object_or_404(people, pk=self.cleaned_data["person"])
        tuning_services.invite_colleague(session, person, self.viewer.person)
        return _("%(name)s is invited. They can see this page now.") % {"name": person.name}


class UninviteForm(DesignForm):
    do = "uninvite"
    section = "invited"
    submit = gettext_lazy("Remove")

    invitation = IdField()

    def save(self) -> str:
        rows = TuningInvitation.objects.seen_by(self.viewer).select_related("person")
        session = self.subject.require_session()
        rows = rows.filter(session=session)
        invitation = get_object_or_404(rows, pk=self.cleaned_data["invitation"])
        tuning_services.remove_invitation(session, invitation, self.by)
        return _("%(name)s can no longer see this page. Trellis will tell them.") % {
            "name": invitation.person.name
        }


TEAM_FORMS = (CommentForm, AnswerForm, EditSessionForm, CancelForm, InviteForm, UninviteForm)
COLLEAGUE_FORMS = (CommentForm,)
