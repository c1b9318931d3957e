"""The family's page and the school's side of it.

Who: a mother on a bus with two minutes, who reads little and in her own language: she leaves knowing where her child
is, what comes next and what to ask tonight. An advisor after a call, who leaves with it written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.assessment.portfolios.selectors import TaskStatus, task_statuses
from trellis.core.community import disclosures, links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Person, Role, School
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, term_on, works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.input_parsing import parse_day, posted_id
from trellis.core.foundation.languages import recipient_language, ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.translations import translation_services
from trellis.design.blueprint.wording import wording_of
from trellis.learning.supports.models import Consent
from trellis.learning.supports.partnering import answer_consent, withdraw_consent
from trellis.learning.supports.permissions import is_counselor_of
from trellis.learning.supports.selectors import consents_of, consents_with_status, student_supports

from . import notice_views, selectors, services
from .models import Contact, Notice, Reply
from .pages import PAGE_NAMES

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)


@page_for(public=True)
@never_cache
def family_page_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The family's page by its link, in the language of whoever holds it. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = services.resolve_family_link(token)
        except ActionError as error:
            return links.render_link_error(request, error, "families/over.html")
        viewer = Viewer.of(link.person)
        student = get_object_or_404(Person.objects.seen_by(viewer), pk=link.about_id)
        url = reverse("family-link", args=[token])
        return _render_family_page(request, viewer, student, url, needs=_may_show_needs(link, student))


def _may_show_needs(link: Link, student: Person) -> bool:
    """Whoever gives a link could open it: one that a teacher gave shows no more of needs than the teacher may read."""
    return link.by is None or is_counselor_of(Viewer.of(link.by), student)


@page_for(*PAGE_ROLES)
@never_cache
def family_page(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """A family that signs in reads its page; the school's people tell, note, translate and give the link."""
    student = get_student_or_404(request.viewer, student_id)
    if is_family(request.viewer, student):
        return _render_family_page(request, request.viewer, student, reverse("family", args=[student.pk]))
    if not works_with(request.viewer, student):
        raise Http404
    return _render_staff_page(request, student)


def _render_family_page(
    request: HttpRequest, viewer: Viewer, student: Person, url: str, needs: bool = True
) -> HttpResponse:
    status, refused, taken_back = 200, "", None
    if request.method == "POST":
        if student.pk == viewer.person_id:
            raise Http404  # a student reads the page; the answer is the family's
        try:
            taken_back = _handle_family_post(request, viewer, student)
        except ActionError as error:
            status, refused = 422, error.message
        else:
            if taken_back is None:
                messages.success(request, _("Your message was sent to the school. Thank you."))
                return redirect(url)
            messages.success(request, _("Message removed. You can change it below and send it again."))
    school = school_of(student.pk)
    now = school_local_time(school, timezone.now())
    context = {
        **_family_context(viewer, student, school, now, needs),
        "key": new_id(),
        "refused": refused,
        "sent": request.POST if taken_back is None else {"words": taken_back.words},
    }
    with timezone.override(now.tzinfo):
        return render(request, "families/family.html", context, status=status)


def _family_context(
    viewer: Viewer, student: Person, school: School | None, now: datetime, needs: bool
) -> dict[str, Any]:
    """Where the student is, what comes next and what concerns the family. needs: whether it shows the needs too."""
    words = wording_of(school.pk if school else None)
    supports = student_supports(viewer, student, now.date())
    return {
        "student": student,
        "own": student.pk == viewer.person_id,
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
        "looked": _access_log_rows(viewer, student, now.date()),
        "beyond": disclosures.disclosures_of(student),
    }


def _portfolio_tasks(viewer: Viewer, student: Person, school: Any, words: Any, day: Any) -> list[TaskStatus]:
    """The tasks of the portfolio that the student has begun, where the school's model has one."""
    if not (words.package and words.package.portfolio):
        return []
    every = task_statuses(viewer, student, words.package, term_on(viewer, school, day))
    return [task_now for task_now in every if task_now.task]


def _handle_family_post(request: HttpRequest, viewer: Viewer, student: Person) -> Reply | None:
    """The family's answer: a yes or no to telling a partner, or words and voice. Gives what was taken back."""
    if request.POST.get("do") == "take-back":
        replies = Reply.objects.seen_by(viewer).filter(student=student, by=viewer.person_id)
        reply = get_object_or_404(replies, pk=posted_id(request, "reply"))
        services.remove_reply(reply, viewer.person_id)
        return reply
    verb = {"answer": answer_consent, "withdraw": withdraw_consent}.get(request.POST.get("do", ""))
    if verb is None:
        services.save_reply(student, viewer.person, *_posted_reply(request))
        return None
    consents = Consent.objects.seen_by(viewer).filter(student=student)
    consent = get_object_or_404(consents, pk=posted_id(request, "consent"))
    if verb is withdraw_consent:
        withdraw_consent(consent, viewer.person_id)
    else:
        yes = request.POST.get("yes") == "1"
        answer_consent(consent, yes, Consent.How.PAGE, viewer.person, family=True)
    return None


def _posted_reply(request: HttpRequest) -> tuple[UUID, str, str, Any]:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise ActionError(_("This page did not load completely. Open it again.")) from None
    return key, request.POST.get("words", ""), translation.get_language() or "", request.FILES.get("voice")


def _access_log_rows(
    viewer: Viewer, student: Person, day: Any
) -> list[tuple[selectors.AccessLogEntry, list[str]]]:
    return [
        (reader, [str(PAGE_NAMES.get(page, page)) for page in reader.pages])
        for reader in selectors.access_log(viewer, student, day)
    ]


def _render_staff_page(request: HttpRequest, student: Person) -> HttpResponse:
    status, link, sent = 200, "", {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        verb = ACTIONS.get(do)
        if verb is None:
            raise Http404
        try:
            result = verb(request, student)
        except ActionError as error:
            messages.error(request, error.message)
            status, sent = 422, request.POST
        else:
            if do == "take-back":
                messages.success(request, _("Message removed. You can change it below and send it again."))
                sent = {"do": "tell", "words": result}
            elif do == "link":
                link = result
            else:
                messages.success(request, result)
                return redirect("family", student.pk)
    context = {**_staff_context(request.viewer, student, sent), "link": link}
    return render(request, "families/desk.html", context, status=status)


def _staff_context(viewer: Viewer, student: Person, sent: Mapping[str, str]) -> dict[str, Any]:
    """What was written to the family and what it answered. sent: a form that is shown again."""
    notices = selectors.notices_of(viewer, student)
    family = selectors.family_of(viewer, student)
    languages = sorted({recipient_language(*person.reads, *student.home_languages) for person in family})
    school = school_of(student.pk)
    return {
        "student": student,
        "words": wording_of(school.pk if school else None),
        "notices": [
            (notice, _translation_states(student, notice, languages)) for notice, _translated in notices
        ],
        "replies": selectors.replies_of(viewer, student),
        "contacts": selectors.contacts_of(viewer, student),
        "family": family,
        "hows": Contact.How.choices,
        "machine": bool(settings.TRELLIS_TRANSLATOR),
        "today": timezone.localdate(),
        "sent": sent,
        "unsent": notice_views.unsent_text(sent, (notice for notice, _translated in notices)),
    }


def _translation_states(student: Person, notice: Notice, languages: list[str]) -> list[tuple[str, Any]]:
    """For each language that the family reads and the notice is not written in: its translation, or None."""
    network, mark = student.network_id, translation_services.text_digest(notice.words)
    return [
        (target, translation_services.translations_of(network, [notice.words], target).get(mark))
        for target in languages
        if target != ui_language(notice.language)
    ]


def _record_contact(request: HttpRequest, student: Person) -> str:
    post = request.POST
    day = parse_day(post.get("date", ""))
    values = post.get("how", ""), post.get("language", ""), post.get("interpreter", ""), post.get("words", "")
    services.record_contact(student, day, *values, request.viewer.person_id)
    return _("Saved.")


def _mark_reply_heard(request: HttpRequest, student: Person) -> str:
    replies = Reply.objects.seen_by(request.viewer).filter(student=student)
    services.mark_reply_heard(
        get_object_or_404(replies, pk=posted_id(request, "reply")), request.viewer.person_id
    )
    return _("Saved.")


def _issue_family_link(request: HttpRequest, student: Person) -> str:
    """The whole address, to be copied or read out; it is shown this once."""
    family = {adult.pk: adult for adult in selectors.family_of(request.viewer, student)}
    guardian = family.get(posted_id(request, "guardian"))
    if guardian is None:
        raise Http404
    token = services.issue_family_link(student, guardian, request.viewer.person_id)
    return request.build_absolute_uri(reverse("family-link", args=[token]))


ACTIONS: dict[str, Callable[[HttpRequest, Person], str]] = {
    "contact": _record_contact,
    "hear": _mark_reply_heard,
    "link": _issue_family_link,
    **notice_views.ACTIONS,
}


@page_for(*PAGE_ROLES)
def reply_voice(request: HttpRequest, reply_id: UUID) -> FileResponse:
    """A voice note of a family, for whom it was meant and for whoever spoke it."""
    reply = get_object_or_404(Reply.objects.seen_by(request.viewer).exclude(file=""), pk=reply_id)
    answer = FileResponse(reply.file.open("rb"), content_type=reply.media_type)
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
