"""The forms of pathways: starting one, who may see it, the next meeting, evidence, and what the mentor presses."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.joining.school_forms import chosen_person, person_choices
from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, LinkField, MomentField, TextField
from trellis.design.blueprint.selectors import package_for_school

from . import pathway_services as services
from .models import StartedPathway, StartedStep
from .pathway_record import chosen_value
from .pathway_selectors import LEADER_ROLE, RELATED, PathwayPage, possible_mentors

MENTOR_HELP = _("They see this page and confirm your steps.")
NETWORK_HELP = _("They can add you to a cohort. People in a cohort see each other’s names.")
NAMED_HELP = _("The network’s program staff read it when a school needs a new leader.")


class StartPathwayForm(ActionForm):
    """Start a stage. pathway_row: it, once it is started."""

    do = "start"
    submit = _("Start")
    subject: School | None
    pathway_row: StartedPathway

    pathway = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def save(self) -> str:
        package = package_for_school(self.subject.pk) if self.subject else None
        pathway = package.roles.pathway(self.cleaned_data["pathway"]) if package else None
        if pathway is None or self.subject is None:
            raise Http404
        self.pathway_row = services.start_pathway(self.viewer.person, self.subject, pathway)
        return gettext("Started. Only you can see it.")


class PathwayForm(ActionForm[StartedPathway]):
    """A form about the pathway itself."""

    row_name = "pathway"
    shows_revision = True
    subject: PathwayPage

    def rows(self) -> QuerySet[StartedPathway]:
        rows = StartedPathway.objects.seen_by(self.viewer).filter(pk=self.subject.row.pk)
        return rows.select_related(*RELATED)

    @property
    def labels(self) -> dict[str, str]:
        """By column, what the form calls it."""
        return {name: str(field.label) for name, field in self.fields.items()}


class SharingForm(PathwayForm):
    """Who may see it. Only the person decides."""

    do = "sharing"
    section = "sharing"

    mentor = forms.ChoiceField(label=_("Mentor"), required=False, help_text=MENTOR_HELP)
    shown_to_network = forms.BooleanField(
        label=_("Show to the network’s program staff"), required=False, help_text=NETWORK_HELP
    )
    shown_to_leaders = forms.BooleanField(label=_("Show to the leaders of my school"), required=False)
    named = forms.BooleanField(
        label=_("List me as someone who would like to lead"), required=False, help_text=NAMED_HELP
    )

    def prepare(self) -> None:
        page = self.subject
        self.people = possible_mentors(self.viewer, page.row.school) if page.mine else []
        current = page.row.mentor
        if current and current not in self.people:
            self.people.append(current)
        self.fields["mentor"].choices = person_choices(self.people, gettext("Nobody yet"))
        planned = page.card.planned
        if planned and (planned.role != LEADER_ROLE or planned.stage != "aspiring"):
            del self.fields["named"]

    def initial_for(self, row: StartedPathway) -> dict[str, object]:
        return super().initial_for(row) | {"mentor": str(row.mentor_id or "")}

    def save(self) -> str:
        row, sent = self.row_or_404, self.cleaned_data
        if not self.subject.mine:
            raise Http404
        values = {
            "mentor": chosen_person(self.people, sent["mentor"]),
            "shown_to_network": sent["shown_to_network"],
            "shown_to_leaders": sent["shown_to_leaders"],
            "named": sent.get("named", False),
        }
        services.save_sharing(row, values, self.seen, self.labels, self.by)
        return gettext("Saved.")


class MeetingForm(PathwayForm):
    """When and where the two meet next."""

    do = "meeting"
    section = "meeting"

    meets_at = MomentField(label=_("Date and time"), required=False)
    meets_where = LineField(label=_("Place"), max_length=200, required=False)

    def save(self) -> str:
        row = self.row_or_404
        if not (self.subject.mine or self.subject.mentors):
            raise Http404
        services.save_meeting(row, self.cleaned_data, self.seen, self.labels, self.by)
        return gettext("Saved.")


class StopForm(PathwayForm):
    """Stop it."""

    do = "stop"
    submit = _("Stop this pathway")

    def save(self) -> str:
        if not self.subject.mine:
            raise Http404
        services.stop_pathway(self.row_or_404, self.by)
        return gettext("Stopped. Nobody sees it any more.")


class StepForm(ActionForm[StartedStep]):
    """A form about one step of the pathway."""

    row_name = "step"
    section = "steps"
    shows_revision = True
    subject: PathwayPage

    def rows(self) -> QuerySet[StartedStep]:
        return StartedStep.objects.seen_by(self.viewer).filter(pathway=self.subject.row)


class EvidenceForm(StepForm):
    """What shows the step."""

    do = "evidence"

    words = TextField(label=_("Evidence"), required=False, max_length=4000)
    link = LinkField(label=_("Link"), required=False)
    file = forms.FileField(label=_("File"), required=False)
    chosen = forms.ChoiceField(
        label=_("From my portfolio of practice and my apprenticeships"),
        required=False,
        help_text=_("Everyone who can see this page can read it."),
    )

    def prepare(self) -> None:
        choices = self.subject.record.choices if self.subject.mine else []
        self.fields["chosen"].choices = [("", gettext("Nothing")), *choices]
        if not choices:
            del self.fields["chosen"]

    def save(self) -> str:
        if not self.subject.mine:
            raise Http404
        sent, record = self.cleaned_data, self.subject.record
        chosen = sent.get("chosen", "")
        evidence = services.Evidence(
            sent["words"],
            sent["link"],
            sent["file"],
            record.tasks.get(chosen),
            record.apprenticeships.get(chosen),
        )
        label = str(self.fields["chosen"].label) if "chosen" in self.fields else ""
        labels = {name: str(self.fields[name].label) for name in ("words", "link")}
        labels |= {"task": label, "apprenticeship": label}
        services.save_evidence(self.row_or_404, evidence, self.seen, labels, self.by)
        return gettext("Saved.")

    def initial_for(self, row: StartedStep) -> dict[str, object]:
        return {"words": row.words, "link": row.link, "chosen": chosen_value(row)}


class CommentForm(StepForm):
    """What the mentor says about it."""

    do = "comment"

    comment = TextField(label=_("Comment"), required=False, max_length=2000)

    def save(self) -> str:
        if not self.subject.mentors:
            raise Http404
        labels = {"comment": str(self.fields["comment"].label)}
        services.save_comment(self.row_or_404, self.cleaned_data["comment"], self.seen, labels, self.by)
        return gettext("Saved.")


class ConfirmStepForm(StepForm):
    """Confirm it."""

    do = "confirm"
    submit = _("Confirm")

    def save(self) -> str:
        if not self.subject.confirms:
            raise Http404
        services.confirm_step(self.row_or_404, self.seen, self.by)
        return gettext("Confirmed.")


class ReopenStepForm(StepForm):
    """Take the confirmation back."""

    do = "reopen"
    submit = _("Open again")

    def save(self) -> str:
        if not self.subject.confirms:
            raise Http404
        services.reopen_step(self.row_or_404, self.by)
        return gettext("Saved.")


PATHWAY_FORMS = (
    SharingForm,
    MeetingForm,
    StopForm,
    EvidenceForm,
    CommentForm,
    ConfirmStepForm,
    ReopenStepForm,
)
