"""What the forms of a draft's page are about."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.urls import reverse

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import Row

from . import permissions, presenters, selectors
from .forms import RedirectingForm
from .models import DraftGroupAdult, GroupDraft


class DraftPage:
    """A draft, and what the forms of its page offer, read once."""

    def __init__(self, viewer: Viewer, draft: GroupDraft) -> None:
        self.viewer, self.draft = viewer, draft

    @property
    def leads(self) -> bool:
        return permissions.may_form_at(self.viewer, self.draft.school_id)

    @cached_property
    def staff(self) -> dict[str, Person]:
        """The adults who may go with a group, for whoever chooses them."""
        people = selectors.staff_of(self.viewer, self.draft.school_id) if self.leads else []
        return {str(person.pk): person for person in people}

    @cached_property
    def students(self) -> dict[str, Person]:
        """The students in these groups, by name."""
        seats = presenters.seats_of(self.viewer, self.draft)
        people = add_distinctions([seat.student for seat in seats])
        return {str(person.pk): person for person in sorted(people, key=lambda person: person.name)}

    @cached_property
    def adult_ids(self) -> dict[UUID, list[str]]:
        """By group, the adults who go with it."""
        ids: dict[UUID, list[str]] = {}
        chosen = DraftGroupAdult.objects.seen_by(self.viewer).filter(draft_group__draft=self.draft)
        for draft_group, person in chosen.values_list("draft_group", "person"):
            ids.setdefault(draft_group, []).append(str(person))
        return ids


class DraftForm(RedirectingForm[Row]):
    """A form of a draft's page: `subject`."""

    subject: DraftPage

    @property
    def draft(self) -> GroupDraft:
        return self.subject.draft

    @property
    def done_url(self) -> str:
        """Where one goes afterwards."""
        return reverse("group-draft", args=[self.draft.pk])
