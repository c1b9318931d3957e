"""What people write, in another language: by a person, or by a machine that a school has plugged in; always labelled.

TRELLIS_TRANSLATOR names a function `translate(text, source, target) -> str`, such as "our_school.words:translate".
There is none by default: nothing that a school writes goes anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import Translation

Translator = Callable[[str, str, str], str]
MAX_LENGTH = 8000


@dataclass(frozen=True)
class TextForReader:
    """A text as its reader sees it: `words` in `language`; `original` beside it, where it was written in another.

    `origin` is "" for the original itself. `awaiting_approval`: there is a machine's translation that nobody
    has approved yet. `untranslated`: it was written in another language than the reader's, and there is no translation.
    """

    words: str
    language: str
    original: str = ""
    original_language: str = ""
    origin: str = ""
    awaiting_approval: bool = False
    untranslated: bool = False


def text_digest(text: str) -> str:
    """Return the digest that identifies a text: 32 hex digits."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=16).hexdigest()


def text_for_reader(
    network: UUID,
    text: str,
    source: str,
    vital: bool = False,
    translations: dict[str, Translation] | None = None,
) -> TextForReader:
    """Return the text for the current reader. A vital text shows a machine's words only once a person approved them."""
    target = ui_language()
    if not text or ui_language(source) == target:
        return TextForReader(text, source)
    translation = (
        translations.get(text_digest(text))
        if translations is not None
        else _find_translation(network, text, target)
    )
    if translation is None:
        return TextForReader(text, source, untranslated=True)
    if vital and translation.is_unapproved:
        return TextForReader(text, source, awaiting_approval=True)
    return TextForReader(translation.words, target, text, source, translation.origin)


def _find_translation(network: UUID, text: str, target: str) -> Translation | None:
    return Translation.objects.filter(
        network=network, digest=text_digest(text), language=_check_target_language(target), deleted_at=None
    ).first()


def translations_of(network: UUID, texts: Iterable[str], target: str = "") -> dict[str, Translation]:
    """The translations of some texts into one language (the reader's), by their digest: one query for a page."""
    prints = {text_digest(text) for text in texts if text}
    if not prints:
        return {}
    translations = Translation.objects.filter(
        network=network, digest__in=prints, language=target or ui_language(), deleted_at=None
    )
    return {translation.digest: translation for translation in translations}


def load_translator() -> Translator | None:
    """The function that the school has plugged in; None without one. Raises ActionError when it cannot be found."""
    named = settings.TRELLIS_TRANSLATOR
    if not named:
        return None
    module, _colon, name = named.partition(":")
    try:
        return getattr(import_module(module), name or "translate")
    except Exception:  # whatever stands there is not ours: a wrong name, a file that does not load
        raise ActionError(
            _("The translation service set up here cannot be found. Tell the person who runs Trellis.")
        ) from None


def save_human_translation(
    network: UUID, text: str, target: str, words: str, by: UUID, seen: int | None = None
) -> Translation:
    """Save a person's translation in place of a machine's. A machine's words sent unchanged stay a machine's, and are
    approved. Raises EditConflict when somebody else translated it since `seen`."""
    existing = _find_translation(network, text, target)
    if existing and existing.is_by_machine and text_digest(existing.words) == text_digest(words):
        approve_translation(network, text, target, by)
        return existing
    return _save_translation(network, text, target, words, Translation.Origin.PERSON, by, seen)


def save_machine_translation(network: UUID, text: str, source: str, target: str, by: UUID) -> Translation:
    """Save a machine's translation, requested by a person. It never replaces a person's."""
    translate = load_translator()
    if translate is None:
        raise ActionError(
            _("No translation service is set up here. Write the translation, or ask someone who can.")
        )
    existing = _find_translation(network, text, target)
    if existing and not existing.is_by_machine:
        raise ActionError(_("A person has already translated this. Their translation stays."))
    try:
        words = translate(text, source, target)
        words.encode()  # text that can be kept, and nothing else
    except Exception as error:  # somebody else's program: whatever it does, the page stands
        raise ActionError(
            _("The translation service did not answer. Try again later, or write the translation yourself.")
        ) from error
    return _save_translation(network, text, target, words, Translation.Origin.MACHINE, by)


def _check_target_language(target: str) -> str:
    if target not in dict(settings.LANGUAGES):
        raise ActionError(_("Choose a language from the list."))
    return target


def _save_translation(
    network: UUID, text: str, target: str, words: str, origin: str, by: UUID, seen: int | None = None
) -> Translation:
    fields = {
        "words": reject_immigration_status(
            input_parsing.clean_text(words, MAX_LENGTH, _("Write the translation first.")), about_work=True
        ),
        "origin": origin,
        "by_id": by,
        "approved_at": None,
        "approved_by": None,
        "deleted_at": None,
    }
    with ledger.act("translate a text", by=by, language=_check_target_language(target), origin=origin):
        key = {"network_id": network, "digest": text_digest(text), "language": target}
        return create_or_save_if_current(Translation, key, fields, seen, {"words": _("Translation")})


def approve_translation(network: UUID, text: str, target: str, by: UUID) -> None:
    """Mark a machine's translation as checked by a person."""
    with ledger.act("approve a translation", by=by, language=_check_target_language(target)):
        rows = Translation.objects.filter(
            network=network, digest=text_digest(text), language=target, deleted_at=None
        )
        if not rows.update(approved_at=timezone.now(), approved_by=by, modified=timezone.now()):
            raise ActionError(_("There is no translation to approve yet."))
