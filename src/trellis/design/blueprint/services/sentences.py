"""A network translates the sentences of its models."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import SentenceTranslations


def save_translations(network: Network, language: str, words: Mapping[str, str], by: UUID) -> int:
    """Save translations by sentence, on top of those that the network has; an empty one is removed.

    Returns how many are different now. Sent twice, the second time changes nothing.
    """
    with ledger.act("translate a model", by=by, about=network.pk, language=language):
        row, _created = SentenceTranslations.objects.get_or_create(network=network, language=language)
        changed = {sentence: text for sentence, text in words.items() if row.words.get(sentence, "") != text}
        if changed:
            merged = {sentence: text for sentence, text in (row.words | changed).items() if text}
            saved = save_if_current(row, {"words": merged}, row.revision, {})
            if saved.revision != row.revision + 1:
                raise ActionError(_("Someone else saved this at the same moment. Save again."))
    return len(changed)
