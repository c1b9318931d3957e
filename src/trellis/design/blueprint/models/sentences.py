"""A network's own translations of the sentences of its models."""

from __future__ import annotations

from django.db import models

from trellis.core.community.models import Network
from trellis.core.foundation.models import Record, Revised


class SentenceTranslations(Revised):
    """The sentences of a network's models in one language. `words`: by sentence, as the model has it.

    They come before the catalogs, and hold for every model and draft of the network that has the same sentence.
    """

    guarded = False  # sentences of a model, which name no person; its page is for the network's staff

    network = models.ForeignKey(Network, models.CASCADE, related_name="sentence_translations")
    language = models.CharField(max_length=12)
    words: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["network", "language"], name="sentencetranslations_unique_language"
            )
        ]
