"""Who signs an agreement, and signing it: by an account, by a link, or on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Link, Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import AgreementParty, AgreementSchool, PartnerAgreement
from .services import REASON, changing_terms
from .terms import terms_hash

LINK_PURPOSE = "sign-partnership"
LINK_DAYS = 30
Status = PartnerAgreement.Status


def add_party(
    agreement: PartnerAgreement, role: str, legal_name: str, email: str, by: UUID
) -> AgreementParty:
    """Add somebody who signs; the same one twice is one."""
    with changing_terms(agreement, "add a party to an agreement", by):
        party, _created = AgreementParty.objects.unscoped(REASON).update_or_create(
            agreement=agreement, role=role, legal_name=legal_name, defaults={"email": email}
        )
    return party


def remove_party(agreement: PartnerAgreement, party: AgreementParty, by: UUID) -> None:
    """Take a party out of an agreement that is not signed yet."""
    with changing_terms(agreement, "remove a party of an agreement", by):
        AgreementParty.objects.unscoped(REASON).filter(pk=party.pk).delete()
    links.revoke_links(LINK_PURPOSE, party.pk, by)


def send_for_signature(agreement: PartnerAgreement, by: UUID) -> None:
    """Show a draft to the district or school, and let everybody sign. Raises ActionError while something is missing."""
    with ledger.act("send an agreement", by=by, about=agreement.pk):
        parties = AgreementParty.objects.unscoped(REASON).filter(agreement=agreement)
        if parties.count() < 2:
            raise ActionError(_("Add everyone who signs first: the network, and the district or school."))
        if not AgreementSchool.objects.unscoped(REASON).filter(agreement=agreement).exists():
            raise ActionError(_("Choose the schools first."))
        drafts = PartnerAgreement.objects.unscoped(REASON).filter(pk=agreement.pk, status=Status.DRAFT)
        if not agreement.starts:
            raise ActionError(_("Enter the first day first."))
        drafts.update(status=Status.SENT, sent_at=timezone.now(), modified=timezone.now())


def sign_agreement(
    party: AgreementParty,
    name: str,
    title: str,
    read: str,
    by: Person | None,
    link: Link | None = None,
) -> None:
    """Sign for one party. `read`: the hash of the terms on the page. When all have signed, the agreement is signed.

    Signing again changes nothing. Raises ActionError before it was sent, and when the terms have changed since.
    """
    with ledger.act("sign an agreement", by=by.pk if by else None, about=party.agreement_id):
        agreement = _locked(party)
        if terms_hash(agreement) != read:
            raise ActionError(_("This agreement has changed since you opened it. Please read it again."))
        if link:
            links.mark_link_used(link)
        _note_signature(agreement, party, name, title, timezone.localdate(), read, by)


def note_paper_signature(party: AgreementParty, name: str, title: str, signed_on: date, by: UUID) -> None:
    """Note that a party signed on paper."""
    if signed_on > timezone.localdate():
        raise ActionError(_("This day has not come yet. Enter the day on which it was signed."))
    with ledger.act("note a signature on paper", by=by, about=party.agreement_id):
        agreement = _locked(party)
        _note_signature(agreement, party, name, title, signed_on, terms_hash(agreement), None, on_paper=True)


def _locked(party: AgreementParty) -> PartnerAgreement:
    agreement = PartnerAgreement.objects.unscoped(REASON).select_for_update().get(pk=party.agreement_id)
    if agreement.status not in (Status.SENT, Status.SIGNED):
        raise ActionError(_("This agreement is not ready to be signed."))
    return agreement


def _note_signature(
    agreement: PartnerAgreement,
    party: AgreementParty,
    name: str,
    title: str,
    signed_on: date,
    wording: str,
    by: Person | None,
    on_paper: bool = False,
) -> None:
    now = timezone.now()
    parties = AgreementParty.objects.unscoped(REASON).filter(agreement=agreement)
    parties.filter(pk=party.pk, signed_on=None).update(
        signer_name=name,
        signer_title=title,
        signed_on=signed_on,
        signed_by=by,
        on_paper=on_paper,
        wording=wording,
        modified=now,
    )
    if not parties.filter(signed_on=None).exists():
        rows = PartnerAgreement.objects.unscoped(REASON).filter(pk=agreement.pk, status=Status.SENT)
        rows.update(status=Status.SIGNED, modified=now)


def send_signing_link(party: AgreementParty, by: UUID, address: Callable[[str], str]) -> str:
    """Make a link by which a party reads and signs, emailed where there is an address. Earlier ones stop working."""
    with ledger.act("ask for a signature", by=by, about=party.agreement_id):
        _locked(party)
        links.revoke_links(LINK_PURPOSE, party.pk, by)
        link = address(links.issue_link(LINK_PURPOSE, party.pk, None, LINK_DAYS, by))
    link_sharing.try_to_email_link(link, by)
    return link


def party_of_link(link: Link) -> AgreementParty:
    """The party that a link is for, with its agreement. Raises LinkExpiredError once that is over."""
    parties = AgreementParty.objects.unscoped("open the agreement that a link is for").select_related(
        "agreement__network", "agreement__district", "agreement__school"
    )
    party = parties.filter(pk=link.about_id).first()
    if party is None or party.agreement.status == Status.ENDED:
        raise links.LinkExpiredError(_("This agreement is over. You no longer need this link."))
    return party
