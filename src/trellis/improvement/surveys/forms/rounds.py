"""Planning a round, and what its leaders do with it until it closes and after."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, TextField
from trellis.core.foundation.formatting import format_number
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.sentence_translations import saved_translations
from trellis.learning.supports.school_forms import PersonField

from ..content import surveys_of
from ..models import SurveyDecision, SurveyRound
from ..people import guardians_of, invited_people, students_of
from ..permissions import leads_surveys
from ..selectors import RoundPage
from ..services import decisions, rounds

DAY_FIELDS = ("opens", "closes", "is_required", "federally_funded")


class RoundFields(forms.Form):
    """The days and terms of a round."""

    opens = DayField(label=_("First day"))
    closes = DayField(label=_("Last day"))
    is_required = forms.BooleanField(label=_("Students have to take part"), required=False)
    federally_funded = forms.BooleanField(
        label=_("The US Department of Education pays for any part of it"), required=False
    )

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        opens, closes = sent.get("opens"), sent.get("closes")
        if isinstance(opens, date) and isinstance(closes, date) and closes < opens:
            self.add_error("closes", gettext("The last day is before the first day. Choose a later one."))
        return sent


class StartRoundForm(RoundFields, ActionForm):
    """Plan a round of a survey of the school's model. new_round: it, once it is saved."""

    do = "start"
    submit = _("Plan survey")
    subject: School
    new_round: SurveyRound
    field_order = ["id", "survey", *DAY_FIELDS]

    id = EntryIdField()
    survey = forms.ChoiceField(label=_("Which survey?"))

    def prepare(self) -> None:
        self.initial = {"id": new_id()} | self.initial
        surveys, _version = surveys_of(self.subject)
        translate = saved_translations(get_language() or "", network=self.subject.network_id).translate
        self.fields["survey"].choices = [
            (
                survey.key,
                gettext("%(title)s (%(audience)s)")
                % {"title": translate(survey.title), "audience": SurveyRound.Audience(survey.audience).label},
            )
            for survey in (surveys.surveys if surveys else ())
        ]

    def save(self) -> str:
        if not leads_surveys(self.viewer, self.subject.pk):
            raise Http404
        values = {name: self.cleaned_data[name] for name in DAY_FIELDS}
        key, survey = self.cleaned_data["id"], self.cleaned_data["survey"]
        self.new_round = rounds.start_round(key, self.subject, survey, values, self.by)
        return gettext("The survey is planned.")


class RoundForm(ActionForm[SurveyRound]):
    """A form of a round's page, for those who run it."""

    subject: RoundPage

    @property
    def round(self) -> SurveyRound:
        """The round, for who runs it."""
        if not self.subject.leads:
            raise Http404
        return self.subject.row

    def rows(self) -> QuerySet[SurveyRound]:
        return (
            SurveyRound.objects.seen_by(self.viewer).filter(pk=self.subject.row.pk).select_related("school")
        )

    def page_address(self, name: str, *parts: object) -> str:
        """The whole address of a page, for what is emailed."""
        return self.request.build_absolute_uri(reverse(name, args=parts))

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class ChangeRoundForm(RoundFields, RoundForm):
    """Change the days and terms of a round that has not opened."""

    do = "change"
    row_name = "round"
    section = "plan"
    shows_revision = True

    def save(self) -> str:
        rounds.update_round(self.round, self.cleaned_data, self.seen, self.labels, self.by)
        return gettext("Saved.")


class CancelRoundForm(RoundForm):
    """Take back a round that has not opened."""

    do = "cancel"
    submit = _("Cancel this survey")

    def save(self) -> str:
        rounds.cancel_round(self.round, self.by)
        return gettext("The survey is canceled.")


class NoticeForm(RoundForm):
    """Tell families about a round."""

    do = "notice"
    section = "plan"
    submit = _("Send notice to families")

    def save(self) -> str:
        emailed, unreached = rounds.send_notice(self.round, self.by, self.page_address)
        message = ngettext("%(n)s adult at home was told.", "%(n)s adults at home were told.", emailed)
        message %= {"n": format_number(emailed, 0)}
        if not unreached:
            return message
        by_link = gettext("Adults without an email address need a link from you. Make it on this page.")
        return f"{message} {by_link}"


class OpenRoundForm(RoundForm):
    """Open a round today."""

    do = "open"
    section = "plan"
    submit = _("Open survey")

    def save(self) -> str:
        rounds.open_round(self.round, self.by, self.page_address)
        return gettext("The survey is open.")


class CloseRoundForm(RoundForm):
    """Close a round before its last day. Nobody can answer it any more."""

    do = "close"
    section = "plan"
    submit = _("Close survey now")

    def save(self) -> str:
        rounds.close_round(self.round, self.by)
        return gettext("The survey is closed.")


def _students(form: ActionForm) -> QuerySet[Person]:
    ids = students_of(form.subject.row.school)
    return Person.objects.seen_by(form.viewer).filter(pk__in=ids).order_by("given_name", "family_name", "pk")


def _link_holders(form: ActionForm) -> QuerySet[Person]:
    row = form.subject.row
    ids = invited_people(row)
    if row.audience == SurveyRound.Audience.STUDENTS:
        ids = students_of(row.school) | guardians_of(row.school)
    return Person.objects.seen_by(form.viewer).filter(pk__in=ids).order_by("given_name", "family_name", "pk")


class PaperForm(RoundForm):
    """Note what a family decided on paper that staff have seen."""

    do = "paper"
    section = "families"
    adds = True
    submit = _("Save decision")

    student = PersonField(label=_("Student"), rows=_students)
    kind = forms.ChoiceField(label=_("Decision"), choices=SurveyDecision.Kind.choices)

    def save(self) -> str:
        student, kind = self.cleaned_data["student"], self.cleaned_data["kind"]
        decisions.decide(self.round, student, kind, SurveyDecision.Source.PAPER, self.by)
        return gettext("Saved.")


class SurveyLinkForm(RoundForm):
    """Make a link for one person, to hand over. address: the page shows it once."""

    do = "link"
    section = "links"
    submit = _("Make link")
    address = ""

    person = PersonField(label=_("Who is it for?"), rows=_link_holders)

    def save(self) -> str:
        person, row = self.cleaned_data["person"], self.round
        asks_students = row.audience == SurveyRound.Audience.STUDENTS
        answers = person.pk in invited_people(row)
        if not answers and not asks_students:
            raise Http404
        if answers and not row.is_open:
            return gettext("The link works once the survey is open. Make it then.")
        purpose = rounds.ANSWER_PURPOSE if answers else rounds.PREVIEW_PURPOSE
        page = "survey-link" if answers else "survey-preview-link"
        self.address = self.page_address(page, rounds.make_link(row, purpose, person, self.by))
        return ""


class LoopForm(RoundForm):
    """What was heard, what will change, and what will not and why."""

    do = "loop"
    row_name = "round"
    section = "loop"
    shows_revision = True

    heard = TextField(label=_("What we heard"), max_length=2000)
    will_change = TextField(label=_("What will change"), max_length=2000)
    will_stay = TextField(label=_("What will not change, and why"), max_length=2000)

    def save(self) -> str:
        rounds.save_loop(self.round, self.cleaned_data, self.seen, self.labels, self.by)
        return gettext("Saved.")


class PublishLoopForm(RoundForm):
    """Show it to everybody whom the survey asked."""

    do = "publish"
    section = "loop"
    submit = _("Publish to those who were asked")

    def save(self) -> str:
        rounds.publish_loop(self.round, self.by)
        return gettext("Published.")


ROUND_FORMS = (
    *(ChangeRoundForm, CancelRoundForm, NoticeForm, OpenRoundForm, CloseRoundForm),
    *(PaperForm, SurveyLinkForm, LoopForm, PublishLoopForm),
)
