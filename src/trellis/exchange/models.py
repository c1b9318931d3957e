"""Files that other systems hand us, between upload and the moment somebody confirms."""

from typing import Any

from django.db import models
from django.urls import reverse

from trellis.core.community.models import Network, Person
from trellis.core.foundation.models import Record


class FrameworkUpload(Record):
    """A file of standards that somebody uploaded: checked, previewed, then imported or discarded."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    # Any: JSON of one shape (`framework_services.summarize`), which only the page reads
    summary: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("standards-preview", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        """Whether it was neither imported nor discarded yet."""
        return not (self.confirmed_at or self.discarded_at)


class RosterUpload(Record):
    """A roster that somebody uploaded: checked, previewed, then confirmed or discarded."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="roster_uploads")
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    source_name = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    # Any: JSON of many shapes, which only pages read in depth
    summary: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("roster-preview", args=[self.network_id, self.pk])

    @property
    def is_pending(self) -> bool:
        """Whether it was neither confirmed nor discarded yet."""
        return not (self.confirmed_at or self.discarded_at)
