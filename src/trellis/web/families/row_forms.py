"""Forms that act on one row of the page, such as one of the messages to a family."""

from __future__ import annotations

from django.http import Http404

from trellis.core.foundation.action_forms import ActionForm, Row


class RowForm(ActionForm[Row]):
    """A form whose `row_name` names the row that it acts on."""

    @property
    def chosen_row(self) -> Row:
        """The row that the form was sent for. Raises Http404 where it names none."""
        if self.row is None:
            raise Http404
        return self.row
