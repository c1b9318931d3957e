"""What goes out by itself: to each adult of the school whom a part waits for. The mail names no student."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.languages import ui_language

from .desk import own_pending_seats
from .models import Scorer


def notify_scorers(now: datetime, address: PageUrlBuilder) -> int:
    """Write to each scorer of whom a part wants something that they have not heard of: one mail a school."""
    new = Scorer.objects.system().filter(
        notified_at=None, person__deleted_at=None, deleted_at=None, task_part__settled_at=None
    )
    new = new.exclude(person=None).exclude(person__email="")
    pairs = set(new.values_list("person_id", "task_part__task__school_id"))
    people = Person.objects.system().in_bulk([person for person, _school in pairs])
    schools = School.objects.system().in_bulk([school for _person, school in pairs])
    return sum(
        _try_to_notify(people[person], schools[school], now, address) for person, school in sorted(pairs)
    )


def _try_to_notify(person: Person, school: School, now: datetime, address: PageUrlBuilder) -> int:
    """One bad mailbox keeps nobody else from hearing; it is tried again the next day."""
    try:
        return _notify_scorer(person, school, now, address)
    except (OSError, SMTPException):
        return 0


def _notify_scorer(person: Person, school: School, now: datetime, address: PageUrlBuilder) -> int:
    waiting = [seat for seat, _wants in own_pending_seats(Viewer.of(person, now), school)]
    if all(seat.notified_at for seat in waiting):
        return 0
    with ledger.act("notify a scorer", about=person.pk, waits=len(waiting)):
        seats = Scorer.objects.system().filter(pk__in=[seat.pk for seat in waiting])
        seats.update(notified_at=now, modified=now)
        _email_scorer(person, len(waiting), address("portfolio-desk", school.pk))
    return 1


def _email_scorer(person: Person, count: int, link: str) -> None:
    with translation.override(ui_language(person.language)):
        params = {"n": count, "name": person.first_name, "link": link}
        text = ngettext(
            "Hello %(name)s,\n"
            "\n"
            "%(n)d part of a portfolio is waiting for you to score or discuss:\n"
            "\n"
            "%(link)s\n",
            "Hello %(name)s,\n"
            "\n"
            "%(n)d parts of portfolios are waiting for you to score or discuss:\n"
            "\n"
            "%(link)s\n",
            count,
        )
        send_mail(_("Portfolio work to score"), text % params, None, [person.email])
