"""Writing agreements: their terms, the schools and data that they cover, the signed file, and their end."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import District, Network, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .data_elements import ELEMENTS
from .duties import lay_out_duties
from .models import AgreementElement, AgreementParty, AgreementSchool, PartnerAgreement
from .signed_files import accept_signed_file
from .terms import term_labels, terms_hash

REASON = "write an agreement of the network"
Status = PartnerAgreement.Status


@contextmanager
def changing_terms(agreement: PartnerAgreement, verb: str, by: UUID | None) -> Generator[PartnerAgreement]:
    """Run a change of what is signed: refused once it is signed; signatures given before are asked for again."""
    with ledger.act(verb, by=by, about=agreement.pk):
        fresh = PartnerAgreement.objects.unscoped(REASON).select_for_update().get(pk=agreement.pk)
        if not fresh.is_open:
            raise ActionError(_("Everyone has signed this. Add an amendment to change it."))
        before = terms_hash(fresh)
        yield fresh
        now = PartnerAgreement.objects.unscoped(REASON).get(pk=agreement.pk)
        if terms_hash(now) != before:
            signed = AgreementParty.objects.unscoped(REASON).filter(agreement=now).exclude(signed_on=None)
            signed.update(signed_on=None, signed_by=None, wording="", on_paper=False, modified=timezone.now())


def create_agreement(
    key: UUID,
    network: Network,
    partner: District | School,
    kind: str,
    title: str,
    by: UUID,
    parent: PartnerAgreement | None = None,
) -> PartnerAgreement:
    """Begin a draft: with both parties and all schools of the partner. Sent twice with the same key, it is one."""
    is_district = isinstance(partner, District)
    with ledger.act("begin an agreement", by=by, about=key):
        agreement, created = PartnerAgreement.objects.unscoped(REASON).get_or_create(
            pk=key,
            defaults={
                "network": network,
                "district": partner if is_district else None,
                "school": None if is_district else partner,
                "kind": kind,
                "title": title,
                "parent": parent,
                "responsible_id": by,
                "revision": 1,
            },
        )
        if created:
            role = AgreementParty.Role.DISTRICT if is_district else AgreementParty.Role.SCHOOL
            for party_role, name in ((AgreementParty.Role.NETWORK, network.name), (role, partner.name)):
                AgreementParty.objects.create(agreement=agreement, role=party_role, legal_name=name)
            covered = _schools_of(partner)
            AgreementSchool.objects.bulk_create(
                AgreementSchool(agreement=agreement, school=school) for school in covered
            )
    return agreement


def _schools_of(partner: District | School) -> Iterable[School]:
    if isinstance(partner, School):
        return [partner]
    return School.objects.unscoped(REASON).filter(district=partner, deleted_at=None)


def save_terms(agreement: PartnerAgreement, values: Mapping[str, object], seen: int | None, by: UUID) -> None:
    """Write the terms. Raises EditConflict when somebody wrote them since `seen`."""
    with changing_terms(agreement, "save the terms of an agreement", by) as fresh:
        save_if_current(fresh, values, seen, term_labels())


def save_office_details(
    agreement: PartnerAgreement, values: Mapping[str, object], seen: int | None, by: UUID
) -> None:
    """Write who is responsible, the board's approval and the next review: not part of what is signed."""
    labels = {
        "responsible": _("Person responsible"),
        "board_on": _("Approved by the board on"),
        "board_item": _("Board item"),
        "review_on": _("Next review"),
    }
    with ledger.act("save the details of an agreement", by=by, about=agreement.pk):
        save_if_current(agreement, values, seen, labels)


def set_schools(agreement: PartnerAgreement, schools: Iterable[School], by: UUID) -> None:
    """Let the agreement cover these schools and no others."""
    chosen = {school.pk for school in schools}
    with changing_terms(agreement, "choose the schools of an agreement", by):
        rows = AgreementSchool.objects.unscoped(REASON).filter(agreement=agreement)
        before = set(rows.values_list("school", flat=True))
        rows.exclude(school__in=chosen).delete()
        AgreementSchool.objects.bulk_create(
            AgreementSchool(agreement=agreement, school_id=key) for key in sorted(chosen - before)
        )


def set_elements(agreement: PartnerAgreement, elements: Iterable[str], by: UUID) -> None:
    """Let the agreement allow these kinds of data and no others."""
    chosen = set(elements) & set(ELEMENTS)
    with changing_terms(agreement, "choose the data of an agreement", by):
        rows = AgreementElement.objects.unscoped(REASON).filter(agreement=agreement)
        before = set(rows.values_list("element", flat=True))
        rows.exclude(element__in=chosen).delete()
        AgreementElement.objects.bulk_create(
            AgreementElement(agreement=agreement, element=key) for key in sorted(chosen - before)
        )


def attach_file(agreement: PartnerAgreement, sent: UploadedFile, by: UUID) -> None:
    """Store the signed document, a PDF, in place of an earlier one. Raises ActionError for anything else."""
    content, name = accept_signed_file(sent)
    with ledger.act("add the signed document", by=by, about=agreement.pk):
        fresh = PartnerAgreement.objects.unscoped(REASON).get(pk=agreement.pk)
        fresh.file.save("agreement.pdf", content, save=False)
        fresh.file_name = name
        fresh.save(update_fields=["file", "file_name", "modified"])


def end_agreement(agreement: PartnerAgreement, by: UUID | None, day: date | None = None) -> None:
    """End an agreement today or on a past `day`, and lay out what that leaves to do. Ending it again changes nothing.

    A draft leaves nothing to do: nobody has signed it.
    """
    day = day or timezone.localdate()
    with ledger.act("end an agreement", by=by, about=agreement.pk):
        rows = PartnerAgreement.objects.unscoped(REASON).filter(pk=agreement.pk)
        was_signed = rows.filter(status=Status.SIGNED).exists()
        ended = rows.exclude(status=Status.ENDED).update(
            status=Status.ENDED, ended_on=day, modified=timezone.now()
        )
        if ended and was_signed:
            lay_out_duties(agreement, day)
