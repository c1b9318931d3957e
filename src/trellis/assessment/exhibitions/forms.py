"""What people send from the pages of an exhibition. Services check again what must hold whoever calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.assessment.evidence.rubric_forms import RubricLevelsForm
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, School
from trellis.core.community.selectors import term_on
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, MomentField, PastedEmailField, TextField
from trellis.core.foundation.revisions import SHOWN_FIELD, shown_revision
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind
from trellis.design.blueprint.selectors import outcomes_of

from . import panel_scores, selectors, services, time_undo
from .models import Exhibition, PanelComment, Panelist
from .rubric import NO_TERM_OR_KIND, ExhibitionProtocol

REMARKS_LENGTH = 20_000


@dataclass(frozen=True)
class StudentExhibitions:
    """A student, their school, and the kinds of exhibition that its model has."""

    student: Person
    school: School
    kinds: tuple[ExhibitionKind, ...]


class PlanForm(ActionForm[Exhibition]):
    """Plan an exhibition for the current term. exhibition: the one that was planned."""

    subject: StudentExhibitions
    submit = gettext_lazy("Add")
    exhibition: Exhibition

    kind = forms.ChoiceField(
        label=gettext_lazy("Add one for this term"),
        error_messages={"required": NO_TERM_OR_KIND, "invalid_choice": NO_TERM_OR_KIND},
    )

    def prepare(self) -> None:
        self.fields["kind"].choices = [(kind.key, kind.title) for kind in self.subject.kinds]

    def save(self) -> str:
        student, school = self.subject.student, self.subject.school
        term = term_on(self.viewer, school, school_local_time(school, timezone.now()).date())
        if term is None:
            raise ActionError(str(NO_TERM_OR_KIND), field="kind")
        key = self.cleaned_data["kind"]
        minutes = next(kind.minutes for kind in self.subject.kinds if kind.key == key)
        self.exhibition = services.plan_exhibition(student, term, key, minutes, self.by)
        return ""


@dataclass(frozen=True)
class ExhibitionWork:
    """An exhibition with its protocol; the seat of the viewer, where they have one on the panel."""

    exhibition: Exhibition
    protocol: ExhibitionProtocol
    school: School
    seat: Panelist | None = None

    def require_seat(self) -> Panelist:
        """The viewer's seat on the panel. 404 where they have none."""
        if self.seat is None:
            raise Http404
        return self.seat


class TimeForm(ActionForm[Exhibition]):
    """When, where, and the packet."""

    subject: ExhibitionWork

    starts = MomentField(label=gettext_lazy("Date and time"), required=False)
    room = LineField(label=gettext_lazy("Room"), max_length=60, required=False)
    packet = TextField(
        label=gettext_lazy("Packet: what the panel reads before the exhibition"),
        max_length=4000,
        rows=4,
        required=False,
    )

    def prepare(self) -> None:
        exhibition = self.subject.exhibition
        self.initial = {name: getattr(exhibition, name) for name in ("starts", "room", "packet")}

    def save(self) -> str:
        sent, exhibition = self.cleaned_data, self.subject.exhibition
        services.set_time(exhibition, sent["starts"], sent["room"], sent["packet"], self.by, self.seen)
        time_undo.remember_time(self.request, exhibition)
        return _("Saved.")


class UndoTimeForm(ActionForm[Exhibition]):
    """Put the time and the room back that this person changed last."""

    subject: ExhibitionWork
    do = "undo"
    submit = gettext_lazy("Undo")

    def save(self) -> str:
        change = time_undo.find_time_change(self.request, self.subject.exhibition)
        if change is None:
            raise ActionError(_("The time was changed again. Check it, and set the time you want."))
        services.restore_time(
            self.subject.exhibition, change.starts, change.room, change.by_hand, self.by, change.revision
        )
        return _("The earlier time is back.")


class PanelistForm(ActionForm[Panelist]):
    """Invite somebody onto the panel: a person around the student, or anybody with a name and a role.

    seat, link: of the person who was invited.
    """

    subject: ExhibitionWork
    submit = gettext_lazy("Invite")
    seat: Panelist
    link: str

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the person you are asking.")},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Role on the panel"),
        initial=Panelist.Part.OUTSIDE,
        error_messages={
            "required": gettext_lazy("Choose this person’s role on the panel."),
            "invalid_choice": gettext_lazy("Choose this person’s role on the panel."),
        },
    )
    email = PastedEmailField(label=gettext_lazy("Email"), required=False)

    def prepare(self) -> None:
        self.fields["name"].required = not self.data.get("person")
        self.fields["part"].choices = [
            (key, label) for key, label in Panelist.Part.choices if key != Panelist.Part.STUDENT
        ]

    def save(self) -> str:
        sent, exhibition, person = self.cleaned_data, self.subject.exhibition, self._posted_person()
        seat = selectors.find_seat(self.viewer, exhibition, person, services.parse_name(sent["name"]))
        self.seat, self.link = services.invite_panelist(
            exhibition,
            sent["part"],
            sent["name"],
            sent["email"],
            person,
            self.by,
            lambda token: self.request.build_absolute_uri(reverse("panel", args=[token])),
            shown_revision(self.request, SHOWN_FIELD, seat and seat.pk),
        )
        return ""

    def _posted_person(self) -> Person | None:
        """The person around the student whose button was pressed."""
        key = self.data.get("person")
        if not key:
            return None
        likely = selectors.likely_panelists(self.viewer, self.subject.exhibition.student)
        return next((person for _part, person in likely if str(person.pk) == key), None)


class ScoresForm(RubricLevelsForm):
    """A panelist's levels in every row."""

    subject: ExhibitionWork
    submit = gettext_lazy("Save my scores")

    def rubric_rows(self) -> tuple[RubricRow, ...]:
        return self.subject.protocol.rows

    def saved_levels(self) -> Mapping[str, int]:
        seat = self.subject.seat
        return panel_scores.scores_by_seat(self.subject.exhibition).get(seat, {}) if seat else {}

    def save(self) -> str:
        panel_scores.save_scores(
            self.subject.require_seat(), self.subject.protocol, self.cleaned_data["levels"]
        )
        return _("Saved. You will see the other scores after everyone has scored.")


class AgreementForm(RubricLevelsForm):
    """What the panel agreed: by row a level and what was discussed (`talk-<row>`), and remarks, one on a line."""

    subject: ExhibitionWork
    submit = gettext_lazy("Save results")

    def prepare(self) -> None:
        for row in self.rubric_rows():
            self.fields[f"talk-{row.key}"] = LineField(
                label=_("What you discussed"), max_length=600, required=False
            )
        for kind, label in PanelComment.Kind.choices:
            self.fields[f"remarks-{kind}"] = TextField(
                label=capfirst(label), help_text=_("one per line"), max_length=REMARKS_LENGTH, required=False
            )

    def rubric_rows(self) -> tuple[RubricRow, ...]:
        return self.subject.protocol.rows

    def talk_fields(self) -> dict[str, BoundField]:
        """The fields of what was discussed, by row."""
        return {row.key: self[f"talk-{row.key}"] for row in self.rubric_rows()}

    def remark_fields(self) -> list[BoundField]:
        """The fields of what the panel writes down."""
        return [self[f"remarks-{kind}"] for kind in PanelComment.Kind.values]

    def written(self) -> list[str]:
        """All that was typed, to be shown where the form no longer is."""
        return [text for name in self.fields for text in self.data.get(name, "").splitlines() if text.strip()]

    def save(self) -> str:
        sent, work = self.cleaned_data, self.subject
        agreement = panel_scores.PanelAgreement(
            levels=sent["levels"],
            discussions={row.key: sent[f"talk-{row.key}"] for row in self.rubric_rows()},
            remarks=[
                (kind, line)
                for kind in PanelComment.Kind.values
                for line in sent[f"remarks-{kind}"].splitlines()
            ],
        )
        panel_scores.save_agreement(
            work.exhibition, work.protocol, agreement, outcomes_of(work.school.pk), self.viewer.person
        )
        if work.exhibition.practice_school_id:
            return _("Saved.")
        return _("Results saved. The recommendations will go into the next plan.")
