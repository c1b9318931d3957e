"""The form with which a network gives a coach's schools to the next coach."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.joining.school_forms import chosen_person, person_choices
from trellis.adults.joining.selectors import coaches_of
from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.formatting import list_separator

from .caseload import coaches_by_school, former_coaches
from .handovers import hand_over
from .models import CoachHandover

COACH_MISSING = _("Choose a coach.")


def join_names(people: list[Person]) -> SafeString:
    """The names of people, each in its own direction."""
    return format_html_join(list_separator(), "<bdi>{}</bdi>", ((person.name,) for person in people))


class HandoverForm(ActionForm[CoachHandover]):
    """From whom, to whom, which schools, and a note for the next coach. No school checked means all of the coach's."""

    do = "hand-over"
    submit = _("Hand over")
    subject: Network

    from_coach = forms.ChoiceField(label=_("From"), error_messages={"required": COACH_MISSING})
    to_coach = forms.ChoiceField(label=_("To"), error_messages={"required": COACH_MISSING})
    schools = forms.MultipleChoiceField(
        label=_("Schools (none checked: all of this coach)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = TextField(label=_("Note for the next coach"), required=False, max_length=4000, rows=5)

    def prepare(self) -> None:
        by_school = coaches_by_school(self.subject, self.viewer)
        for school_id, people in former_coaches(self.subject, self.viewer).items():
            by_school[school_id] = [*by_school.get(school_id, []), *people]
        self.coaches = list({coach.pk: coach for row in by_school.values() for coach in row}.values())
        self.coaches.sort(key=lambda person: (person.family_name, person.name, person.pk))
        self.people = coaches_of(self.viewer, self.subject)
        visible = School.objects.seen_by(self.viewer).filter(network=self.subject, pk__in=list(by_school))
        self.coached = list(visible.order_by("name", "pk"))
        self.coach_ids = {school: {coach.pk for coach in row} for school, row in by_school.items()}
        self.fields["from_coach"].choices = person_choices(self.coaches, gettext("Choose"))
        self.fields["to_coach"].choices = person_choices(self.people, gettext("Choose"))
        self.fields["schools"].choices = [
            (str(school.pk), format_html("<bdi>{}</bdi> ({})", school.name, join_names(by_school[school.pk])))
            for school in self.coached
        ]

    def _chosen(self, people: list[Person], field: str) -> Person:
        person = chosen_person(people, self.cleaned_data[field])
        if person is None:
            raise ActionError(str(COACH_MISSING), field=field)
        return person

    def save(self) -> str:
        sent = self.cleaned_data
        coach, to_coach = self._chosen(self.coaches, "from_coach"), self._chosen(self.people, "to_coach")
        schools = [
            school
            for school in self.coached
            if coach.pk in self.coach_ids[school.pk]
            and (not sent["schools"] or str(school.pk) in sent["schools"])
        ]
        count = hand_over(coach, to_coach, schools, sent["note"], self.by)
        return ngettext("%(n)d school was handed over.", "%(n)d schools were handed over.", count) % {
            "n": count
        }
