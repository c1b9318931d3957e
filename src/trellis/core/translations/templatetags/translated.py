"""A text as its reader meets it: in their language where it was translated, with the original one press away."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from trellis.core.translations.translation_services import text_for_reader

register = template.Library()


@register.inclusion_tag("translations/told.html")
def in_their_language(text: str, language: str, student: Any, vital: bool = False) -> dict[str, Any]:
    """`{% in_their_language words language student %}`: a text of this student's record, written in `language`."""
    return {
        "text": text_for_reader(student.network_id, text or "", language or settings.LANGUAGE_CODE, vital)
    }
