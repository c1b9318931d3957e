"""Translating what was written. Who: somebody at school who speaks the family's language, with twenty minutes; they
leave with everything of this student translated."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import get_student_or_404, works_with
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import translation_services
from .forms import PAGE_FORMS, TranslateForm, TranslationPage, form_for_text
from .models import Translation
from .sources import SOURCES, WrittenText


@page_for(Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER)
@never_cache
def translate_texts(request: Request, student_id: UUID) -> HttpResponse:
    """Everything written of a student, with its translation into one language of the home, and a field for one."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    if not works_with(viewer, student):
        raise Http404
    targets = target_languages(student)
    target = request.GET.get("in", "")
    target = target if target in targets else next(iter(targets), "")
    if request.method == "POST" and not target:
        raise Http404
    texts_by_source = {key: list(source.texts(viewer, student)) for key, source in SOURCES.items()}
    texts = {
        translation_services.text_digest(text.words): text
        for group in texts_by_source.values()
        for text in group
    }
    actions = PageActions(request, PAGE_FORMS, TranslationPage(student, target, texts))
    if actions.done:
        return redirect(f"{request.path}?in={target}")
    context = {
        "student": student,
        "targets": targets,
        "target": target,
        "machine": bool(settings.TRELLIS_TRANSLATOR),
        "sources": _forms_by_source(actions, texts_by_source),
        "actions": actions,
    }
    return render(request, "translations/texts.html", context, status=actions.status)


def target_languages(student: Person) -> list[str]:
    """Return the interface's languages, home languages first, without English where the home has another."""
    offered = [code for code, _name in settings.LANGUAGES]
    home = [ui_language(tag) for tag in student.home_languages if ui_language(tag) in offered]
    first = list(dict.fromkeys(tag for tag in home if tag != "en"))
    return [*first, *(tag for tag in offered if tag not in first)]


def _forms_by_source(
    actions: PageActions, texts_by_source: dict[str, list[WrittenText]]
) -> list[tuple[str | Promise, list[tuple[WrittenText, Translation | None, TranslateForm]]]]:
    """The title of each source, with its texts of another language: each with its translation, None where none is, and
    its form."""
    page = actions.form(TranslateForm).subject
    texts = [text.words for group in texts_by_source.values() for text in group]
    translations = (
        translation_services.translations_of(page.student.network_id, texts, page.target)
        if page.target
        else {}
    )
    rows_by_source = []
    for key, group in texts_by_source.items():
        rows = []
        for text in _texts_to_translate(group, page.target):
            digest = translation_services.text_digest(text.words)
            translation = translations.get(digest)
            rows.append((text, translation, form_for_text(actions, digest, translation)))
        if rows:
            rows_by_source.append((SOURCES[key].title, rows))
    return rows_by_source


def _texts_to_translate(texts: list[WrittenText], target: str) -> list[WrittenText]:
    """Texts that were written in another language, each once."""
    by_digest = {translation_services.text_digest(text.words): text for text in texts if text.words.strip()}
    return [
        text for text in by_digest.values() if ui_language(text.language or settings.LANGUAGE_CODE) != target
    ]
