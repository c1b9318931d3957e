"""Writing a school's shared commitment: drafting, asking for signatures, signing, publishing, reviewing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import save_if_current

from .models import CommitmentPromise, CommitmentSignature, Party, Relationship, SharedCommitment

REASON = "write a school's shared commitment"
MAX_PROMISES = 5  # of each party
LINK_PURPOSE = "shared-commitment"
DISTRICT_PURPOSE = "commitment-district"
LINK_DAYS = 14


def begin_commitment(school: School, school_year: int, by: UUID) -> SharedCommitment:
    """Begin the draft of a school's commitment for a school year; there is one a year."""
    with ledger.act("begin a shared commitment", by=by, about=school.pk):
        commitment, _created = SharedCommitment.objects.unscoped(REASON).get_or_create(
            school=school, school_year=school_year
        )
    return commitment


def add_promise(commitment: SharedCommitment, party: str, words: str, by: UUID) -> CommitmentPromise:
    """Add a party's promise to a draft; the same one again is one. Raises ActionError for a sixth."""
    words = clean_line(words, 300, _("Enter what was promised."))
    with ledger.act("add a promise", by=by, about=commitment.pk, party=party):
        _lock_draft(commitment)
        rows = _promises(commitment).filter(party=party)
        same = rows.filter(words=words).first()
        if same:
            return same
        if rows.count() >= MAX_PROMISES:
            raise ActionError(_("Each party makes five promises at most. Remove one first."))
        return CommitmentPromise.objects.create(commitment=commitment, party=party, words=words)


def remove_promise(promise: CommitmentPromise, by: UUID) -> None:
    """Remove a promise from a draft."""
    now = timezone.now()
    with ledger.act("remove a promise", by=by, about=promise.commitment_id):
        _lock_draft(promise.commitment)
        _promises(promise.commitment).filter(pk=promise.pk).update(deleted_at=now, modified=now)


def ask_for_signatures(commitment: SharedCommitment, by: UUID) -> None:
    """Open a commitment for signatures: its words stay as they are from now on. Raises ActionError for an empty one."""
    with ledger.act("ask for signatures", by=by, about=commitment.pk):
        current = _lock(commitment)
        if not _promises(commitment).exists():
            raise ActionError(_("Add at least one promise first."))
        if current.asked_at is None:
            _write(commitment, asked_at=timezone.now())


def reopen_draft(commitment: SharedCommitment, by: UUID) -> None:
    """Go back to a draft. Signatures end, because they were given to other words. Raises ActionError once published."""
    now = timezone.now()
    with ledger.act("reopen a shared commitment", by=by, about=commitment.pk):
        if _lock(commitment).published_at:
            raise ActionError(_("This commitment is published, so its promises stay as they are."))
        signatures = CommitmentSignature.objects.unscoped(REASON).filter(
            commitment=commitment, deleted_at=None
        )
        signatures.update(deleted_at=now, modified=now)
        _write(commitment, asked_at=None)


def publish_commitment(commitment: SharedCommitment, by: UUID) -> None:
    """Publish a commitment that can be signed. Signatures may still be added."""
    with ledger.act("publish a shared commitment", by=by, about=commitment.pk):
        current = _lock(commitment)
        if current.asked_at is None:
            raise ActionError(_("Ask for signatures first."))
        if current.published_at is None:
            _write(commitment, published_at=timezone.now())


def sign_commitment(commitment: SharedCommitment, party: str, person: Person) -> CommitmentSignature:
    """A person signs for a party. Signing again returns the same signature."""
    with ledger.act("sign a shared commitment", by=person.pk, about=commitment.pk, party=party):
        _check_open(commitment)
        signature, _created = CommitmentSignature.objects.unscoped(REASON).get_or_create(
            commitment=commitment, party=party, person=person, deleted_at=None, defaults={"name": person.name}
        )
    return signature


def sign_as_partner(
    commitment: SharedCommitment, relationship: Relationship, name: str
) -> CommitmentSignature:
    """An organization signs by its link, once. name: of who signs for it."""
    name = clean_line(name, 160, _("Enter the name of the person who is signing."))
    with ledger.act("sign a shared commitment", about=commitment.pk, party=Party.PARTNERS.value):
        _check_open(commitment)
        signature, _created = CommitmentSignature.objects.unscoped(REASON).get_or_create(
            commitment=commitment,
            relationship=relationship,
            deleted_at=None,
            defaults={"party": Party.PARTNERS, "name": name},
        )
    return signature


def ask_district(commitment: SharedCommitment, contact: str, email: str, language: str, by: UUID) -> str:
    """Return the token of a link by which the district reads and signs. Earlier ones stop working.

    Raises ActionError while the commitment is being changed.
    """
    with ledger.act("ask the district to sign", by=by, about=commitment.pk):
        _check_open(commitment)
        _write(commitment, district_contact=clean_line(contact, 160), district_email=email)
        links.revoke_links(DISTRICT_PURPOSE, commitment.pk, by)
        return links.issue_link(DISTRICT_PURPOSE, commitment.pk, None, LINK_DAYS, by, language)


def sign_as_district(commitment: SharedCommitment, name: str) -> CommitmentSignature:
    """The district signs by its link, once. name: of who signs for it."""
    name = clean_line(name, 160, _("Enter the name of the person who is signing."))
    with ledger.act("sign a shared commitment", about=commitment.pk, party=Party.DISTRICT.value):
        _check_open(commitment)
        signature, _created = CommitmentSignature.objects.unscoped(REASON).get_or_create(
            commitment=commitment,
            party=Party.DISTRICT,
            person=None,
            relationship=None,
            on_paper=None,
            deleted_at=None,
            defaults={"name": name},
        )
    return signature


def record_paper_signature(
    commitment: SharedCommitment, party: str, name: str, day: date, by: UUID
) -> CommitmentSignature:
    """Note that somebody of the district or a partner signed on paper. The same name again is one signature."""
    name = clean_line(name, 160, _("Enter the name of the person who is signing."))
    with ledger.act("note a signature on paper", by=by, about=commitment.pk, party=party):
        _check_open(commitment)
        signature, _created = CommitmentSignature.objects.unscoped(REASON).get_or_create(
            commitment=commitment,
            party=party,
            name=name,
            person=None,
            relationship=None,
            deleted_at=None,
            defaults={"on_paper": day},
        )
    return signature


def review_promise(
    promise: CommitmentPromise, outcome: str, words: str, by: UUID | None, seen: int | None
) -> None:
    """Say whether a promise was kept, with a sentence by its party. Raises EditConflict, and ActionError while the
    commitment is not published."""
    words = clean_line(words, 400)
    with ledger.act("review a promise", by=by, about=promise.commitment_id):
        if _lock(promise.commitment).published_at is None:
            raise ActionError(_("Publish the commitment first."))
        labels = {"outcome": _("Outcome"), "review": _("In one sentence")}
        save_if_current(promise, {"outcome": outcome, "review": words}, seen, labels)


def save_next_year(commitment: SharedCommitment, words: str, by: UUID, seen: int | None) -> None:
    """Write what changes next year. Raises EditConflict where somebody wrote since `seen`."""
    with ledger.act("write what changes next year", by=by, about=commitment.pk):
        save_if_current(commitment, {"next_year": words}, seen, {"next_year": _("What changes next year")})


def open_commitment(commitment: SharedCommitment, reader: Person) -> str:
    """Return a link by which one of the family reads and signs. They asked for it themselves."""
    return links.issue_link(LINK_PURPOSE, commitment.pk, reader, LINK_DAYS, reader.pk)


def _promises(commitment: SharedCommitment) -> QuerySet[CommitmentPromise]:
    return CommitmentPromise.objects.unscoped(REASON).filter(commitment=commitment, deleted_at=None)


def _lock(commitment: SharedCommitment) -> SharedCommitment:
    return SharedCommitment.objects.unscoped(REASON).select_for_update().get(pk=commitment.pk)


def _lock_draft(commitment: SharedCommitment) -> None:
    if _lock(commitment).asked_at:
        raise ActionError(
            _("This commitment was sent for signatures. Go back to the draft to change its promises.")
        )


def _check_open(commitment: SharedCommitment) -> None:
    if _lock(commitment).asked_at is None:
        raise ActionError(_("This commitment is being changed. You can sign it when it is ready."))


def _write(commitment: SharedCommitment, **values: object) -> None:
    rows = SharedCommitment.objects.unscoped(REASON).filter(pk=commitment.pk)
    rows.update(**values, revision=F("revision") + 1, modified=timezone.now())
