"""Whose family the school speaks with in a language of the home."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, register

from .models import Contact


def _home_language_contact_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of students whose family speaks another language than English at home: the share of contacts in one of those,
    or with an adult who interpreted."""
    rows = (
        Contact.objects.system()
        .filter(student__network=network, date__gte=year.starts, date__lte=year.ends, deleted_at=None)
        .values_list("student_id", "student__home_languages", "language", "interpreter")
    )
    contacts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for student, home, language, interpreter in rows.iterator(chunk_size=20_000):
        home_languages = {tag.partition("-")[0].lower() for tag in home} - {"en"}
        if home_languages:
            spoken = language.partition("-")[0].lower() in home_languages
            contacts[student][0] += bool(interpreter) or spoken
            contacts[student][1] += 1
    for student, (in_home_language, total) in contacts.items():
        yield student.hex, in_home_language, total


register(
    "family-contact-language",
    _("Family contact in a home language"),
    _(
        "Of this year’s contacts with families who speak a language other than English at home, "
        "the share in that language or with an interpreter."
    ),
    "rate",
    _home_language_contact_facts,
    direction="more",
    stage="adults",
    everyone=False,
)
