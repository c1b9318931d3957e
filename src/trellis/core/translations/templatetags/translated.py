"""Shows a text in the reader's language where it was translated, with the original one click away."""

from __future__ import annotations

from django import template
from django.conf import settings

from trellis.core.community.models import Person
from trellis.core.translations.translation_services import text_for_reader

register = template.Library()


@register.inclusion_tag("translations/translated_text.html")
def in_their_language(text: str, language: str, student: Person, vital: bool = False) -> dict[str, object]:
    """`{% in_their_language words language student %}`: a text of this student's record, written in `language`."""
    return {
        "text": text_for_reader(student.network_id, text or "", language or settings.LANGUAGE_CODE, vital)
    }
