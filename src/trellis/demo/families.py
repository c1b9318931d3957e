"""Messages of the invented schools to families, and contacts with them, in their languages."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network, Person, Role
from trellis.core.translations import translation_services
from trellis.web.families.models import Contact, Notice

from .rows import school_day

NOTICE = (
    "School ends at 1:00 PM on Friday because teachers plan the exhibitions together. Lunch is served first. "
    "Students who need a place to stay can use the library until 3:00 PM."
)
NOTICE_IN_SPANISH = (
    "El viernes las clases terminan a las 13:00, porque los maestros preparan juntos las exhibiciones. El almuerzo se "
    "sirve antes. Quien necesite quedarse hasta las 15:00 puede quedarse en la biblioteca."
)
CONTACT_KINDS = ["call", "call", "message", "meeting", "visit"]


def create_contacts(network: Network, today: date, random: Random) -> None:
    """Contacts with families who speak another language than English at home; a notice to Amina's."""
    people = Person.objects.system().filter(network=network)
    students = people.filter(ties__role=Role.STUDENT, ties__to_school__isnull=False).distinct()
    rows = []
    for student, languages in students.order_by("pk").values_list("pk", "home_languages"):
        home = [language for language in languages if language != "en"]
        often = random.choice([0, 0, 1, 1, 2]) if home else 0
        rows += [_build_contact(student, home[0], today, random) for _time in range(often)]
    Contact.objects.bulk_create(rows, batch_size=2000)


def _build_contact(student: UUID, home: str, today: date, random: Random) -> Contact:
    return Contact(
        student_id=student,
        date=school_day(today - timedelta(days=random.randrange(4, 80))),
        how=random.choice(CONTACT_KINDS),
        language=home if random.random() < 0.6 else "en",
    )


def create_amina_notice(network: UUID, amina: UUID, advisor: UUID) -> None:
    """A notice to Amina's family, and what it is in Spanish."""
    Notice.objects.create(student_id=amina, words=NOTICE, language="en", by_id=advisor)
    translation_services.save_human_translation(network, NOTICE, "es", NOTICE_IN_SPANISH, advisor)
