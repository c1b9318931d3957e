"""An agreement: its words, the school's approval, everybody's signature, and the start of the placement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Person, Role, Tie
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from .models import Agreement, Placement, PlacementSearch, Reservation, Signature
from .search_steps import StepFacts, save_step
from .site_requests import get_open_hold
from .terms import TERM_FIELDS, term_labels, terms_hash

LINK_PURPOSE = "sign-agreement"
LINK_DAYS = 14


def write_agreement(
    hold: Reservation,
    terms: Mapping[str, object],
    work: str,
    mentor: Person | None,
    worries: Callable[[Agreement], Iterable[object]],
    looked: bool,
    by: UUID,
    seen: int | None = None,
) -> None:
    """Write down what is agreed on. Once the school has approved, a change that gives something to check (`worries`)
    needs somebody who says that they did. Raises ActionError, and EditConflict when somebody wrote it since `seen`
    (ABSENT: nothing was written yet); nothing is written then."""
    work = " ".join(work.replace("\x00", "").split())
    if len(work) > 600:
        raise ActionError(_("Describe the work in 600 characters or fewer."))
    with ledger.act("save an agreement", by=by, about=hold.search_id):
        fresh = get_open_hold(hold)
        agreements = Agreement.objects.unscoped("keep one agreement for a reservation")
        agreement = agreements.filter(hold=fresh).first() or Agreement()
        agreement.hold = fresh
        before = terms_hash(agreement) if agreement.starts else ""
        for name in TERM_FIELDS:
            setattr(agreement, name, terms[name])
        agreement.work, agreement.mentor = work, mentor
        if fresh.approved_at and terms_hash(agreement) != before and not looked:
            _check_no_worries(worries(agreement))
        if agreement._state.adding:
            agreement.revision = 1
            agreement.save()
            return
        values = {name: terms[name] for name in TERM_FIELDS} | {"hold": fresh, "work": work, "mentor": mentor}
        labels = term_labels() | {
            "work": _("Work that helps the site and teaches the student"),
            "mentor": _("Mentor"),
        }
        save_if_current(agreement, values, seen, labels)


def _check_no_worries(worries: Iterable[object]) -> None:
    if list(worries):
        raise ActionError(
            _(
                "Something below needs your attention. Check the box to confirm that you looked into it, "
                "then save again."
            )
        )


def signatures_by_part(agreement: Agreement, parts: Iterable[str]) -> dict[str, Signature | None]:
    """Return, by part of the model, the signature of the agreement as it is worded now, or None."""
    signatures = Signature.objects.unscoped("read who has signed the agreement").filter(
        agreement=agreement, wording=terms_hash(agreement), deleted_at=None
    )
    signature_by_part = {signature.part: signature for signature in signatures}
    return {part: signature_by_part.get(part) for part in parts}


def sign_agreement(
    agreement: Agreement,
    part: str,
    name: str,
    read: str,
    by: Person | None,
    on_paper: bool = False,
    link: Link | None = None,
) -> Signature:
    """Sign for one part. `read`: the hash of the terms on the page. Signing again returns the same signature.

    Raises ActionError without a name, before the school has approved an internship, and when the words have changed
    since.
    """
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > 120:
        raise ActionError(_("Enter the name of the person who is signing."))
    if not (agreement.hold.approved_at or agreement.hold.search.host_school_id):
        raise ActionError(_("The school must approve this first. Then it can be signed."))
    with ledger.act("sign an agreement", by=by.pk if by else None, about=agreement.pk, part=part):
        fresh = (
            Agreement.objects.unscoped("lock the agreement while it is signed")
            .select_for_update()
            .get(pk=agreement.pk)
        )
        fresh.hold = get_open_hold(agreement.hold)
        if terms_hash(fresh) != read:
            raise ActionError(_("This agreement has changed since you opened it. Please read it again."))
        if link:
            links.mark_link_used(link)
        signature, _new = Signature.objects.unscoped(
            "keep one signature for each part of an agreement"
        ).get_or_create(
            agreement=fresh,
            part=part,
            wording=read,
            defaults={"name": name, "person": None if on_paper else by, "on_paper": on_paper},
        )
    return signature


def send_signing_link(agreement: Agreement, to: Person, by: UUID, address: Callable[[str], str]) -> str:
    """Send somebody a link to read and sign the agreement; return the link. Their earlier ones stop working."""
    if not agreement.hold.approved_at:
        raise ActionError(_("The school must approve this first. Then it can be signed."))
    with ledger.act("ask for a signature", by=by, about=agreement.pk):
        old = Link.objects.unscoped("end the earlier signing links of the person").filter(
            purpose=LINK_PURPOSE, about_id=agreement.pk, person=to, used_at=None, revoked_at=None
        )
        old.update(revoked_at=timezone.now(), modified=timezone.now())
        link = address(links.issue_link(LINK_PURPOSE, agreement.pk, to, LINK_DAYS, by))
    link_sharing.try_to_email_link(link, by)
    return link


def open_agreement(agreement: Agreement, reader: Person) -> str:
    """Return a link by which one of the family reads and signs the agreement. They asked for it themselves, so that
    links which they were sent go on working."""
    with ledger.act("open an agreement to sign", by=reader.pk, about=agreement.pk):
        return links.issue_link(LINK_PURPOSE, agreement.pk, reader, LINK_DAYS, reader.pk)


def begin_placement(agreement: Agreement, model: Internship, by: UUID) -> Placement:
    """Begin the placement as it was agreed on. The mentor's tie begins with it; the student's search goes on to
    the stage after the agreement.

    Raises ActionError before the school has approved, while a signature is missing, and the second time.
    """
    search = agreement.hold.search
    if search.placement_id:
        raise ActionError(_("This placement has already started."))
    if not agreement.hold.approved_at:
        raise ActionError(_("The school has not approved this placement yet."))
    if any(signature is None for signature in signatures_by_part(agreement, model.signed_by).values()):
        raise ActionError(_("Not everyone has signed yet."))
    with ledger.act("begin a placement", by=by, about=search.student_id):
        placement = create_placement(agreement, _stage_after_signing(search.stage, model))
        _record_signing(agreement, model, by)
        if agreement.mentor:
            Tie.objects.create(person=agreement.mentor, role=Role.MENTOR, to_person_id=search.student_id)
    return placement


def create_placement(agreement: Agreement, stage: str) -> Placement:
    """Create the one placement of an agreement, and close its search at a stage. Call it inside an act."""
    search = agreement.hold.search
    terms = {name: getattr(agreement, name) for name in TERM_FIELDS}
    placement = Placement.objects.create(
        student_id=search.student_id,
        site=agreement.hold.site,
        host_school_id=search.host_school_id,
        mentor=agreement.mentor,
        **terms,
    )
    now = timezone.now()
    fresh = PlacementSearch.objects.unscoped("start one placement from an agreement").filter(
        pk=search.pk, placement=None
    )
    if not fresh.update(placement=placement, closed_at=now, stage=stage, modified=now):
        raise ActionError(_("This placement has already started."))
    return placement


def _record_signing(agreement: Agreement, model: Internship, by: UUID) -> None:
    """Record when the stage of the agreement was done, with whom, and who signed."""
    search = agreement.hold.search
    today = school_local_time(school_of(search.student_id), timezone.now()).date()
    signatures = signatures_by_part(agreement, model.signed_by).values()
    names = ", ".join(signature.name for signature in signatures if signature)[:160]
    mentor = agreement.mentor.name if agreement.mentor else ""
    for stage in model.stages:
        if stage.signed_by:
            save_step(search, stage.key, StepFacts(today, contact=mentor, agreed_by=names), True, by)


def _stage_after_signing(stage: str, model: Internship) -> str:
    """Return the stage of a student who begins: the one after the agreement, or the current one if it is later."""
    keys = [model_stage.key for model_stage in model.stages]
    last = max(
        (number for number, model_stage in enumerate(model.stages) if model_stage.signed_by), default=-1
    )
    now = keys.index(stage) if stage in keys else 0
    return keys[min(len(keys) - 1, max(now, last + 1))]


def missing_signatures(search: PlacementSearch, model: Internship) -> list[str]:
    """Return the parts whose signature the search's stage requires and that is still missing."""
    parts = next((stage.signed_by for stage in model.stages if stage.key == search.stage), ())
    agreements = Agreement.objects.unscoped("read who has signed the agreement").filter(
        hold__search=search, hold__let_go_at=None, deleted_at=None
    )
    agreement = agreements.select_related("hold").first() if parts else None
    return [
        part for part in parts if agreement is None or signatures_by_part(agreement, [part])[part] is None
    ]
