"""What every table stands on, and the ledger."""

from django.db import models
from django.utils import timezone

from .guard import GuardedManager, unguarded_deletion
from .ids import new_id


class Record(models.Model):
    """The base of every table: a time-ordered id, when it was made and changed, and a soft delete."""

    guarded = True
    ledgered = True
    sealed: tuple[str, ...] = ()
    """Columns whose old words the ledger never keeps: what is destroyed by policy must be gone there too."""

    sourced_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GuardedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def __str__(self) -> str:
        return str(getattr(self, "name", None) or getattr(self, "title", None) or self.sourced_id)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Remove the row for good, and what hangs on it. A child's record is ended, not removed."""
        with unguarded_deletion():
            return super().delete(using, keep_parents)


class Revised(Record):
    """A record that several people may edit. Services write it through `revisions.save_if_current`."""

    revision = models.PositiveIntegerField(
        default=0, help_text="Counts writes: nobody overwrites words that they have not seen."
    )

    class Meta(Record.Meta):
        abstract = True


class Act(models.Model):
    """One act of one person (or of the system), in a verb they would say. Its changes hang on it."""

    guarded = True

    sourced_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now)
    person_id = models.UUIDField(null=True, help_text="Who did it; empty for the system.")
    verb = models.CharField(max_length=60)
    about_id = models.UUIDField(null=True, help_text="The row that the act is about, if one.")
    details = models.JSONField(default=dict)
    sequence = models.BigIntegerField(
        null=True, unique=True, editable=False, help_text="Its place in the chain; empty while the act runs."
    )
    contents = models.CharField(
        max_length=64, default="", editable=False, help_text="A digest of its changes."
    )
    digest = models.CharField(
        max_length=64, default="", editable=False, help_text="Over all of this and the entry before it."
    )

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["person_id", "at"]), models.Index(fields=["about_id", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """One row that an act added, changed or removed. Written by triggers, so bulk writes are seen."""

    guarded = True

    id = models.BigAutoField(primary_key=True)
    act_id = models.UUIDField(null=True, help_text="Empty when somebody wrote outside an act.")
    table = models.CharField(max_length=63)
    row = models.UUIDField()
    op = models.CharField(max_length=1, choices=[("I", "added"), ("U", "changed"), ("D", "removed")])
    before = models.JSONField(null=True, help_text="The row as it was, for changes and removals.")

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["row"]), models.Index(fields=["act_id"])]

    def __str__(self) -> str:
        return f"{self.op} {self.table} {self.row}"
