"""Signing a plan: each person for themselves, signed in, by a link, or on paper. The versions that are signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Plan, PlanSignature, PlanVersion, VersionBody
from .services import PlanChangedError, goals_of
from .versions import version_body, wording_digest

COPY_LINK_PURPOSE = "plan-copy"
GOALS_LINK_PURPOSE = "plan-goals"
COPY_LINK_DAYS = 120
OPENED_LINK_DAYS = 7
"""How long a link is good that its reader made for themselves, from a page of theirs."""


@dataclass(frozen=True)
class Signer:
    """Somebody who signs the plan. part: a role of the model. person: None for a name that was typed at the meeting."""

    part: str
    name: str
    person: Person | None = None


def current_body(plan: Plan, titles: Mapping[str, str]) -> VersionBody:
    """What the plan says now. titles: of its sections, by key. Titles of outcomes are in English."""
    with translation.override(settings.LANGUAGE_CODE):
        return version_body(plan, goals_of(plan), titles)


def save_version(plan: Plan, titles: Mapping[str, str], by: UUID, read: str | None = None) -> PlanVersion:
    """Return the version that says what the plan says now; a new one where there is none.

    read: the digest of the words that the person saw; None for somebody who just wrote them. Raises PlanChangedError
    where the plan says something else by now, and ActionError while it has no goal.
    """
    with ledger.act("save a version of a plan", by=by, about=plan.pk):
        current = Plan.objects.unscoped("lock the plan while a version is saved").select_for_update()
        body = current_body(current.get(pk=plan.pk), titles)
        wording = wording_digest(body)
        if read is not None and read != wording:
            raise PlanChangedError(_("This plan has changed since you opened it. Please read it again."))
        if not body["goals"]:
            raise ActionError(_("There is no goal yet. Add at least one goal before you sign."))
        versions = PlanVersion.objects.unscoped("find the version that says the same").filter(plan=plan)
        newest_first = versions.order_by("-number")
        same = newest_first.filter(wording=wording, deleted_at=None).first()
        if same:
            return same
        last = newest_first.first()
        return PlanVersion.objects.create(
            plan=plan,
            number=last.number + 1 if last else 1,
            body=body,
            wording=wording,
            saved_at=timezone.now(),
            saved_by_id=by,
        )


def sign_plan(
    plan: Plan, signer: Signer, read: str, titles: Mapping[str, str], by: UUID, witness: Person | None = None
) -> PlanSignature:
    """Sign what the plan says now. read: the digest of the words on the page. witness: for a signature on paper.

    Signing again returns the same signature. Raises as `save_version`, and ActionError without a name.
    """
    way = PlanSignature.Way.PAPER if witness else PlanSignature.Way.ACCOUNT
    with ledger.act("sign a plan", by=by, about=plan.pk, part=signer.part, way=way.value):
        version = save_version(plan, titles, by, read)
        return _add_signature(version, signer, way, witness)


def sign_version(
    version: PlanVersion, person: Person, part: str, way: PlanSignature.Way = PlanSignature.Way.LINK
) -> PlanSignature:
    """Sign the version that a page shows to the family or the mentor. Signing again returns the same signature."""
    with ledger.act("sign a plan", by=person.pk, about=version.plan_id, part=part, way=way.value):
        if newer_version_exists(version):
            raise ActionError(_("The plan has changed since this version. Ask the school for a new link."))
        return _add_signature(version, Signer(part, person.name, person), way)


def open_copy(plan: Plan, titles: Mapping[str, str], reader: Person) -> str:
    """Return a link by which one of the family reads and signs what the plan says now. They asked for it themselves."""
    with ledger.act("open a plan to sign", by=reader.pk, about=plan.pk):
        version = save_version(plan, titles, reader.pk)
        return links.issue_link(COPY_LINK_PURPOSE, version.pk, reader, OPENED_LINK_DAYS, reader.pk)


def newer_version_exists(version: PlanVersion) -> bool:
    """Whether the plan was saved with other words after this version."""
    versions = PlanVersion.objects.unscoped("see whether a version is the newest").filter(
        plan=version.plan_id
    )
    return versions.filter(number__gt=version.number, deleted_at=None).exists()


def _add_signature(
    version: PlanVersion, signer: Signer, way: PlanSignature.Way, witness: Person | None = None
) -> PlanSignature:
    name = " ".join(signer.name.replace("\x00", "").split())[:120]
    if not name:
        raise ActionError(_("Enter the name of the person who is signing."))
    Plan.objects.unscoped("lock the plan while it is signed").select_for_update().get(pk=version.plan_id)
    signatures = PlanSignature.objects.unscoped("keep one signature of a person").filter(version=version)
    same = Q(part=signer.part, name=name)
    if signer.person:
        same |= Q(person=signer.person)
    existing = signatures.filter(same).first()
    if existing:
        return existing
    return PlanSignature.objects.create(
        version=version,
        part=signer.part,
        name=name,
        person=signer.person,
        way=way,
        witness=witness,
        signed_at=timezone.now(),
    )


class CopyLink(NamedTuple):
    """A link to a version of the plan for one of the family, or to its goals for the mentor."""

    person: Person
    link: str


def send_copies(
    version: PlanVersion,
    people: list[Person],
    by: UUID,
    address: Callable[[str], str],
    purpose: str = COPY_LINK_PURPOSE,
) -> list[CopyLink]:
    """Make a link to read and sign the version for each person, and email it to those who have an address.

    purpose: COPY_LINK_PURPOSE for the family, GOALS_LINK_PURPOSE for the mentor.
    """
    with ledger.act("send a plan to sign", by=by, about=version.pk, purpose=purpose):
        copy_links = [
            CopyLink(person, address(links.issue_link(purpose, version.pk, person, COPY_LINK_DAYS, by)))
            for person in people
        ]
    for person, link in copy_links:
        if person.email:
            link_sharing.try_to_email_link(link, by)
    return copy_links
