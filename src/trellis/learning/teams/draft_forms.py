"""What people change in a draft before it is adopted, and how it is adopted or discarded."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import School
from trellis.core.foundation.form_fields import LineField, RowField
from trellis.core.foundation.revisions import shown_revision

from . import draft_adoption, group_drafts, presenters, school_drafts
from .draft_page import DraftForm, DraftPage
from .models import DraftGroup, DraftSeat, GroupDraft
from .new_draft_forms import CountField, SettingsForm
from .pair_request_forms import PairRequestForm, RemovePairRequestForm


class ProposeForm(SettingsForm, DraftForm):
    """A new draft, with other settings or the same."""

    do = "propose"
    submit = gettext_lazy("Build a new draft")

    count = CountField(label=gettext_lazy("Number of groups"))

    def prepare(self) -> None:
        super().prepare()
        for name in self.fields:
            self.initial[name] = getattr(self.draft, name)

    @property
    def school(self) -> School:
        return self.draft.school

    def save(self) -> str:
        sent = self.cleaned_data
        settings = sent["count"], sent["rule"], sent["balance"]
        group_drafts.propose_groups(self.draft, *settings, self.by, self.may, self.seen)
        return _("New draft built. Locked students stayed in their groups.")


class ProposeSchoolForm(ProposeForm):
    """A new draft of a whole school."""

    count = CountField(label=gettext_lazy("Number of teams"))
    strands = CountField(label=gettext_lazy("Strands in each team"))
    advisories = CountField(label=gettext_lazy("Advisories in each team"))

    def save(self) -> str:
        sent = self.cleaned_data
        counts = sent["count"], sent["strands"], sent["advisories"]
        school_drafts.propose_school(self.draft, counts, sent["rule"], sent["balance"], self.by, self.seen)
        return ""  # the page says how far it is


class SeatRowForm(DraftForm[DraftSeat]):
    """A form about one student's seat."""

    row_name = "seat"

    def rows(self) -> QuerySet[DraftSeat]:
        seats = DraftSeat.objects.seen_by(self.viewer).filter(draft=self.draft)
        return seats.select_related("student")

    def initial_for(self, row: DraftSeat) -> dict[str, object]:
        return {}

    @property
    def seen(self) -> int | None:
        """The revision at which the page showed the seat."""
        return shown_revision(self.request, "seat", self.row_or_404.pk)


class MoveForm(SeatRowForm):
    do = "move"

    group = CountField()

    def save(self) -> str:
        self.move()
        return _("%(name)s is locked in this group and stays there when you build a new draft.") % {
            "name": self.row_or_404.student.name
        }

    def move(self) -> None:
        group_drafts.move_student(self.row_or_404, self.cleaned_data["group"], self.by, self.seen)


class MoveInSchoolForm(MoveForm):
    """Move a student of a whole school into a team, or into a strand or advisory of one."""

    group = RowField(rows=lambda form: DraftGroup.objects.seen_by(form.viewer))

    def move(self) -> None:
        school_drafts.move_student(self.row_or_404, self.cleaned_data["group"], self.by, self.seen)


class ReleaseForm(SeatRowForm):
    """Unlock one student, or all whom the page showed as locked: whom somebody put somewhere since stays."""

    do = "free"

    def _posted_row(self, value: str) -> DraftSeat | None:
        return None if value == "all" else super()._posted_row(value)

    def save(self) -> str:
        service = school_drafts if self.draft.is_whole else group_drafts
        if self.row is None:
            seats = [
                seat
                for seat in presenters.seats_of(self.viewer, self.draft)
                if shown_revision(self.request, "locked", seat.pk) in (None, seat.revision)
            ]
            count = service.free(self.draft, seats, self.by)
        else:
            count = service.free(self.draft, [self.row], self.by, self.seen)
        return ngettext("%(n)d student unlocked.", "%(n)d students unlocked.", count) % {"n": count}


class NameGroupForm(DraftForm[DraftGroup]):
    """What a group is called, and which adults go with it."""

    do = "name"
    row_name = "group"
    shows_revision = True

    title = LineField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a name for the group.")},
    )
    adult = forms.MultipleChoiceField(
        label=gettext_lazy("Adults in this group"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        error_messages={"invalid_choice": gettext_lazy("Choose adults who work at the school.")},
    )

    def prepare(self) -> None:
        staff = self.subject.staff
        self.fields["adult"].choices = [(key, person.name) for key, person in staff.items()]
        if not staff or self.draft.kind == GroupDraft.Kind.WORK:
            self.fields["adult"].widget = forms.MultipleHiddenInput()

    def rows(self) -> QuerySet[DraftGroup]:
        return DraftGroup.objects.seen_by(self.viewer).filter(draft=self.draft)

    def initial_for(self, row: DraftGroup) -> dict[str, object]:
        chooses = self.draft.kind != GroupDraft.Kind.WORK and self.subject.staff
        return {"title": row.title, "adult": self.subject.adult_ids.get(row.pk, []) if chooses else []}

    def save(self) -> str:
        adults = [self.subject.staff[key] for key in self.cleaned_data["adult"]]
        group_drafts.name_group(self.row_or_404, self.cleaned_data["title"], adults, self.by, self.seen)
        return _("Saved.")


class AdoptForm(DraftForm):
    do = "adopt"
    submit = gettext_lazy("Adopt these groups")

    replace = forms.BooleanField(
        label=gettext_lazy("Replace the advisories that students are in now"), required=False
    )

    def save(self) -> str:
        service = school_drafts if self.draft.is_whole else draft_adoption
        count = service.adopt(self.draft, self.cleaned_data["replace"], self.by)
        if not count:
            return _("These groups are already adopted.")
        message = ngettext(
            "%(n)d group adopted. Its students are in it now.",
            "%(n)d groups adopted. Their students are in them now.",
            count,
        )
        return message % {"n": count}


class DiscardForm(DraftForm):
    do = "discard"
    submit = gettext_lazy("Discard draft")

    def save(self) -> str:
        group_drafts.discard_draft(self.draft, self.by)
        return _("Draft discarded.")

    @property
    def done_url(self) -> str:
        if self.draft.kind == GroupDraft.Kind.WORK:
            return reverse("work-groups", args=[self.draft.source_id])
        return reverse("group-drafts", args=[self.draft.school_id])


class InsideForm(DraftForm):
    """Strands or advisories inside of every team that was adopted."""

    do = "inside"
    submit = gettext_lazy("Build drafts for every team")

    kind = forms.ChoiceField(
        label=gettext_lazy("Type of group"),
        choices=[("strand", gettext_lazy("strands")), ("advisory", gettext_lazy("advisories"))],
        error_messages={"invalid_choice": gettext_lazy("Choose strands or advisories.")},
    )
    count = CountField(label=gettext_lazy("Number of groups in each team"), initial=4)

    def save(self) -> str:
        kind, count = self.cleaned_data["kind"], self.cleaned_data["count"]
        created_count = draft_adoption.propose_inside(self.draft, kind, count, self.by)
        return ngettext("%(n)d draft built.", "%(n)d drafts built.", created_count) % {"n": created_count}

    @property
    def done_url(self) -> str:
        return reverse("group-drafts", args=[self.draft.school_id])


def forms_for(page: DraftPage) -> list[type[DraftForm]]:
    """What can be done with a draft: what is within a whole school is proposed and adopted with the whole."""
    draft = page.draft
    inner_forms: list[type[DraftForm]] = [ReleaseForm, NameGroupForm, PairRequestForm, RemovePairRequestForm]
    if draft.within_id:
        return [MoveForm, *inner_forms]
    settings: list[type[DraftForm]] = (
        [ProposeSchoolForm, MoveInSchoolForm] if draft.is_whole else [ProposeForm, MoveForm]
    )
    inside = [InsideForm] if page.leads else []
    return [*settings, *inner_forms, AdoptForm, DiscardForm, *inside]
