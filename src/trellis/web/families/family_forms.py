"""What the forms of a family's page share."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import Row
from trellis.core.foundation.errors import ActionError

from .row_forms import RowForm


@dataclass(frozen=True)
class FamilyPage:
    """The student that a page is about, and who reads it: the family member who signed in, or who has the link."""

    student: Person
    viewer: Viewer


class FamilyForm(RowForm[Row]):
    """A form of the family's page."""

    subject: FamilyPage

    def posted_key(self) -> UUID:
        """The id that the page made for what is sent."""
        try:
            return UUID(self.data.get("key", ""))
        except ValueError:
            raise ActionError(_("This page did not load completely. Open it again.")) from None

    def thanks(self) -> str:
        """What the page says once the school has it."""
        return _("Your message was sent to the school. Thank you.")
