"""Translating what was written. Who: somebody at school who speaks the family's language, with twenty minutes; they
leave with nothing waiting for this student."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import learner_or_404, works_with
from trellis.core.foundation.languages import spoken
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in

from . import translating
from .models import Translation
from .sources import SOURCES, Written


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@never_cache
def texts(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Everything written of a student, with its translation into one language of the home, and room for one."""
    viewer, status = request.viewer, 200
    student = learner_or_404(viewer, student_id)
    if not works_with(viewer, student):
        raise Http404
    targets = wanted(student)
    target = request.GET.get("in", "")
    target = target if target in targets else next(iter(targets), "")
    texts_by_source = {key: list(source.texts(viewer, student)) for key, source in SOURCES.items()}
    if request.method == "POST":
        verb = VERBS.get(request.POST.get("do", ""))
        text = _text(request, texts_by_source)
        if verb is None or not target:
            raise Http404
        try:
            verb(request, student, text or _changed(), target)
        except Refusal as error:
            messages.error(request, error.sentence)
            status = 422
        else:
            messages.success(
                request, _("Saved. Readers of that language see it now. They can open the original too.")
            )
            return redirect(f"{request.path}?in={target}")
    context = {
        "student": student,
        "targets": targets,
        "target": target,
        "machine": bool(settings.TRELLIS_TRANSLATOR),
        "sources": _pair_with_translations(student, texts_by_source, target),
        "sent": request.POST if status == 422 else {},
        "unsent": request.POST.get("words", "") if status == 422 and text is None else "",
    }
    return render(request, "translations/texts.html", context, status=status)


def wanted(student: Person) -> list[str]:
    """The screen's languages, those of the home first, less English where the home has another."""
    offered = [code for code, _name in settings.LANGUAGES]
    home = [spoken(tag) for tag in student.home_languages if spoken(tag) in offered]
    first = list(dict.fromkeys(tag for tag in home if tag != "en"))
    return [*first, *(tag for tag in offered if tag not in first)]


def _pair_with_translations(
    student: Person, texts_by_source: dict[str, list[Written]], target: str
) -> list[tuple[str | Promise, list[tuple[Written, Translation | None]]]]:
    """The title of each source, with its texts of another language and the translation of each, None where none is."""
    every = [text.words for some in texts_by_source.values() for text in some]
    translations = translating.held_for(student.network_id, every, target) if target else {}
    return [
        (
            SOURCES[key].title,
            [(text, translations.get(translating.digest_of(text.words))) for text in others],
        )
        for key, some in texts_by_source.items()
        if (others := _other(some, target))
    ]


def _other(some: list[Written], target: str) -> list[Written]:
    """Texts that were written in another language, each once."""
    once = {translating.digest_of(text.words): text for text in some if text.words.strip()}
    return [text for text in once.values() if spoken(text.language or settings.LANGUAGE_CODE) != target]


def _text(request: HttpRequest, texts_by_source: dict[str, list[Written]]) -> Written | None:
    """The text that a form names by its print, if it stands on this page."""
    requested = request.POST.get("text", "")
    every = (text for some in texts_by_source.values() for text in some)
    return next((text for text in every if translating.digest_of(text.words) == requested), None)


def _changed() -> NoReturn:
    """The text that a form named is not on this page any more."""
    raise Refusal(_("Someone corrected this while you had it open. Read the new version first."))


def _by_hand(request: HttpRequest, student: Person, text: Written, target: str) -> None:
    words = request.POST.get("words", "")
    by, seen = request.viewer.person_id, revision_in(request)
    translating.by_hand(student.network_id, text.words, target, words, by, seen)


def _by_machine(request: HttpRequest, student: Person, text: Written, target: str) -> None:
    source = text.language or settings.LANGUAGE_CODE
    translating.by_machine(student.network_id, text.words, source, target, request.viewer.person_id)


def _approve(request: HttpRequest, student: Person, text: Written, target: str) -> None:
    translating.approve(student.network_id, text.words, target, request.viewer.person_id)


VERBS: dict[str, Callable[[HttpRequest, Person, Written, str], Any]] = {
    "translate": _by_hand,
    "machine": _by_machine,
    "approve": _approve,
}
