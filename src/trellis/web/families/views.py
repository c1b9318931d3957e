"""The family's page and the school's side of it.

Who: a mother on a bus with two minutes, who reads little and in her own language: she leaves knowing where her child
is, what comes next and what to ask tonight. An advisor after a call, who leaves with it written down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.assessment.portfolios.selectors import TaskStatus, task_statuses
from trellis.core.community import disclosures, links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Person, Role, School
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, term_on, works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.languages import recipient_language, ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.learning.supports.permissions import is_counselor_of
from trellis.learning.supports.selectors import consents_of, consents_with_status, student_supports

from . import selectors, services
from .contact_forms import STAFF_FORMS, FamilyLinkForm
from .forms import FAMILY_FORMS, FamilyPage, RemoveReplyForm, shown_reply_form
from .models import Notice, Reply
from .notice_forms import NoticeForm, RemoveForm, SendForm
from .pages import PAGE_NAMES

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)


@page_for(public=True)
@never_cache
def family_page_by_link(request: Request, token: str) -> HttpResponse:
    """The family's page by its link, in the language of whoever holds it. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = services.resolve_family_link(token)
        except ActionError as error:
            return links.render_link_error(request, error, "families/link_over.html")
        if link.person is None:
            raise Http404
        viewer = Viewer.of(link.person)
        student = get_object_or_404(Person.objects.seen_by(viewer), pk=link.about_id)
        url = reverse("family-link", args=[token])
        return _render_family_page(request, viewer, student, url, needs=_may_show_needs(link, student))


def _may_show_needs(link: Link, student: Person) -> bool:
    """Whoever gives a link could open it: one that a teacher gave shows no more of needs than the teacher may read."""
    return link.by is None or is_counselor_of(Viewer.of(link.by), student)


@page_for(*PAGE_ROLES)
@never_cache
def family_page(request: Request, student_id: UUID) -> HttpResponse:
    """A family that signs in reads its page; staff send messages, log contacts, translate and create the link."""
    student = get_student_or_404(request.viewer, student_id)
    if is_family(request.viewer, student):
        return _render_family_page(request, request.viewer, student, reverse("family", args=[student.pk]))
    if not works_with(request.viewer, student):
        raise Http404
    return _render_staff_page(request, student)


def _render_family_page(
    request: Request, viewer: Viewer, student: Person, url: str, needs: bool = True
) -> HttpResponse:
    page = FamilyPage(student, viewer)
    # a student reads the page; the answer is the family's
    form_classes = () if student.pk == viewer.person_id else FAMILY_FORMS
    actions = PageActions(request, form_classes, page)
    removed = ""
    if actions.done:
        remove_form = actions.form(RemoveReplyForm)
        if not remove_form.is_bound:
            return redirect(url)
        removed = remove_form.chosen_row.words
    school = school_of(student.pk)
    now = school_local_time(school, timezone.now())
    context = {
        **_family_context(viewer, student, school, now, needs),
        "key": new_id(),
        "actions": actions,
        "form": shown_reply_form(request, page, actions.sent, removed),
    }
    with timezone.override(now.tzinfo):
        return render(request, "families/family.html", context, status=actions.status)


def _family_context(
    viewer: Viewer, student: Person, school: School | None, now: datetime, needs: bool
) -> dict[str, object]:
    """Where the student is, what comes next and what concerns the family. needs: whether it shows the needs too."""
    words = wording_of(school.pk if school else None)
    supports = student_supports(viewer, student, now.date())
    return {
        "student": student,
        "is_own_page": student.pk == viewer.person_id,
        "school": school,
        "words": words,
        "today": selectors.student_today(viewer, student, school, now, words),
        "day": now.date(),
        "notices": selectors.notices_of(viewer, student),
        "replies": selectors.replies_of(viewer, student),
        "tasks": _portfolio_tasks(viewer, student, school, words, now.date()),
        "supports": supports if needs else replace(supports, needs=[], met=[]),
        "needs_elsewhere": bool(supports.needs) and not needs,
        "consents": consents_with_status(consents_of(viewer, student), now.date()),
        "answers": student.pk in viewer.to("person", Role.GUARDIAN),
        "viewer_id": viewer.person_id,
        "access_log": _access_log_rows(viewer, student, now.date()),
        "disclosures": disclosures.disclosures_of(student),
    }


def _portfolio_tasks(
    viewer: Viewer, student: Person, school: School | None, words: Wording, day: date
) -> list[TaskStatus]:
    """The tasks of the portfolio that the student has begun, where the school's model has one."""
    if not (words.package and words.package.portfolio):
        return []
    statuses = task_statuses(viewer, student, words.package, term_on(viewer, school, day))
    return [status for status in statuses if status.task]


def _access_log_rows(
    viewer: Viewer, student: Person, day: date
) -> list[tuple[selectors.AccessLogEntry, list[str]]]:
    return [
        (reader, [str(PAGE_NAMES.get(page, page)) for page in reader.pages])
        for reader in selectors.access_log(viewer, student, day)
    ]


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
    school = school_of(student.pk)
    shown = [notice for notice, _translated in notices]
    return {
        "student": student,
        "words": wording_of(school.pk if school else None),
        "notices": [(notice, _translation_states(student, notice, languages)) for notice in shown],
        "replies": selectors.replies_of(viewer, student),
        "contacts": selectors.contacts_of(viewer, student),
        "family": family,
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
