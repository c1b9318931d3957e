"""What is kept for how long, destroying what is past it, and the proof."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from trellis.community.models import Person, Role, School, Tie
from trellis.community.viewer import Viewer, active
from trellis.foundation import ledger
from trellis.foundation.daily import Address
from trellis.foundation.refusal import Refusal

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


def policy_of(school: School) -> Retention:
    """The school's policy; what holds where nobody chose one."""
    held = Retention.objects.unscoped("how long things are kept").filter(school=school, deleted_at=None)
    return held.first() or Retention(school=school)


def choose(school: School, notes: str, after_leaving: str, by: UUID) -> None:
    """Choose for how many months the school keeps sealed notes, and all of it after a student left."""
    told = {"notes": _months(notes), "after_leaving": _months(after_leaving), "by_id": by}
    with ledger.act("choose how long supports are kept", by=by, about=school.pk):
        Retention.objects.unscoped("one policy a school").update_or_create(school=school, defaults=told)


def _months(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4 and LEAST <= int(text) <= MOST):
        raise Refusal(
            _("Months are a whole number from %(least)d to %(most)d.") % {"least": LEAST, "most": MOST}
        )
    return int(text)


def run(now: datetime, address: Address) -> int:
    """Destroy what is past each school's policy; gives how many rows. A second run on a day finds nothing."""
    schools = School.objects.unscoped(WHY).filter(deleted_at=None)
    return sum(_school(school, now) for school in schools.order_by("pk").iterator())


def _school(school: School, now: datetime) -> int:
    policy = policy_of(school)
    students = Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, to_school=school).values("person")
    old = CaseNote.objects.unscoped(WHY).filter(student__in=students, created__lt=now - _long(policy.notes))
    by_age = {CaseNote: list(old)}
    gone = _left(students, now, now - _long(policy.after_leaving))
    by_leaving: dict[Any, list[Any]] = {
        model: list(model.objects.unscoped(WHY).filter(student__in=gone)) for model in OF_A_STUDENT
    }
    needs = list(Need.objects.unscoped(WHY).filter(student__in=gone))
    by_leaving |= {
        model: list(model.objects.unscoped(WHY).filter(need__in=needs).select_related("need"))
        for model in (Service, Referral)
    } | {Need: needs}
    return _destroy(school, by_age, f"notes, {policy.notes} months", now) + _destroy(
        school, by_leaving, f"after leaving, {policy.after_leaving} months", now
    )


def _long(months: int) -> timedelta:
    return timedelta(days=round(months * 30.4375))


def _left(students: Any, now: datetime, before: datetime) -> list[UUID]:
    """Those who go to no school now, and whose last tie as a student ended before a moment."""
    ties = Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, to_school__isnull=False, person__in=students)
    here = ties.filter(active(now)) | ties.filter(deleted_at=None, ends__gte=before)
    return list(
        Person.objects.unscoped(WHY)
        .filter(pk__in=students)
        .exclude(pk__in=here.values("person"))
        .values_list("pk", flat=True)
    )


def _destroy(school: School, found: dict[Any, list[Any]], policy: str, now: datetime) -> int:
    """Destroy rows with their proofs, all in one act."""
    if not any(found.values()):
        return 0
    if connection.vendor == "sqlite":  # freed pages are written over, not only given back
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    with ledger.act("destroy by policy", about=school.pk, policy=policy):
        for model, rows in found.items():
            if rows:
                _prove(school, model, rows, policy, now)
                keys = [one.pk for one in rows]
                model.objects.unscoped(WHY).filter(pk__in=keys).delete()
                ledger.forget(keys)
    return sum(map(len, found.values()))


def _student(row: Any) -> UUID:
    return row.need.student_id if hasattr(row, "need_id") else row.student_id


def _prove(school: School, model: Any, rows: Iterable[Any], policy: str, now: datetime) -> None:
    rows = list(rows)
    proof = Destroyed(
        school=school,
        what=model._meta.model_name,
        rows=len(rows),
        oldest=min(one.created for one in rows).date(),
        newest=max(one.created for one in rows).date(),
        policy=policy,
        prints=[[_print("row", one.pk), _print("student", _student(one))] for one in rows],
    )
    last = Destroyed.objects.unscoped(WHY).filter(school=school).order_by("created", "pk").last()
    proof.chain = _chain(last.chain if last else "", proof)
    proof.created = max(now, last.created + timedelta(microseconds=1)) if last else now
    proof.save(force_insert=True)


def _print(kind: str, key: UUID) -> str:
    return salted_hmac(f"trellis.destroyed.{kind}", key.hex, algorithm="sha256").hexdigest()[:32]


def _chain(before: str, proof: Destroyed) -> str:
    said = [
        before,
        proof.school_id.hex,
        proof.what,
        proof.rows,
        _iso(proof.oldest),
        _iso(proof.newest),
        proof.policy,
        proof.prints,
    ]
    return salted_hmac("trellis.destroyed.chain", json.dumps(said), algorithm="sha256").hexdigest()


def _iso(day: date) -> str:
    return day.isoformat()


def proofs(viewer: Viewer, school: School) -> list[tuple[Destroyed, bool]]:
    """A school's proofs, the newest first, each with whether it still follows from the one before."""
    told, before = [], ""
    for one in Destroyed.objects.seen_by(viewer).filter(school=school).order_by("created", "pk"):
        told.append((one, constant_time_compare(one.chain, _chain(before, one))))
        before = one.chain
    return told[::-1]


def destroyed_of(viewer: Viewer, school: School, student: Person) -> list[tuple[date, str, int]]:
    """What of one student's was destroyed: the day, what it was, and how many."""
    own = _print("student", student.pk)
    found = []
    for one, _sound in proofs(viewer, school):
        count = sum(print_ == own for _row, print_ in one.prints)
        if count:
            found.append((timezone.localtime(one.created).date(), one.what, count))
    return found
