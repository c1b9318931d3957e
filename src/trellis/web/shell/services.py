"""What a person changes about the frame of the pages."""

from trellis.core.community.models import Person
from trellis.core.foundation import ledger


def choose_language(person: Person, code: str) -> None:
    """Save the screen's language (BCP 47) with the person. Choosing the same one again writes nothing."""
    if person.language == code:
        return
    with ledger.act("choose a language", by=person.pk, about=person.pk, language=code):
        person.language = code
        person.save(update_fields=["language", "modified"])
