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
from trellis.core.community.selectors import get_student_or_404, works_with
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision

from . import translating
from .models import Translation
from .sources import SOURCES, WrittenText


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@never_cache
def translate_texts(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Everything written of a student, with its translation into one language of the home, and room for one."""
    viewer, status = request.viewer, 200
    student = get_student_or_404(viewer, student_id)
    if not works_with(viewer, student):
        raise Http404
    targets = target_languages(student)
    target = request.GET.get("in", "")
    target = target if target in targets else next(iter(targets), "")
    texts_by_source = {key: list(source.texts(viewer, student)) for key, source in SOURCES.items()}
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        text = _posted_text(request, texts_by_source)
        if verb is None or not target:
            raise Http404
        try:
            verb(request, student, text or _raise_text_changed(), target)
        except ActionError as error:
            messages.error(request, error.message)
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


def target_languages(student: Person) -> list[str]:
    """Return the interface's languages, home languages first, without English where the home has another."""
    offered = [code for code, _name in settings.LANGUAGES]
    home = [ui_language(tag) for tag in student.home_languages if ui_language(tag) in offered]
    first = list(dict.fromkeys(tag for tag in home if tag != "en"))
    return [*first, *(tag for tag in offered if tag not in first)]


def _pair_with_translations(
    student: Person, texts_by_source: dict[str, list[WrittenText]], target: str
) -> list[tuple[str | Promise, list[tuple[WrittenText, Translation | None]]]]:
    """The title of each source, with its texts of another language and the translation of each, None where none is."""
    every = [text.words for some in texts_by_source.values() for text in some]
    translations = translating.translations_of(student.network_id, every, target) if target else {}
    return [
        (
            SOURCES[key].title,
            [(text, translations.get(translating.text_digest(text.words))) for text in others],
        )
        for key, some in texts_by_source.items()
        if (others := _texts_to_translate(some, target))
    ]


def _texts_to_translate(some: list[WrittenText], target: str) -> list[WrittenText]:
    """Texts that were written in another language, each once."""
    once = {translating.text_digest(text.words): text for text in some if text.words.strip()}
    return [text for text in once.values() if ui_language(text.language or settings.LANGUAGE_CODE) != target]


def _posted_text(request: HttpRequest, texts_by_source: dict[str, list[WrittenText]]) -> WrittenText | None:
    """The text that a form names by its print, if it stands on this page."""
    requested = request.POST.get("text", "")
    every = (text for some in texts_by_source.values() for text in some)
    return next((text for text in every if translating.text_digest(text.words) == requested), None)


def _raise_text_changed() -> NoReturn:
    """The text that a form named is not on this page any more."""
    raise ActionError(_("Someone corrected this while you had it open. Read the new version first."))


def _save_human_translation(request: HttpRequest, student: Person, text: WrittenText, target: str) -> None:
    words = request.POST.get("words", "")
    by, seen = request.viewer.person_id, posted_revision(request)
    translating.save_human_translation(student.network_id, text.words, target, words, by, seen)


def _save_machine_translation(request: HttpRequest, student: Person, text: WrittenText, target: str) -> None:
    source = text.language or settings.LANGUAGE_CODE
    translating.save_machine_translation(
        student.network_id, text.words, source, target, request.viewer.person_id
    )


def _approve_translation(request: HttpRequest, student: Person, text: WrittenText, target: str) -> None:
    translating.approve_translation(student.network_id, text.words, target, request.viewer.person_id)


ACTIONS: dict[str, Callable[[HttpRequest, Person, WrittenText, str], Any]] = {
    "translate": _save_human_translation,
    "machine": _save_machine_translation,
    "approve": _approve_translation,
}
