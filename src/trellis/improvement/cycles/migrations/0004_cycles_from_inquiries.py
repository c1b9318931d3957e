"""Turn each inquiry of a team into a cycle of that team, under the same id, with every word and note.

A question becomes the title, what the team tries the change, what it looks at the data plan, what it saw the words of
the decision. Notes become observations. As before, only people who work at the school see them. An inquiry that is
still open keeps what was written about its end in its data plan.
"""

from zoneinfo import ZoneInfo

from django.db import migrations

from trellis.core.foundation import ledger
from trellis.core.foundation.ids import new_id

DECISIONS = {"adopt": "adopt", "adapt": "adapt", "leave": "abandon"}
RECORD = ("sourced_id", "created", "deleted_at")


def move_inquiries(apps, schema_editor):
    database = schema_editor.connection.alias
    inquiries = apps.get_model("teams", "Inquiry").objects.using(database)
    if not inquiries.exists():
        return
    with ledger.act("turn inquiries into cycles"):
        cycles = apps.get_model("cycles", "Cycle").objects.using(database)
        observations = apps.get_model("cycles", "Observation").objects.using(database)
        for inquiry in inquiries.select_related("group__school").iterator(chunk_size=500):
            cycles.create(**_cycle_columns(inquiry))
        for note in apps.get_model("teams", "InquiryNote").objects.using(database).iterator(chunk_size=500):
            record = {name: getattr(note, name) for name in RECORD}
            observations.create(
                **record, cycle_id=note.inquiry_id, day=note.day, words=note.words, by_id=note.by_id
            )


def _cycle_columns(inquiry):
    zone = ZoneInfo(inquiry.group.school.time_zone or "UTC")
    closed = inquiry.closed_at
    unclosed = inquiry.saw if closed is None else ""
    return {
        **{name: getattr(inquiry, name) for name in RECORD},
        "revision": inquiry.revision,
        "series": new_id(),
        "team_id": inquiry.group_id,
        "title": inquiry.question,
        "change_idea": inquiry.trying,
        "data_plan": "\n\n".join(filter(None, (inquiry.looking_at, unclosed))),
        "scale": "team",
        "starts": inquiry.starts,
        "change_on": inquiry.starts,
        "due": inquiry.ends,
        "decision": DECISIONS[inquiry.decision] if closed else "",
        "decision_words": inquiry.saw if closed else "",
        "decided_on": closed.astimezone(zone).date() if closed else None,
        "within_school": True,
    }


class Migration(migrations.Migration):
    dependencies = [("cycles", "0003_data_plan"), ("teams", "0001_initial")]

    operations = [
        migrations.RunPython(move_inquiries, migrations.RunPython.noop, hints={"converts_rows": True})
    ]
