"""What is kept for how long, destroying what is past it, and the proof."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from trellis.core.community.clock import at_school
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import Address
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.registry import Registry
from trellis.core.foundation.revisions import create_or_save_if_current
from trellis.core.foundation.typed import whole_number

from .models import (
    CaseNote,
    Consent,
    Destroyed,
    GlassBreak,
    Housing,
    InClass,
    Need,
    Referral,
    Retention,
    Service,
    Strength,
)

WHY = "destroys by policy"
LEAST, MOST = 1, 84
OF_A_STUDENT = (CaseNote, GlassBreak, InClass, Strength, Consent, Housing)


@dataclass(frozen=True)
class StudentRecords:
    """Models of a higher app, each with a `student`; `gone(rows)` runs inside the act for the rows that go, because a
    row takes no file on disk along."""

    models: tuple[type[Model], ...]
    gone: Callable[[list[Any]], None]


RECORDS: Registry[str, StudentRecords] = Registry(
    "retention", "a student's records that are permanently deleted together with support records"
)


def _other_models() -> tuple[type[Model], ...]:
    return tuple(model for records in RECORDS.values() for model in records.models)


def policy_of(school: School) -> Retention:
    """The school's policy; what holds where nobody chose one."""
    policies = Retention.objects.unscoped("how long things are kept").filter(school=school, deleted_at=None)
    return policies.first() or Retention(school=school)


def choose(school: School, notes: str, after_leaving: str, by: UUID, seen: int | None = None) -> None:
    """Choose for how many months the school keeps sealed notes, and all of it after a student left."""
    values = {"notes": _months(notes), "after_leaving": _months(after_leaving), "by_id": by}
    with ledger.act("choose how long supports are kept", by=by, about=school.pk):
        labels = {
            "notes": _("Months to keep confidential notes"),
            "after_leaving": _("Months to keep records after a student leaves"),
        }
        create_or_save_if_current(Retention, {"school": school}, values, seen, labels)


def _months(text: str) -> int:
    months = whole_number(text)
    if months is None or not LEAST <= months <= MOST:
        raise Refusal(
            _("Enter the months as a whole number from %(least)d to %(most)d.")
            % {"least": LEAST, "most": MOST}
        )
    return months


def run(now: datetime, address: Address) -> int:
    """Destroy what is past each school's policy; gives how many rows. A second run on a day finds nothing.

    A student's things follow the policy of the school that they went to last. Schools that have closed are in it too.
    """
    last = _last_schools()
    by_school: dict[UUID, list[UUID]] = defaultdict(list)
    for student, school in last.items():
        by_school[school].append(student)
    schools = School.objects.unscoped(WHY).filter(pk__in=by_school).order_by("pk")
    done = sum(_school(school, by_school[school.pk], now) for school in schools)
    if done and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # the journal holds pages as they were: it is emptied too
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _last_schools() -> dict[UUID, UUID]:
    """The school of every student of whom this room holds something, by the newest tie, ended ones too."""
    of: set[UUID] = set()
    for model in (*OF_A_STUDENT, *_other_models(), Need):
        of |= set(model.objects.unscoped(WHY).order_by().values_list("student", flat=True).distinct())
    ties = Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, person__in=of).order_by("starts")
    school_by_student: dict[UUID, UUID] = {}
    for student, school, through in ties.values_list("person", "to_school", "to_group__school"):
        if school or through:
            school_by_student[student] = school or through
    return school_by_student


def _school(school: School, students: list[UUID], now: datetime) -> int:
    policy = policy_of(school)
    by_age = CaseNote.objects.unscoped(WHY).filter(
        student__in=students, created__lt=now - _long(policy.notes)
    )
    gone = _left(students, now - _long(policy.after_leaving))
    by_leaving: list[Any] = []
    for model in (Service, Referral):
        rows = model.objects.unscoped(WHY).filter(need__student__in=gone)
        by_leaving += rows.select_related("need")
    for model in (Need, *OF_A_STUDENT, *_other_models()):
        by_leaving += model.objects.unscoped(WHY).filter(student__in=gone)
    done = _destroy(school, "notes", list(by_age), policy.notes, now)
    left = {
        note.pk for note in by_age if note.student_id in gone
    }  # gone already, with the notes that are too old
    return done + _destroy(
        school, "left", [row for row in by_leaving if row.pk not in left], policy.after_leaving, now
    )


def _long(months: int) -> timedelta:
    return timedelta(days=round(months * 30.4375))


def _left(students: list[UUID], before: datetime) -> set[UUID]:
    """Those whose every tie as a student ended, or was put away, before a moment. A tie to come is no leaving."""
    still = Q(deleted_at=None) & (Q(ends=None) | Q(ends__gte=before))
    ties = Tie.objects.unscoped(WHY).filter(still | Q(deleted_at__gte=before), role=Role.STUDENT)
    return set(students) - set(ties.filter(person__in=students).values_list("person_id", flat=True))


def _destroy(school: School, what: str, rows: list[Any], months: int, now: datetime) -> int:
    """Destroy rows with one proof for all of them, in one act: which kinds there were is nobody's to read."""
    if not rows:
        return 0
    if connection.vendor == "sqlite":  # freed pages are written over, not only given back
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    with ledger.act("destroy by policy", about=school.pk, months=months):
        _prove(school, what, rows, months, now)
        for records in RECORDS.values():
            records.gone(rows)
        for model in (Service, Referral, Need, *OF_A_STUDENT, *_other_models()):
            keys = [row.pk for row in rows if type(row) is model]
            model.objects.unscoped(WHY).filter(pk__in=keys).delete()
            ledger.forget(keys)
    return len(rows)


def _student(row: Any) -> UUID:
    return row.need.student_id if hasattr(row, "need_id") else row.student_id


def _prove(school: School, what: str, rows: list[Any], months: int, now: datetime) -> None:
    policy = policy_of(school)
    last = Destroyed.objects.unscoped(WHY).filter(school=school).order_by("created", "pk").last()
    proof = Destroyed(
        school=school,
        what=what,
        rows=len(rows),
        oldest=at_school(school, min(row.created for row in rows)).date(),
        newest=at_school(school, max(row.created for row in rows)).date(),
        months=months,
        prints=sorted([_print("row", row.pk), _print("student", _student(row))] for row in rows),
        created=max(now, last.created + timedelta(microseconds=1)) if last else now,
    )
    proof.chain = _chain(policy.head, proof)
    proof.save(force_insert=True)
    policy.head = proof.chain
    policy.save()


def _print(kind: str, key: UUID) -> str:
    return salted_hmac(f"trellis.destroyed.{kind}", key.hex, algorithm="sha256").hexdigest()[:32]


def _chain(before: str, proof: Destroyed) -> str:
    parts = [before, proof.school_id.hex, proof.what, proof.rows, proof.months, proof.prints]
    parts += [moment.isoformat() for moment in (proof.oldest, proof.newest, proof.created.astimezone(UTC))]
    return salted_hmac("trellis.destroyed.chain", json.dumps(parts), algorithm="sha256").hexdigest()


def proofs(viewer: Viewer, school: School) -> list[tuple[Destroyed, bool]]:
    """A school's proofs, the newest first, each with whether it still follows from the one before; the newest only
    while it is the last that was written."""
    checked_proofs, before = [], ""
    for proof in Destroyed.objects.seen_by(viewer).filter(school=school).order_by("created", "pk"):
        checked_proofs.append((proof, constant_time_compare(proof.chain, _chain(before, proof))))
        before = proof.chain
    if checked_proofs and before != policy_of(school).head:
        checked_proofs[-1] = checked_proofs[-1][0], False
    return checked_proofs[::-1]


def missing(viewer: Viewer, school: School) -> bool:
    """Whether every proof was taken away, though there were some."""
    return bool(policy_of(school).head) and not proofs(viewer, school)


def destroyed_of(viewer: Viewer, school: School, student: Person) -> list[tuple[date, str, int]]:
    """What of one student's was destroyed: the day, what it was, and how many."""
    student_print = _print("student", student.pk)
    destroyed = []
    for proof, _sound in proofs(viewer, school):
        count = sum(print_ == student_print for _row, print_ in proof.prints)
        if count:
            destroyed.append((timezone.localtime(proof.created).date(), proof.what, count))
    return destroyed
