"""Messages where the person is looking: in the section of a page whose form was saved, and not at its top."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message

from .requests import Request

ADDED = "added"


def section_tags(section: str, adds: bool) -> str:
    """The tags of a message that is shown in a section. adds: it tells of a row that was added there."""
    return f"{section} {ADDED}" if section and adds else section


@dataclass(frozen=True)
class SectionMessage:
    """A message and the section that it is shown in: its id, or "" for the top of the page.

    added: it tells of a row that was added there; the form stays open for the next one.
    """

    text: str
    level: str
    section: str
    added: bool


def read_section_messages(request: Request) -> list[SectionMessage]:
    """Take the messages of this request, each with its section."""
    return [_section_message(message) for message in get_messages(request)]


def _section_message(message: Message) -> SectionMessage:
    section, *tags = (message.extra_tags or "").split() or [""]
    return SectionMessage(str(message.message), message.level_tag, section, ADDED in tags)
