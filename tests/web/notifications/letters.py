"""The daily email of the people of the tests: who has an address, and what goes out."""

from datetime import datetime, timedelta

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningCertificate, PracticeTry
from trellis.core.community.models import Link, Person
from trellis.web.notifications.scheduled_tasks import send_digests
from world import Side, make_world

TEXT = "the test looks"
ORIGIN = "https://trellis.example.org"


def quiet_world() -> Side:
    """The home side of the world, in which nobody has an email address, no mentor was asked lately, and no adult has
    news of their own learning."""
    side = make_world().home
    for model in (LearningCertificate, PracticeTry):
        model.objects.unscoped(TEXT).all().delete()
    Link.objects.unscoped(TEXT).filter(purpose="confirm-days").delete()
    return side


def give_email(side: Side, who: str, language: str = "") -> Person:
    person = side.people[who]
    person.email, person.language = f"{who}@mail.example", language
    person.save()
    return person


def address(name: str, *parts: object) -> str:
    return ORIGIN + reverse(name, args=parts)


def run_daily(moment: datetime | None = None, days: int = 0) -> int:
    return send_digests((moment or timezone.now()) + timedelta(days=days), address)


def email_to(side: Side, who: str) -> EmailMultiAlternatives:
    """The last email to somebody."""
    return [message for message in mail.outbox if message.to == [side.people[who].email]][-1]
