"""What people write, in another language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation.models import Record, Revised


class Translation(Revised):
    """A text in another language. Found by a digest of the text itself: a text that changes has no translation yet.

    It holds within one network: nobody elsewhere translates what these schools write.
    """

    guarded = False  # whoever has the text in hand may read it in another language; without the text it says nothing

    class Origin(models.TextChoices):
        PERSON = "person", _("a person")
        MACHINE = "machine", _("a machine")

    network = models.ForeignKey(Network, models.CASCADE, related_name="translations", null=True)
    digest = models.CharField(max_length=32, help_text="BLAKE2b of the text, 16 bytes, hex.")
    language = models.CharField(max_length=12)
    words = models.TextField()
    origin = models.CharField(max_length=7, choices=Origin.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    @property
    def is_by_machine(self) -> bool:
        return self.origin == self.Origin.MACHINE

    @property
    def is_unapproved(self) -> bool:
        """Whether it is a machine's and no person has approved it yet."""
        return self.is_by_machine and self.approved_at is None

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["network", "digest", "language"], name="translation_unique_language"
            )
        ]
