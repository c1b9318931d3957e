"""Somebody new at the school's door, between two rosters, and who is at home.

Who: a counselor with a family across the desk, ten minutes and an adult who interprets. They leave with the student
in Trellis, a language profile begun, the adults at home, and the family's own link in its language on the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import household as adults
from trellis.core.community import student_entry
from trellis.core.community.household import AdultPayload, DuplicateNameError
from trellis.core.community.models import Person, School
from trellis.core.community.selectors import get_student_or_404, is_family, schools_of
from trellis.core.community.student_entry import GRADES, NewStudentPayload
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.input_parsing import posted_id
from trellis.core.foundation.languages import language_choices, language_name
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import EditConflict, FieldDifference
from trellis.design.blueprint.wording import wording_of
from trellis.learning.languages import scales
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.languages.selectors import common_scale_at_school

from . import intake, selectors
from .intake import ConversationPayload, LanguageProfilePayload, SentFamilyLink

LANGUAGE_ROWS, ADULT_ROWS = 3, 2
ADULT_FIELDS = ("given", "family", "language", "email", "phone")


@page_for(*LEADING_ROLES)
@never_cache
def newcomers(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Enter somebody new, and see who was entered and waits for a roster."""
    viewer, status, refused, asks = request.viewer, 200, "", False
    if school_id not in viewer.to("school", *LEADING_ROLES):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    if request.method == "POST":
        try:
            student = _add_newcomer(request, school)
        except ActionError as error:
            status, refused, asks = 422, error.message, isinstance(error, DuplicateNameError)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": student.name})
            return redirect("at-home", student.pk)
    post = request.POST
    context = {
        **_language_rows_context(post),
        "school": school,
        "key": post.get("key") or new_id(),
        "adults": [
            (n, {field: post.get(f"{field}-{n}", "") for field in ADULT_FIELDS})
            for n in range(1, ADULT_ROWS + 1)
        ],
        "literacies": LanguageProfile.Literacy.choices,
        "bands": LanguageProfile.Band.choices,
        "scales": scales.available_scales().items(),
        "scale": post.get("scale") or common_scale_at_school(viewer, school),
        "waiting": student_entry.newest_students_added_by_hand(viewer, school),
        "refused": refused,
        "asks": asks,
        "words": wording_of(school.pk),
    }
    return render(request, "families/newcomers.html", context, status=status)


def _language_rows_context(post: QueryDict, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a form of languages needs: rows of a language and how it is read, and the names to choose from."""
    languages = post.getlist("tongue") or [language_name(tag) for tag in tags]
    read = post.getlist("literacy")
    many = max(LANGUAGE_ROWS, len(languages) + 1 if tags else len(languages))
    rows = zip(
        [*languages, *[""] * (many - len(languages))], [*read, *[""] * (many - len(read))], strict=False
    )
    return {"tongues": list(rows), "names": language_choices(), "grades": GRADES, "sent": post}


def _add_newcomer(request: HttpRequest, school: School) -> Person:
    post = request.POST
    spoken = post.getlist("tongue")
    interrupted = {"yes": True, "no": False}.get(post.get("interrupted", ""))
    literacy = list(zip(spoken, post.getlist("literacy"), strict=False))
    brings = LanguageProfilePayload(
        post.get("scale", ""), literacy, interrupted, post.get("band", ""), post.get("strengths", "")
    )
    talk = ConversationPayload(post.get("talk", ""), post.get("interpreter", ""))
    typed = (_posted_adult(post, f"-{n}") for n in range(1, ADULT_ROWS + 1))
    family = [
        adult for adult in typed if any((adult.given, adult.family, adult.language, adult.email, adult.phone))
    ]
    key, by = posted_id(request, "key"), request.viewer.person_id
    return intake.add_newcomer(key, school, _posted_newcomer(post), family, brings, talk, by)


def _posted_newcomer(post: QueryDict) -> NewStudentPayload:
    values = (post.get(field, "") for field in ("given", "family", "called", "grade", "number"))
    return NewStudentPayload(*values, tongues=post.getlist("tongue"), other="sure" in post)


def _posted_adult(post: QueryDict, tail: str = "") -> AdultPayload:
    return AdultPayload(
        *(post.get(f"{field}{tail}", "").strip() for field in ADULT_FIELDS), grown="sure" in post
    )


@page_for(*LEADING_ROLES)
@never_cache
def family_at_home(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """One student's home languages and the adults at home, the family's link, and what comes next."""
    viewer, status, given, asks = request.viewer, 200, None, False
    student = get_student_or_404(viewer, student_id)
    led = viewer.to("school", *LEADING_ROLES)
    school = next((school for school in schools_of(student.pk) if school.pk in led), None)
    if school is None or is_family(viewer, student):
        raise Http404
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            result = verb(request, student)
        except ActionError as error:
            messages.error(request, error.message)
            status, asks = 422, isinstance(error, DuplicateNameError)
        else:
            if not isinstance(result, SentFamilyLink):
                messages.success(request, result)
                gone = request.POST["do"] == "away"
                return redirect("newcomers", school.pk) if gone else redirect("at-home", student.pk)
            given = result
    sent = request.POST if status == 422 else QueryDict()
    typed_languages = sent if sent.get("do") == "tongues" else QueryDict()
    context = {
        **_language_rows_context(typed_languages, tuple(student.home_languages)),
        "sent": sent,
        "student": student,
        "school": school,
        "words": wording_of(school.pk),
        "said": _field_values(student),
        "shown_tongues": ", ".join(language_name(tag) for tag in student.home_languages),
        "family": _family_rows(viewer, student),
        "by_hand": bool(student_entry.students_added_by_hand([student])),
        "given": given,
        "key": new_id(),
        "asks": asks,
    }
    return render(request, "families/at_home.html", context, status=status)


def _family_rows(viewer: Viewer, student: Person) -> list[tuple[Person, bool, dict[str, str]]]:
    """The adults at home: each with whether they may be changed here, and what the fields of the form hold."""
    family = selectors.family_of(viewer, student)
    return [(adult, adults.can_update_adult(adult), _field_values(adult)) for adult in family]


def _field_values(person: Person) -> dict[str, str]:
    """What stands of a person, as the forms' fields hold it."""
    return {
        "given": person.given_name,
        "family": person.family_name,
        "called": person.preferred_name,
        "grade": person.grade,
        "number": person.identifier,
        "language": language_name(person.language) if person.language else "",
        "email": person.email,
        "phone": person.phone,
    }


def _get_family_member_or_404(request: HttpRequest, student: Person) -> Person:
    family = {adult.pk: adult for adult in selectors.family_of(request.viewer, student)}
    adult = family.get(posted_id(request, "adult"))
    if adult is None:
        raise Http404
    return adult


def _field_labels() -> dict[str, str]:
    return {
        "given": _("First name"),
        "family": _("Last name"),
        "called": _("Goes by"),
        "grade": _("Grade"),
        "number": _("Student ID"),
        "language": _("Language"),
        "email": _("Email"),
        "phone": _("Phone"),
    }


@contextmanager
def _check_unchanged(request: HttpRequest, person: Person) -> Iterator[None]:
    """Write a person's facts only where nobody changed them since the page showed them. Raises EditConflict."""
    post = request.POST
    with transaction.atomic():
        now = _field_values(Person.objects.seen_by(request.viewer).select_for_update().get(pk=person.pk))
        differences = [
            FieldDifference(name, label, now[name], post.get(name, ""), now[name], post.get(name, ""))
            for name, label in _field_labels().items()
            if now[name] not in (post.get(f"shown-{name}", now[name]), " ".join(post.get(name, "").split()))
        ]
        if differences:
            raise EditConflict(differences)
        yield


def _save_home_languages(request: HttpRequest, student: Person) -> str:
    typed = request.POST.getlist("tongue")
    with transaction.atomic():
        now = Person.objects.seen_by(request.viewer).select_for_update().get(pk=student.pk)
        stands, shown = [language_name(tag) for tag in now.home_languages], request.POST.get("shown-tongues")
        sent = [name.strip() for name in typed if name.strip()]
        if shown is not None and shown != ", ".join(stands) and sent != stands:
            labels = _("Home languages")
            raise EditConflict(
                [FieldDifference("tongues", labels, ", ".join(stands), ", ".join(sent), ", ".join(stands))]
            )
        student_entry.save_home_languages(student, typed, request.viewer.person_id)
    return _("Saved.")


def _add_adult(request: HttpRequest, student: Person) -> str:
    key, adult = posted_id(request, "key"), _posted_adult(request.POST)
    adults.add_adult(student, adult, request.viewer.person_id, key)
    return _("Saved.")


def _update_adult(request: HttpRequest, student: Person) -> str:
    person = _get_family_member_or_404(request, student)
    with _check_unchanged(request, person):
        adults.update_adult(student, person, _posted_adult(request.POST), request.viewer.person_id)
    return _("Saved.")


def _end_family_tie(request: HttpRequest, student: Person) -> str:
    person = _get_family_member_or_404(request, student)
    adults.end_family_tie(student, person, request.viewer.person_id)
    return _("Removed.")


def _update_student(request: HttpRequest, student: Person) -> str:
    with _check_unchanged(request, student):
        student_entry.update_student(student, _posted_newcomer(request.POST), request.viewer.person_id)
    return _("Saved.")


def _remove_student(request: HttpRequest, student: Person) -> str:
    intake.remove_newcomer(student, request.viewer.person_id)
    return _("Removed.")


def _send_family_link(request: HttpRequest, student: Person) -> SentFamilyLink:
    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("family-link", args=[token]))

    return intake.send_family_link(
        student, _get_family_member_or_404(request, student), request.viewer.person_id, address
    )


ACTIONS: dict[str, Callable[[HttpRequest, Person], str | SentFamilyLink]] = {
    "tongues": _save_home_languages,
    "add": _add_adult,
    "adult": _update_adult,
    "end": _end_family_tie,
    "mend": _update_student,
    "away": _remove_student,
    "link": _send_family_link,
}
