"""What the forms of a design's inputs have in common, and copying a design."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField
from trellis.core.foundation.models import Revised

from .models import WeekDesign
from .services.copying import copy_design

Row = TypeVar("Row", bound=Revised)
ENTER_NAME = _("Enter a name.")


class InputForm(ActionForm[Row], Generic[Row]):
    """A form about the inputs of a design: `subject` is all that is entered for it."""

    compared: ClassVar[tuple[str, ...]] = ()
    """The columns that an edit conflict compares."""

    @property
    def design(self) -> WeekDesign:
        return self.subject.design

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the compared columns are called."""
        return {name: str(self.fields[name].label) for name in self.compared}


class CopyDesignForm(InputForm[WeekDesign]):
    """Copy a design with everything in it. `copy` is the new one, once it is saved."""

    do = "copy"
    submit = _("Copy this design")
    copy: WeekDesign

    title = LineField(label=_("Name of the copy"), max_length=120, error_messages={"required": ENTER_NAME})

    def prepare(self) -> None:
        self.fields["title"].initial = (gettext("Copy of %(title)s") % {"title": self.design.title})[:120]

    def save(self) -> str:
        self.copy = copy_design(self.design, self.cleaned_data["title"], self.by)
        return gettext("Copied. You are now in the copy.")
