"""Verbs about partners: what a family agrees to, and what a partner is asked. Its answers: `referral_answers.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.models import Link, Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.languages import theirs
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import create_or_save_if_current
from trellis.core.foundation.typed import email_of, line

from .calling_back import PURPOSE, call_back, open_referrals
from .helping import said
from .models import Area, Consent, Need, Partner, Referral

YEAR = 365


def know_partner(
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
    """Write a partner down, or put what is known of it right: one partner a name.

    Raises Conflict when what is known is other than the person saw at revision `seen`.
    """
    name = said(name, 120, _("Enter the partner’s name."))
    chosen = [key for key in Area.values if key in set(areas)]
    if not chosen:
        raise Refusal(_("Choose what the partner helps with."))
    values = {
        "areas": chosen,
        "contact": said(contact, 120),
        "email": email_of(email),
        "phone": said(phone, 40),
        "language": line(language, 12),
    }
    with ledger.act("write a partner down", by=by, about=school.pk):
        key = {"school": school, "name": name, "deleted_at": None}
        return create_or_save_if_current(Partner, key, values, seen, _partner_labels())


def _partner_labels() -> dict[str, str]:
    return {
        "areas": _("Helps with"),
        "contact": _("Contact person"),
        "email": _("Email"),
        "phone": _("Phone"),
        "language": _("Language"),
    }


def holding(student: UUID, partner: Partner, day: date) -> Consent | None:
    """The family's yes that holds on a day, if one."""
    return (
        Consent.objects.unscoped("whether a partner may be told")
        .filter(student=student, partner=partner, withdrawn_at=None, ends__gte=day, deleted_at=None)
        .exclude(given_at=None)
        .order_by("-ends")
        .first()
    )


def ask_consent(student: Person, partner: Partner, ends: date | None, by: UUID) -> Consent:
    """Ask the family whether this partner may be told, until a day within a year. One open question a partner."""
    today = timezone.localdate()
    if ends is None or not today <= ends <= today + timedelta(days=YEAR):
        raise Refusal(_("Choose an end date for the consent within one year."))
    if holding(student.pk, partner, ends):
        raise Refusal(_("The family has already agreed up to that date."))
    with ledger.act("ask for consent", by=by, about=student.pk):
        consents = Consent.objects.unscoped("asked once").filter(
            student=student,
            partner=partner,
            given_at=None,
            refused_at=None,
            withdrawn_at=None,
            deleted_at=None,
        )
        same = consents.filter(ends=ends).first()
        if same:
            return same
        # another day is another question: nobody's yes to the one is a yes to the other
        consents.update(deleted_at=timezone.now(), modified=timezone.now())
        return Consent.objects.create(student=student, partner=partner, ends=ends, asked_by_id=by)


def answer_consent(consent: Consent, yes: bool, how: str, by: Person, family: bool) -> None:
    """The family says yes or no, itself or through the counselor who holds its paper. The same answer again is one.

    `family`: it is the family who presses; only then does the answer come from the page. Raises Refusal for a question
    that is over, and for another answer than the one that stands.
    """
    if how not in Consent.How.values or (how == Consent.How.PAGE) != family:
        raise Refusal(_("Choose how the family answered."))
    now = timezone.now()
    values = {"given_at" if yes else "refused_at": now, "how": how, "given_by": by if family else None}
    with ledger.act("answer a consent", by=by.pk, about=consent.student_id, yes=yes, how=how):
        consents = Consent.objects.unscoped("answered once").filter(
            pk=consent.pk, given_at=None, refused_at=None, withdrawn_at=None, deleted_at=None
        )
        if consents.filter(ends__gte=timezone.localdate()).update(**values, modified=now):
            return
        current = Consent.objects.unscoped("what stands").get(pk=consent.pk)
        if current.given_at is None and current.refused_at is None:
            raise Refusal(_("This request has ended. The school will ask again if it is still needed."))
        if bool(current.given_at) != yes or current.withdrawn_at:
            raise Refusal(
                _("You already answered this. Your answer is below, and you can withdraw a yes there.")
                if family
                else _(
                    "The family already answered this. Their answer is below, and you can withdraw a yes there."
                )
            )


def withdraw(consent: Consent, by: UUID) -> None:
    """The family takes its yes back: the partner's open referrals end with it, and their links open no more."""
    now = timezone.now()
    with ledger.act("withdraw a consent", by=by, about=consent.student_id):
        consents = Consent.objects.unscoped("withdrawn once").filter(pk=consent.pk, withdrawn_at=None)
        if not consents.update(withdrawn_at=now, modified=now):
            return
        Consent.objects.unscoped("no other yes to this partner goes on").filter(
            student=consent.student_id, partner=consent.partner_id, withdrawn_at=None, deleted_at=None
        ).exclude(given_at=None).update(withdrawn_at=now, modified=now)
        for referral in open_referrals().filter(need__student=consent.student_id, partner=consent.partner_id):
            call_back(referral, by)


def refer(
    need: Need, partner: Partner, words: str, by: UUID, address: Callable[[str], str]
) -> tuple[Referral, str]:
    """Ask a partner for a need: the referral, and the partner's link. Once a need and partner while it is open; the
    link that was mailed stays good, and "" is given in its place.

    Raises Refusal where the family has not said yes, for a need that is met, for one between student and counselor, for
    other words than those that the partner has, and when the mail cannot be sent (nothing is written then).
    """
    today = timezone.localdate()
    words = said(
        words,
        300,
        _(
            "Enter what you are asking the partner for. The partner sees only this and the student’s "
            "first name."
        ),
    )
    if need.met_at:
        raise Refusal(_("This need has already been met."))
    if need.between:
        raise Refusal(_("This need is between you and the student. It is not shared with partners."))
    consent = holding(need.student_id, partner, today)
    if consent is None:
        raise Refusal(_("The family has not agreed to share with this partner. Ask the family first."))
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
        if not created and referral.words != words:
            raise Refusal(
                _(
                    "You already sent this partner a request with different wording. Cancel that request "
                    "first, then ask again."
                )
            )
        if not created and partner.email:
            return referral, ""
        links.take_back(PURPOSE, referral.pk, by)
        days = max(1, (consent.ends - today).days)
        link = address(links.give(PURPOSE, referral.pk, None, days, by, partner.language))
        if partner.email:
            _mail(partner, link)
    return referral, link


def _mail(partner: Partner, link: str) -> None:
    """The mail names nobody: what it is about stands behind the link alone."""
    said_to = {"name": partner.contact or partner.name, "link": link}
    with translation.override(theirs(partner.language)):
        subject = _("A school is asking for your help")
        text = _("Hello %(name)s,\n\nA school is asking if you can help one of its students:\n\n%(link)s\n")
        text %= said_to
    try:
        send_mail(subject, text, None, [partner.email])
    except (OSError, SMTPException) as error:
        raise Refusal(
            _("The email could not be sent, so the partner was not asked. Try again later, or call.")
        ) from error


def follow(token: str, answered: bool = False) -> tuple[Link, Referral]:
    """The referral behind a partner's link, while the family's yes holds. Raises Refusal, Gone when it is over.

    answered: also one that was answered to the end, for an answer that was being written meanwhile.
    """
    link = links.follow(PURPOSE, token)
    referrals = Referral.objects.unscoped("what a partner's link is about").select_related(
        "need__student", "partner__school"
    )
    referral = referrals.filter(pk=link.about_id, deleted_at=None).first()
    if referral is None or referral.need.met_at:
        raise links.Gone(_("This is already done. Thank you."))
    if (referral.closed_at or referral.declined_at) and not answered:
        raise links.Gone(_("This is already done. Thank you."))
    if (
        referral.withdrawn_at
        or holding(referral.need.student_id, referral.partner, timezone.localdate()) is None
    ):
        raise links.Gone(_("The school canceled this link. Ask the school for a new one."))
    return link, referral
