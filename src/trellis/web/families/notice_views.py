"""What the school's side of a family's page does with a notice: tell, correct, take back, translate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import posted_id
from trellis.core.foundation.revisions import posted_revision
from trellis.core.translations import translation_services

from . import notices
from .models import Notice


def send_notice(request: HttpRequest, student: Person) -> str:
    post, language = request.POST, translation.get_language() or "en"
    notices.send_notice(student, post.get("words", ""), language, "vital" in post, request.viewer.person_id)
    return _("Message sent. The family can read it on their page.")


def correct_notice(request: HttpRequest, student: Person) -> str:
    post, notice = request.POST, _get_notice(request, student)
    values = post.get("words", ""), post.get("language", ""), "vital" in post
    notices.correct_notice(notice, *values, request.viewer.person_id, posted_revision(request))
    return _("Saved.")


def remove_notice(request: HttpRequest, student: Person) -> str:
    notice = _get_notice(request, student)
    notices.remove_notice(notice, request.viewer.person_id, posted_revision(request))
    return notice.words


def save_translation(request: HttpRequest, student: Person) -> str:
    notice, post = _get_unchanged_notice(request, student), request.POST
    target, words = post.get("target", ""), post.get("words", "")
    by, seen = request.viewer.person_id, posted_revision(request)
    translation_services.save_human_translation(student.network_id, notice.words, target, words, by, seen)
    return _("Saved. The family can read it in their language.")


def translate_by_machine(request: HttpRequest, student: Person) -> str:
    notice, target = _get_notice(request, student), request.POST.get("target", "")
    translation_services.save_machine_translation(
        student.network_id, notice.words, notice.language, target, request.viewer.person_id
    )
    return _("Machine translation added. The page labels it as a machine translation.")


def approve_translation(request: HttpRequest, student: Person) -> str:
    notice, target = _get_unchanged_notice(request, student), request.POST.get("target", "")
    translation_services.approve_translation(
        student.network_id, notice.words, target, request.viewer.person_id
    )
    return _("Approved. The family can read it in their language.")


def unsent_text(sent: Mapping[str, str], shown: Iterable[Notice]) -> str:
    """Words that somebody typed for a notice, where the page that is shown again has no form that holds them."""
    shown_ids = {str(notice.pk) for notice in shown}
    lost = sent.get("do") == "translate" or (
        sent.get("do") == "correct" and sent.get("notice") not in shown_ids
    )
    return sent.get("words", "") if lost else ""


def _get_notice(request: HttpRequest, student: Person) -> Notice:
    """The notice that a form is about. Raises ActionError where it was taken back."""
    queryset, key = (
        Notice.objects.seen_by(request.viewer).filter(student=student),
        posted_id(request, "notice"),
    )
    if notices.was_removed(student, key):
        raise ActionError(
            _("This was removed while you had it open. Copy your text before you leave this page.")
        )
    return get_object_or_404(queryset, pk=key)


def _get_unchanged_notice(request: HttpRequest, student: Person) -> Notice:
    """The notice, while its words are still those that were translated. Raises ActionError where they were
    corrected."""
    notice = _get_notice(request, student)
    if request.POST.get("of", "") not in ("", translation_services.text_digest(notice.words)):
        raise ActionError(_("Someone corrected this while you had it open. Read the new version first."))
    return notice


ACTIONS: dict[str, Any] = {
    "tell": send_notice,
    "correct": correct_notice,
    "take-back": remove_notice,
    "translate": save_translation,
    "machine": translate_by_machine,
    "approve": approve_translation,
}
