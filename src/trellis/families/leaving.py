"""What goes with a family's words when they are destroyed by policy: the voice on disk, and translations of notices."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from trellis.foundation import ledger
from trellis.translations.models import Translation
from trellis.translations.translating import digest_of

from .models import Notice, Reply

WHY = "goes with what is destroyed"


def gone(rows: list[Any]) -> None:
    """Rows are about to be destroyed, inside one act. Files go once that stands; a translation goes when nobody else
    was told the same words."""
    for one in rows:
        if isinstance(one, Reply) and one.file:
            transaction.on_commit(lambda file=one.file: file.storage.delete(file.name))
    told = [one for one in rows if isinstance(one, Notice)]
    words = {one.words for one in told}
    others = Notice.objects.unscoped(WHY).filter(words__in=words).exclude(pk__in=[one.pk for one in told])
    alone = words - set(others.values_list("words", flat=True))
    held = Translation.objects.filter(digest__in=[digest_of(one) for one in alone])
    keys = list(held.values_list("pk", flat=True))
    held.delete()
    ledger.forget(keys)
