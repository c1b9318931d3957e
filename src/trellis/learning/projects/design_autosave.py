"""The answer to the design page's script, which saves one part while somebody types in it."""

from __future__ import annotations

from django.http import Http404, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.autosave import refused_response, saved_response
from trellis.core.foundation.requests import Request

from .design_forms import DesignSubject
from .design_text_forms import PartsForm, SettleForm
from .models import TextVersion
from .selectors import DesignSection
from .text_versions import clean_part


def autosaved_form(actions: PageActions) -> PartsForm | SettleForm | None:
    """The form that the script sent; None for one that only a press of its button sends."""
    forms = (form for form in actions.forms.values() if isinstance(form, PartsForm | SettleForm))
    return next((form for form in forms if form.is_bound), None)


def part_response(
    request: Request, subject: DesignSubject, actions: PageActions, form: PartsForm | SettleForm
) -> JsonResponse:
    """The part as it is now, for the one in whose box it stands.

    text: None where the box shows it already, or a version of its writer that was set aside. revision: what the box is
    based on. ahead: the same for a box in which its writer typed on meanwhile. versions: the choice between versions.
    """
    if not actions.done:
        return refused_response(request, actions)
    key = form.key
    part = next((part for part in subject.reread_sections() if part.section.key == key), None)
    if part is None:
        version = form.written.get(key) if isinstance(form, PartsForm) else None
        return saved_response(request, timezone.now(), **_emptied(version))
    values = _written(part, form, subject) if isinstance(form, PartsForm) else _chosen(part)
    context = {"part": part, "writes": True}
    versions = render_to_string("projects/design/versions.html", context, request)
    return saved_response(request, timezone.now(), versions=versions, **values)


def _emptied(version: TextVersion | None) -> dict[str, object]:
    """A part that the model no longer asks for, and in which nothing is written any more."""
    if version is None:
        raise Http404
    return {
        "text": None,
        "revision": str(version.revision),
        "ahead": None,
        "aside": False,
        "versions": "",
    }


def _chosen(part: DesignSection) -> dict[str, object]:
    return {"text": part.text, "revision": str(part.revision), "ahead": None, "aside": False}


def _written(part: DesignSection, form: PartsForm, subject: DesignSubject) -> dict[str, object]:
    sent = clean_part(form.cleaned_data[f"text-{part.section.key}"])
    aside = _own_aside(part, subject, sent)
    version = aside or form.written.get(part.section.key)
    ahead = f"{part.revision}:{version.pk}" if version else None
    return {
        "text": None if aside or part.text == sent else part.text,
        "revision": ahead if aside else str(part.revision),
        "ahead": ahead,
        "aside": aside is not None,
    }


def _own_aside(part: DesignSection, subject: DesignSubject, sent: str) -> TextVersion | None:
    """The version with this text that was set aside, if it is the writer's own."""
    writer = subject.viewer.person_id
    return next((row for row in part.aside if row.by_id == writer and row.sent == sent), None)
