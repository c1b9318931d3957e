"""The school's side of a family's page, and who gets which side. The family's own: `page_views.py`.

Who: an advisor after a call, who leaves with it written down and the family's link on its way.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community.link_sharing import newest_links_of
from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.languages import recipient_language, ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.design.blueprint.wording import wording_of

from . import selectors
from .contact_forms import STAFF_FORMS, FamilyLinkForm
from .models import Notice, Reply
from .notice_forms import NoticeForm, RemoveForm, SendForm
from .page_views import render_signed_in_page
from .services import LINK_PURPOSE

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)


@page_for(*PAGE_ROLES)
@never_cache
def family_page(request: Request, student_id: UUID) -> HttpResponse:
    """A family that signs in reads its page; staff send messages, log contacts, translate and create the link."""
    student = get_student_or_404(request.viewer, student_id)
    if is_family(request.viewer, student):
        return render_signed_in_page(request, student)
    if not works_with(request.viewer, student):
        raise Http404
    return _render_staff_page(request, student)


def _render_staff_page(request: Request, student: Person) -> HttpResponse:
    actions = PageActions(request, STAFF_FORMS, student)
    send_form, remove_form = actions.form(SendForm), actions.form(RemoveForm)
    link_form = actions.form(FamilyLinkForm)
    if actions.done:
        if remove_form.is_bound:
            initial = {"words": remove_form.chosen_row.words}
            send_form = SendForm(request=request, subject=student, initial=initial)
        elif not link_form.is_bound:
            return redirect("family", student.pk)
    context = {
        **_staff_context(request.viewer, student, actions.sent),
        "actions": actions,
        "send_form": send_form,
        "link": link_form.link,
    }
    return render(request, "families/staff.html", context, status=actions.status)


def _staff_context(viewer: Viewer, student: Person, sent: ActionForm | None) -> dict[str, object]:
    """What was written to the family and what it answered. sent: a form that is shown again."""
    notices = selectors.notices_of(viewer, student)
    family = selectors.family_of(viewer, student)
    languages = sorted({recipient_language(*person.reads, *student.home_languages) for person in family})
    links = newest_links_of(viewer, LINK_PURPOSE, [student.pk])
    school = school_of(student.pk)
    shown = [notice for notice, _translated in notices]
    return {
        "student": student,
        "words": wording_of(school.pk if school else None),
        "notices": [(notice, _translation_states(student, notice, languages)) for notice in shown],
        "replies": selectors.replies_of(viewer, student),
        "contacts": selectors.contacts_of(viewer, student),
        "family": family,
        "adults": [(adult, links.get((student.pk, adult.pk))) for adult in family],
        "machine": bool(settings.TRELLIS_TRANSLATOR),
        "unsent": sent.unsent_text(shown) if isinstance(sent, NoticeForm) else "",
    }


def _translation_states(
    student: Person, notice: Notice, languages: list[str]
) -> list[tuple[str, Translation | None]]:
    """For each language that the family reads and the notice is not written in: its translation, or None."""
    network, digest = student.network_id, translation_services.text_digest(notice.words)
    return [
        (target, translation_services.translations_of(network, [notice.words], target).get(digest))
        for target in languages
        if target != ui_language(notice.language)
    ]


@page_for(*PAGE_ROLES)
def reply_voice(request: Request, reply_id: UUID) -> FileResponse:
    """A voice note of a family, for whom it was meant and for whoever spoke it."""
    reply = get_object_or_404(Reply.objects.seen_by(request.viewer).exclude(file=""), pk=reply_id)
    response = FileResponse(reply.file.open("rb"), content_type=reply.media_type)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
