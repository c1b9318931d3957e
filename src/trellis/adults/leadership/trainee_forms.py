"""The forms about people in training: adding one, changing the days, ending it, and a sign-up code."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.joining.school_placing import LEADER_CODES
from trellis.core.community.models import Account, Person, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, PastedEmailField

from . import trainee_services as services
from .models import Trainee
from .permissions import may_lead_training
from .trainee_selectors import mentor_groups

MENTOR_HELP = _("The trainee sees what a teacher of this group sees, and no other group.")
ENDS_HELP = _("Their access ends after this day.")


class TrainingForm(ActionForm[Trainee]):
    """A form of a school's page."""

    section = "trainees"
    row_name = "trainee"
    subject: School

    def check_leads(self) -> None:
        if not may_lead_training(self.viewer, self.subject.pk):
            raise Http404

    def rows(self) -> QuerySet[Trainee]:
        rows = Trainee.objects.seen_by(self.viewer).filter(school=self.subject)
        return rows.select_related("school", "person", "mentor", "group", "university")


class TrainingFields(TrainingForm):
    """Whom somebody learns from, what, and for how long."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Trainee.Kind.choices)
    learns = LineField(label=_("What they train in"), max_length=140)
    university = LineField(label=_("University"), max_length=160, required=False)
    mentor = forms.ChoiceField(label=_("Mentor teacher and group"), help_text=MENTOR_HELP)
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), help_text=ENDS_HELP)

    def prepare(self) -> None:
        self.groups = mentor_groups(self.viewer, self.subject)
        self.fields["university"].widget.attrs["list"] = "universities"
        self.fields["mentor"].choices = [(group.key, group.label) for group in self.groups]

    def facts(self) -> services.TrainingFacts:
        """What the fields hold."""
        sent = self.cleaned_data
        chosen = next(group for group in self.groups if group.key == sent["mentor"])
        return services.TrainingFacts(
            sent["kind"],
            sent["learns"],
            sent["university"],
            chosen.person,
            chosen.group,
            sent["starts"],
            sent["ends"],
        )


class AddTraineeForm(TrainingFields):
    """Add somebody in training."""

    do = "add"
    submit = _("Add trainee")
    row_name = ""
    adds = True

    name = LineField(label=_("Name"), max_length=120)
    email = PastedEmailField(label=_("Email"))
    field_order = ["name", "email"]

    def save(self) -> str:
        self.check_leads()
        sent = self.cleaned_data
        services.add_trainee(self.subject, sent["name"], sent["email"], self.facts(), self.by)
        return gettext("Added.")


class ChangeTraineeForm(TrainingFields):
    """Change the mentor or the days; access follows."""

    do = "change"
    shows_revision = True

    def initial_for(self, row: Trainee) -> dict[str, object]:
        groups = mentor_groups(self.viewer, self.subject)
        current = (
            group.key
            for group in groups
            if group.person.pk == row.mentor_id and group.tie.to_group_id == row.group_id
        )
        return {
            "kind": row.kind,
            "learns": row.learns,
            "university": row.university.name if row.university else "",
            "mentor": next(current, ""),
            "starts": row.starts,
            "ends": row.ends,
        }

    def save(self) -> str:
        self.check_leads()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.save_trainee(self.row_or_404, self.facts(), self.seen, labels, self.by)
        return gettext("Saved.")


class EndTrainingForm(TrainingForm):
    """End it today."""

    do = "end"
    submit = _("End access now")

    def save(self) -> str:
        self.check_leads()
        services.end_training(self.row_or_404, self.by)
        return gettext("Their access has ended.")


class InviteTraineeForm(TrainingForm):
    """A sign-up code, which the page shows once. code: it; person: whose."""

    do = "invite"
    submit = _("Create sign-up code")
    code: str = ""
    person: Person | None = None

    def save(self) -> str:
        self.check_leads()
        person = self.row_or_404.person
        if not LEADER_CODES or Account.objects.filter(person=person).exists():
            raise Http404
        make_code = next(iter(LEADER_CODES.values()))
        self.code, self.person = make_code(person, self.by), person
        return ""


TRAINING_FORMS = (AddTraineeForm, ChangeTraineeForm, EndTrainingForm, InviteTraineeForm)
