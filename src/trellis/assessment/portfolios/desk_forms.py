"""What people send from the desk of a school's portfolios. Services check again what must hold whoever calls them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, ListField, PastedEmailField, set_choices

from . import scorer_requests, scorer_restoring
from .desk import OpenPart, SchoolDesk
from .forms import parse_id
from .models import Scorer, TaskPart
from .practice_desk import PracticeDesk


class DeskForm(ActionForm[Scorer]):
    """A form of a desk, of one school or of colleagues' practice: `subject`."""

    subject: SchoolDesk | PracticeDesk

    def scorer_link(self, token: str) -> str:
        """The address at which somebody without a record here scores."""
        return self.request.build_absolute_uri(reverse("portfolio-score-by-link", args=[token]))


class AskScorersForm(DeskForm):
    """Ask everybody who is chosen on the page, in the fields `scorer-<task_part>`: all of it or nothing."""

    do = "ask"
    submit = gettext_lazy("Ask these people to score")

    def prepare(self) -> None:
        """A list of adults for each part that waits, once somebody sent one."""
        self.task_parts = self.subject.open_parts(self.viewer) if self.is_bound else []
        for task_part in self.task_parts:
            self.fields[f"scorer-{task_part.pk}"] = ListField()

    def clean(self) -> dict[str, Any]:  # Any: as Django's
        sent = super().clean()
        if any(set(sent.get(name) or ()) - {"", *people} for name, people in self._people.items()):
            raise ValidationError(_("Choose an adult at the school who is not in the student’s family."))
        return sent

    def save(self) -> str:
        rows = Scorer.objects.unscoped("who was asked before").filter(
            task_part__in=self.task_parts, deleted_at=None
        )
        before = set(rows.values_list("pk", flat=True))
        with ledger.act("ask scorers", by=self.by, about=self.subject.pk):
            person_by_scorer = {
                scorer_requests.ask_scorer(task_part, person, self.by).pk: person.pk
                for task_part, people in self.chosen()
                for person in people
                if person
            }
        if not person_by_scorer:
            raise ActionError(_("Choose at least one person to score."))
        newly_asked = {person for scorer, person in person_by_scorer.items() if scorer not in before}
        count = len(newly_asked or set(person_by_scorer.values()))  # the same press twice says the same
        return ngettext("%(n)d person was asked to score.", "%(n)d people were asked to score.", count) % {
            "n": count
        }

    def show_chosen(self, parts: Iterable[OpenPart]) -> None:
        """After an error, let each part propose whom the page had chosen."""
        chosen = {task_part.pk: people for task_part, people in self.chosen() if people}
        for part in parts:
            part.proposed = chosen.get(part.task_part.pk, part.proposed)

    def chosen(self) -> list[tuple[TaskPart, list[Person | None]]]:
        """By task part, the adults who were chosen; None for a place that was left open."""
        return [
            (task_part, [self._people[name].get(key) for key in self[name].value() or ()])
            for task_part in self.task_parts
            for name in [f"scorer-{task_part.pk}"]
        ]

    @cached_property
    def _people(self) -> dict[str, dict[str, Person]]:
        """By field, the people who may be chosen in it."""
        return {
            f"scorer-{task_part.pk}": {
                str(person.pk): person for person in self.subject.candidates(task_part)
            }
            for task_part in self.task_parts
        }


class AskPreviewForm(AskScorersForm):
    """Show whom the page would ask, before anybody is asked. previewed: the people by part."""

    do = "preview"
    previewed: Sequence[tuple[TaskPart, list[Person]]] = ()

    def save(self) -> str:
        people_by_part = [
            (task_part, list(dict.fromkeys(filter(None, people)))) for task_part, people in self.chosen()
        ]
        self.previewed = [(task_part, people) for task_part, people in people_by_part if people]
        if not self.previewed:
            raise ActionError(_("Choose at least one person to score."))
        return ""


class OutsideScorerForm(DeskForm):
    """Ask somebody without a record here. seat, link: of who was asked."""

    do = "outside"
    submit = gettext_lazy("Invite")
    seat: Scorer
    link: str = ""

    task_part = forms.CharField(label=gettext_lazy("What they would score"), widget=forms.Select)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the person you are asking.")},
    )
    email = PastedEmailField(
        label=gettext_lazy("Email"),
        error_messages={"required": gettext_lazy("Enter an email address, so that we can send the link.")},
    )
    language = LineField(label=gettext_lazy("Language"), max_length=40, required=False)

    def offer(self, parts: Iterable[OpenPart]) -> None:
        """List the parts that somebody may be asked to score."""
        choices = [
            (
                str(part.task_part.pk),
                f"{part.task_part.task.student.name} · {part.title} · {part.task_part.get_part_display()}",
            )
            for part in parts
        ]
        set_choices(self.fields["task_part"], choices)

    def clean_task_part(self) -> TaskPart:
        try:
            key = parse_id(self.cleaned_data["task_part"])
        except ActionError as error:
            raise ValidationError(error.message) from None
        for task_part in self.subject.open_parts(self.viewer):
            if task_part.pk == key:
                return task_part
        raise ValidationError(_("This is no longer waiting to be scored. Open the page again."))

    def save(self) -> str:
        sent = self.cleaned_data
        who = scorer_requests.ExternalScorer(sent["name"], sent["email"], sent["language"])
        self.seat, self.link = scorer_requests.ask_external_scorer(
            sent["task_part"],
            who,
            self.by,
            self.scorer_link,
        )
        return ""


class RemoveScorerForm(DeskForm):
    """Take somebody off a part: the field `scorer` names their seat."""

    do = "off"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        key = parse_id(self.data.get("scorer", ""))
        seat = next((seat for seat in self.subject.seats(self.viewer) if seat.pk == key), None)
        if seat is None:
            raise ActionError(_("This person is no longer a scorer for this part."))
        scorer_requests.remove_scorer(seat, self.by)
        return _("%(name)s is no longer a scorer for this part. Ask someone else.") % {
            "name": seat.display_name
        }


class RestoreScorerForm(DeskForm):
    """Put a scorer back, with the scores they had saved. link: a new one for somebody without a record here."""

    do = "restore"
    submit = gettext_lazy("Undo")
    link: str = ""

    def save(self) -> str:
        seats = scorer_restoring.removed_seats_at(self.viewer, self.subject.open_parts(self.viewer))
        key = parse_id(self.data.get("scorer", ""))
        seat = next((seat for seat in seats if seat.pk == key), None)
        if seat is None:
            raise ActionError(_("This is no longer waiting to be scored. Open the page again."))
        self.link = scorer_restoring.restore_scorer(seat, self.by, self.scorer_link)
        return _("%(name)s is a scorer for this part again.") % {"name": seat.display_name}


DESK_FORMS = (AskScorersForm, AskPreviewForm, OutsideScorerForm, RemoveScorerForm, RestoreScorerForm)
