"""How long records are kept, permanently deleting what is past it, and the proof."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.models import Record
from trellis.core.foundation.registry import Registry
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    Destroyed,
    EmergencyAccess,
    Housing,
    Need,
    Referral,
    Retention,
    Service,
    Strength,
)

MIN_MONTHS, MAX_MONTHS = 1, 84
STUDENT_MODELS = (CaseNote, EmergencyAccess, ClassroomSupport, Strength, Consent, Housing)


@dataclass(frozen=True)
class StudentRecords:
    """Models of a higher app, each with a `student`; `gone(rows)` runs inside the act for the rows that go, because a
    row takes no file on disk along."""

    models: tuple[type[Record], ...]
    gone: Callable[[list[Record]], None]


STUDENT_RECORDS: Registry[str, StudentRecords] = Registry(
    "retention", "a student's records that are permanently deleted together with support records"
)


def _registered_models() -> tuple[type[Record], ...]:
    return tuple(model for records in STUDENT_RECORDS.values() for model in records.models)


def policy_of(school: School) -> Retention:
    """The school's policy, or the default where nobody chose one."""
    policies = Retention.objects.system().filter(school=school, deleted_at=None)
    return policies.first() or Retention(school=school)


def save_policy(school: School, notes: int, after_leaving: int, by: UUID, seen: int | None = None) -> None:
    """Choose for how many months the school keeps confidential notes, and all of it after a student left."""
    values = {"notes": notes, "after_leaving": after_leaving, "by_id": by}
    with ledger.act("choose how long support records are kept", by=by, about=school.pk):
        labels = {
            "notes": _("Months to keep confidential notes"),
            "after_leaving": _("Months to keep records after a student leaves"),
        }
        create_or_save_if_current(Retention, {"school": school}, values, seen, labels)


def parse_months(text: str) -> int:
    """The months of a policy as somebody types them. Raises ActionError for what is no such number."""
    months = parse_whole_number(text)
    if months is None or not MIN_MONTHS <= months <= MAX_MONTHS:
        raise ActionError(
            _("Enter the months as a whole number from %(least)d to %(most)d.")
            % {"least": MIN_MONTHS, "most": MAX_MONTHS}
        )
    return months


def delete_past_retention(now: datetime, address: PageUrlBuilder) -> int:
    """Permanently delete what is past each school's policy; return how many rows. Running it again finds nothing.

    A student's things follow the policy of the school that they went to last. Schools that have closed are in it too.
    """
    last = _last_school_by_student()
    by_school: dict[UUID, list[UUID]] = defaultdict(list)
    for student, school in last.items():
        by_school[school].append(student)
    schools = School.objects.system().filter(pk__in=by_school).order_by("pk")
    done = sum(_delete_past_retention_at(school, by_school[school.pk], now) for school in schools)
    if done and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # the journal holds pages as they were: it is emptied too
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _last_school_by_student() -> dict[UUID, UUID]:
    """The school of every student with support records, by the newest tie, ended ones too."""
    students: set[UUID] = set()
    for model in (*STUDENT_MODELS, *_registered_models(), Need):
        students |= set(model.objects.system().order_by().values_list("student", flat=True).distinct())
    ties = Tie.objects.system().filter(role=Role.STUDENT, person__in=students).order_by("starts")
    school_by_student: dict[UUID, UUID] = {}
    for student, school, through in ties.values_list("person", "to_school", "to_group__school"):
        if school or through:
            school_by_student[student] = school or through
    return school_by_student


def _delete_past_retention_at(school: School, students: list[UUID], now: datetime) -> int:
    policy = policy_of(school)
    by_age = CaseNote.objects.system().filter(
        student__in=students, created__lt=now - _months_to_timedelta(policy.notes)
    )
    departed = _students_who_left(students, now - _months_to_timedelta(policy.after_leaving))
    by_leaving: list[Record] = []
    for model in (Service, Referral):
        rows = model.objects.system().filter(need__student__in=departed)
        by_leaving += rows.select_related("need")
    for model in (Need, *STUDENT_MODELS, *_registered_models()):
        by_leaving += model.objects.system().filter(student__in=departed)
    done = _delete_with_proof(school, "notes", list(by_age), policy.notes, now)
    deleted_ids = {note.pk for note in by_age if note.student_id in departed}  # as they were too old
    remaining = [row for row in by_leaving if row.pk not in deleted_ids]
    return done + _delete_with_proof(school, "left", remaining, policy.after_leaving, now)


def _months_to_timedelta(months: int) -> timedelta:
    return timedelta(days=round(months * 30.4375))


def _students_who_left(students: list[UUID], before: datetime) -> set[UUID]:
    """Those whose every tie as a student ended, or was put away, before a moment. A tie to come is no leaving."""
    still = Q(deleted_at=None) & (Q(ends=None) | Q(ends__gte=before))
    ties = Tie.objects.system().filter(still | Q(deleted_at__gte=before), role=Role.STUDENT)
    return set(students) - set(ties.filter(person__in=students).values_list("person_id", flat=True))


def _delete_with_proof(school: School, what: str, rows: list[Record], months: int, now: datetime) -> int:
    """Permanently delete rows, with one proof for all of them, in one act; the proof does not name their kinds."""
    if not rows:
        return 0
    if connection.vendor == "sqlite":  # freed pages are written over, not only given back
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    with ledger.act("delete by policy", about=school.pk, months=months):
        _create_proof(school, what, rows, months, now)
        for records in STUDENT_RECORDS.values():
            records.gone(rows)
        for model in (Service, Referral, Need, *STUDENT_MODELS, *_registered_models()):
            keys = [row.pk for row in rows if type(row) is model]
            model.objects.system().filter(pk__in=keys).delete()
            ledger.erase_row_history(keys)
    return len(rows)


@runtime_checkable
class _OfStudent(Protocol):
    """A row with the id of its student."""

    student_id: UUID


def _student_id(row: Record) -> UUID:
    owner = row.need if isinstance(row, Service | Referral) else row
    if not isinstance(owner, _OfStudent):
        raise TypeError(f"{type(row).__name__} does not say whose it is.")
    return owner.student_id


def _create_proof(school: School, what: str, rows: list[Record], months: int, now: datetime) -> None:
    policy = policy_of(school)
    last = Destroyed.objects.system().filter(school=school).order_by("created", "pk").last()
    proof = Destroyed(
        school=school,
        what=what,
        rows=len(rows),
        oldest=school_local_time(school, min(row.created for row in rows)).date(),
        newest=school_local_time(school, max(row.created for row in rows)).date(),
        months=months,
        prints=sorted(
            [_keyed_digest("row", row.pk), _keyed_digest("student", _student_id(row))] for row in rows
        ),
        created=max(now, last.created + timedelta(microseconds=1)) if last else now,
    )
    proof.chain = _chain_digest(policy.head, proof)
    proof.save(force_insert=True)
    policy.head = proof.chain
    policy.save()


def _keyed_digest(kind: str, key: UUID) -> str:
    return _hmac(kind, key.hex)[:32]


def _hmac(purpose: str, text: str) -> str:
    # ty: ignore[unknown-argument] the stubs have the signature of Django 3.0
    return salted_hmac(f"trellis.destroyed.{purpose}", text, algorithm="sha256").hexdigest()


def _chain_digest(before: str, proof: Destroyed) -> str:
    parts = [before, proof.school_id.hex, proof.what, proof.rows, proof.months, proof.prints]
    parts += [moment.isoformat() for moment in (proof.oldest, proof.newest, proof.created.astimezone(UTC))]
    return _hmac("chain", json.dumps(parts))


def deletion_proofs(viewer: Viewer, school: School) -> list[tuple[Destroyed, bool]]:
    """A school's proofs, the newest first, each with whether it still follows from the one before; the newest only
    while it is the last that was written."""
    checked_proofs, before = [], ""
    for proof in Destroyed.objects.seen_by(viewer).filter(school=school).order_by("created", "pk"):
        checked_proofs.append((proof, constant_time_compare(proof.chain, _chain_digest(before, proof))))
        before = proof.chain
    if checked_proofs and before != policy_of(school).head:
        checked_proofs[-1] = checked_proofs[-1][0], False
    return checked_proofs[::-1]


def are_proofs_missing(viewer: Viewer, school: School) -> bool:
    """Whether there were proofs and all of them are gone."""
    return bool(policy_of(school).head) and not deletion_proofs(viewer, school)


def deletions_of(viewer: Viewer, school: School, student: Person) -> list[tuple[date, str, int]]:
    """Return what was permanently deleted of one student: the day, what it was, and how many."""
    student_print = _keyed_digest("student", student.pk)
    deletions = []
    for proof, _sound in deletion_proofs(viewer, school):
        count = sum(print_ == student_print for _row, print_ in proof.prints)
        if count:
            deletions.append((timezone.localtime(proof.created).date(), proof.what, count))
    return deletions
