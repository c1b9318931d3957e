"""Writing a packet: starting it, gathering, its days and people, and how it ends. Items: `handover_items.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .handover_access import arrange_access, keep_leaver, take_back_successor
from .handover_facts import Fact, gather_facts
from .models import HandoverItem, LeaderHandover

REASON = "write a handover that the caller may change"
Status, State = LeaderHandover.Status, HandoverItem.State


def today_at(school: School) -> date:
    """Today's date on the school's clock."""
    return school_local_time(school, timezone.now()).date()


def start_handover(
    school: School, leaver: Person, values: Mapping[str, object], arranges: bool, by: UUID
) -> LeaderHandover:
    """Start a packet and gather what Trellis knows. Sent twice, it is one packet.

    arranges: the person may set who has access when, so that the ties follow the days at once.
    """
    with ledger.act("start a handover", by=by, about=school.pk):
        rows = LeaderHandover.objects.unscoped(REASON).filter(school=school, leaver=leaver, deleted_at=None)
        existing = rows.exclude(status=Status.CLOSED).select_related("school").first()
        if existing:
            return existing
        handover = LeaderHandover(school=school, leaver=leaver, started_by_id=by, **values)
        _check(handover)
        handover.save(force_insert=True)
        _gather(handover)
        if arranges:
            arrange_access(handover)
    return handover


def _check(handover: LeaderHandover) -> None:
    if handover.successor_id == handover.leaver_id:
        raise ActionError(_("Choose someone other than the leader who leaves."), field="successor")


def gather_again(handover: LeaderHandover, by: UUID) -> int:
    """Bring what Trellis knows up to date; return how many items are new. Words stay, and what is gone is marked."""
    with ledger.act("gather a handover", by=by, about=handover.pk):
        count = _gather(handover)
        update_status(handover)
    return count


def _gather(handover: LeaderHandover) -> int:
    today = today_at(handover.school)
    items = HandoverItem.objects.unscoped(REASON).filter(handover=handover)
    items_by_fact = {(item.kind, item.key): item for item in items if item.key}
    new, facts = [], gather_facts(handover.school, today)
    for position, (section, fact) in enumerate(facts, start=1):
        columns = _columns(section, fact, position)
        item = items_by_fact.pop((fact.kind, fact.key), None)
        if item is None:
            new.append(HandoverItem(handover=handover, kind=fact.kind, key=fact.key, **columns))
        elif any(getattr(item, name) != value for name, value in columns.items()):
            items.filter(pk=item.pk).update(**columns, modified=timezone.now())
    HandoverItem.objects.bulk_create(new)
    gone = [item.pk for item in items_by_fact.values() if item.gone_on is None]
    items.filter(pk__in=gone).update(gone_on=today, modified=timezone.now())
    LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk).update(gathered_on=today)
    return len(new)


def _columns(section: str, fact: Fact, position: int) -> dict[str, object]:
    return {
        "section": section,
        "position": position,
        "title": fact.title,
        "lines": list(fact.lines),
        "dates": [[sentence_data, day.isoformat()] for sentence_data, day in fact.dates],
        "page": list(fact.page or ()),
        "gone_on": None,
        "deleted_at": None,
    }


def save_details(
    handover: LeaderHandover,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> LeaderHandover:
    """Write the days and who comes, and let access follow them."""
    with ledger.act("change a handover", by=by, about=handover.pk):
        check_open(handover)
        _check(LeaderHandover(leaver_id=handover.leaver_id, successor=values["successor"]))
        saved = save_if_current(handover, values, seen, labels)
        saved.school = handover.school
        arrange_access(saved)
    return saved


def finish_packet(handover: LeaderHandover, by: UUID) -> None:
    """The leaver has sentence_data what they know. From now on the successor confirms; pressed twice, it is once."""
    with ledger.act("finish a handover", by=by, about=handover.pk):
        rows = LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk, status=Status.GATHERED)
        today = today_at(handover.school)
        if rows.update(status=Status.FINISHED, finished_on=today, modified=timezone.now()):
            arrange_access(handover)
            update_status(handover)


def cancel_handover(handover: LeaderHandover, by: UUID) -> None:
    """The leader stays after all: the packet goes, and with it what it planned for both people's access."""
    with ledger.act("cancel a handover", by=by, about=handover.pk):
        now = timezone.now()
        rows = LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk, deleted_at=None)
        if rows.exclude(status=Status.CLOSED).update(deleted_at=now, modified=now):
            take_back_successor(handover, now)
            keep_leaver(handover, now)


def check_open(handover: LeaderHandover) -> None:
    """Raises ActionError for a packet that was closed or canceled."""
    rows = LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk, deleted_at=None)
    if not rows.exclude(status=Status.CLOSED).exists():
        raise ActionError(_("This handover is over. Nothing more can be changed."))


def update_status(handover: LeaderHandover) -> None:
    """Confirmed, once the leaver has finished and nothing is open; finished again, once something is."""
    rows = LeaderHandover.objects.unscoped(REASON).filter(pk=handover.pk)
    items = HandoverItem.objects.unscoped(REASON).filter(handover=handover, gone_on=None, deleted_at=None)
    if items.exclude(state__in=(State.CONFIRMED, State.UNKNOWN)).exists():
        rows.filter(status=Status.CONFIRMED).update(status=Status.FINISHED, confirmed_on=None)
    else:
        rows.filter(status=Status.FINISHED).update(
            status=Status.CONFIRMED, confirmed_on=today_at(handover.school)
        )


def close_handovers(today_of: Mapping[UUID, date]) -> int:
    """Close the packets that are confirmed once both days have come; return how many. today_of: by school."""
    rows = LeaderHandover.objects.unscoped("close handovers that are done").filter(
        status=Status.CONFIRMED, deleted_at=None, school__in=today_of
    )
    due = [
        row
        for row in rows
        if row.last_day < today_of[row.school_id]
        and row.first_day is not None
        and row.first_day <= today_of[row.school_id]
    ]
    for row in due:
        with ledger.act("close a handover", about=row.pk):
            rows.filter(pk=row.pk).update(
                status=Status.CLOSED, closed_on=today_of[row.school_id], modified=timezone.now()
            )
    return len(due)


def add_successor(network: UUID, given_name: str, family_name: str, email: str, by: UUID) -> Person:
    """Somebody new, who leads nothing yet: what they see follows from the packet, and later from their tie."""
    with ledger.act("add a successor", by=by, about=network):
        return Person.objects.create(
            network_id=network, given_name=given_name, family_name=family_name, email=email
        )
