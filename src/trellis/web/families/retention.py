"""What is deleted with a family's messages by the retention policy: voice notes on disk, and translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from trellis.core.foundation import ledger
from trellis.core.translations.models import Translation
from trellis.core.translations.translation_services import text_digest

from .models import Notice, Reply


def delete_dependents(rows: Sequence[Model]) -> None:
    """Delete what belongs to rows that are about to be deleted: files after the commit, and a translation when no other
    family of the network got the same message."""
    for row in rows:
        if isinstance(row, Reply) and row.file:
            transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))
    keys = [row.pk for row in rows if isinstance(row, Notice)]
    notices = Notice.objects.system().filter(pk__in=keys)
    by_network: dict[UUID, set[str]] = defaultdict(set)
    for network, words, earlier in notices.values_list("student__network", "words", "earlier"):
        by_network[network].update([words, *earlier])
    for network, words in by_network.items():
        _delete_unused_translations(network, words, keys)


def _delete_unused_translations(network: UUID, words: set[str], deleted: list[UUID]) -> None:
    others = Notice.objects.system().filter(student__network=network, words__in=words)
    unused = words - set(others.exclude(pk__in=deleted).values_list("words", flat=True))
    translations = Translation.objects.filter(
        network=network, digest__in=[text_digest(text) for text in unused]
    )
    keys = list(translations.values_list("pk", flat=True))
    translations.delete()
    ledger.erase_row_history(keys)
