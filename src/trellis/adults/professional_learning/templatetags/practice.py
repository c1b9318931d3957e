"""What templates of practice say of a credential."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from trellis.core.foundation import formatting
from trellis.design.blueprint.labels import choice_label
from trellis.design.blueprint.package.credentials import Credential

register = template.Library()


@register.filter
def evidence_names(credential: Credential) -> list[str]:
    """The kinds of evidence that a credential asks for, in words."""
    return [choice_label("Credential", "evidence", kind) for kind in credential.evidence]


@register.filter
def list_texts(texts: Iterable[str]) -> str:
    """Texts as a list in the reader's language, each in its own direction."""
    return mark_safe(  # noqa: S308 each is escaped
        formatting.format_list(format_html("<bdi>{}</bdi>", text) for text in texts)
    )
