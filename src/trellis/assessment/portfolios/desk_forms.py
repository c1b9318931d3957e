"""What people send from the desk of a school's portfolios. Services check again what must hold whoever calls them."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, PastedEmailField, set_choices

from . import asking, desk
from .finding import staff_of
from .forms import parse_id
from .models import Scorer, TaskPart


class DeskForm(ActionForm[Scorer]):
    """A form of the desk of one school: `subject`."""

    subject: School


class AskScorersForm(DeskForm):
    """Ask everybody who is chosen on the page, in the fields `reader-<sitting>`: all of it or nothing."""

    do = "ask"
    submit = gettext_lazy("Ask these people to score")

    def save(self) -> str:
        open_sittings = {
            str(sitting.pk): sitting for sitting in desk.open_sittings_at(self.viewer, self.subject)
        }
        rows = Scorer.objects.unscoped("who was asked before").filter(
            sitting__in=open_sittings, deleted_at=None
        )
        before = set(rows.values_list("pk", flat=True))
        with ledger.act("ask readers", by=self.by, about=self.subject.pk):
            reader_ids = {
                asking.ask_scorer(open_sittings[key], person, self.by).pk
                for key, people in self._chosen().items()
                for person in people
                if key in open_sittings and person
            }
        if not reader_ids:
            raise ActionError(_("Choose at least one person to score."))
        count = len(reader_ids - before) or len(reader_ids)  # the same press twice says the same
        return ngettext("%(n)d person was asked to score.", "%(n)d people were asked to score.", count) % {
            "n": count
        }

    def show_chosen(self, parts: Iterable[desk.OpenPart]) -> None:
        """After an error, let each part propose whom the page had chosen."""
        if self.is_bound:
            chosen = self._chosen(strict=False)
            for part in parts:
                part.proposed = chosen.get(str(part.sitting.pk), part.proposed)

    def _chosen(self, strict: bool = True) -> dict[str, list[Person | None]]:
        """By sitting, the adults who were chosen; None for a place that was left open.

        Raises ActionError for anybody who does not work here; if not `strict`, their place is left open.
        """
        staff = {str(person.pk): person for person in staff_of(self.subject.pk)}
        chosen = {
            name.removeprefix("reader-"): values
            for name, values in self.request.POST.lists()
            if name.startswith("reader-")
        }
        if strict and {value for values in chosen.values() for value in values} - {"", *staff}:
            raise ActionError(_("Choose an adult at the school who is not in the student’s family."))
        return {key: [staff.get(value) for value in values] for key, values in chosen.items()}


class OutsideScorerForm(DeskForm):
    """Ask somebody without a record here. seat, link: of who was asked."""

    do = "outside"
    submit = gettext_lazy("Invite")
    seat: Scorer
    link: str

    sitting = forms.CharField(label=gettext_lazy("What they would score"), widget=forms.Select)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the person you are asking.")},
    )
    email = PastedEmailField(
        label=gettext_lazy("Email"),
        error_messages={"required": gettext_lazy("Enter an email address, so that we can send the link.")},
    )
    language = LineField(label=gettext_lazy("Their language code, such as fr"), max_length=12, required=False)

    def offer(self, parts: Iterable[desk.OpenPart]) -> None:
        """List the parts that somebody may be asked to score."""
        choices = [
            (
                str(part.sitting.pk),
                f"{part.sitting.task.student.name} · {part.title} · {part.sitting.get_part_display()}",
            )
            for part in parts
        ]
        set_choices(self.fields["sitting"], choices)

    def clean_sitting(self) -> TaskPart:
        try:
            key = parse_id(self.cleaned_data["sitting"])
        except ActionError as error:
            raise ValidationError(error.message) from None
        for sitting in desk.open_sittings_at(self.viewer, self.subject):
            if sitting.pk == key:
                return sitting
        raise ValidationError(_("This is no longer waiting to be scored. Open the page again."))

    def save(self) -> str:
        sent = self.cleaned_data
        who = asking.ExternalScorer(sent["name"], sent["email"], sent["language"])
        self.seat, self.link = asking.ask_external_scorer(
            sent["sitting"],
            who,
            self.by,
            lambda token: self.request.build_absolute_uri(reverse("portfolio-link", args=[token])),
        )
        return ""


class RemoveScorerForm(DeskForm):
    """Take somebody off a part: the field `reader` names their place."""

    do = "off"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        rows = Scorer.objects.seen_by(self.viewer).filter(
            self.viewer.in_care("sitting__task__student"), deleted_at=None
        )
        rows = rows.filter(
            Q(sitting__task__school=self.subject)
            | Q(sitting__in=desk.open_sittings_at(self.viewer, self.subject))
        )
        seat = rows.filter(pk=parse_id(self.data.get("reader", ""))).select_related("person").first()
        if seat is None:
            raise ActionError(_("This person is no longer a scorer for this part."))
        asking.remove_scorer(seat, self.by)
        return _("%(name)s is no longer a scorer for this part. Ask someone else.") % {"name": seat.called}


DESK_FORMS = (AskScorersForm, OutsideScorerForm, RemoveScorerForm)
