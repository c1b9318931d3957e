"""Small pieces that several pages show alike. Built in: no page has to load them."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar
from uuid import UUID

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from trellis.core.community.models import Person
from trellis.core.foundation import formatting

register = template.Library()

Key = TypeVar("Key")
Value = TypeVar("Value")


class StudentRow(Protocol):
    """A row of one student's."""

    student_id: UUID
    student: Person


# What a comparison calls a piece of text that only one side has, and the HTML element that says so.
CHANGE_TAGS = {"out": "del", "gone": "del", "in": "ins", "new": "ins"}


@register.filter
def lookup(mapping: Mapping[Key, Value] | None, key: Key) -> Value | None:
    """The value of a key, or None: `{{ levels|lookup:row.key }}`."""
    return mapping.get(key) if mapping else None


@register.filter
def level_title(levels: Iterable[tuple[int, str, str]], position: int | None) -> str:
    """The name of the level at a position; `levels` are (position, name, description)."""
    return next((name for number, name, _description in levels if number == position), "")


@register.filter
def mark_changes(pieces: Iterable[tuple[str, str]]) -> SafeString:
    """A text compared with another: pieces (kind, text) that were removed, added, or are in both."""
    return mark_safe("".join(_render_piece(CHANGE_TAGS.get(kind, ""), text) for kind, text in pieces))  # noqa: S308 each is escaped


def _render_piece(mark: str, text: str) -> str:
    words = format_html("<bdi>{}</bdi>", linebreaksbr(text))
    return f"<{mark}>{words}</{mark}>" if mark else words


@register.filter
def student_links(rows: Iterable[StudentRow]) -> SafeString:
    """The students of some rows as a list of links to their pages."""
    links = (
        format_html(
            '<a href="{}"><bdi>{}</bdi></a>', reverse("student", args=[row.student_id]), row.student.name
        )
        for row in rows
    )
    return mark_safe(formatting.format_list(links))  # noqa: S308 each is escaped


@register.filter
def phone_digits(phone: str) -> str:
    """A phone number as a link dials it: digits, and a plus at the start."""
    digits = "".join(character for character in phone if character.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits
