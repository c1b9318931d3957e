"""The family's page, by link and signed in: one page, one template.

Who: a mother on a bus with two minutes, who reads little and in her own language. She leaves knowing where her child
is and what comes next, with one question answered, and having seen who viewed the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.assessment.portfolios.selectors import TaskStatus, task_statuses
from trellis.core.community import disclosures, links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Person, Role, School
from trellis.core.community.selectors import school_of, term_on
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.learning.supports.permissions import is_counselor_of
from trellis.learning.supports.selectors import consents_with_status, student_supports

from . import page_selectors, selectors, services
from .answer_forms import EVENT_ANSWERS, NOTICE_ANSWERS
from .forms import FAMILY_FORMS, FamilyPage, RemoveReplyForm, shown_reply_form
from .pages import PAGE_NAMES
from .signature_requests import (
    SIGNING_FORMS,
    OpenForm,
    SignatureRequest,
    pending_signatures,
    signature_requests,
)


@dataclass(frozen=True)
class Reader:
    """Who reads the page and how they came: their children, each with the address of its page.

    needs: whether the page also shows the student's needs. by_link: they came by a link, without an account.
    """

    viewer: Viewer
    children: list[Person]
    url_of: Callable[[Person], str]
    needs: bool = True
    by_link: bool = False


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
        children = page_selectors.children_by_link(viewer, link)
        child = _chosen_child(children, request.GET.get("child", str(link.about_id)))
        url = reverse("family-link", args=[token])
        reader = Reader(
            viewer,
            children,
            lambda sibling: f"{url}?child={sibling.pk}",
            _may_show_needs(link, child),
            by_link=True,
        )
        return _render_family_page(request, reader, child)


def _chosen_child(children: list[Person], key: str) -> Person:
    """The child that the address names. Raises Http404 for any other."""
    child = next((child for child in children if str(child.pk) == key), None)
    if child is None:
        raise Http404
    return child


def _may_show_needs(link: Link, student: Person) -> bool:
    """Whoever gives a link could open it: one that a teacher gave shows no more of needs than the teacher may read."""
    return link.by is None or is_counselor_of(Viewer.of(link.by), student)


def render_signed_in_page(request: Request, student: Person) -> HttpResponse:
    """The same page for a family member who signed in, and for the student."""
    viewer = request.viewer
    children = [] if student.pk == viewer.person_id else page_selectors.children_of(viewer)
    reader = Reader(viewer, children, lambda child: reverse("family", args=[child.pk]))
    return _render_family_page(request, reader, student)


def _render_family_page(request: Request, reader: Reader, student: Person) -> HttpResponse:
    page = FamilyPage(student, reader.viewer)
    # a student reads the page; the answer is the family's
    form_classes = () if student.pk == reader.viewer.person_id else (*FAMILY_FORMS, *SIGNING_FORMS)
    actions = PageActions(request, form_classes, page)
    removed = ""
    if actions.done:
        opened = next(
            (form.url for form in actions.forms.values() if isinstance(form, OpenForm) and form.url), ""
        )
        remove_form = actions.form(RemoveReplyForm)
        if not remove_form.is_bound:
            return redirect(opened or reader.url_of(student))
        removed = remove_form.chosen_row.words
    school = school_of(student.pk)
    now = school_local_time(school, timezone.now())
    context = {
        **_page_context(reader, student, school, now),
        "key": new_id(),
        "actions": actions,
        "form": shown_reply_form(request, page, actions.sent, removed),
        "is_writing": bool(removed) or isinstance(actions.sent, FAMILY_FORMS[0]),
    }
    with timezone.override(now.tzinfo):
        return render(request, "families/family.html", context, status=actions.status)


def _page_context(reader: Reader, student: Person, school: School | None, now: datetime) -> dict[str, object]:
    """Where the student is, what comes next, what the family can do, and who viewed the record."""
    viewer, words = reader.viewer, wording_of(school.pk if school else None)
    today = selectors.student_today(viewer, student, school, now, words)
    access_log = _access_log_rows(viewer, student, now.date())
    return {
        "student": student,
        "reader": reader,
        "siblings": [(child, reader.url_of(child)) for child in reader.children],
        "is_own_page": student.pk == viewer.person_id,
        "answers": student.pk in viewer.to("person", Role.GUARDIAN),
        "viewer_id": viewer.person_id,
        "school": school,
        "words": words,
        "today": today,
        "day": now.date(),
        "access_log": access_log[:2],
        "earlier_access_log": access_log[2:],
        "disclosures": disclosures.disclosures_of(student),
        "tasks": _portfolio_tasks(viewer, student, school, words, now.date()),
        "advisors": page_selectors.advisors_of(viewer, student),
        "to_sign": _signature_requests(viewer, student, words, now.date()),
        **_answer_context(viewer, student, today),
        **_support_context(reader, student, now.date()),
    }


def _signature_requests(viewer: Viewer, student: Person, words: Wording, day: date) -> list[SignatureRequest]:
    """What a guardian is asked to sign. The student signs on pages of their own."""
    if student.pk == viewer.person_id:
        return []
    return signature_requests(pending_signatures(viewer, student, words, day), student)


def _answer_context(viewer: Viewer, student: Person, today: selectors.StudentToday) -> dict[str, object]:
    """What the school wrote and asks, and what was answered."""
    replies = selectors.replies_of(viewer, student)
    notices, earlier = page_selectors.split_notices(viewer, selectors.notices_of(viewer, student), replies)
    return {
        "replies": replies,
        "notices": notices,
        "earlier_notices": earlier,
        "events": page_selectors.event_rows(viewer, today.coming, replies),
        "notice_answers": NOTICE_ANSWERS,
        "event_answers": EVENT_ANSWERS,
    }


def _support_context(reader: Reader, student: Person, day: date) -> dict[str, object]:
    """Strengths, needs and consents; consents that wait for an answer apart."""
    supports = student_supports(reader.viewer, student, day)
    consents = consents_with_status(supports.consents, day)
    return {
        "supports": supports if reader.needs else replace(supports, needs=[], met=[]),
        "needs_elsewhere": bool(supports.needs) and not reader.needs,
        "asked_consents": [row for row in consents if row[1] == "asked"],
        "other_consents": [row for row in consents if row[1] != "asked"],
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
