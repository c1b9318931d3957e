"""What a family agrees to, and what a partner is asked. The partner's answers: `referral_answers.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Link, Person, School
from trellis.core.community.site_followups import follow_up_on_site
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line, parse_email
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import Area, Consent, Need, Partner, Referral
from .referral_withdrawal import LINK_PURPOSE, mark_referral_withdrawn, open_referrals
from .services import clean_support_line

MAX_CONSENT_DAYS = 365


def save_partner(
    school: School,
    name: str,
    areas: Iterable[str],
    contact: str,
    email: str,
    phone: str,
    language: str,
    by: UUID,
    seen: int | None = None,
) -> Partner:
    """Add a partner, or correct its details: one partner a name.

    Raises EditConflict when the saved details are other than the person saw at revision `seen`.
    """
    name = clean_support_line(name, 120, _("Enter the partner’s name."))
    chosen = [key for key in Area.values if key in set(areas)]
    if not chosen:
        raise ActionError(_("Choose what the partner helps with."))
    values = {
        "areas": chosen,
        "contact": clean_support_line(contact, 120),
        "email": parse_email(email),
        "phone": clean_support_line(phone, 40),
        "language": clean_line(language, 12),
    }
    with ledger.act("save a partner", by=by, about=school.pk):
        key = {"school": school, "name": name, "deleted_at": None}
        partner = create_or_save_if_current(Partner, key, values, seen, _partner_labels())
        follow_up_on_site(school.network_id)
        return partner


def _partner_labels() -> dict[str, str]:
    return {
        "areas": _("Helps with"),
        "contact": _("Contact person"),
        "email": _("Email"),
        "phone": _("Phone"),
        "language": _("Language"),
    }


def current_consent(student: UUID, partner: Partner, day: date) -> Consent | None:
    """Return the family's consent that is valid on a day, or None."""
    return (
        Consent.objects.unscoped("check whether the family's consent holds")
        .filter(student=student, partner=partner, withdrawn_at=None, ends__gte=day, deleted_at=None)
        .exclude(given_at=None)
        .order_by("-ends")
        .first()
    )


def ask_consent(student: Person, partner: Partner, ends: date | None, by: UUID) -> Consent:
    """Ask the family whether this partner may be told, until a day within a year. One open question a partner."""
    today = timezone.localdate()
    if ends is None or not today <= ends <= today + timedelta(days=MAX_CONSENT_DAYS):
        raise ActionError(_("Choose an end date for the consent within one year."))
    if current_consent(student.pk, partner, ends):
        raise ActionError(_("The family has already agreed up to that date."))
    with ledger.act("ask for consent", by=by, about=student.pk):
        consents = Consent.objects.unanswered().unscoped("ask a family once about the same partner and date")
        consents = consents.filter(student=student, partner=partner)
        same = consents.filter(ends=ends).first()
        if same:
            return same
        # another day is another question: nobody's yes to the one is a yes to the other
        consents.update(deleted_at=timezone.now(), modified=timezone.now())
        return Consent.objects.create(student=student, partner=partner, ends=ends, asked_by_id=by)


def answer_consent(consent: Consent, yes: bool, how: str, by: Person, family: bool) -> None:
    """The family says yes or no, itself or through the counselor who holds its paper. The same answer again is one.

    `family`: it is the family who presses; only then does the answer come from the page. Raises ActionError for a
    question that is over, and for another answer than the one that stands.
    """
    if how not in Consent.How.values or (how == Consent.How.PAGE) != family:
        raise ActionError(_("Choose how the family answered."))
    now = timezone.now()
    values = {"given_at" if yes else "refused_at": now, "how": how, "given_by": by if family else None}
    with ledger.act("answer a consent", by=by.pk, about=consent.student_id, yes=yes, how=how):
        consents = Consent.objects.unanswered().unscoped("record the answer to a consent only once")
        if consents.filter(pk=consent.pk, ends__gte=timezone.localdate()).update(**values, modified=now):
            return
        current = Consent.objects.unscoped("read what is saved now").get(pk=consent.pk)
        if current.given_at is None and current.refused_at is None:
            raise ActionError(_("This request has ended. The school will ask again if it is still needed."))
        if bool(current.given_at) != yes or current.withdrawn_at:
            raise ActionError(
                _("You already answered this. Your answer is below, and you can withdraw a yes there.")
                if family
                else _(
                    "The family already answered this. Their answer is below, and you can withdraw a yes there."
                )
            )


def withdraw_consent(consent: Consent, by: UUID) -> None:
    """Withdraw the family's consent: the partner's open referrals end, and their links stop working."""
    now = timezone.now()
    with ledger.act("withdraw a consent", by=by, about=consent.student_id):
        consents = Consent.objects.unscoped("withdraw a consent only once").filter(
            pk=consent.pk, withdrawn_at=None
        )
        if not consents.update(withdrawn_at=now, modified=now):
            return
        Consent.objects.unscoped("withdraw every consent to the same partner").filter(
            student=consent.student_id, partner=consent.partner_id, withdrawn_at=None, deleted_at=None
        ).exclude(given_at=None).update(withdrawn_at=now, modified=now)
        for referral in open_referrals().filter(need__student=consent.student_id, partner=consent.partner_id):
            mark_referral_withdrawn(referral, by)


def send_referral(
    need: Need, partner: Partner, words: str, by: UUID, address: Callable[[str], str]
) -> tuple[Referral, str]:
    """Ask a partner for a need: the referral, and the partner's link. One open referral a need and partner; the
    link that was mailed stays valid, and "" is returned in its place.

    Raises ActionError where the family has not agreed, for a need that is met, for one between student and
    counselor, for other words than those that the partner has, and when the mail cannot be sent (nobody is asked
    then).
    """
    today = timezone.localdate()
    words = clean_support_line(
        words,
        300,
        _(
            "Enter what you are asking the partner for. The partner sees only this and the student’s "
            "first name."
        ),
    )
    consent = _consent_for(need, partner, today)
    with ledger.act("refer to a partner", by=by, about=need.pk):
        referral, created = open_referrals().get_or_create(
            need=need,
            partner=partner,
            declined_at=None,
            closed_at=None,
            withdrawn_at=None,
            deleted_at=None,
            defaults={"words": words, "by_id": by},
        )
        if not created:
            _check_same_words(referral, words)
            if partner.email:
                return referral, ""
        links.revoke_links(LINK_PURPOSE, referral.pk, by)
        days = max(1, (consent.ends - today).days)
        link = address(links.issue_link(LINK_PURPOSE, referral.pk, None, days, by, partner.language))
    if partner.email:
        _email_referral(referral, link, by)
    return referral, link


def _consent_for(need: Need, partner: Partner, today: date) -> Consent:
    """The family's current consent. Raises ActionError where the need may not be shared."""
    if need.met_at:
        raise ActionError(_("This need has already been met."))
    if need.between:
        raise ActionError(_("This need is between you and the student. It is not shared with partners."))
    consent = current_consent(need.student_id, partner, today)
    if consent is None:
        raise ActionError(_("The family has not agreed to share with this partner. Ask the family first."))
    return consent


def _check_same_words(referral: Referral, words: str) -> None:
    if referral.words != words:
        raise ActionError(
            _(
                "You already sent this partner a request with different wording. Cancel that request "
                "first, then ask again."
            )
        )


def _email_referral(referral: Referral, link: str, by: UUID) -> None:
    """Email a partner its link. Raises ActionError where the email does not go out: nobody was asked then, and the
    referral is taken back."""
    try:
        link_sharing.email_link(link, by)
    except ActionError as error:
        with ledger.act("note that a partner was not asked", by=by, about=referral.need_id):
            links.revoke_links(LINK_PURPOSE, referral.pk, by)
            now = timezone.now()
            open_referrals().filter(pk=referral.pk).update(deleted_at=now, modified=now)
        raise ActionError(
            _("The email could not be sent, so the partner was not asked. Try again later, or call.")
        ) from error


def resolve_referral_link(token: str, answered: bool = False) -> tuple[Link, Referral]:
    """The referral behind a partner's link, while the family's consent is current. Raises ActionError,
    LinkExpiredError when it is over.

    answered: also one that was answered to the end, for an answer that was being written meanwhile.
    """
    link = links.resolve_link(LINK_PURPOSE, token)
    referrals = Referral.objects.unscoped("find the referral that a partner's link is about").select_related(
        "need__student", "partner__school"
    )
    referral = referrals.filter(pk=link.about_id, deleted_at=None).first()
    if referral is None or referral.need.met_at:
        raise links.LinkExpiredError(_("This is already done. Thank you."))
    if referral.is_answered and not answered:
        raise links.LinkExpiredError(_("This is already done. Thank you."))
    if (
        referral.withdrawn_at
        or current_consent(referral.need.student_id, referral.partner, timezone.localdate()) is None
    ):
        raise links.LinkExpiredError(_("The school canceled this link. Ask the school for a new one."))
    return link, referral
