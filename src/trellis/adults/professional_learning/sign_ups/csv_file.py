"""The sign-ups of an event as a CSV file, for whoever books the cost."""

from __future__ import annotations

from typing import TextIO
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.csv_export import ExportWriter

from ..models import LearningEvent, SessionAttendance, SignUp


def write_sign_ups(viewer: Viewer, event: LearningEvent, file: TextIO) -> None:
    """Write one line for each sign-up that was not cancelled, in the order in which people signed up."""
    rows = SignUp.objects.seen_by(viewer).active().filter(event=event)
    minutes = _minutes_attended(viewer, event)
    writer = ExportWriter(file)
    writer.writerow(
        [
            _("Number"),
            _("Name"),
            _("School"),
            _("Place"),
            _("Approval"),
            _("Minutes attended"),
            _("Substitute"),
            _("Price"),
            _("Cost code"),
        ]
    )
    for row in rows.select_related("person", "school").order_by("number"):
        writer.writerow(
            [
                row.number,
                row.person.name,
                row.school.name if row.school else "",
                row.get_place_display(),
                row.get_approval_display(),
                minutes.get(row.pk, 0),
                row.get_substitute_display(),
                "" if event.price is None else event.price,
                row.cost_code or event.cost_code,
            ]
        )


def _minutes_attended(viewer: Viewer, event: LearningEvent) -> dict[UUID, int]:
    minutes: dict[UUID, int] = {}
    marks = SessionAttendance.objects.seen_by(viewer).filter(session__event=event).select_related("session")
    for mark in marks:
        minutes[mark.sign_up_id] = minutes.get(mark.sign_up_id, 0) + mark.session.minutes
    return minutes
