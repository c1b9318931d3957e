"""Forms behind the buttons of a page: each says which fields it takes, and does what it says.

A page lists its forms. The posted field `do` names the one that was sent. What the fields or a service refuse stands
on that form, with what was typed (422); otherwise its message is shown once, and the view redirects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Generic, Self, TypeVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .errors import ActionError
from .form_fields import RowField
from .requests import Request
from .revisions import posted_revision
from .section_messages import section_tags

Row = TypeVar("Row", bound=Model)
AnyForm = TypeVar("AnyForm", bound="ActionForm")


class ActionForm(forms.Form, Generic[Row]):
    """One action of a page, such as "add a strength". Subclasses set `do`, their fields, and `save`.

    do: the value of the field `do` that names this form. submit: the label of its button.
    subject: what the page is about, as the view gives it (a student, a school, a project).
    row_name: the posted field that names the row to act on; the row is one of `rows()`, or the page is not found.
    section: the id of the part of the page where its message is shown; "" for the top of the page.
    adds: it adds a row to a list, and opens again for the next one.
    shows_revision: the form carries the revision of the row, so that a service can tell an edit conflict.
    prepare: adds and completes the fields that a class body cannot, once the form has its subject and its row.
    """

    do: ClassVar[str] = ""
    submit: ClassVar[str] = _("Save")
    row_name: ClassVar[str] = ""
    section: str = ""
    adds: bool = False
    shows_revision: ClassVar[bool] = False

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        request: Request,
        subject: Any = None,  # Any: each page's own thing
        row: Row | None = None,
        **kwargs: Any,  # Any: what Django's forms take
    ) -> None:
        self.request, self.viewer, self.subject = request, request.viewer, subject
        self.row: Row | None = row
        if data is not None and self.row_name and row is None:
            self.row = self._posted_row(data.get(self.row_name, ""))
        if self.row is not None:
            kwargs["initial"] = self.initial_for(self.row) | kwargs.get("initial", {})
        kwargs.setdefault("auto_id", f"{self.do or 'id'}{f'-{self.row.pk}' if self.row else ''}-%s")
        super().__init__(data, files, **kwargs)
        if data is not None or row is None:
            for field in self.fields.values():
                if isinstance(field, RowField):
                    field.queryset = field.rows_for(self)
        self.prepare()

    def prepare(self) -> None:
        """Add and complete fields. A form whose fields are all in its class needs none."""

    @property
    def row_or_404(self) -> Row:
        """The row that the form acts on. Without one, the page is not found."""
        if self.row is None:
            raise Http404
        return self.row

    def rows(self) -> QuerySet[Row]:
        """The rows that this form may act on, as the viewer sees them."""
        raise NotImplementedError(f"{type(self).__name__} names a row_name and has no rows().")

    def initial_for(self, row: Row) -> dict[str, object]:
        """What the fields show of a row before anybody types: its columns of the same names, in a form that edits the
        row (one that shows its revision). A form that only adds something to a row starts blank."""
        if not self.shows_revision:
            return {}
        return {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}

    def save(self) -> str:
        """Do it, with `cleaned_data`, and return what to tell the person. May raise ActionError."""
        raise NotImplementedError

    @property
    def by(self) -> UUID:
        """Who acts: the id of the viewer's person."""
        return self.viewer.person_id

    @property
    def seen(self) -> int | None:
        """The revision of the row that the form was shown at (see `revisions.posted_revision`)."""
        return posted_revision(self.request)

    def for_row(self, row: Row) -> Self:
        """This form for one row of the page: itself with what was typed, if it was sent for this row."""
        if self.is_bound and self.row is not None and self.row.pk == row.pk:
            return self
        form = type(self)(request=self.request, subject=self.subject, row=row)
        for name, choices in self._row_choices.items():
            form.fields[name].choices = choices
        return form

    @cached_property
    def _row_choices(self) -> dict[str, list[tuple[object, str]]]:
        """What its lists offer, read once for all rows of a page."""
        return {
            name: [
                (option.value if hasattr(option, "value") else option, label)
                for option, label in field.choices
            ]
            for name, field in self.fields.items()
            if isinstance(field, RowField)
        }

    def _posted_row(self, value: str) -> Row | None:
        try:
            key = UUID(str(value).partition(":")[0])
        except ValueError:
            raise Http404 from None
        return get_object_or_404(self.rows(), pk=key)


class PageActions:
    """The forms of a page for one request, and what became of the one that was sent.

    done: it was saved, and the view redirects (`redirect_to`). saved: the form that was. status: of the answer
    otherwise (200, or 422 with errors). sent: the form that was sent and not saved. In templates each form is an
    attribute: `actions.mark_met` for the form whose `do` is "mark-met".
    """

    def __init__(
        self, request: Request, form_classes: Iterable[type[ActionForm]], subject: object = None
    ) -> None:
        classes = {form_class.do: form_class for form_class in form_classes}
        self.forms = {do: form_class(request=request, subject=subject) for do, form_class in classes.items()}
        self.done, self.status, self.sent = False, 200, None
        self.saved: ActionForm | None = None
        self.section = ""
        if request.method == "POST":
            do = request.POST.get("do", "")
            if do not in classes:
                raise Http404
            self._run(request, classes[do](request.POST, request.FILES, request=request, subject=subject))

    def _run(self, request: Request, form: ActionForm) -> None:
        self.forms[form.do] = form
        if form.is_valid():
            try:
                message = form.save()
            except ActionError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                self.section, self.saved = form.section, form
                messages.success(request, message, extra_tags=section_tags(form.section, form.adds))
                self.done = True
        if not self.done:
            self.sent, self.status = form, 422

    def redirect_to(self, url: str) -> HttpResponseRedirect:
        """Redirect to the part of a page that the saved form is in, where its message is shown."""
        return HttpResponseRedirect(f"{url}#{self.section}" if self.section else url)

    def form(self, form_class: type[AnyForm]) -> AnyForm:
        """The form of this class, for what a view asks of it."""
        return cast("AnyForm", self.forms[form_class.do])

    def __getattr__(self, name: str) -> ActionForm:
        try:
            return self.__dict__["forms"][name.replace("_", "-")]
        except KeyError:
            raise AttributeError(name) from None
