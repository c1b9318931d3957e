"""Bringing a joining school into Trellis: once, as a new school or as the one that a roster brought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.links import revoke_links
from trellis.core.community.models import Account, District, Person, Role, School, Tie
from trellis.core.community.tie_endings import end_ties
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.registry import Registry

from .models import JoiningSchool, JoiningStep
from .pauses import LINK_PURPOSE
from .services import REASON, steps_of

LEADER_CODES: Registry[str, Callable[[Person, UUID], str]] = Registry(
    "leader codes", "makes the sign-up code of a new school's leader"
)
"""The app of sign-up codes, which stands above this one, registers how one is made."""


def place_school(joining: JoiningSchool, existing: School | None, by: UUID) -> School:
    """Tie a joining school to a school of Trellis, and its contact to it as leader. Pressed twice, it is done once.

    existing: the school that a roster brought. Without one, a school of the same name is taken, or a new one made.
    Raises ActionError for a school that has another row, and for one with students that would be replaced.
    """
    with ledger.act("bring a joining school into Trellis", by=by, about=joining.pk):
        rows = JoiningSchool.objects.unscoped(REASON).filter(pk=joining.pk)
        joining = rows.select_related("school", "network").get()
        if joining.school and existing in (None, joining.school):
            return joining.school
        school = existing or _school_of_that_name(joining) or _create_school(joining)
        _check_free(joining, school)
        if joining.school:
            _replace_school(joining.school, school)
        leader = _leader_of(school) or _create_leader(joining, school)
        rows.update(school=school, leader=leader, modified=timezone.now())
        if leader:
            side = JoiningStep.Owner.SCHOOL
            steps_of(joining).filter(side=side, owner=None, done_on=None).update(
                owner=leader, revision=F("revision") + 1, modified=timezone.now()
            )
        revoke_links(LINK_PURPOSE, joining.pk, by)
    return school


def _schools(joining: JoiningSchool) -> QuerySet[School]:
    rows = School.objects.unscoped("find the school that a joining school is")
    return rows.filter(network=joining.network_id, deleted_at=None)


def _school_of_that_name(joining: JoiningSchool) -> School | None:
    taken = (
        JoiningSchool.objects.unscoped(REASON)
        .filter(school__isnull=False)
        .exclude(status=JoiningSchool.Status.LEFT)
    )
    rows = _schools(joining).filter(name__iexact=joining.name).exclude(pk__in=taken.values("school"))
    return rows.order_by("created").first()


def _check_free(joining: JoiningSchool, school: School) -> None:
    others = JoiningSchool.objects.unscoped(REASON).filter(school=school).exclude(pk=joining.pk)
    if others.exclude(status=JoiningSchool.Status.LEFT).exists():
        raise ActionError(_("This school is already in the list."), field="school")


def _create_school(joining: JoiningSchool) -> School:
    """In its district, on the clock of the district's other schools, or else of the network."""
    district = _district_of(joining)
    neighbor = _schools(joining).filter(district=district).first() if district else None
    return School.objects.create(
        network=joining.network,
        district=district,
        name=joining.name,
        state=neighbor.state if neighbor else "",
        time_zone=neighbor.time_zone if neighbor else joining.network.time_zone,
    )


def _district_of(joining: JoiningSchool) -> District | None:
    if not joining.district_name:
        return None
    rows = District.objects.unscoped("find the district of a joining school")
    district = rows.filter(
        network=joining.network_id, name__iexact=joining.district_name, deleted_at=None
    ).first()
    return district or District.objects.create(network=joining.network, name=joining.district_name)


def _current_ties(school: School, now: datetime) -> QuerySet[Tie]:
    return Tie.objects.unscoped("find who leads a joining school").filter(active_at(now), to_school=school)


def _leader_of(school: School) -> Person | None:
    ties = _current_ties(school, timezone.now()).filter(role=Role.LEADER)
    tie = ties.select_related("person").order_by("starts").first()
    return tie.person if tie else None


def _create_leader(joining: JoiningSchool, school: School) -> Person | None:
    """The contact, who gets a sign-up code as other leaders do; the person of that email where there is one."""
    if not joining.contact_name:
        return None
    people = Person.objects.unscoped("find the person who is a joining school's contact")
    same = people.filter(network=joining.network_id, email__iexact=joining.contact_email, deleted_at=None)
    students = Tie.objects.unscoped("check that a contact is not a student").filter(role=Role.STUDENT)
    person = same.exclude(pk__in=students.values("person")).first() if joining.contact_email else None
    if person is None:
        given, _space, family = joining.contact_name.partition(" ")
        person = Person.objects.create(
            network=joining.network,
            given_name=given,
            family_name=family.strip(),
            email=joining.contact_email,
            language=joining.contact_language,
        )
    Tie.objects.create(person=person, role=Role.LEADER, to_school=school)
    return person


def _replace_school(old: School, new: School) -> None:
    """Put the school that a roster brought in the place of one that was made by hand and has no students."""
    now = timezone.now()
    if _current_ties(old, now).filter(role=Role.STUDENT).exists():
        raise ActionError(_("This school has students already. It cannot be replaced."), field="school")
    for tie in _current_ties(old, now):
        where = {"person": tie.person_id, "role": tie.role}
        if not _current_ties(new, now).filter(**where).exists():
            Tie.objects.create(person_id=tie.person_id, role=tie.role, to_school=new)
    end_ties(_current_ties(old, now), now)
    School.objects.unscoped("put away a school that was made twice").filter(pk=old.pk).update(
        deleted_at=now, modified=now
    )


def leader_to_invite(joining: JoiningSchool) -> Person | None:
    """The leader, while they have no account and a code can be made."""
    leader = joining.leader
    has_account = leader and Account.objects.filter(person=leader).exists()
    return leader if leader and LEADER_CODES and not has_account else None


def invite_leader(joining: JoiningSchool, by: UUID) -> str:
    """A sign-up code for the leader; the ones before stop working. Raises ActionError for who has an account."""
    leader = leader_to_invite(joining)
    if leader is None:
        raise ActionError(_("They already have an account and can sign in as before."))
    make_code = next(iter(LEADER_CODES.values()))
    return make_code(leader, by)
